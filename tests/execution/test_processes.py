"""Processes find together what one finds alone, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from xentcli.core.errors import DataError, InternalError, Place
from xentcli.execution import fold
from xentcli.execution.processes import share_out

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are shared out on Linux only")


def children() -> set[str]:
    found = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    return set(found.split())


@pytest.mark.parametrize("jobs", [1, 2, 3, 8])
def test_every_task_is_done_once(jobs):
    shares = share_out(list, lambda: range(20), jobs)
    assert shares == [list(range(which, 20, jobs)) for which in range(jobs)]
    assert not children()


@pytest.mark.parametrize("bad", [{0}, {3}, {5, 4}, {9, 2, 7}], ids=str)
@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_the_error_in_the_earliest_task_is_raised(bad, jobs):
    def work(tasks):
        for task in tasks:
            if task in bad:
                raise DataError(f"task {task}", "fix it", code="XE100", place=Place("a.npy", None, task))

    with pytest.raises(DataError, match=f"task {min(bad)}$") as caught:
        share_out(work, lambda: range(10), jobs)
    assert (caught.value.hint, caught.value.place.row) == ("fix it", min(bad))
    assert not children()


def test_an_error_after_the_last_task_comes_after_those_in_tasks():
    def tasks():
        yield from range(4)
        raise DataError("the inputs differ in rows", code="XE301")

    def work(own):
        for task in own:
            if task == 3:
                raise DataError("task 3", code="XE100")

    with pytest.raises(DataError, match="task 3"):
        share_out(work, tasks, 2)
    with pytest.raises(DataError, match="differ"):
        share_out(list, tasks, 2)


def test_a_process_that_dies_is_an_error_and_not_a_number():
    me = os.getpid()

    def work(tasks):
        if os.getpid() != me:
            os.kill(os.getpid(), signal.SIGKILL)
        return sum(tasks)

    with pytest.raises(InternalError, match="ended without a result"):
        share_out(work, lambda: range(10), 3)
    assert not children()


def test_where_no_process_can_be_had_this_one_does_all(monkeypatch):
    pids, fork = [], os.fork

    def at_most_one():
        if pids:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        pids.append(fork())
        return pids[0]

    monkeypatch.setattr(os, "fork", at_most_one)
    before = len(os.listdir("/proc/self/fd"))
    assert sorted(share_out(sum, lambda: range(10), 4)) == sorted([0 + 4 + 8, 1 + 5 + 9, 2 + 6, 3 + 7])
    assert len(os.listdir("/proc/self/fd")) == before
    assert not children()


def test_an_answer_larger_than_a_pipe_holds_arrives():
    shares = share_out(lambda tasks: np.arange(len(list(tasks)) * 100_000), lambda: range(10), 2)
    assert [len(share) for share in shares] == [500_000, 500_000]


@pytest.fixture
def pair(tmp_path):
    rng = np.random.default_rng(0)
    np.save(tmp_path / "y.npy", rng.integers(0, 5, 40_000))
    np.save(tmp_path / "z.npy", rng.normal(size=(40_000, 5)).astype(np.float32))
    return tmp_path


def run(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command with every input taken for a large one."""
    code = (
        "import sys, xentcli.execution.fold as fold; fold.LARGE = 0\n"
        "from xentcli.__main__ import main; sys.exit(main())"
    )
    words = (sys.executable, "-c", code, *words)
    return subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False)


def counted(code: str, **more: str) -> str:
    """What code prints in a process of its own."""
    words, environment = (sys.executable, "-c", code), {**os.environ, **more}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, check=True)
    return done.stdout.strip()


THREADS = {
    "none": ("", True),
    "of Python": (
        "import threading; threading.Thread(target=threading.Event().wait, daemon=True).start()",
        False,
    ),
    "of pyarrow": (
        "import io, pyarrow.csv; pyarrow.set_cpu_count(2); pyarrow.csv.read_csv(io.BytesIO(b'a\\n1\\n'))",
        False,
    ),
}


