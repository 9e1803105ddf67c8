"""A dask cluster gives the bytes that one process gives, or status 5 in time: whoever dies, and whenever."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from clusters import DEADLY, OTHER, SLOW, WITHOUT, cluster, signalled, waited
from running import ENVIRONMENT, xentcli

SHARDS = 64
PACE = 0.03
"""Seconds that a task takes on the cluster that is disturbed."""


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("shards")
    rng = np.random.default_rng(3)
    z = rng.normal(size=(6400, 5))
    y = (z + rng.gumbel(size=z.shape)).argmax(axis=1)  # as likely as the logits say
    for at, cut in enumerate(np.array_split(np.arange(6400), SHARDS)):
        np.save(folder / f"z-{at}.npy", z[cut].astype(np.float32))
        pq.write_table(pa.table({f"z_{k}": z[cut, k] for k in range(5)}), folder / f"z-{at}.parquet")
    for at, cut in enumerate(np.array_split(np.arange(6400), 7)):
        np.save(folder / f"y-{at}.npy", y[cut])
        np.save(folder / f"moved-{at}.npy", y[cut] + 3)
    (folder / "y.csv").write_text("label\n" + "".join(f"{label}\n" for label in y))
    return folder


@pytest.fixture(scope="module")
def running(tmp_path_factory, files):
    """A scheduler with two workers that take their time."""
    with cluster(tmp_path_factory.mktemp("cluster")) as own:
        for _ in range(2):
            own.worker(SLOW.format(seconds=PACE), cwd=files)
        yield own


@pytest.fixture(scope="module")
def watch(running):
    """A client of our own, to look at what goes on."""
    from distributed import Client

    with Client(running.address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=30)
        yield client


def tasks(watch):
    return watch.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks))


def clients(watch):
    return watch.run_on_scheduler(
        lambda dask_scheduler: sum(name.startswith("Client-") for name in dask_scheduler.clients)
    )


def started(*words, **more):
    command = [sys.executable, "-m", "xentcli", *map(str, words)]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    return subprocess.Popen(command, env=ENVIRONMENT, text=True, **streams, **more)


def ended(process, seconds=40):
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.kill()
        process.communicate()
        raise
    return process.returncode, out, err


@pytest.fixture(scope="module")
def alone(files):
    return xentcli("loss", "y-*.npy", "z-*.npy", "-j", "1", "-f", "json", cwd=files).stdout


LINES = [
    "loss y-*.npy z-*.npy",
    "loss y.csv z-*.parquet",
    "detect y-*.npy z-*.parquet",
    "validate y.csv z-*.npy",
    "advise y-*.npy z-*.npy",
]


@pytest.mark.parametrize("line", LINES)
def test_a_cluster_prints_what_one_process_prints(running, watch, files, line):
    words = (*line.split(), "-f", "json")
    one = xentcli(*words, "-j", "1", cwd=files)
    many = xentcli(*words, "--scheduler", running.address, cwd=files)
    assert (many.returncode, many.stdout, many.stderr) == (one.returncode, one.stdout, one.stderr)


@pytest.mark.parametrize("labels", ["y-*.npy", "moved-*.npy"], ids=["a run", "a run that fails"])
def test_workers_that_live_on_keep_no_file_open(running, watch, files, labels):
    def kept_open():
        from xentcli.io.open_table import opened_again

        return opened_again.cache_info().currsize

    done = xentcli("loss", labels, "z-*.parquet", "--scheduler", running.address, cwd=files)
    assert done.returncode == (labels != "y-*.npy")
    assert set(watch.run(kept_open).values()) == {0}


def test_processes_of_this_machine_are_a_cluster_too(files, alone):
    done = xentcli("loss", "y-*.npy", "z-*.npy", "--scheduler", "local:2", "-f", "json", cwd=files)
    assert (done.returncode, done.stdout, done.stderr) == (0, alone, "")


@pytest.mark.parametrize("moment", [0.0, 0.3, 0.7])
def test_a_worker_that_is_killed_changes_nothing(running, watch, files, alone, moment):
    pids = list(watch.run(os.getpid).values())
    process = started(
        "loss",
        "y-*.npy",
        "z-*.npy",
        "--scheduler",
        running.address,
        "--retries",
        "9",
        "-f",
        "json",
        cwd=files,
    )
    waited(lambda: tasks(watch) > 20)
    time.sleep(moment)
    os.kill(pids[0], signal.SIGKILL)
    assert ended(process) == (0, alone, "")
    watch.wait_for_workers(2, timeout=30)


def test_ctrl_c_leaves_nothing_to_do(running, watch, files):
    waited(lambda: not tasks(watch))
    process = started("loss", "y-*.npy", "z-*.npy", "--scheduler", running.address, cwd=files)
    waited(lambda: tasks(watch) > 20)
    process.send_signal(signal.SIGINT)
    assert ended(process, 10) == (-signal.SIGINT, "", "")
    waited(lambda: not tasks(watch), 5)


def offspring(process):
    """How many processes it has started."""
    groups = subprocess.check_output(["ps", "-eo", "pgid="], text=True).split()
    return groups.count(str(process.pid)) - 1


@pytest.mark.parametrize("after", [0.0, 0.1, 0.3])
def test_ctrl_c_ends_the_processes_of_this_machine_without_a_word(files, after):
    words = ("loss", "y-*.npy", "z-*.npy", "--scheduler", "local:2")
    process = started(*words, cwd=files, start_new_session=True)
    waited(lambda: offspring(process))
    time.sleep(after)
    os.killpg(process.pid, signal.SIGINT)
    assert ended(process, 10) == (-signal.SIGINT, "", "")


LOST = """xentcli: error: the scheduler was lost [XE910]
hint: was the scheduler stopped, or the network cut? run again when it is back
"""


@pytest.mark.parametrize("moment", ["a client came", "tasks came"])
def test_a_scheduler_that_stops_is_an_error_in_time(tmp_path, files, moment):
    from distributed import Client

    with cluster(tmp_path) as own:
        if moment == "tasks came":
            own.worker(SLOW.format(seconds=1))
        with Client(own.address, set_as_default=False) as watch:
            process = started("loss", "y-*.npy", "z-*.npy", "--scheduler", own.address, cwd=files)
            waited(lambda: clients(watch) > 1 if moment == "a client came" else tasks(watch) > 20)
        own.scheduler.send_signal(signal.SIGKILL)
        assert ended(process, 15) == (5, "", LOST)


def test_a_scheduler_that_hangs_is_an_error_in_time(tmp_path, files):
    from distributed import Client

    with cluster(tmp_path) as own:
        own.worker(SLOW.format(seconds=1))
        words = ("loss", "y-*.npy", "z-*.npy", "--scheduler", own.address, "--timeout", "3")
        process = started(*words, cwd=files)
        with Client(own.address, set_as_default=False) as watch:
            waited(lambda: tasks(watch) > 20)
        own.scheduler.send_signal(signal.SIGSTOP)
        status, out, err = ended(process, 20)
        assert (status, out) == (5, "")
        assert err.startswith("xentcli: error: no task finished in 3 seconds [XE910]\n")


@pytest.fixture
def own(tmp_path):
    with cluster(tmp_path) as found:
        yield found


def loss(files, address, *options, cwd=None):
    start = time.monotonic()
    words = ("loss", "y-*.npy", "z-*.npy", "--scheduler", address, *options)
    done = xentcli(*words, cwd=cwd or files)
    return done.returncode, done.stdout, done.stderr, time.monotonic() - start


def test_without_workers_and_with_wrong_ones_no_number_is_printed(own, files):
    status, out, err, seconds = loss(files, own.address, "--timeout", "1")
    assert (status, out, "no worker joined in 1 seconds" in err, seconds < 6) == (5, "", True, True), err
    strange = own.worker(OTHER)
    status, out, err, _ = loss(files, own.address)
    assert (status, out) == (5, "")
    assert "numpy 0.1, here" in err
    assert "worker tcp://127.0.0.1:" in err
    signalled(strange, signal.SIGKILL)
    lacking = own.worker(WITHOUT)
    status, out, err, _ = loss(files, own.address, "--timeout", "5")
    assert (status, out, "cannot load xentcli" in err) == (5, "", True), err
    signalled(lacking, signal.SIGKILL)
    deadly = own.worker(DEADLY)
    status, out, err, _ = loss(files, own.address, "--retries", "1", "--timeout", "30")
    assert (status, out) == (5, "")
    assert "2 workers in a row were lost with the same task" in err, err
    signalled(deadly, signal.SIGKILL)
    own.worker(SLOW.format(seconds=60))
    status, out, err, seconds = loss(files, own.address, "--timeout", "3")
    assert (status, out, "no task finished in 3 seconds" in err, seconds < 15) == (5, "", True, True), err


def test_a_worker_that_sees_a_shorter_copy_is_named(own, files, tmp_path):
    full, cut = tmp_path / "full", tmp_path / "cut"
    for folder in (full, cut):
        folder.mkdir()
        for path in files.glob("*.npy"):
            os.link(path, folder / path.name)
    shard = cut / "z-40.npy"
    data = shard.read_bytes()
    shard.unlink()
    shard.write_bytes(data[:-20])
    for folder in (full, cut):
        own.worker(SLOW.format(seconds=PACE), cwd=folder)
    here = "/proc/self/cwd"
    words = ("loss", f"{here}/y-*.npy", f"{here}/z-*.npy", "-f", "json")
    one = xentcli(*words, "-j", "1", cwd=full)
    for _ in range(3):
        many = xentcli(*words, "--scheduler", own.address, cwd=full)
        assert many.returncode in {0, 5}
        if many.returncode == 0:
            assert many.stdout == one.stdout
        else:
            assert "z-40.npy" in many.stderr
            assert "is another file on the worker: 2108 bytes, 2128 on the client" in many.stderr
            assert "tcp://127.0.0.1:" in many.stderr


def test_the_extra_that_is_needed_is_named(files, tmp_path, monkeypatch):
    (tmp_path / "distributed.py").write_text("raise ImportError('not here')")
    monkeypatch.setitem(
        ENVIRONMENT, "PYTHONPATH", os.pathsep.join([str(tmp_path), ENVIRONMENT.get("PYTHONPATH", "")])
    )
    done = xentcli("loss", "y-*.npy", "z-*.npy", "--scheduler", "local", cwd=files)
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.splitlines()[1] == "hint: pip install 'xentcli[dask]'"
