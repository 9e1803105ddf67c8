"""Workbooks, databases, zip files, and files of statistics packages, made of tables of cells."""

import io
import os
import sqlite3
import tempfile
import zipfile
from xml.sax.saxutils import escape

import numpy as np

TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
HIDDEN = ' state="hidden"'
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def grid(array, column):
    """The rows of an array as cells below a header: one column of values, or a column for each class."""
    if array.ndim == 1:
        return [[column], *([cell] for cell in array.tolist())]
    return [[f"{column}_{k}" for k in range(array.shape[1])], *array.tolist()]


def zipped(files, method=zipfile.ZIP_DEFLATED):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def xlsx(sheets, hidden=(), merged=()):
    """A workbook of sheets by name, each a list of rows; ``merged`` are ranges of the first one."""
    names = list(sheets)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{kind}.worksheet+xml"/>'
        for n, _ in enumerate(names)
    )
    head = f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
    book = "".join(
        f'<sheet name="{escape(name)}" sheetId="{n + 1}" r:id="r{n}"'
        f"{' state=' + chr(34) + 'hidden' + chr(34) if name in hidden else ''}/>"
        for n, name in enumerate(names)
    )
    links = "".join(
        f'<Relationship Id="r{n}" Type="{OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n, _ in enumerate(names)
    )
    plain = (
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    )
    files = {
        "[Content_Types].xml": f'<Types xmlns="{TYPES}">{plain}{head}{parts}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{RELATIONS}"><Relationship Id="b" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{book}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{RELATIONS}">{links}</Relationships>',
    }
    for n, rows in enumerate(sheets.values()):
        cells = "".join(f'<row r="{r}">{_cells(row, r)}</row>' for r, row in enumerate(rows, 1))
        ranges = "".join(f'<mergeCell ref="{one}"/>' for one in merged) if merged and not n else ""
        after = f"<mergeCells>{ranges}</mergeCells>" if ranges else ""
        sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{cells}</sheetData>{after}</worksheet>'
        files[f"xl/worksheets/sheet{n}.xml"] = sheet
    return zipped(files)


def _cells(row, number):
    return "".join(_cell(cell, f"{chr(65 + c)}{number}") for c, cell in enumerate(row) if cell is not None)


def _cell(cell, place):
    if isinstance(cell, tuple):
        return f'<c r="{place}"><f>{cell[0]}</f></c>'
    if isinstance(cell, bool):
        return f'<c r="{place}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell!r}</v></c>'


def ods(sheets):
    """A workbook of LibreOffice."""
    tables = "".join(
        f'<table:table table:name="{escape(name)}">{"".join(map(_ods_row, rows))}</table:table>'
        for name, rows in sheets.items()
    )
    spaces = " ".join(f'xmlns:{name}="{ODF}:{name}:1.0"' for name in ("office", "table", "text"))
    content = (
        f'<office:document-content {spaces} office:version="1.2"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = (
        f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/></manifest:manifest>'
    )
    files = {"mimetype": kind, "content.xml": content, "META-INF/manifest.xml": manifest}
    return zipped(files, zipfile.ZIP_STORED)


def _ods_row(row):
    return f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>"


def _ods_cell(cell):
    if cell is None:
        return "<table:table-cell/>"
    kind = "string" if isinstance(cell, str) else "float"
    value = "" if kind == "string" else f' office:value="{cell!r}"'
    text = escape(str(cell))
    return f'<table:table-cell office:value-type="{kind}"{value}><text:p>{text}</text:p></table:table-cell>'


def sqlite(tables, *commands):
    """A database of tables by name, each a list of rows below the names of columns, and further commands."""
    with sqlite3.connect(":memory:") as database:
        for name, (head, *rows) in tables.items():
            database.execute(f"CREATE TABLE {_quoted(name)} ({', '.join(map(_quoted, head))})")
            database.executemany(f"INSERT INTO {_quoted(name)} VALUES ({', '.join('?' * len(head))})", rows)
        for command in commands:
            database.execute(command)
        database.commit()
        return bytes(database.serialize())


def _quoted(name):
    return '"{}"'.format(name.replace('"', '""'))


def frame(array, column):
    import pandas as pd

    head, *rows = grid(array, column)
    found = pd.DataFrame(rows, columns=head)
    return found.astype(array.dtype) if array.dtype.kind == "f" else found


def stata(data, **told):
    out = io.BytesIO()
    data.to_stata(out, write_index=False, **told)
    return out.getvalue()


def by_path(write, data, suffix, **told):
    """Return the bytes that a function writes, if it only takes a path."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, f"t.{suffix}")
        write(data, path, **told)
        with open(path, "rb") as file:
            return file.read()


def spss(data, **told):
    import pyreadstat

    return by_path(pyreadstat.write_sav, data, "sav", **told)


def sas(data, **told):
    import pyreadstat

    return by_path(pyreadstat.write_xport, data, "xpt", **told)


def rds(data, **told):
    """A file of R: a data frame, whose texts become factors, an array, or a dict of those."""
    import rdata

    if hasattr(data, "select_dtypes"):
        data = data.astype(dict.fromkeys(data.select_dtypes("str"), "category"))

    return by_path(
        lambda one, path, **more: rdata.write_rds(path, one, compression=None, **more), data, "rds", **told
    )


def workspace(objects):
    """A file of R with several objects."""
    import rdata

    return by_path(lambda one, path: rdata.write_rda(path, one), objects, "RData")


def whole(array):
    """Return an array as int32, the only integer type of R."""
    return array.astype(np.int32) if array.dtype.kind in "iu" else array