@pytest.mark.parametrize("name", THREADS)
def test_nothing_is_forked_while_there_are_other_threads(name):
    start, wanted = THREADS[name]
    code = f"import numpy\n{start}\nfrom xentcli.execution.processes import can_share\nprint(can_share())"
    assert counted(code, OPENBLAS_NUM_THREADS="1") == str(wanted)


@pytest.mark.parametrize("jobs", ["2", "3", "8"])
def test_the_answer_is_that_of_one_process(pair, jobs):
    words = ("loss", "y.npy", "z.npy", "--by", "class", "-f", "json", "--block-rows", "1000")
    one, many = (run(*words, "-j", n, cwd=pair) for n in ("1", jobs))
    assert (many.stdout, many.stderr, many.returncode) == (one.stdout, one.stderr, 0)


LINES = [
    "detect y.npy",
    "detect hot.npy z.npy",
    "validate y.npy z.npy",
    "validate off.npy bad.npy --max-errors 3",
    "validate y.npy short.npy",
    "advise hot.npy",
    "advise y.npy z.npy",
    "advise off.npy bad.npy",
    "loss y.npy bad.npy",
    "loss y.npy short.npy",
    "loss hot.npy z.npy --like all",
    "convert hot.npy --to sparse",
    "convert off.npy --to one-hot",
]


@pytest.mark.parametrize("line", LINES)
def test_every_command_says_what_it_says_in_one_process(pair, line):
    y, z = (np.load(pair / name)[:4000] for name in ("y.npy", "z.npy"))
    off, bad = y.astype(float), z.copy()
    off[[77, 3000]], bad[[100, 3500], 2] = 9.5, np.nan
    arrays = {"y": y, "z": z, "hot": np.eye(5, dtype=np.uint8)[y], "off": off, "bad": bad, "short": z[:3900]}
    for name, array in arrays.items():
        np.save(pair / f"{name}.npy", array)
    words = [*line.split(), "--block-rows", "300"]
    one, many = (run(*words, "-j", jobs, cwd=pair) for jobs in ("1", "3"))
    assert (many.stdout, many.stderr, many.returncode) == (one.stdout, one.stderr, one.returncode)


@pytest.mark.parametrize("jobs", ["1", "2", "3"])
def test_the_first_bad_row_is_named_whichever_process_met_it(pair, jobs):
    z = np.load(pair / "z.npy")
    z[[17_001, 25_000, 39_999], 2] = np.nan
    np.save(pair / "z.npy", z)
    done = run("loss", "y.npy", "z.npy", "-j", jobs, "--block-rows", "1000", cwd=pair)
    assert (done.returncode, done.stdout) == (1, "")
    assert "row 17002" in done.stderr
    assert "3 cells" in done.stderr


def test_large_inputs_are_those_whose_rows_are_read_by_place(pair):
    assert fold.LARGE >= 1 << 20
    np.savez(pair / "z.npz", np.load(pair / "z.npy"))
    assert run("loss", "y.npy", "z.npz", "-j", "2", cwd=pair).returncode == 0


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL], ids=lambda n: n.name)
def test_no_process_outlives_a_signal(pair, number):
    z = np.lib.format.open_memmap(pair / "big.npy", "w+", np.float32, (2_000_000, 30))
    np.save(pair / "big_y.npy", np.zeros(len(z), np.int64))
    del z
    words = [sys.executable, "-m", "xentcli", "loss", "big_y.npy", "big.npy", "--from-logits", "-j", "4"]
    running = subprocess.Popen(words, cwd=pair, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    own = Path(f"/proc/{running.pid}/task/{running.pid}/children")
    until = time.monotonic() + 20
    while not (found := own.read_text(encoding="ascii").split()) and time.monotonic() < until:
        time.sleep(0.005)
    assert found, "it should have forked"
    running.send_signal(number)
    running.communicate(timeout=20)
    assert running.returncode == -number
    while any(Path(f"/proc/{pid}/stat").exists() for pid in found) and time.monotonic() < until:
        time.sleep(0.01)
    assert not [pid for pid in found if Path(f"/proc/{pid}/stat").exists()]
