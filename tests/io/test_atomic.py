"""A destination is replaced as a whole or not at all, and nothing is left beside it."""

import contextlib
import errno
import os
import random
import signal
import stat
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from xentcli.core.errors import OutputError
from xentcli.io.write import atomic
from xentcli.io.write.atomic import check_destination, replacing

ROOT = os.geteuid() == 0


@pytest.fixture(params=["nameless", "named"])
def folder(request, tmp_path, monkeypatch):
    """A directory, once with the system's nameless files and once without."""
    if request.param == "named":
        monkeypatch.setattr(atomic, "_nameless", lambda folder, mode: None)
    return tmp_path


def write(path, data=b"new", force=False):
    with replacing(path, force=force) as file:
        file.write(data)


def fail_halfway(path, error):
    with replacing(path, force=True) as file:
        file.write(b"half")
        file.flush()
        raise error


def write_slowly(path, data, meanwhile, force=False):
    with replacing(path, force=force) as file:
        file.write(data)
        meanwhile()


def names(folder):
    return sorted(os.listdir(folder))


def test_a_new_file_is_made_with_the_rights_of_the_umask(folder):
    former = os.umask(0o027)
    try:
        write(folder / "out")
    finally:
        os.umask(former)
    assert (folder / "out").read_bytes() == b"new"
    assert stat.S_IMODE((folder / "out").stat().st_mode) == 0o640
    assert names(folder) == ["out"]


def test_nothing_is_seen_before_the_end(folder):
    with replacing(folder / "out") as file:
        file.write(b"x" * 100_000)
        file.flush()
        assert not (folder / "out").exists()


def test_an_existing_file_needs_force(folder):
    (folder / "out").write_bytes(b"old")
    with pytest.raises(OutputError, match="out: already exists") as caught:
        write(folder / "out")
    assert (caught.value.exit_code, caught.value.hint) == (4, "add --force to replace it")
    assert (folder / "out").read_bytes() == b"old"


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o755])
def test_force_replaces_and_keeps_the_mode(folder, mode):
    (folder / "out").write_bytes(b"old")
    (folder / "out").chmod(mode)
    write(folder / "out", force=True)
    assert (folder / "out").read_bytes() == b"new"
    assert stat.S_IMODE((folder / "out").stat().st_mode) == mode
    assert names(folder) == ["out"]


@pytest.mark.skipif(not ROOT, reason="only root may give files away")
def test_force_keeps_the_owner(folder):
    (folder / "out").write_bytes(b"old")
    os.chown(folder / "out", 12, 34)
    write(folder / "out", force=True)
    assert ((folder / "out").stat().st_uid, (folder / "out").stat().st_gid) == (12, 34)


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit])
@pytest.mark.parametrize("old", [None, b"old"])
def test_an_exception_inside_leaves_everything_as_it_was(folder, error, old):
    if old is not None:
        (folder / "out").write_bytes(old)
    before = names(folder)
    with pytest.raises(error):
        fail_halfway(folder / "out", error)
    assert names(folder) == before
    assert old is None or (folder / "out").read_bytes() == old


FAILING = ["fsync", "link", "replace", "fchmod", "open"]


@pytest.mark.parametrize("call", FAILING)
@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_call_that_fails_leaves_old_or_new(folder, monkeypatch, call, nth):
    (folder / "out").write_bytes(b"old")
    real, count = getattr(os, call), iter(range(1, 100))

    def flaky(*arguments, **options):
        if next(count) == nth:
            raise OSError(errno.EIO, "Input/output error")
        return real(*arguments, **options)

    monkeypatch.setattr(os, call, flaky)
    failed = None
    try:
        write(folder / "out", force=True)
    except OutputError as error:
        failed = error
    monkeypatch.undo()
    assert names(folder) == ["out"]
    assert (folder / "out").read_bytes() in ({b"old", b"new"} if failed else {b"new"})
    assert failed is None or "Input/output error" in str(failed)


def spy_on(monkeypatch, name, calls):
    real = getattr(os, name)

    def spied(*arguments, **options):
        calls.append(name)
        return real(*arguments, **options)

    monkeypatch.setattr(os, name, spied)


