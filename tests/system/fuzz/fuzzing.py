"""A target in processes of its own, one after another, until its time is over."""

import os
import re
import resource
import subprocess
import sys
import time
from pathlib import Path

from alone import LARGEST, SLOWEST

HERE = Path(__file__).parent
CASES = HERE / "cases"
MOST_FINDINGS = 3
PATIENCE = 5
"""On a machine that does other work too."""
SLICE = 240
"""In seconds: then a new process starts, since the fuzzer's own memory grows."""
HANGING = 600
"""In seconds by the clock: then an input is not awaited any longer."""
LIMITS = (
    f"-timeout={SLOWEST}",
    f"-rss_limit_mb={LARGEST}",
    "-max_len=4096",
    "-print_final_stats=1",
    "-verbosity=1",
)
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
            status, said = self._child(end - self.seconds)
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
        try:
            return self._run("alone.py", case, timeout=HANGING).returncode != 0
        except subprocess.TimeoutExpired:
            return True

    def _child(self, seconds):
        """One run of the fuzzer: its status, and what it said."""
        time_limit = f"-max_total_time={max(1, min(SLICE, round(seconds)))}"
        prefix = f"-artifact_prefix={self._cases}/"
        done = self._run("fuzz.py", self._corpus, *LIMITS, time_limit, prefix, f"--{self._label}")
        return done.returncode, done.stdout.decode(errors="replace")

    def _run(self, program, *words, timeout=None):
        return subprocess.run(
            [sys.executable, HERE / program, self.name, *words], stdout=subprocess.PIPE, check=False,
            stderr=subprocess.STDOUT, env=os.environ | {"TMPDIR": str(self._folder)}, timeout=timeout,
        )  # fmt: skip


def _spent():
    """Seconds of the processor in all processes that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
