"""Files and folders of every kind that README names, damaged, cut, packed, in parts, and with little memory.

With XENTCLI_NIGHTLY=1 a bit is changed at 50 places and a cut made at every 64th byte, else at a few.
"""

import io
import os
import re
import sys

import numpy as np
import pytest
from compressed_files import PACK
from every_file import (
    KINDS,
    LABELS,
    ROWS,
    SHORTER,
    SUMS,
    WANTED,
    P,
    Y,
    damaged,
    in_child,
    write,
)
from every_folder import FOLDERS, README, write_folder
from format_files import FILES
from running import ROOT, inside

NIGHTLY = "XENTCLI_NIGHTLY" in os.environ
FEW, MANY = 2, 12
"""How many places are tried unless it is night: of kinds that are read in a child process, and of others."""
NEWS = [name for name in KINDS if name not in FILES]
SOME = [name for name in KINDS if NIGHTLY or name in FILES or not in_child(name)]

TOLD = ("[XE829]", "[XE877]")
"""Messages on damage that no structure shows: a row without labels, and chunks that are not there."""


def places(name):
    return 50 if NIGHTLY else FEW if in_child(name) else MANY


def cuts(name, data):
    """Where a file is cut: every 64 bytes, or a few of those."""
    every = list(range(0, len(data), 64))
    return every if NIGHTLY else every[1 :: max(1, len(every) // places(name))]


def each_loss(words):
    """What the command answers, and the loss of every row, if it tells one."""
    done = inside("loss", *words, "--reduction", "none", "-f", "value")
    return done, [float(line) for line in done.stdout.split()] if done.returncode == 0 else None


def judge(words, at, *, sums, lines=False):
    """Fail unless a command gives all rows, at most one of them changed and only without sums, or refuses."""
    done, found = each_loss(words)
    if found is None:
        assert done.returncode in {1, 3}, (at, done.stderr)
        assert done.stderr.count("xentcli: error:") == 1, (at, done.stderr)
        assert lines or "[XE301]" not in done.stderr, (at, "a shorter table")
        return done
    assert len(found) == ROWS, at
    changed = int((~np.isclose(found, WANTED, rtol=1e-12)).sum())
    told = any(code in done.stderr for code in TOLD)
    assert changed <= (0 if sums else 1) or told, (at, changed, done.stderr)
    return done


def test_every_format_of_readme_is_here():
    text = (ROOT / "README.md").read_text().partition("\n| Format | Read as |")[2].partition("\n\n")[0]
    rows = [re.split(r" *(?<!\\)\| *", line)[1] for line in text.splitlines()[2:]]
    named = [word for row in rows for word in re.split(", | and ", row)]
    assert sorted(named) == sorted(README)
    kept = {kind for kinds in README.values() for kind in kinds}
    assert kept == set(KINDS) | set(FOLDERS)


@pytest.mark.parametrize("name", KINDS)
def test_a_changed_bit_changes_no_more_than_its_own_number(name, tmp_path):
    words, path = write(tmp_path, name)
    data = path.read_bytes()
    judge(words, "healthy", sums=True)
    for at, wrong in damaged(data, places(name)):
        path.write_bytes(wrong)
        judge(words, at, sums=name in SUMS, lines=name in SHORTER)


@pytest.mark.parametrize("name", KINDS)
def test_a_cut_file_is_never_a_shorter_one(name, tmp_path):
    words, path = write(tmp_path, name)
    data = path.read_bytes()
    for at in cuts(name, data):
        path.write_bytes(data[:at])
        done = judge(words, at, sums=False, lines=name in SHORTER)
        whole = not data[at:].strip()
        assert whole or name in SHORTER or done.returncode == 3, (at, done.stderr)


@pytest.mark.parametrize("name", FOLDERS)
def test_a_damaged_part_is_noticed_as_a_file_is(name, tmp_path):
    words, files = write_folder(tmp_path, name)
    lines, own = name == "csv parts", name in {"csv parts", "hugging face", "zarr folder"}
    judge(words, "healthy", sums=True)
    for path in files if NIGHTLY else files[1:2]:
        data = path.read_bytes()
        for at, wrong in damaged(data, 50 if NIGHTLY else FEW):
            path.write_bytes(wrong)
            judge(words, at, sums=not own, lines=lines)
        for at in range(0, len(data), 64 if NIGHTLY else 320):
            path.write_bytes(data[:at])
            done = judge(words, at, sums=False, lines=lines)
            assert lines or done.returncode == 3, (path, at)
        path.write_bytes(data)


@pytest.mark.parametrize("name", NEWS)
def test_the_same_comes_from_pipes_and_from_packed_files(name, tmp_path, monkeypatch):
    words, path = write(tmp_path, name)
    data, form = path.read_bytes(), ["--input-format", FORM[name]] if name in FORM else []
    every = [(suffix, way) for suffix in ("gz", "zst", "") for way in ("pipe", "file")]
    for suffix, way in every if NIGHTLY or not in_child(name) else every[:1]:
        packed = PACK[suffix](data) if suffix else data
        other = path.with_name(f"{path.name}.{suffix}") if suffix else path
        other.write_bytes(packed)
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(packed)))
        own = {"pipe": "-", "file": other}[way]
        judge(
            [own if word == path else word for word in words] + (form if way == "pipe" else []),
            way,
            sums=True,
        )


FORM = {"sparse npz": "npz", "netcdf 4": "hdf5"}
"""What a pipe without a name does not tell."""


@pytest.mark.parametrize("name", [name for name in SOME if name not in LABELS])
def test_parts_are_one_table(name, tmp_path):
    suffix, make = KINDS[name]
    for number, (start, stop) in enumerate([(0, 25), (25, ROWS)]):
        (tmp_path / f"part-{number}.{suffix}").write_bytes(make(P[start:stop], "probs"))
    np.save(tmp_path / "y.npy", Y)
    judge([tmp_path / "y.npy", tmp_path / f"part-*.{suffix}", "--from-probs"], "parts", sums=True)


@pytest.mark.parametrize("name", SOME)
def test_one_row_is_a_table_and_none_is_an_error(name, tmp_path):
    words, path = write(tmp_path, name, slice(0, 1))
    done, found = each_loss(words)
    assert done.returncode == 0, done.stderr
    assert found == pytest.approx(WANTED[:1], rel=1e-12)
    path.write_bytes(b"")
    assert inside("loss", *words).returncode == 3


@pytest.mark.parametrize("name", [name for name in KINDS if name != "png"])
def test_what_does_not_fit_into_memory_is_read_piece_by_piece_or_refused(name, tmp_path):
    """A table of many times the memory that is allowed; a refusal names the option."""
    many = np.tile(np.arange(ROWS), 10 if in_child(name) and not NIGHTLY else 200)
    words, _ = write(tmp_path, name, many)
    done = inside("loss", *words, "-f", "value", "--max-memory", 4096)
    if done.returncode:
        assert done.returncode in {1, 3}, done.stderr
        assert "--max-memory" in done.stderr, done.stderr
    else:
        assert float(done.stdout) == pytest.approx(WANTED.mean(), rel=1e-12)
