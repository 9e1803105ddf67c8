"""Files of any bytes: random bytes, pieces that mean something to a reader, and damaged good files."""

import bz2
import gzip
import io
import lzma

import numpy as np
from hypothesis import strategies as st

TEXTS = (
    b"label\n0\n1\n2\n",
    b"0.7,0.2,0.1\n0.1,0.2,0.7\n0.2,0.5,0.3\n",
    b"a,b,c\n1,0,0\n0,1,0\n0,0,1\n",
    b"id,label\nx,cat\ny,dog\nz,cat\n",
    b"p_cat,p_dog\n2.5,-1\n0,3\n1,1\n",
    b'label\n"a\nb"\n"c""d"\n',
    b"1;0,5\n0;0,25\n",
    b"\xef\xbb\xbflabel\r\n1\r\n2\r\n",
    b"y\nTrue\nFalse\nTrue\n",
    b"w\n1\n-2\n0\n",
    b"nan,inf\n1e400,-0\n",
)
"""Files that are right for something."""


def _array(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def _archive(**arrays):
    file = io.BytesIO()
    np.savez(file, **arrays)
    return file.getvalue()


ARRAYS = (
    _array(np.array([0, 2, 1])),
    _array(np.array([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7], [0.2, 0.5, 0.3]], dtype=np.float32)),
    _array(np.asfortranarray(np.eye(3))),
    _array(np.array(["cat", "dog", "cat"])),
    _array(np.array([b"cat", b"\xff"])),
    _array(np.zeros((2, 3, 2, 2), dtype=np.float16)),
    _array(np.array(["2024-01-01"], dtype="M8[D]")),
    _archive(labels=np.array([0, 1]), predictions=np.array([[3.0, 1.0], [1.0, 2.0]])),
)
SEEDS = TEXTS + ARRAYS
TOKENS = (
    b"\0",
    b"\n",
    b"\r",
    b'"',
    b",",
    b"\t",
    b";",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"1e400",
    b"nan",
    b"-inf",
    b"0x1",
    b"1_0",
    b"9" * 30,
    b"label",
    b"cat",
    b"\x93NUMPY\x01\x00",
    b"PK\x03\x04",
    b"PK\x05\x06",
    b"\x1f\x8b",
    b"BZh9",
    b"\xfd7zXZ\0",
    b"\x28\xb5\x2f\xfd",
    b"PAR1",
    b"\xff\xfe",
    b"'descr': '|O'",
    b"(1000000000000,)",
    b"{",
    b"=1+1",
)
PACKERS = (bytes, gzip.compress, bz2.compress, lzma.compress)


@st.composite
def damaged(draw):
    """A good file with some of its bytes changed, inserted, doubled or cut; now and then compressed."""
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(0, 4))):
        at, end = sorted(draw(st.tuples(*[st.integers(0, len(data))] * 2)))
        data[at : draw(st.sampled_from([at, at + 1, end]))] = draw(
            st.sampled_from(TOKENS) | st.binary(max_size=4)
        )
    packed = draw(st.sampled_from(PACKERS))(bytes(data))
    return packed[: draw(st.none() | st.integers(0, len(packed)))]


contents = st.one_of(
    st.binary(max_size=80), st.lists(st.sampled_from(TOKENS), max_size=8).map(b"".join), damaged()
)
"""What a file may hold: anything."""
