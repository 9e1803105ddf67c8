"""Readers in child processes: what they report, and what happens if they crash or take too much."""

import gzip
import io
import os
import resource
import sys
import time

import pytest
from office_files import frame, spss
from running import inside

from xentcli.core.errors import DataError, InputError, UsageError
from xentcli.io import child
from xentcli.io.child import converted, reported
from xentcli.io.source.open import open_source

READERS = "child_readers"


@pytest.fixture
def readers(tmp_path, monkeypatch):
    """Run functions of tests/support/child_readers.py in child processes, as readers of xentcli.io."""
    main = child.__file__
    code = (
        "import sys; sys.path.insert(0, {!r}); import child_readers; "
        "sys.modules['xentcli.io.child_readers'] = child_readers; import runpy; "
        "runpy.run_path({!r}, run_name='__main__')"
    )
    script = tmp_path / "python"
    folder = os.path.join(os.path.dirname(__file__), "..", "support")
    body = code.format(folder, main)
    script.write_text(f'#!/bin/sh\nshift 3\nexec {sys.executable} -c "{body}" "$@"\n')
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    (tmp_path / "file").write_bytes(b"some bytes")
    return str(tmp_path / "file")


def run(path, name, **told):
    return reported(f"{READERS}:{name}", open_source(path), "Odd", 1 << 20, **told)


def test_a_reader_writes_and_reports(readers):
    out, report = run(readers, "upper", suffix="!")
    assert out.read_at(0, 99) == b"SOME BYTES!"
    assert report == {"size": 10}
    assert out.name == readers


def test_what_a_library_prints_is_no_report(readers):
    assert run(readers, "chatter")[1] == 7


ERRORS = {
    "of_data": (DataError, "XE013", "no rows"),
    "of_usage": (UsageError, "XE555", "no table"),
    "of_input": (InputError, "XE693", "which?"),
    "of_library": (InputError, "XE670", "is damaged (Odd): bad magic"),
    "full": (InputError, "XE607", "No space left"),
    "missing": (InputError, "XE611", "not installed"),
}


@pytest.mark.parametrize(("name", "expected"), ERRORS.items(), ids=ERRORS)
def test_errors_come_back_as_they_were_raised(name, expected, readers):
    kind, code, text = expected
    with pytest.raises(kind) as caught:
        run(readers, name)
    error = caught.value
    assert (type(error), error.code, error.place.file) == (kind, code, readers)
    assert text in error.message
    assert (error.ways, error.hint) == (({"table": "a"},), "--table a") or name != "of_input"
    assert name != "missing" or error.hint == "pip install 'xentcli[office]'"


@pytest.mark.parametrize("name", ["abort", "segfault", "leave", "hungry"])
def test_a_crash_and_too_much_memory_are_one_line(name, readers, monkeypatch):
    monkeypatch.setattr(child, "MEMORY", 1 << 29)
    with pytest.raises(InputError) as caught:
        run(readers, name)
    assert caught.value.code == "XE671"
    assert "--max-memory" in caught.value.hint


def test_a_reader_without_end_is_stopped(readers, monkeypatch):
    monkeypatch.setattr(child, "SECONDS", 1)
    start = time.monotonic()
    with pytest.raises(InputError) as caught:
        run(readers, "endless")
    assert caught.value.code == "XE671"
    assert time.monotonic() - start < 60


def test_the_limits_are_those_of_the_child_alone(readers):
    before = resource.getrlimit(resource.RLIMIT_AS)
    limits = run(readers, "limits")[1]
    assert limits["memory"] == child.MEMORY + child.BATCHES * (1 << 20)
    assert limits["core"] == 0
    assert resource.getrlimit(resource.RLIMIT_AS) == before


def test_a_file_is_read_once_however_often_it_is_opened(readers):
    first, second = (run(readers, "clock")[1] for _ in range(2))
    assert first == second
    with open(readers, "ab") as file:
        file.write(b"more")
    assert run(readers, "clock")[1] != first


def test_a_file_that_changes_meanwhile_is_refused(readers):
    with pytest.raises(InputError) as caught:
        run(readers, "meddle")
    assert caught.value.code == "XE606"


@pytest.mark.parametrize("way", ["file", "gz", "pipe", "url"])
def test_an_input_of_any_kind_reaches_the_reader(way, tmp_path, monkeypatch):
    import numpy as np

    data = spss(frame(np.array([0, 2, 1, 1]), "label"))
    path = tmp_path / "y.sav"
    path.write_bytes(gzip.compress(data) if way == "gz" else data)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    name = {"pipe": "-", "url": f"file://{path}"}.get(way, str(path))
    done = inside("detect", name, "-f", "value")
    assert (done.returncode, done.stdout, done.stderr) == (0, "sparse\n", "")


def test_nothing_of_the_folder_is_imported(tmp_path, monkeypatch):
    import numpy as np

    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyreadstat.py").write_text("raise SystemExit('imported')\n")
    (tmp_path / "json.py").write_text("raise SystemExit('imported')\n")
    (tmp_path / "y.sav").write_bytes(spss(frame(np.array([0, 1]), "label")))
    source = open_source("y.sav")
    told = {"form": "sav", "encoding": None, "most": 1 << 27}
    assert converted("statistics.read_survey:read_survey", source, "SPSS", 1 << 27, **told).size > 0
