"""Python expressions that read a file of any format, for commands that can be pasted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.io.compression.registry import split_suffix
from xentcli.io.registry import named_format

if TYPE_CHECKING:
    from xentcli.inputs.selection import Selection
    from xentcli.io.table import Table

OPENERS = {".gz": "gzip", ".bz2": "bz2", ".xz": "lzma"}
"""The modules that open compressed arrays; pandas decompresses text itself."""
FRAMES = {
    "parquet": "pd.read_parquet({path!r})",
    "arrow": "pd.read_feather({path!r})",
    "orc": "pd.read_orc({path!r})",
    "jsonl": "pd.read_json({path!r}, lines=True)",
}
SPLIT = "str.split('[,; ]+', expand=True, regex=True).astype(float)"
"""Code that splits lists in text into columns."""


def opened(side: Selection) -> tuple[tuple[str, ...], str]:
    """Return the modules to import, and an expression for the columns in use (a NumPy array or a pandas
    DataFrame)."""
    tables = side.table.tables or (side.table,)
    read = _array if side.table.dtype is not None else _frame
    each = [read(table) for table in tables]
    modules = tuple(dict.fromkeys(module for needed, _ in each for module in needed))
    texts = [text for _, text in each]
    if len(texts) > 1:
        join = (
            "np.concatenate([{}])" if side.table.dtype is not None else "pd.concat([{}], ignore_index=True)"
        )
        texts = [join.format(", ".join(texts))]
    return modules, _picked(side, texts[0])


def path_of(name: str) -> str:
    """Return the path of a file, without the name of the array in an archive."""
    return name.rsplit("[", 1)[0] if name.endswith("]") else name


def member_of(name: str) -> str:
    """Return the name of the array in an archive, if given."""
    return name.rsplit("[", 1)[1][:-1] if name.endswith("]") else ""


def _array(table: Table) -> tuple[tuple[str, ...], str]:
    path, member = path_of(table.name), member_of(table.name)
    name, kind = named_format(path), split_suffix(path)[1]
    if table.name == "stdin":
        return ("numpy as np", "io", "sys"), "np.load(io.BytesIO(sys.stdin.buffer.read()))"
    if name == "hdf5":
        return ("numpy as np", "h5py"), f"h5py.File({path!r})[{member!r}][()]"
    if name == "safetensors":
        return ("numpy as np", "safetensors.numpy"), f"safetensors.numpy.load_file({path!r})[{member!r}]"
    if name == "svmlight":
        return ("numpy as np", "sklearn.datasets"), f"sklearn.datasets.load_svmlight_file({path!r})[1]"
    module = None if kind is None else OPENERS.get(kind.suffix)
    needed = ("numpy as np", module) if module else ("numpy as np",)
    if name in {"npy", "npz"}:
        held = f"{module}.open({path!r})" if module else repr(path)
        return needed, f"np.load({held}){f'[{member!r}]' if member else ''}"
    return needed, _idx(table, f"{module + '.' if module else ''}open({path!r}, 'rb')")


def _idx(table: Table, file: str) -> str:
    """Return an expression that reads an IDX file: the axes are in its header, and numbers are big-endian."""
    assert table.dtype is not None
    shape = tuple(int(n or 0) for n in table.shape)
    return f"np.frombuffer({file}.read()[{4 + 4 * len(shape)}:], {table.dtype.str!r}).reshape({shape})"


def _frame(table: Table) -> tuple[tuple[str, ...], str]:
    path = "/dev/stdin" if table.name == "stdin" else path_of(table.name)
    known = FRAMES.get(named_format(path))
    if known is not None:
        return ("numpy as np", "pandas as pd"), known.format(path=path)
    text = table.dialect
    delimiter, point = (",", ".") if text is None else (text.delimiter, text.point)
    options = [] if table.columns else ["header=None"]
    options += [] if delimiter == "," else [f"sep={delimiter!r}"]
    options += [] if point == "." else [f"decimal={point!r}"]
    return ("numpy as np", "pandas as pd"), f"pd.read_csv({', '.join([repr(path), *options])})"


def _picked(side: Selection, text: str) -> str:
    """Return code that selects the columns in use if not all are, and splits those that came in one cell."""
    columns, table = side.columns, side.table
    if columns is None:
        return text
    cell = next((name for name, vector in table.vectors.items() if vector.columns == columns), None)
    if cell is not None:
        key = repr(cell) if table.columns else int(cell)
        parted = f"{text}[{key}].str.strip('[]() ').{SPLIT}"
        return parted if text.startswith("pd.read_csv") else f"pd.DataFrame({text}[{key}].tolist())"
    if len(columns) == len(table.numeric):
        return text
    if table.vectors and side.names:
        return f"{text}[{list(side.names)}]"
    return f"{text}{'' if table.dtype is not None else '.iloc'}[:, {list(columns)}]"
