"""Damaged compressed inputs: the right answer or an error, never another number, wherever the damage is."""

import contextlib
import errno
import io
import lzma
import os
import sys
import zlib

import numpy as np
import pytest
from compressed_files import CHECKED_ZSTD, FORMATS, PACK, csv, npy
from measuring import measured
from running import inside

from xentcli.core.errors import DataError, InputError, XentError
from xentcli.io.compression.read import READ_BYTES
from xentcli.io.open_table import open_table
from xentcli.io.source.decompressed import HEAD_BYTES
from xentcli.io.table import Cells, ReadOptions

LABELS = [0, 1, 2]
SMALL = {
    **{name: pack(b"label\n0\n1\n2\n") for name, pack in PACK.items() if name != "zst"},
    "zst": CHECKED_ZSTD,
    "members": PACK["gz"](b"label\n0\n1") + PACK["gz"](b"\n2\n"),
    "npy": PACK["gz"](npy(np.array(LABELS))),
}
"""Small inputs with a checksum."""


def values(data, once=False, parts=False, **options):
    table = open_table("-", ReadOptions(**options), stdin=io.BytesIO(data), once=once)
    blocks = table.parts if parts else table.blocks
    loaded = (block.load() for block in blocks(None, Cells.LABELS))
    found = [value for block in loaded for value in block.values.tolist()]
    table.verify()
    return found


def refused(data, **options):
    with pytest.raises(InputError) as caught:
        values(data, **options)
    return caught.value


@pytest.mark.parametrize("data", SMALL.values(), ids=SMALL)
def test_cut_anywhere_it_is_an_error(data):
    start = len(PACK["gz"](b"label\n0\n1")) if data is SMALL["members"] else None
    for end in set(range(1, len(data))) - {start}:
        with pytest.raises(XentError):
            values(data[:end])
        if end > 16:
            assert refused(data[:end]).code in {"XE615", "XE617"}, end


@pytest.mark.parametrize("bit", [0, 3, 7])
@pytest.mark.parametrize("data", SMALL.values(), ids=SMALL)
def test_a_flipped_bit_is_an_error_or_means_nothing(data, bit):
    meant_nothing = 0
    for at in range(len(data)):
        flipped = bytearray(data)
        flipped[at] ^= 1 << bit
        wanted = XentError if at < 10 else InputError  # without its magic it is text with a NUL in it
        with contextlib.suppress(wanted):
            assert values(bytes(flipped)) == LABELS, at
            meant_nothing += 1
    assert meant_nothing <= 16, "the time, the system and the like of gzip's headers"


