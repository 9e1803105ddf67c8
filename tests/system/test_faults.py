"""A sample of the faults that `python tests/system/faults/full.py` tries: none breaks a promise."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "faults"))

import bombs
import contests
import crowds
import layered
import limits
import moving
import small_disks
import stops
import streams
import swapping
import tracing
from subjects import SUBJECTS, Bench, bench

from xentcli.execution.threads import threads

LINUX = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="as Linux does it")


@pytest.fixture(scope="module")
def place():
    """A bench for all tests."""
    with bench() as folder:
        yield Bench(folder)


def broken(trials):
    """What was tried and broke a promise; that nothing was tried is one, too."""
    tried = list(trials)
    return [(title, wrong) for title, wrong in tried if wrong] if tried else ["nothing was tried"]


def some(*names):
    return {name: SUBJECTS[name] for name in names}


def only(*names):
    """The faults of these names."""
    return lambda subject: [fault for fault in tracing.faults_of(subject) if str(fault) in names]


TRACED = {
    "a read": ("loss of NPY", (3, 8), f"{tracing.READS} EIO"),
    "every read": ("loss of gzip", range(1, 60), f"{tracing.READS} EIO"),
    "a read of advice": ("advise", range(6, 60, 3), f"{tracing.READS} EIO"),
    "an interrupted read": ("loss of CSV", (4,), f"{tracing.READS} EINTR"),
    "a stale file": ("convert to NPY", range(1, 7), "fstat,newfstatat,lseek ESTALE"),
    "stdout": ("loss of NPY", (1,), "write,writev,pwrite64 ENOSPC"),
    "a full disk": ("convert to NPY", (1, 3), "write,writev,pwrite64 ENOSPC"),
    "a sync": ("per sample, text", (1, 2), "fsync,fdatasync EIO"),
    "a new name": ("validate to a file", (1, 2, 3), f"{tracing.PUBLISHING} EIO"),
    "a close": ("loss of gzip", (1, 2), "close EIO"),
    "a thread": ("loss of long CSV", (1, 2, 3), "clone,clone3,fork,vfork EAGAIN"),
}


@pytest.mark.skipif(not tracing.can_trace(), reason="needs strace, and the right to trace")
@pytest.mark.parametrize(("name", "numbers", "fault"), TRACED.values(), ids=TRACED)
def test_a_call_of_the_system_fails(place, name, numbers, fault):
    assert not broken(tracing.trials(place, subjects=some(name), numbers=numbers, faults=only(fault)))


INSIDE = {
    "read EIO": "loss of NPZ",
    "read short": "loss of CSV",
    "write ENOSPC": "per sample, NPY",
    "write short": "convert to CSV",
    "fsync EIO": "loss to a file",
    "publish ENOSPC": "convert to gzip",
}


@pytest.mark.parametrize("fault", INSIDE)
def test_a_call_fails_inside_the_process(place, fault):
    faults = {fault: layered.FAULTS[fault]}
    assert not broken(layered.trials(place, subjects=some(INSIDE[fault]), faults=faults, numbers=(1, 2)))


LIMITED = {
    "files of 1,000 bytes": "convert to NPY",
    "16 descriptors": "loss of long CSV",
    "6 descriptors": "per sample, text",
    "1 GiB of addresses": "loss of CSV",
    "TMPDIR that takes nothing": "loss of a pipe",
    "no HOME": "validate",
}


@LINUX
@pytest.mark.parametrize("limit", LIMITED)
def test_there_is_little_to_be_had(place, limit):
    chosen = {limit: limits.LIMITS[limit]}
    assert not broken(limits.trials(place, subjects=some(LIMITED[limit]), limits=chosen))


@LINUX
@pytest.mark.parametrize("name", bombs.SMALL)
def test_a_small_file_that_grows(tmp_path, name):
    assert not broken(bombs.trials(tmp_path, names=(name,), commands=("detect",)))


@pytest.mark.parametrize("stream", ["stdout closed", "stderr full", "all closed"])
def test_a_stream_is_closed_or_full(place, stream):
    lines = {name: streams.COMMAND_LINES[name] for name in ("loss", "convert", "an output")}
    assert not broken(streams.trials(place, lines=lines, streams={stream: streams.STREAMS[stream]}))


@pytest.mark.parametrize("deed", moving.DEEDS)
def test_an_input_moves(place, deed):
    deeds = {deed: moving.DEEDS[deed]}
    assert not broken(moving.trials(place, subjects=("loss of NPY",), deeds=deeds, numbers=(5,)))


def test_an_output_moves(place):
    assert not broken(swapping.trials(place))


@LINUX
def test_a_signal_comes(place):
    assert not broken(stops.trials(place, scale=0.1, names=("convert to NPY",)))


@LINUX
def test_disks_are_small(place):
    if not small_disks.can_mount():
        pytest.skip("no file systems of one's own here")
    assert not broken(small_disks.trials(place, subjects=some("convert to NPY", "loss to a file")))


def test_tasks_are_done_where_no_thread_is_to_be_had(monkeypatch):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr("threading.Thread.start", refuse)
    assert list(threads(abs, [-1, 2, -3, 4], 2)) == [1, 2, 3, 4]
    with pytest.raises(ZeroDivisionError):
        list(threads(lambda task: 1 / task, [1, 0, 2], 2))


@LINUX
def test_there_are_many(place):
    assert not broken(crowds.trials(place, crowd=6, runs=30, drops=("y.csv.gz",)))


@LINUX
def test_they_get_in_each_others_way(place):
    assert not broken(contests.trials(place, crowd=4, runs=0, slow=("labels",)))
