"""NPZ archives: the array that is meant, or a refusal that names what is wrong with the archive."""

import io
import struct
import subprocess
import sys
import zipfile

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from xentcli.core.errors import DataError, InputError, UsageError, XentError
from xentcli.io.arrays.npz import open_npz
from xentcli.io.source.spool import spooled
from xentcli.io.table import Cells, ReadOptions

LABELS, PROBS = np.array([2, 0, 1]), np.arange(12, dtype="f4").reshape(3, 4)


def npz(compressed=True, **arrays):
    file = io.BytesIO()
    (np.savez_compressed if compressed else np.savez)(file, **arrays)
    return file.getvalue()


def npy(array):
    file = io.BytesIO()
    np.save(file, array)
    return file.getvalue()


def zipped(*members, method=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members:
            archive.writestr(name, data)
    return file.getvalue()


def opened(data, member=None, usual=(), **options):
    return open_npz(spooled(io.BytesIO(data).read, "a.npz"), ReadOptions(**options), member, usual)


def values(table, columns=None):
    return np.concatenate([block.values for block in table.blocks(columns)])


@pytest.mark.parametrize("compressed", [True, False])
@pytest.mark.parametrize("order", ["C", "F"])
@pytest.mark.parametrize("block_rows", [None, 1, 2])
def test_arrays_are_read_as_they_were_saved_and_again(compressed, order, block_rows):
    table = opened(npz(compressed, p=np.array(PROBS, order=order)), block_rows=block_rows)
    for _ in range(2):
        assert values(table).tobytes() == PROBS.tobytes()
        assert values(table, (3, 0)).tobytes() == PROBS[:, [3, 0]].tobytes()
    assert (table.shape, table.dtype) == ((3, 4), np.dtype("f4"))


def test_two_passes_at_once_do_not_disturb_each_other():
    table = opened(npz(p=PROBS), block_rows=1)
    assert all((a.values == b.values).all() for a, b in zip(table.blocks(), table.blocks(), strict=True))


CHOICES = {
    "the only one": ({"x": LABELS}, None, (), LABELS),
    "the one called so": ({"x": LABELS, "z": PROBS}, "x", (), LABELS),
    "called so with its suffix": ({"x": LABELS, "z": PROBS}, "x.npy", (), LABELS),
    "the usual one": ({"labels": LABELS, "z": PROBS}, None, ("label", "labels"), LABELS),
}


@pytest.mark.parametrize(("arrays", "member", "usual", "wanted"), CHOICES.values(), ids=CHOICES)
def test_the_array_that_is_meant_is_found(arrays, member, usual, wanted):
    assert values(opened(npz(**arrays), member, usual)).tolist() == wanted.tolist()


def test_an_unclear_choice_lists_the_arrays():
    with pytest.raises(InputError) as caught:
        opened(npz(x=LABELS, z=PROBS), None, ("labels",))
    assert "contains 2 arrays: x, z" in caught.value.message
    assert "--labels-column" in caught.value.hint


def test_two_usual_names_are_unclear():
    with pytest.raises(InputError):
        opened(npz(y=LABELS, labels=LABELS), None, ("y", "labels"))


def test_an_unknown_name_gets_the_nearest():
    with pytest.raises(UsageError) as caught:
        opened(npz(labels=LABELS, z=PROBS), "lables")
    assert "labels" in caught.value.hint


def test_messages_name_the_archive_and_the_array():
    (block,) = opened(npz(x=LABELS)).blocks()
    assert str(block.place(1)) == "a.npz[x]: row 2"


def test_a_path_in_a_name_is_only_a_name(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert values(opened(zipped(("../../x.npy", npy(LABELS))))).tolist() == [2, 0, 1]
    assert not list(tmp_path.iterdir())


def changed(data, old, new):
    assert data.count(old) >= 1
    return data.replace(old, new)


def flipped(data):
    """A stored array with one bit of its numbers turned."""
    at = data.index(LABELS.tobytes())
    return data[:at] + bytes([data[at] ^ 1]) + data[at + 1 :]


def encrypted(data):
    """The flag of encryption set in the directory."""
    at = data.index(b"PK\x01\x02") + 8
    return data[:at] + bytes([data[at] | 1]) + data[at + 1 :]


def overlapping():
    """Two directory entries that share one body."""
    data = zipped(("x.npy", npy(LABELS)), method=zipfile.ZIP_STORED)
    start = data.index(b"PK\x01\x02")
    entry, end = data[start : data.index(b"PK\x05\x06")], data[data.index(b"PK\x05\x06") :]
    counts = struct.pack("<HHI", 2, 2, 2 * len(entry))
    return data[:start] + entry + entry.replace(b"x.npy", b"y.npy") + end[:8] + counts + end[16:]


def bomb(shape, order="False"):
    """An array that says its shape, and zeros for far less or more."""
    text = f"{{'descr': '<f8', 'fortran_order': {order}, 'shape': {shape}, }}".encode()
    return b"\x93NUMPY\x01\x00" + struct.pack("<H", len(text)) + text


def short():
    """A member with half the bytes that its header and the directory say, and the right checksum of those."""
    head = bomb("(6,)")
    data = zipped(("x.npy", head + LABELS.tobytes()))
    said, there = (struct.pack("<I", len(head) + size) for size in (48, 24))
    at = data.index(b"PK\x01\x02")
    return data[:at] + changed(data[at:], there, said)


STORED = npz(compressed=False, x=LABELS)
REFUSED = {
    "no zip": (b"PK\x03\x04 nothing", "XE640"),
    "truncated": (npz(x=LABELS)[:-30], "XE640"),
    "cut in the middle": (npz(x=LABELS)[:100], "XE640"),
    "empty": (zipped(), "XE641"),
    "no arrays": (zipped(("a.csv", "1\n"), ("b.csv", "2\n")), "XE641"),
    "a member twice": (
        changed(zipped(("x.npy", npy(LABELS)), ("y.npy", npy(LABELS))), b"y.npy", b"x.npy"),
        "XE642",
    ),
    "an alias": (zipped(("labels", npy(LABELS)), ("labels.npy", npy(LABELS))), "XE642"),
    "encrypted": (encrypted(STORED), "XE643"),
    "shared bodies": (overlapping(), "XE644"),
    "too many members": (
        zipped(*((f"{k}.npy", b"") for k in range(5000)), method=zipfile.ZIP_STORED),
        "XE645",
    ),
    "another compression": (zipped(("x.npy", npy(LABELS)), method=zipfile.ZIP_BZIP2), "XE646"),
    "a flipped bit": (flipped(STORED), "XE647"),
    "no NPY inside": (zipped(("x.npy", b"1,2\n3,4\n")), "XE614"),
    "a pickle inside": (zipped(("x.npy", npy(np.array([{}], object)))), "XE613"),
    "sizes that disagree": (zipped(("x.npy", bomb("(10,)") + b"\0" * 8)), "XE632"),
    "fewer bytes than the directory says": (short(), "XE632"),
    "a bomb with a small shape": (zipped(("x.npy", bomb("(1,)") + b"\0" * (1 << 20))), "XE633"),
    "a bomb in Fortran order": (zipped(("x.npy", bomb("(1, 1)", "True") + b"\0" * (1 << 20))), "XE633"),
}


@pytest.mark.parametrize(("data", "code"), REFUSED.values(), ids=REFUSED)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_an_archive_that_is_not_sound_is_refused(data, code):
    with pytest.raises(InputError) as caught:
        list(opened(data).blocks())
    assert caught.value.code == code
    assert caught.value.place.file.startswith("a.npz")


def test_names_and_single_columns_are_labels():
    (block,) = opened(npz(x=np.array([["b"], ["a"]]))).blocks(None, Cells.LABELS)
    assert [block.value(row) for row in range(2)] == ["b", "a"]
    with pytest.raises(DataError):
        opened(npz(x=np.zeros(2, complex)))


@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=3),
    st.integers(0, 20),
)
def test_a_damaged_archive_gives_an_error_or_the_very_numbers(changes, cut):
    data = bytearray(STORED)
    for at, byte in changes:
        data[at % len(data)] = byte
    try:
        found = values(opened(bytes(data[: len(data) - cut])))
    except XentError:
        return
    assert found.tobytes() == LABELS.tobytes()


BOMB = r"""
import io, re, sys, zipfile
from pathlib import Path
from xentcli.io.table import ReadOptions
from xentcli.io.open_table import open_table
table = open_table(sys.argv[1], ReadOptions())
assert sum(len(block) for block in table.blocks()) == 1 << 25
print(re.search(r"VmHWM:\s*(\d+)", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory is counted in other units")
def test_a_quarter_gigabyte_in_a_quarter_megabyte_is_read_in_little_memory(tmp_path):
    path = tmp_path / "bomb.npz"
    with (
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("x.npy", "w", force_zip64=True) as member,
    ):
        member.write(bomb(f"({1 << 25},)"))
        for _ in range(16):
            member.write(b"\0" * (1 << 24))
    done = subprocess.run([sys.executable, "-c", BOMB, path], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 150 * 1024