LONG = b"label,x\n" + b"".join(b"%d,%d\n" % (i % 7, i * 2654435761 % 99991) for i in range(200_000))
ARRAY = npy(np.random.default_rng(5).integers(0, 7, HEAD_BYTES // 2))
assert len(LONG) > 2 * HEAD_BYTES < len(ARRAY)


def read_long(data, **how):
    table = open_table("-", ReadOptions(), stdin=io.BytesIO(data), once=how.get("once", False))
    blocks = (table.parts if how.get("parts") else table.blocks)((0,), Cells.LABELS)
    return sum(int(block.load().values.sum()) for block in blocks)


@pytest.mark.parametrize("how", [{}, {"once": True}, {"parts": True}], ids=["blocks", "once", "parts"])
@pytest.mark.parametrize("text", [LONG, ARRAY], ids=["csv", "npy"])
@pytest.mark.parametrize("suffix", PACK)
def test_damage_far_from_the_start_is_an_error(suffix, text, how):
    data = PACK[suffix](text)
    right = read_long(data, **how)
    places = np.random.default_rng(1).integers(20, len(data), 6).tolist()
    for at in [*places, len(data) - 1, len(data) - 5]:
        with pytest.raises(InputError) as caught:
            read_long(data[:at], **how)
        assert caught.value.code == "XE615"
        flipped = bytearray(data)
        flipped[at] ^= 16
        with contextlib.suppress(InputError, DataError):  # text that is no number comes before the checksum
            assert suffix == "zst" or read_long(bytes(flipped), **how) == right


FOLLOWED = {
    "text": b"0\n1\n",
    "a byte": b"x",
    "half a magic": b"\x1f",
    "zeros and text": b"\0" * 300_000 + b"x",
    "another compression": lzma.compress(b"3\n"),
}


@pytest.mark.parametrize("tail", FOLLOWED.values(), ids=FOLLOWED)
@pytest.mark.parametrize("suffix", ["gz", "bz2", "xz"])
def test_what_follows_is_told_with_its_place(suffix, tail):
    if suffix == "xz" and tail.startswith(b"\xfd"):
        return
    error = refused(SMALL[suffix] + tail)
    start = len(SMALL[suffix]) + (300_000 if suffix != "bz2" and tail[0] == 0 else 0)
    assert error.code == "XE617"
    assert f"from byte {start} on" in error.message
    assert f"head -c {start} " in error.hint


@pytest.mark.parametrize("tail", [b"\0", *FOLLOWED.values()], ids=["a zero", *FOLLOWED])
def test_what_follows_zstd_is_damage(tail):
    assert refused(CHECKED_ZSTD + tail).code in {"XE615", "XE616"}


@pytest.mark.parametrize("zeros", [1, 2, 3, 5, 300_001])
def test_zeros_after_xz_are_a_multiple_of_four(zeros):
    assert refused(SMALL["xz"] + b"\0" * zeros).code == "XE617"


@pytest.mark.parametrize("outer", PACK)
@pytest.mark.parametrize("inner", PACK)
def test_compressed_twice_is_refused(inner, outer):
    error = refused(PACK[outer](PACK[inner](b"label\n1\n")))
    assert error.code == "XE610"
    assert "cat FILE | xentcli" in error.hint


def test_nothing_expands_to_an_empty_input():
    for pack in PACK.values():
        assert refused(pack(b"")).code == "XE605"


def test_memory_beyond_the_limit_is_refused_with_the_option_that_raises_it():
    error = refused(SMALL["xz"], max_memory=1 << 20)
    assert error.code == "XE618"
    assert "--max-memory BYTES" in error.hint
    assert values(SMALL["xz"], max_memory=1 << 25) == LABELS
    assert values(lzma.compress(b"label\n0\n1\n2\n", preset=9)) == LABELS


def test_a_dictionary_of_4_gib_is_refused_before_it_is_made():
    data = bytearray(SMALL["xz"])
    block = data[12:24]
    assert block[:4] == b"\x02\0\x21\x01", (
        "one filter, LZMA2, with one byte that says how large its dictionary is"
    )
    block[4], block[8:] = 40, b""
    data[12:24] = block + zlib.crc32(block).to_bytes(4, "little")
    assert refused(bytes(data)).code == "XE618"


def test_a_window_of_2_gib_is_refused_before_it_is_made():
    frame = b"\x28\xb5\x2f\xfd" + bytes([0, 21 << 3]) + b"\x01\0\0"
    assert (refused(frame).code, "--long=31" in refused(frame).hint) == ("XE618", True)


ARRAYS = {
    "truncated": (npy(np.arange(1000))[:-8], "XE632"),
    "no array at all": (npy(np.arange(1000))[:128], "XE632"),
    "trailing bytes": (npy(np.arange(1000)) + b"x", "XE633"),
    "columns and trailing bytes": (npy(np.asfortranarray(np.eye(20))) + b"x" * 99, "XE633"),
    "truncated columns": (npy(np.asfortranarray(np.eye(20)))[:-8], "XE632"),
    "10**12 rows": (npy(np.zeros(1)).replace(b"(1,), }            ", b"(1000000000000,), }"), "XE632"),
    "a row of 10**12": (
        npy(np.zeros((1, 1))).replace(b"(1, 1), }            ", b"(1, 1000000000000), }"),
        "XE632",
    ),
    "a pickle": (b"\x80\x04K\x01.", "XE613"),
    "Parquet": (b"PAR1", "XE650"),
}


@pytest.mark.parametrize(("data", "code"), ARRAYS.values(), ids=ARRAYS)
@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_arrays_fill_what_they_expand_to_exactly(suffix, data, code):
    assert refused(PACK[suffix](data)).code == code


def test_a_file_that_changes_meanwhile_is_told(tmp_path):
    (tmp_path / "y").write_bytes(PACK["gz"](LONG))
    table = open_table(str(tmp_path / "y"), ReadOptions())
    blocks = table.blocks((0,), Cells.LABELS)
    next(blocks)
    with (tmp_path / "y").open("ab") as file:
        file.write(PACK["gz"](b"1,1\n"))
    with pytest.raises(InputError, match="changed while reading"):
        list(blocks)


@pytest.mark.parametrize("suffix", PACK)
def test_a_bad_row_keeps_its_line(tmp_path, suffix):
    rows = b"1\n" * 50_000
    pack = PACK[suffix]
    (tmp_path / "y.csv").write_bytes(pack(b"label\n" + rows) + pack(b"cat\n" + rows))
    done = inside("validate", tmp_path / "y.csv")
    assert done.returncode == 1
    assert "y.csv:50002: label: XE103 'cat' is text in a column of class ids" in done.stdout


@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_one_long_line_is_refused_in_little_memory(tmp_path, suffix):
    (tmp_path / "y.csv").write_bytes(PACK[suffix](b"1" * (1 << 28)))
    run = measured(
        sys.executable, "-m", "xentcli", "validate", "y.csv", "-q", "--max-field", "65536", cwd=tmp_path
    )
    assert run.status == 3
    assert run.peak < 200


def test_the_command_prints_no_number_and_names_the_file(tmp_path):
    labels, p = np.arange(300) % 3, np.full((300, 3), 1 / 3)
    (tmp_path / "p.csv").write_bytes(csv(p))
    for suffix, pack in PACK.items():
        data = pack(csv(labels))
        for what, damaged in {
            "cut": data[:-3],
            "half": data[: len(data) // 2],
            "more": data + b"xyz",
        }.items():
            (tmp_path / "y.csv").write_bytes(damaged)
            for words in (("loss", "y.csv", "p.csv"), ("detect", "y.csv"), ("validate", "y.csv", "p.csv")):
                done = inside(words[0], *(tmp_path / name for name in words[1:]))
                assert (done.returncode, done.stdout) == (3, ""), (suffix, what)
                assert "y.csv: " in done.stderr
                assert done.stderr.count("\n") == 2


class Failing(io.RawIOBase):
    """A pipe that breaks after so many bytes."""

    def __init__(self, data, most):
        self.data, self.most, self.at = data, most, 0

    def read(self, size=-1):
        if self.at >= self.most:
            raise OSError(errno.EIO, os.strerror(errno.EIO))
        piece = self.data[self.at : min(self.most, self.at + size)]
        self.at += len(piece)
        return piece


@pytest.mark.parametrize("once", [False, True], ids=["kept", "once"])
@pytest.mark.parametrize("suffix", PACK)
def test_a_read_that_fails_is_told_as_what_it_is(suffix, once):
    data = PACK[suffix](LONG)
    for most in (0, 5, 1000, len(data) - 2):
        with pytest.raises(InputError) as caught:
            read_long_from(Failing(data, most), once)
        assert (caught.value.code, "Input/output error" in caught.value.message) == ("XE600", True)


def read_long_from(pipe, once):
    table = open_table("-", ReadOptions(), stdin=pipe, once=once)
    return sum(len(block) for block in table.blocks((0,), Cells.LABELS))


WRONG_SUM = {"gz": ("gzip", -8), "bz2": ("bzip2", -3), "xz": ("xz", -40)}
"""Where a checksum of everything before it lies, from the end."""


@pytest.fixture(scope="module")
def big():
    """Predictions that are longer than the first bytes in every format."""
    p = np.random.default_rng(3).random((HEAD_BYTES // 8, 3)) + 0.1
    return p / p.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("form", ["csv", "npy", "npz", "fortran.npy"])
@pytest.mark.parametrize("suffix", WRONG_SUM)
def test_no_number_is_printed_where_the_last_checksum_is_wrong(tmp_path, big, suffix, form):
    name, at = WRONG_SUM[suffix]
    labels, p, out = tmp_path / "y.npy", tmp_path / "p", tmp_path / "out.csv"
    np.save(labels, np.arange(len(big)) % 3)
    data = bytearray(PACK[suffix](FORMATS[form](big)))
    p.write_bytes(data)
    assert inside("loss", labels, p).returncode == 0
    data[at] ^= 1
    p.write_bytes(data)
    for words in (("loss", labels, p), ("validate", labels, p), ("convert", p, "--to", "soft", "-o", out)):
        done = inside(*words)
        assert (done.returncode, done.stdout) == (3, ""), words
        assert f"p: is damaged ({name})" in done.stderr
    assert not out.exists()


@pytest.mark.parametrize("last", [0, 1, 4, 8, 9])
@pytest.mark.parametrize("text", [LONG, ARRAY], ids=["csv", "npy"])
def test_a_checksum_that_comes_after_all_rows_is_waited_for(text, last):
    plain = PACK["gz"](text)
    name = b"n" * ((last - len(plain) - 1) % READ_BYTES) + b"\0"
    data = bytearray(plain[:3] + b"\x08" + plain[4:10] + name + plain[10:])
    assert len(data) % READ_BYTES == last, "so many bytes are read by themselves at the end"
    right = read_long(bytes(data))
    for at in (-8, -1):
        data[at] ^= 1
        with pytest.raises(InputError, match="is damaged"):
            read_long(bytes(data))
        data[at] ^= 1
    with pytest.raises(InputError, match="is truncated"):
        read_long(bytes(data[:-4]))
    assert read_long(bytes(data)) == right
