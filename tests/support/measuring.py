"""The time and the peak memory of a command."""

import json
import subprocess
import sys
from dataclasses import dataclass

SPARE = """
import json, os, subprocess, sys, time
start = time.monotonic()
process = subprocess.Popen(sys.argv[1:], stdout=subprocess.DEVNULL)
_, status, usage = os.wait4(process.pid, 0)
seconds, cpu = time.monotonic() - start, usage.ru_utime + usage.ru_stime
print(json.dumps([os.waitstatus_to_exitcode(status), seconds, cpu, usage.ru_maxrss / 1024]))
"""
"""A program that has hardly any memory itself: a child's peak is never below that of its parent."""


@dataclass(frozen=True)
class Measured:
    """A run's exit status, seconds, seconds of CPU, and MiB."""

    status: int
    seconds: float
    cpu: float
    peak: float


def measured(*command, cwd):
    """Run a command."""
    spare = [sys.executable, "-S", "-c", SPARE, *command]
    told = subprocess.run(spare, cwd=cwd, stdout=subprocess.PIPE, check=True).stdout
    return Measured(*json.loads(told))