def test_a_file_is_on_the_disk_before_it_has_its_name(folder, monkeypatch):
    (folder / "out").write_bytes(b"old")
    calls = []
    spy_on(monkeypatch, "fsync", calls)
    spy_on(monkeypatch, "replace", calls)
    write(folder / "out", force=True)
    assert calls == ["fsync", "replace", "fsync"]


def test_a_folder_that_cannot_be_synced_says_that_the_file_is_there(folder, monkeypatch):
    (folder / "out").write_bytes(b"old")
    real = os.fsync

    def full(descriptor):
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutputError, match="out: written, but perhaps not yet on disk") as caught:
        write(folder / "out", force=True)
    assert "nothing was replaced" not in caught.value.hint
    assert (folder / "out").read_bytes() == b"new"


def test_a_full_disk_is_an_output_error(folder):
    with pytest.raises(OutputError, match="full: No space left on device") as caught:
        write(Path("/dev/full"), b"x" * 100_000)
    assert caught.value.hint.startswith("free some space")


def test_a_file_that_appears_meanwhile_is_not_replaced(folder):
    with pytest.raises(OutputError, match="already exists"):
        write_slowly(folder / "out", b"new", lambda: (folder / "out").write_bytes(b"other"))
    assert (folder / "out").read_bytes() == b"other"
    assert names(folder) == ["out"]


def test_with_force_it_is(folder):
    write_slowly(folder / "out", b"new", lambda: (folder / "out").write_bytes(b"other"), force=True)
    assert (folder / "out").read_bytes() == b"new"
    assert names(folder) == ["out"]


def test_a_symbolic_link_stays_and_its_target_is_replaced(folder):
    (folder / "there").mkdir()
    (folder / "there" / "real").write_bytes(b"old")
    (folder / "link").symlink_to("there/real")
    write(folder / "link", force=True)
    assert (folder / "link").is_symlink()
    assert (folder / "there" / "real").read_bytes() == b"new"
    assert names(folder / "there") == ["real"]


def test_a_dangling_link_gets_its_target(folder):
    (folder / "there").mkdir()
    (folder / "link").symlink_to("there/real")
    write(folder / "link")
    assert (folder / "there" / "real").read_bytes() == b"new"


def test_a_hard_link_keeps_the_old_content(folder):
    (folder / "out").write_bytes(b"old")
    os.link(folder / "out", folder / "other")
    write(folder / "out", force=True)
    assert (folder / "other").read_bytes() == b"old"


def test_the_directory_opened_is_the_one_written(folder):
    (folder / "a").mkdir()
    (folder / "evil").mkdir()
    with replacing(folder / "a" / "out") as file:
        file.write(b"new")
        (folder / "a").rename(folder / "moved")
        (folder / "a").symlink_to("evil")
    assert names(folder / "evil") == []
    assert names(folder / "moved") == ["out"]


def test_a_fifo_is_written_straight(folder):
    os.mkfifo(folder / "pipe")
    read = []
    reader = threading.Thread(target=lambda: read.append((folder / "pipe").read_bytes()))
    reader.start()
    write(folder / "pipe")
    reader.join(10)
    assert read == [b"new"]
    assert stat.S_ISFIFO((folder / "pipe").stat().st_mode)


