"""Inputs to start from: small files of every kind that is read, and of those that must not be."""

import io
import struct
import zipfile

import numpy as np
from label_files import TEXTS as LABELS

HEADERS = (
    "{'descr': '<i8', 'fortran_order': False, 'shape': (3,), }",
    "{'descr': '|O', 'fortran_order': False, 'shape': (3,), }",
    "{'descr': [('a', '<i8'), ('b', '|O')], 'fortran_order': False, 'shape': (1,), }",
    "{'descr': '|S0', 'fortran_order': False, 'shape': (1000000000000000000,), }",
    "{'descr': '<i8', 'fortran_order': False, 'shape': (4294967296, 4294967296), }",
    "{'descr': '<i8', 'fortran_order': True, 'shape': (3L, 2L), }",
    "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), 'shape': (2,), }",
    "{'descr': '>f2', 'fortran_order': False, 'shape': (-2, -3), }",
    "{'descr': '<c16', 'fortran_order': False, 'shape': (1, 2), }",
    "{'descr': '<M8[ns]', 'fortran_order': False, 'shape': (3,), }",
    "{'descr': '<U2', 'fortran_order': False, 'shape': (3,), }",
    "{'descr': '|b1', 'fortran_order': False, 'shape': (), }",
    "((((((((((((((((",
)
TEXTS = (
    "label\n0\n1\n2\n",
    "0\n1\n2",
    "id,label\r\n1,cat\r\n2,dog\r\n",
    "a;b\n0,5;1\n0,25;2\n",
    "p_cat,p_dog\n0.25,0.75\n1e-3,0.999\n",
    'label\n"a ""b"""\n"c\nd"\n',
    "\ufefflabel\n1\n",
    "label\n1\n\n2\n",
    "x\n0.1\n1e400\nnan\n-inf\n",
    "True\nFalse\ntrue\n",
    "# note\nlabel\n007\n0x1\n1_0\n",
    ",a,b\n0,1,2\n1,3,4\n",
    'a,b\n"1"2,3\n4,5,6\n',
    "label\n1 \n\t2\n",
    "a,b\n\ufeff1,2\n",
    'label\n0\n"1\n2\n0"\n1\n',
    "w,label\n5,0\n1\n2,1\n",
    "w,label\n1,0,\n1,1,\n",
    "label\n1\n2\0003\n0\n",
    "label\n\x1b]0;pwned\x07\x1b[2J\ncat\n",
    "label\n[/foo]\n[red]x\n",
    "label\n=cmd|' /C calc'!A0\n@SUM(1)\n",
    "label\n0\n1\xa0\n1\n",
    "id,p0,p1,p2\nc,0.125,0.125,0.75\na,0.5,0.25,0.25\n",
    "p0,p1,p2\n1e-400,0.5,0.5\n0.25,0.5,0.25\n",
    "\n\n\n",
    *LABELS.values(),
)
TOOLS = (
    "labels 1 2 3\n1 0.5 0.25 0.25\n3 0.25 0.25 0.5\n",
    "1 1:0.5 2:1e-3 # row\n2 2:0.5\n",
    "@relation r\n@attribute p numeric\n@attribute class {emu,'a b'}\n@data\n"
    "0.5,emu\n?,'a b'\n{0 0.5, 1 'a b'}\n",
    "__label__a 0.75 __label__b 0.25\n__label__b 0.5 __label__a 0.5\n",
    "1:0.25 2:0.75 tag\n1:0.5 2:0.5 tag2\n",
    "p\tlabel\ncontinuous\tdiscrete\n\tclass\n0.5\ta\n",
    '"a" "b"\n"1" 0.5 0.5\n"2" 0.25 0.75\n',
    "# Created by Octave\n# name: y\n# type: matrix\n# rows: 2\n# columns: 1\n 0\n 1\n",
    "=== Predictions on test data ===\n\n"
    " inst#,actual,predicted,error,distribution\n1,1:a,2:b,+,0.25,*0.75\n",
    "sep=;\np;label\n0,5;a\n",
    "a,b\nx,y\n,\n0.5,0.25\n",
    'label,p\n1,"tensor([0.25, 0.75], grad_fn=<S>)"\n0,"[0.5 0.5]"\n',
    "label,p\n1,\"{'a': 0.25, 'b': 0.75}\"\n0,93%\n",
)
DOCUMENTS = (
    '[{"label": 1, "p": [0.25, 0.75]}, {"label": 0, "p": [1, 0]}]',
    '{"columns": ["label", "p"], "index": [0, 1], "data": [[1, 0.5], [0, 0.25]]}',
    '{"y_true": [1, 0], "y_pred": [[0.25, 0.75], [0.5, 0.5]]}',
    '{"label": ["__label__a", "__label__b"], "prob": [0.75, 0.25]}\n',
    '{"probability": {"type": 1, "values": [0.25, 0.75]}, "label": 1.0}\n',
    '[[{"label": "a", "score": 0.75}, {"label": "b", "score": 0.25}]]',
    '{"p": {"0": 0.5, "1": 1e-9}, "label": {"0": "a", "1": null}}',
    '[{"id": "a", "predictions": [{"label": "b", "score": 0.5}, {"label": "a", "score": 0.5}]}]',
    '{"instances": [1, 0], "predictions": [{"scores": [0.25, 0.75], "classes": ["a", "b"]}]}',
    '{"label": 1, "probs": {"a": 0.25, "b": 0.75}}\n{"label": 0, "probs": {"a": 1e-3, "b": 0.999}}\n',
    '{"labels": [1, 0], "logits": [[0.5, -1], [2, 1e1]]}\n{"labels": [0], "logits": [[0, 0]]}\n',
    '{"label": "a\\u0062\\n", "p": -0.0}\n\n{"label": "\u00e9", "p": 1E+2}\n',
    "[0, 1, 2]",
    '["a", "b", null]',
    '{"a": {"b": {"c": [1, 2]}}}',
)
_HEADER = b'{"y":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}'
_SAFETENSORS = struct.pack("<Q", len(_HEADER)) + _HEADER + bytes(8)
NUMBERS = (
    "1",
    "-0",
    "1e400",
    "nan",
    "0x1",
    "1_0",
    "007",
    "9007199254740993",
    "1e-400",
    ".5",
    "5.",
    "+1",
    "١",
)


