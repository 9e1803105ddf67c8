"""xentcli beside what people run instead: the same files, in turn, whole processes.

python benchmarks/run.py [--scale 0.1] [--rounds 5] [--only npy] [--data FOLDER]

Makes the inputs it lacks, runs every contender of a case once a round, in turn, and prints a table of
medians, of ratios to xentcli's best peer and to `cat`, and of peak memory. Contenders that are not
installed are left out and named. Peers come from the extra `bench` (and torch, where it is installed).
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from cases import CASES, Case, Contender

HERE = Path(__file__).parent


@dataclass
class Timed:
    """The runs of one contender."""

    seconds: list[float] = field(default_factory=list)
    mebibytes: float = 0.0
    answer: str = ""

    @property
    def median(self) -> float:
        """The median run."""
        return statistics.median(self.seconds)


def run_once(contender: Contender, folder: Path) -> tuple[float, float, str]:
    """Seconds, peak MiB and the last line of one run; a failure is an error."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        child = subprocess.Popen(contender.argv(HERE), cwd=folder, stdout=out, stderr=errors)
        _, status, usage = os.wait4(child.pid, 0)
        seconds = time.perf_counter() - start
        child.returncode = status
        out.seek(0)
        errors.seek(0)
        lines = out.read(1 << 16).decode("utf-8", "replace").strip().splitlines()
        said = errors.read().decode("utf-8", "replace")
    if status:
        raise RuntimeError(f"{contender.name} failed: {said[-500:]}")
    return seconds, usage.ru_maxrss / 1024, lines[-1] if lines and not contender.silent else ""


def available(contender: Contender) -> bool:
    """Whether its module or program is here."""
    return all(find_spec(need) or shutil.which(need) for need in contender.needs)


def run_case(case: Case, folder: Path, rounds: int) -> dict[str, Timed]:
    """All contenders of a case, in turn, round by round; one run before the first warms the page cache."""
    here = [c for c in case.contenders if available(c)]
    timed = {c.name: Timed() for c in here}
    for turn in range(rounds + 1):
        for contender in here:
            seconds, mebibytes, answer = run_once(contender, folder)
            record = timed[contender.name]
            record.mebibytes, record.answer = max(record.mebibytes, mebibytes), answer
            if turn:
                record.seconds.append(seconds)
    return timed


def table(case: Case, timed: dict[str, Timed]) -> str:
    """A Markdown table of one case."""
    ours = timed["xentcli"].median
    peers = {name: t.median for name, t in timed.items() if name not in {"xentcli", *case.floors}}
    best = min(peers, key=lambda name: peers[name]) if peers else None
    lines = [f"### {case.title}", "", "| | s | to xentcli | MiB | answer |", "|---|---|---|---|---|"]
    for name, t in sorted(timed.items(), key=lambda item: item[1].median):
        lines.append(
            f"| {name} | {t.median:.3f} | {t.median / ours:.2f} | {t.mebibytes:.0f} | {t.answer[:40]} |"
        )
    lines.append("")
    if best:
        lines.append(f"xentcli to the best peer ({best}): **{ours / peers[best]:.2f}**")
    lines += [
        f"xentcli to {floor}: **{ours / timed[floor].median:.2f}**" for floor in case.floors if floor in timed
    ]
    missing = [c.name for c in case.contenders if c.name not in timed]
    lines += [f"not here: {', '.join(missing)}"] if missing else []
    return "\n\n".join(["\n".join(lines[: 4 + len(timed)]), *lines[5 + len(timed) :]])


def main() -> None:
    """Make, run, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0, help="rows of every input, times this")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="cases whose names start with this")
    parser.add_argument("--data", type=Path, default=None, help="keep the inputs in this folder")
    asked = parser.parse_args()
    folder = asked.data or Path(tempfile.mkdtemp(prefix="xentcli-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    machine = platform.processor() or platform.machine()
    print(f"{machine}, {os.cpu_count()} cores, Python {platform.python_version()}\n")
    try:
        for case in CASES:
            if case.name.startswith(asked.only):
                subprocess.run(
                    [sys.executable, HERE / "inputs.py", case.inputs, folder, str(asked.scale)], check=True
                )
                print(table(case, run_case(case, folder, asked.rounds)), flush=True)
                print()
    finally:
        if asked.data is None:
            shutil.rmtree(folder)


if __name__ == "__main__":
    main()
