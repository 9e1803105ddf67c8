"""Inputs to start from, for the readers of files that tools write."""

import hashlib
import struct

import numpy as np

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
    "=== Predictions on test data ===\n\n inst#     actual  predicted error distribution (id)\n"
    "     1 1:a b 2:c   +   0.25,*0.75 (7)\n     2 2:c   2:c       0.25,*0.75\n",
    "utt1  [ 0.5 0.25 ]\nutt2  [ 0.5 0.25 ]\n",
    "2 qid:1 1:0.5 3:1\n0,2 qid:1 2:-1e3\n",
    "1 2 'tag|ns a:0.5 b\n-1 |ns a\n",
    "# a note\n# label p\n1 0.5\n0 0.25\n",
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
    '[{"label": "a", "p": 0.5, "n": 3}, {"label": "b", "p": 1, "n": 4}]',
    '{"id": "007", "t": true, "p": 1e-9}\n{"id": "8", "t": false, "p": 2}\n',
    "[0, 1, 2]",
    '["a", "b", null]',
    '{"a": {"b": {"c": [1, 2]}}}',
)
BEGINNINGS = (
    b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\1\0\0\0\1\x08\0\0\0\0",
    b"\x89HDF\r\n\x1a\n",
    bytes(512) + b"\x89HDF\r\n\x1a\n",
    b"MATLAB 5.0 MAT-file",
    b"\0\0\0\0\1\0\0\0\1\0\0\0\0\0\0\0\2\0\0\0y\0",
    b"CDF\1",
    b"PAR1",
    b"ORC\x0a",
    b"\0\0\x08\x01\0\0\0\x02\x01\0",
    b"SQLite format 3\0" + bytes(84),
    b"$FL2@(#)",
    b"<stata_dta>",
    b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!",
    b"RDX3\n",
    b"X\n\0\0\0\3",
    b"A\n3\n",
    b"PK\5\6" + bytes(18),
    b"\x80\4\x95",
    b"(lp0\nVlabel\np1\naVp0\np2\na.",
    b"<!-- a --><!doctype html>",
    b"\x93\x81\xa5label",
    b"Obj\1",
    b"\x82\x65label",
    bytes(257) + b"ustar\x0000",
    b"utt1 \0BFM \4",
    b"%PDF-1.7",
    b"version https://git-lfs",
    b"II*\0",
    bytes.fromhex("2d000000000000003c418afb"),
)
_HEADER = b'{"y":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]}}'
_SAFETENSORS = struct.pack("<Q", len(_HEADER)) + _HEADER + bytes(8)


def tools():
    """Texts of tools, under several names."""
    for number, text in enumerate(TOOLS):
        for kind in {number % 6, 0, 3}:
            yield bytes([kind]) + text.encode()


def documents():
    """Documents and lines, under both names."""
    yield from (bytes([kind]) + text.encode() for text in DOCUMENTS for kind in (0, 1))


def choices():
    """Bytes that choose the shape of records, and of cells and objects."""
    for number in range(48):
        yield hashlib.sha256(bytes([number])).digest() + bytes(number % 5)


def beginnings():
    """The first bytes of many formats, each under several names."""
    for number, start in enumerate(BEGINNINGS):
        for name in {0, number % 23, (7 * number) % 23}:
            yield bytes([name]) + start
    yield from (bytes([number % 23]) + text.encode() for number, text in enumerate((*TOOLS, *DOCUMENTS)))


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
    yield from (bytes([4, way]) + TOOLS[0].encode() for way in range(16))
    for kind, body in ((5, _SAFETENSORS), (6, b"\0\0\x08\x01\0\0\0\x02\x01\0"), (7, TOOLS[1].encode())):
        yield bytes([kind]) + body