def arrays():
    """NPY files, whole and broken."""
    for array in (np.arange(4), np.eye(3, dtype=">f4"), np.asfortranarray(np.ones((3, 2), np.float16)),
                  np.array([True, False]), np.array(["a", "bc"]), np.zeros((0, 3))):  # fmt: skip
        stream = io.BytesIO()
        np.save(stream, array)
        yield stream.getvalue()
    for header in HEADERS:
        yield b"\0" + header.encode() + b"\n" + bytes(24)
        text = header.encode() + b"\n"
        yield b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text + bytes(24)
        yield b"\x93NUMPY\x02\x00" + struct.pack("<I", len(text)) + text + bytes(24)


def archives():
    """NPZ files, and arrays to be put into one."""
    for array in arrays():
        if array.startswith(b"\0"):
            continue
        yield b"\0\0" + array
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr("y.npy", array)
        yield stream.getvalue()


def tables():
    """Text files, each read in several ways."""
    for number, text in enumerate(TEXTS):
        for way in range(0, 24, 7):
            yield bytes([way, (number + way) % 4]) + text.encode()


def tools():
    """Texts of tools, under several names."""
    for number, text in enumerate(TOOLS):
        for kind in {number % 6, 0, 3}:
            yield bytes([kind]) + text.encode()


def documents():
    """Documents and lines, under both names."""
    yield from (bytes([kind]) + text.encode() for text in DOCUMENTS for kind in (0, 1))


def containers():
    """What a container of each kind is made from."""
    pointers = np.array([0, 1, 2], "<i4").tobytes() + np.array([1, 0], "<i4").tobytes()
    for form in range(3):
        yield bytes([0, form, 0, 2, 3, 2, 2, 2]) + pointers + np.ones(2, "<f4").tobytes()
    for kinds in ((1, 0, 0), (2, 7, 7), (3, 0, 5), (4, 6, 9)):
        yield bytes([1, *kinds]) + bytes(range(60))
    yield from (bytes([2, way]) + np.arange(16, dtype="<f4").tobytes() for way in range(4))
    for bits, colour in ((8, 0), (4, 3), (1, 0), (16, 0), (8, 2)):
        yield bytes([3, 2, 2, bits, colour, 12, 0, 0, 0]) + bytes([0, 1, 2, 0, 1, 0])
    yield from (bytes([4, way]) + TEXTS[2].encode() for way in range(16))
    for kind, body in ((5, _SAFETENSORS), (6, b"\0\0\x08\x01\0\0\0\x02\x01\0"), (7, TOOLS[1].encode())):
        yield bytes([kind]) + body


def numbers():
    """Cells, alone and together."""
    yield from (number.encode() for number in NUMBERS)
    yield "\0".join(NUMBERS).encode()


def messages():
    """Texts that act on terminals, on markup and on spreadsheets."""
    for text in ("\x1b[31mred", "[/foo]", "=cmd|' /C calc'!A0", "a\nb", "\u202eabc", "x" * 100, "\x9b31m"):
        yield text.encode()
    yield b"\xff\xfe"


def streams():
    """Texts to be packed by each program, some to be damaged."""
    for kind in range(4):
        for harm in (0, 1, 129):
            yield bytes([kind, harm, 9, 0]) + TEXTS[0].encode() * 9


def commands():
    """Two files, a command and options."""
    files = [text.encode() for text in TEXTS] + list(arrays())[:6]
    for number, one in enumerate(files):
        for command in range(5):
            other = files[(number + command) % len(files)]
            cut = len(one) * 255 // (len(one) + len(other)) + 1
            yield (
                bytes([command, (11 * number) % 73, (7 * number + command) % 73, min(cut, 255)]) + one + other
            )


SEEDS = {
    "npy_header": arrays,
    "npz_directory": archives,
    "csv_table": tables,
    "tool_files": tools,
    "json_documents": documents,
    "tool_arrays": containers,
    "cell_numbers": numbers,
    "messages": messages,
    "packed": streams,
    "commands": commands,
}
"""Makers of inputs, by target."""
