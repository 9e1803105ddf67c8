"""When things go wrong around `convert`: the old file or the whole new one, and an exit status to trust."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import threading

import numpy as np
import pytest
from measuring import measured
from running import shell
from stopping import Job, stopped


@pytest.fixture
def folder(tmp_path):
    """Labels, and a file that is already there."""
    (tmp_path / "y.csv").write_text("label\n2\n0\n1\n")
    (tmp_path / "bad.csv").write_text("label\n" + "1\n" * 5000 + "2.5\n")
    (tmp_path / "old.csv").write_text("old\n")
    (tmp_path / "old.csv").chmod(0o640)
    return tmp_path


def names(folder):
    return sorted(os.listdir(folder))


STOPS = {
    "killed": (signal.SIGKILL, 15),
    "interrupted": (signal.SIGINT, 5),
    "told to end": (signal.SIGTERM, 3),
}


@pytest.mark.parametrize(("number", "times"), STOPS.values(), ids=STOPS)
@pytest.mark.parametrize("old", [False, True], ids=["new", "replaced"])
def test_a_run_that_is_stopped_leaves_the_old_file_or_the_whole_new_one(tmp_path, number, times, old):
    job = Job(tmp_path, rows=4000, classes=1000)
    assert [stopped(job, number, old=old, part=i / times) for i in range(times)] == [[]] * times


FINALIZER = """
import os, signal, sys, time, weakref
from xentcli.cli.boundary import Signals, Stopped, die

class Thing:
    pass

try:
    with Signals():
        thing = Thing()
        ended = weakref.ref(thing, lambda _: os.kill(os.getpid(), signal.SIGTERM))
        del thing
        time.sleep(20)
except Stopped as stopped:
    die(stopped.number)
