"""Inputs to start from: small files of every kind that is read, and of those that must not be."""

import io
import struct
import zipfile

import numpy as np
from label_files import TEXTS as LABELS
from tool_seeds import beginnings, choices, containers, documents, tools

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
    "json_records": choices,
    "tool_arrays": containers,
    "first_bytes": beginnings,
    "table_cells": choices,
    "cell_numbers": numbers,
    "messages": messages,
    "packed": streams,
    "commands": commands,
}
"""Makers of inputs, by target."""