def test_an_exception_does_not_wait_for_the_reader_of_a_fifo(folder):
    os.mkfifo(folder / "pipe")
    descriptor = os.open(folder / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    with pytest.raises(ZeroDivisionError):
        write_slowly(folder / "pipe", b"x" * 4000, lambda: 1 / 0)
    assert os.read(descriptor, 5000) == b""
    os.close(descriptor)


@pytest.mark.skipif(not ROOT, reason="only root may make devices")
def test_a_device_is_written_and_stays_a_device(folder):
    node = folder / "full"
    try:
        os.mknod(node, 0o600 | stat.S_IFCHR, os.makedev(1, 7))
        os.close(os.open(node, os.O_WRONLY))
    except OSError:
        pytest.skip("no devices here")
    with pytest.raises(OutputError, match="No space left on device"):
        write(node, b"x" * 100_000)
    assert stat.S_ISCHR(node.stat().st_mode)
    assert names(folder) == ["full"]


def test_the_null_device_takes_everything():
    write(Path("/dev/null"), b"x" * 100_000)
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_an_open_file_is_written_where_it_stands(tmp_path):
    with (tmp_path / "log").open("w") as log:
        log.write("first\n")
        log.flush()
        write(Path(f"/dev/fd/{log.fileno()}"), b"second\n")
        log.write("third\n")
    assert (tmp_path / "log").read_text() == "first\nsecond\nthird\n"


REFUSED = {
    "a directory": ("", "is a directory"),
    "a missing parent": ("no/such/out", "directory not found"),
    "a file for a parent": ("file/out", "Not a directory"),
    "a link to itself": ("loop", "Too many levels of symbolic links"),
    "a long name": ("x" * 300, "File name too long"),
    "an existing file": ("file", "already exists"),
}


@pytest.mark.parametrize("write_to", [check_destination, write], ids=["check", "write"])
@pytest.mark.parametrize(("name", "message"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_written_is_refused_beforehand(folder, write_to, name, message):
    (folder / "file").write_bytes(b"old")
    (folder / "loop").symlink_to("loop")
    with pytest.raises(OutputError, match=message) as caught:
        write_to(folder / name)
    assert (caught.value.exit_code, caught.value.hint is None) == (4, False)
    assert names(folder) == ["file", "loop"]


def test_a_directory_without_the_right_to_write(folder, monkeypatch):
    if ROOT:
        monkeypatch.setattr(os, "access", lambda *_: False)
    else:
        folder.chmod(0o500)
    with pytest.raises(OutputError, match="cannot create a file in"):
        check_destination(folder / "out")
    folder.chmod(0o700)


def test_checking_makes_nothing(folder):
    check_destination(folder / "out")
    assert names(folder) == []


def draft(folder, target):
    path = folder / (atomic._prefix(target) + "0123456789abcdef")
    path.write_bytes(b"half")
    return path


def test_what_a_killed_run_left_is_removed(folder):
    draft(folder, "out")
    write(folder / "out")
    assert names(folder) == ["out"]


def test_drafts_of_others_stay(folder):
    others = [
        draft(folder, "other"),
        folder / ".xentcli-notes",
        folder / (atomic._prefix("out") + "a-directory"),
    ]
    others[1].write_bytes(b"mine")
    others[2].mkdir()
    write(folder / "out")
    assert names(folder) == sorted(["out", *(path.name for path in others)])


def test_a_draft_in_use_stays(folder, monkeypatch):
    monkeypatch.setattr(atomic, "_nameless", lambda folder, mode: None)
    write_slowly(folder / "out", b"slow", lambda: write(folder / "out", b"quick"), force=True)
    assert (folder / "out").read_bytes() == b"slow"
    assert names(folder) == ["out"]


WRITER = """
import sys
from pathlib import Path
from xentcli.io.write import atomic
if sys.argv[2] == "named":
    atomic._nameless = lambda folder, mode: None
while True:
    for letter in (b"a", b"b"):
        with atomic.replacing(Path(sys.argv[1]), force=True) as file:
            for _ in range(64):
                file.write(letter * 1024)
"""


@pytest.mark.parametrize("kind", ["nameless", "named"])
def test_a_kill_leaves_the_old_or_the_new_file(tmp_path, kind):
    out, chance = tmp_path / "out", random.Random(7)
    env = {**os.environ, "PYTHONPATH": os.pathsep.join([str(Path(atomic.__file__).parents[3]), *sys.path])}
    for _ in range(15):
        process = subprocess.Popen([sys.executable, "-S", "-c", WRITER, str(out), kind], env=env)
        deadline = time.monotonic() + 10
        while not out.exists() and time.monotonic() < deadline:
            time.sleep(0.005)
        time.sleep(0.05 + chance.random() / 20)
        process.send_signal(signal.SIGKILL)
        process.wait()
        data = out.read_bytes()
        assert (len(data), len(set(data))) == (65536, 1)
        assert len(names(tmp_path)) <= 2
        with contextlib.suppress(FileNotFoundError):
            write(out, data, force=True)
        assert names(tmp_path) == ["out"]