"""


def test_a_signal_counts_where_python_drops_exceptions():
    done = subprocess.run([sys.executable, "-c", FINALIZER], capture_output=True, timeout=10, check=False)
    assert (done.returncode, done.stderr) == (-signal.SIGTERM, b"")


FULL = {
    "a device": "{convert} -o /dev/full",
    "a device by stdout": "{convert} > /dev/full",
    "a limit": "ulimit -f 100; {convert} -o out.npy",
    "a limit under the old file": "ulimit -f 100; {convert} -o old.csv --force",
    "a limit on an archive": "ulimit -f 100; {convert} -f npz -o out.npz",
}


@pytest.mark.parametrize("line", FULL.values(), ids=FULL)
def test_a_full_disk_is_exit_4_and_changes_nothing(folder, line):
    np.save(folder / "many.npy", np.arange(3000) % 1000)
    before = names(folder)
    done = shell(line.format(convert="xentcli convert many.npy --to one-hot -f npy"), cwd=folder)
    assert done.returncode == 4
    assert done.stdout.startswith("xentcli: error: ")
    assert len(done.stdout.splitlines()) == 2
    assert (names(folder), (folder / "old.csv").read_text()) == (before, "old\n")
    assert stat.S_ISCHR(os.stat("/dev/full").st_mode)


SMALL = """
mount -t tmpfs -o size=64k none small && echo old > small/old.npy || exit 99
xentcli convert many.npy --to one-hot -o small/old.npy --force
echo $?; cat small/old.npy; ls -A small
"""
NAMESPACE = ["unshare", "--mount", "--map-root-user"]
MOUNTS = shutil.which("unshare") and subprocess.run([*NAMESPACE, "true"], check=False).returncode == 0


@pytest.mark.skipif(not MOUNTS, reason="only Linux has file systems of one's own")
def test_a_small_file_system_keeps_the_old_file(tmp_path):
    np.save(tmp_path / "many.npy", np.arange(3000) % 1000)
    (tmp_path / "small").mkdir()
    (tmp_path / "small.sh").write_text(SMALL)
    done = shell(f"{' '.join(NAMESPACE)} bash small.sh", cwd=tmp_path)
    assert done.stdout.splitlines()[-3:] == ["4", "old", "old.npy"], done.stdout
    assert "No space left on device" in done.stdout


STREAMS = {
    "a reader that leaves": ("{long} | head -1", 141, "class_0,class_1,class_2\n"),
    "a reader that is not there": ("{long} | true", 141, ""),
    "an early reader of an array": ("{long} -f npy | head -c 6 | tail -c 5", 141, "NUMPY"),
    "an early reader of an archive": ("{long} -f npz | head -c 2", 141, "PK"),
    "no stdout": ("xentcli convert y.csv --to sparse >&-", 4, None),
    "no stdout for an archive": ("xentcli convert y.csv --to sparse -f npz >&-", 4, None),
    "a wrong row": ("xentcli convert bad.csv --to one-hot | tail -1", 1, None),
    "no stdin": ("xentcli convert - --to sparse <&-", 3, None),
    "/dev/stdout": ("xentcli convert y.csv --to sparse -o /dev/stdout -f csv | tail -1", 0, "1\n"),
    "a stream appended to": (
        "xentcli convert y.csv --to sparse >> old.csv; tail -2 old.csv; head -1 old.csv",
        0,
        "0\n1\nold\n",
    ),
}


@pytest.mark.parametrize(("line", "status", "wanted"), STREAMS.values(), ids=STREAMS)
def test_a_pipeline_ends_with_the_status_that_a_shell_expects(folder, line, status, wanted):
    np.save(folder / "many.npy", np.arange(2_000_000) % 3)
    done = shell(line.format(long="xentcli convert many.npy --to one-hot"), cwd=folder)
    assert done.returncode == status
    assert wanted is None or done.stdout == wanted
    assert wanted is not None or "xentcli: error: " in done.stdout


@pytest.mark.parametrize("suffix", ["csv", "npy", "npz"])
def test_a_wrong_last_row_keeps_the_old_file(folder, suffix):
    (folder / f"old.{suffix}").write_text("old\n")
    before = names(folder)
    line = f"xentcli convert bad.csv --to one-hot --num-classes 3 -o old.{suffix} --force --block-rows 100"
    done = shell(line, cwd=folder)
    assert (done.returncode, names(folder)) == (1, before)
    assert done.stdout.startswith(
        "xentcli: error: bad.csv:5002: column 'label' (row 5001): 2.5 is not a class"
    )
    assert len(done.stdout.splitlines()) == 2
    assert (folder / f"old.{suffix}").read_text() == "old\n"


WAYS = {"itself": None, "a hard link": os.link, "a symbolic link": os.symlink}


@pytest.mark.parametrize("link", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("name", ["y.csv", "y.npy"])
def test_labels_are_converted_in_place(folder, name, link):
    np.save(folder / "y.npy", np.array([2, 0, 1]))
    (folder / "y.csv").chmod(0o600)
    target = folder / name
    if link is not None:
        target = folder / f"link{target.suffix}"
        link(folder / name, target)
    before, wanted = (folder / name).read_bytes(), names(folder)
    refused = shell(f"xentcli convert {name} --to one-hot -o {target.name}", cwd=folder)
    assert (refused.returncode, (folder / name).read_bytes()) == (4, before)
    assert shell(f"xentcli convert {name} --to one-hot -o {target.name} --force", cwd=folder).stdout == ""
    assert shell(f"xentcli convert {target.name} --to sparse", cwd=folder).stdout == "label\n2\n0\n1\n"
    assert names(folder) == wanted
    if link is os.link:
        assert (folder / name).read_bytes() == before  # its other name is another file now
    if link is os.symlink:
        assert target.is_symlink()


def test_the_mode_of_a_replaced_file_stays(folder):
    assert shell("xentcli convert y.csv --to one-hot -o old.csv --force", cwd=folder).returncode == 0
    assert stat.S_IMODE((folder / "old.csv").stat().st_mode) == 0o640


def test_a_fifo_is_written_and_read_straight(folder):
    os.mkfifo(folder / "out")
    os.mkfifo(folder / "in")
    line = "cat y.csv > in & cat out & xentcli convert in --to names --classes a,b,c -o out; wait"
    assert shell(line, cwd=folder).stdout == "label\nc\na\nb\n"
    assert stat.S_ISFIFO((folder / "out").stat().st_mode)


def test_the_null_device_stays_a_device(folder):
    assert shell("xentcli convert y.csv --to one-hot -o /dev/null", cwd=folder).returncode == 0
    assert stat.S_ISCHR(os.stat("/dev/null").st_mode)


def test_an_input_that_grows_meanwhile_is_no_input(folder):
    """The labels change while they are read: no answer is right, so there is none."""
    np.save(folder / "y.npy", np.zeros((200_000, 100), np.uint8) + np.eye(100, dtype=np.uint8)[0])
    done = threading.Event()

    def grow():
        while not done.wait(0.01):
            os.utime(folder / "y.npy")

    writer = threading.Thread(target=grow)
    writer.start()
    run = shell("xentcli convert y.npy --to sparse -o new.csv", cwd=folder)
    done.set()
    writer.join()
    assert (run.returncode, (folder / "new.csv").exists()) == (3, False)
    assert "changed while reading" in run.stdout


def peak(*arguments, cwd):
    """The most memory that a conversion has held, in MiB."""
    run = measured(sys.executable, "-m", "xentcli", "convert", *arguments, cwd=cwd)
    assert run.status == 0
    return run.peak


def test_memory_does_not_grow_with_the_file(tmp_path):
    for name, rows in (("small", 10_000), ("large", 100_000)):
        np.save(tmp_path / f"{name}.npy", np.arange(rows) % 1000)
    sizes = {}
    for name in ("small", "large"):
        there = peak(f"{name}.npy", "--to", "one-hot", "-o", f"{name}_hot.npy", cwd=tmp_path)
        back = peak(f"{name}_hot.npy", "--to", "sparse", "-o", f"{name}_back.npy", cwd=tmp_path)
        assert (tmp_path / f"{name}.npy").read_bytes() == (tmp_path / f"{name}_back.npy").read_bytes()
        sizes[name] = (there, back)
    assert max(sizes["large"]) < 60
    assert all(large < 1.1 * small + 4 for small, large in zip(*sizes.values(), strict=True))
