"""A scheduler and workers as separate processes on this machine, as people start them."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager, suppress
from pathlib import Path

from running import ENVIRONMENT, ROOT

DASK = [sys.executable, "-m", "dask"]
SLOW = """
import time
import xentcli.execution.dask.tasks
work = getattr(xentcli.execution.dask.tasks, "work", xentcli.execution.dask.tasks.perform)
xentcli.execution.dask.tasks.work = work  # a file is loaded twice
def perform(payload, wanted):
    time.sleep({seconds})
    return work(payload, wanted)
xentcli.execution.dask.tasks.perform = perform
"""
"""Loaded by a worker first: every task takes so long at least."""
OTHER = """
import xentcli.execution.dask.fingerprint
xentcli.execution.dask.fingerprint._version = lambda name: "0.1"
"""
"""Loaded by a worker first: its libraries have other versions."""
WITHOUT = """
import sys
class Hidden:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] == "xentcli":
            raise ModuleNotFoundError(f"No module named {name!r}")
sys.meta_path.insert(0, Hidden())
"""
"""Loaded by a worker first: xentcli is not installed there."""
DEADLY = """
import os, signal
import xentcli.execution.dask.tasks
xentcli.execution.dask.tasks.perform = lambda payload, wanted: os.kill(os.getpid(), signal.SIGKILL)
"""
"""Loaded by a worker first: every task kills it."""


class Cluster:
    """Processes by their numbers; all of them end with the context."""

    def __init__(self, folder):
        self.folder, self.processes = Path(folder), []
        self.file = self.folder / "scheduler.json"
        words = ["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"]
        self.scheduler = self.start(*words, "--scheduler-file", self.file)
        self.address = waited(self._address)

    def start(self, *words, cwd=None):
        path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
        more = {"PYTHONPATH": path, "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
        log = (self.folder / f"{len(self.processes)}.log").open("wb")
        with log:
            process = subprocess.Popen(
                [*DASK, *map(str, words)], cwd=cwd, env=ENVIRONMENT | more, stdout=log, stderr=log,
                start_new_session=True,
            )  # fmt: skip
        self.processes.append(process)
        return process

    def worker(self, preload=None, cwd=None):
        """Start one more worker with one thread; a nanny restarts it if it dies."""
        words = ["worker", self.address, "--nthreads", "1", "--no-dashboard", "--memory-limit", "0"]
        words += ["--local-directory", self.folder / f"scratch-{len(self.processes)}"]
        if preload is not None:
            script = self.folder / f"preload_{len(self.processes)}.py"
            script.write_text(preload)
            words += ["--preload", script]
        return self.start(*words, cwd=cwd)

    def _address(self):
        try:
            return json.loads(self.file.read_text())["address"]
        except (OSError, ValueError, KeyError):
            return None

    def stop(self):
        for process in self.processes:
            signalled(process, signal.SIGCONT)
            signalled(process, signal.SIGKILL)
            process.wait()


def signalled(process, number):
    """Send a signal to a process and all its children."""
    if process.poll() is None or number == signal.SIGKILL:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, number)


@contextmanager
def cluster(folder):
    """Start a scheduler; workers are added later."""
    Path(folder).mkdir(exist_ok=True)
    own = Cluster(folder)
    try:
        yield own
    finally:
        own.stop()


def waited(condition, seconds=30):
    """Wait until the condition is true, and return its value."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    raise AssertionError(f"{condition} did not come about")
