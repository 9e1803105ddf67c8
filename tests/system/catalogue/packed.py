"""G: compressed streams."""

import bz2
import gzip
import lzma

from compressed_files import PACK, zstd

from catalogue.entry import E1, E3, OK, entry

TEXT = b"label\n" + b"0\n2\n1\n" * 2000
WHOLE = PACK["gz"](TEXT)
LOSS = "0.4688323561458034"
GOOD = b"label\n0\n2\n1\n"


def bad(row, name, file, made, outcome, *says, **more):
    return entry(row, name, f"validate {file}", outcome, *says, files={file: made}, **more)


def wrong_sum():
    data = bytearray(WHOLE)
    data[-8] ^= 1
    return bytes(data)


def one_line():
    """16 MiB of one line."""
    return gzip.compress(b"label\n" + b"1" * (1 << 24), 1)


def huge_dictionary():
    """An xz stream that asks for a dictionary of 1.5 GiB."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 0, "dict_size": 1 << 20}]
    data = bytearray(lzma.compress(TEXT, lzma.FORMAT_XZ, filters=filters))
    data[16] = 40  # 4 GiB - 1
    import zlib

    size = (data[12] + 1) * 4
    data[12 + size - 4 : 12 + size] = zlib.crc32(bytes(data[12 : 12 + size - 4])).to_bytes(4, "little")
    return bytes(data)


def two_tables():
    from catalogue.npz import archive

    return archive(("a.csv", GOOD), ("b.csv", GOOD))


ENTRIES = (
    bad("G1", "gz-truncated", "y.csv.gz", WHOLE[: len(WHOLE) // 2], E3, "y.csv.gz", "truncated"),
    bad("G1", "gz-no-trailer", "y.csv.gz", WHOLE[:-8], E3, "y.csv.gz", "truncated"),
    bad("G1", "gz-second-member-cut", "y.csv.gz", lambda: WHOLE + PACK["gz"](b"0\n1\n" * 999)[:-12], E3,
          "y.csv.gz"),
    entry("G1", "gz-truncated-loss", "loss y.csv.gz p.csv", E3, "y.csv.gz",
          files={"y.csv.gz": PACK["gz"](GOOD)[:-5]}),
    bad("G2", "gz-bad-crc", "y.csv.gz", wrong_sum, E3, "y.csv.gz"),
    bad("G3", "gz-trailing-garbage", "y.csv.gz", WHOLE + b"garbage!", E3, "y.csv.gz"),
    bad("G3", "bz2-trailing-garbage", "y.csv.bz2", lambda: bz2.compress(TEXT) + b"garbage!", E3, "y.csv.bz2"),
    bad("G3", "xz-trailing-garbage", "y.csv.xz", lambda: lzma.compress(TEXT) + b"garbage!", E3, "y.csv.xz"),
    bad("G3", "zst-trailing-garbage", "y.csv.zst", lambda: zstd(TEXT) + b"garbage!", E3, "y.csv.zst"),
    entry("G4", "gz-multi-member", "loss y.csv.gz p.csv -f value", OK, answer=LOSS,
          files={"y.csv.gz": lambda: gzip.compress(GOOD[:8]) + gzip.compress(GOOD[8:])}),
    entry("G5", "gz-named-csv", "loss y.csv p.csv -f value", OK,
          files={"y.csv": lambda: gzip.compress(GOOD)}, answer=LOSS),
    entry("G5", "gz-plain-named-gz", "loss y.csv.gz p.csv -f value", OK, files={"y.csv.gz": GOOD},
          answer=LOSS),
    bad("G5", "gz-in-gz", "y.csv.gz", lambda: gzip.compress(WHOLE), E3, "y.csv.gz", "compressed twice",
          "zcat FILE |"),
    bad("G6", "gz-bomb-one-line", "y.csv.gz", one_line, E3, "y.csv.gz", "--max-field", still=True),
    bad("G7", "gz-bomb-many-rows", "y.csv.gz", lambda: gzip.compress(b"label\n" + b"0\n1\n" * (1 << 21), 1),
          OK,
        still=True, answer="4,194,304"),
    bad("G8", "bz2-truncated", "y.csv.bz2", lambda: bz2.compress(TEXT)[:-20], E3, "y.csv.bz2", "truncated"),
    bad("G8", "xz-truncated", "y.csv.xz", lambda: lzma.compress(TEXT)[:-20], E3, "y.csv.xz"),
    bad("G9", "zst-truncated", "y.csv.zst", lambda: (d := zstd(TEXT))[: len(d) // 2], E3, "y.csv.zst"),
    bad("G10", "xz-dictionary-4gib", "y.csv.xz", huge_dictionary, E3, "y.csv.xz", "--max-memory"),
    bad("G11", "zip-two-csv", "y.zip", two_tables, E3, "y.zip"),
    bad("G5", "gz-fraction", "y.csv.gz", gzip.compress(b"label\n0\n1\n2.5\n"), E1, "y.csv.gz:4",
          "2.5 is not a whole number"),
)  # fmt: skip
"""Rows G1 to G11."""
