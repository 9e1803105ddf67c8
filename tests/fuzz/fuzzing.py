"""A target in processes of its own, one after another, until its time is over."""

import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
CASES = HERE / "cases"
MOST_FINDINGS = 3
PATIENCE = 5
"""On a machine that does other work too."""
SLICE = 240
"""In seconds: then a new process starts, since the fuzzer's own memory grows."""
SLOWEST = 5
"""In seconds, for one input."""
STARTING = 3
"""In seconds, for a process."""
LIMITS = (f"-timeout={SLOWEST}", "-rss_limit_mb=512", "-max_len=4096", "-print_final_stats=1", "-verbosity=1")
_COUNTED = re.compile(r"stat::number_of_executed_units:\s+(\d+)")
_COUNTING = re.compile(r"^#(\d+)", re.MULTILINE)


class Fuzzing:
    """One target: its executions, seconds and findings so far."""

    def __init__(self, name, corpus, folder, label):
        self.name, self._corpus, self._folder, self._label = name, corpus, folder, label
        self._cases = CASES / name
        self.executions, self.seconds, self.findings = 0, 0.0, 0

    def go_on(self, seconds):
        """So many seconds more; ``PATIENCE`` times that by the clock, or findings enough, end it earlier."""
        self._cases.mkdir(parents=True, exist_ok=True)
        end, late = self.seconds + seconds, time.monotonic() + PATIENCE * seconds
        while self.seconds < end and time.monotonic() < late and self.findings < MOST_FINDINGS:
            before = set(self._cases.iterdir())
            start = _spent()
            status, said = self._child(self._corpus, f"-max_total_time={_slice(end - self.seconds)}")
            self.seconds += _spent() - start
            counts = _COUNTED.findall(said) or _COUNTING.findall(said)
            self.executions += int(counts[-1]) if counts else 0
            if self._is_finding(status, set(self._cases.iterdir()) - before):
                self.findings += 1
                sys.stdout.write(said[-4000:])

    def _is_finding(self, status, made):
        """A process that was paused looks slow, and one that has learnt much looks large: of such, only what
        fails again, alone, is a finding."""
        doubtful = [case for case in made if not case.name.startswith("crash-")]
        for case in doubtful:
            if not self._fails_alone(case):
                case.unlink()
                made.remove(case)
        return bool(made or (status and not doubtful))

    def _fails_alone(self, case):
        start = _spent()
        status, _ = self._child(case, "-timeout=600")
        return status or _spent() - start > SLOWEST + STARTING

    def _child(self, subject, *more):
        """One run of the fuzzer: its status, and what it said."""
        done = subprocess.run(
            [sys.executable, HERE / "fuzz.py", self.name, subject, *LIMITS, *more,
             f"-artifact_prefix={self._cases}/", f"--{self._label}"],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
            env=os.environ | {"TMPDIR": str(self._folder)},
        )  # fmt: skip
        return done.returncode, done.stdout.decode(errors="replace")


def _slice(seconds):
    return max(1, min(SLICE, round(seconds)))


def _spent():
    """Seconds of the processor in all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
