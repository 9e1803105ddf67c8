"""Compare xentcli with what people run instead: the same files, in turn, whole processes.

python benchmarks/run.py [--scale 0.1] [--rounds 5] [--only npy-probs csv] [--data FOLDER] [--markdown]

Makes missing inputs, reads them once before each round, and runs every contender of a case once per round,
in turn. Prints tables in Markdown: one for each case, one for peak memory as the data grow, and one for all
targets. Contenders that are not installed are named and left out. Peers come from the extra `bench` (and
torch, if it is installed). With --results, cases can be measured one by one and shown together.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent))
from cases import CASES
from figures import Timed, keep, kept
from machine import described
from memory import MEMORY, memory_table
from overview import OURS, case_table, overview
from watching import Watch

if TYPE_CHECKING:
    from collections.abc import Iterator

    from contenders import Case, Contender
    from figures import Runs

HERE = Path(__file__).parent


def run_once(contender: Contender, folder: Path, *, watched: bool) -> tuple[float, float, str]:
    """Return the seconds, peak MiB and last line of one run; raise if it fails.

    Watching the memory of all processes slows a command down, so only an untimed run is ``watched``.
    """
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as errors:
        start = time.perf_counter()
        child = subprocess.Popen(contender.argv(HERE), cwd=folder, stdout=out, stderr=errors)
        with Watch(child.pid) if watched else nullcontext(None) as watch:
            _, status, usage = os.wait4(child.pid, 0)
            seconds = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        errors.seek(0)
        lines = out.read(1 << 16).decode("utf-8", "replace").strip().splitlines()
        said = errors.read().decode("utf-8", "replace")
    if child.returncode != contender.status:
        raise RuntimeError(f"{contender.name} failed: {said[-500:]}")
    mebibytes = max(usage.ru_maxrss / 1024, watch.mebibytes if watch else 0.0)
    return seconds, mebibytes, lines[-1] if lines and not contender.silent else ""


def compiled() -> None:
    """Compile xentcli's modules, as an installation does."""
    import xentcli

    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, "-m", "compileall", "-q", str(Path(xentcli.__file__).parent)], check=True)


def warm(files: list[Path]) -> None:
    """Read files once, so the first contender finds them in the cache like the others."""
    buffer = bytearray(1 << 20)
    for path in files:
        with path.open("rb", buffering=0) as file:
            while file.readinto(buffer):
                pass


def remove(case: Case, folder: Path) -> None:
    """Remove the outputs of the contenders, so each writes a new file."""
    for output in case.outputs:
        (folder / output).unlink(missing_ok=True)


def run_case(case: Case, folder: Path, rounds: int) -> Runs:
    """Run all contenders of a case, in turn, round by round; the first round only warms up."""
    here = [c for c in case.contenders if c.available]
    runs = {c.name: Timed() for c in here}
    for turn in range(rounds + 1):
        warm(case.files(folder))
        for contender in (c for c in here if c.runs(turn)):
            remove(case, folder)
            seconds, mebibytes, answer = run_once(contender, folder, watched=not turn)
            record = runs[contender.name]
            record.mebibytes, record.answer = max(record.mebibytes, mebibytes), answer
            record.seconds += [seconds] if turn else []
    return runs


def measure(case: Case, folder: Path, scale: float, rounds: int) -> Runs:
    """Make the inputs, run all contenders, and remove the outputs; with no rounds, only make the inputs."""
    name, *more = case.inputs.split()
    subprocess.run([sys.executable, HERE / "inputs.py", name, folder, str(scale), *more], check=True)
    try:
        return run_case(case, folder, rounds) if rounds else {}
    finally:
        remove(case, folder)


def asked() -> argparse.Namespace:
    """Return the options of the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--scale", type=float, default=1.0, help="factor for the rows of every input")
    parser.add_argument("--rounds", type=int, default=5, help="0 only makes the inputs")
    parser.add_argument("--only", nargs="*", default=[""], help="cases whose names start with one of these")
    parser.add_argument("--data", type=Path, default=None, help="keep the inputs in this folder")
    parser.add_argument("--results", type=Path, default=None, help="a JSON file to add the figures to")
    parser.add_argument("--markdown", action="store_true", help="only the tables of docs/performance.md")
    return parser.parse_args()


def place(options: argparse.Namespace) -> Path:
    """Return the folder of the inputs."""
    folder: Path = options.data or Path(tempfile.mkdtemp(prefix="xentcli-bench-"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def each(chosen: list[Case], options: argparse.Namespace) -> Iterator[tuple[Case, Runs]]:
    """Yield the cases and their figures; remove inputs that no later case needs, unless they are kept."""
    folder = place(options)
    try:
        for case, later in zip(chosen, [*chosen, None][1:], strict=True):
            yield case, measure(case, folder, options.scale, options.rounds)
            if options.data is None and (later is None or later.inputs != case.inputs):
                shutil.rmtree(folder)
                folder = place(options)
    finally:
        if options.data is None:
            shutil.rmtree(folder)


def main() -> None:
    """Make, run, print."""
    options = asked()
    measured = kept(options.results)
    chosen = [case for case in CASES if case.name.startswith(tuple(options.only))]
    scaled = "" if options.scale == 1 else f"\nAll inputs have {options.scale:g} times the rows named."
    print(f"{described()}{scaled}\n", flush=True)
    compiled()
    for case, runs in each(chosen, options):
        measured |= {case.name: runs} if runs else {}
        if options.results:
            keep(options.results, measured)
        if runs and case not in MEMORY and not options.markdown:
            print(case_table(case, runs) + "\n", flush=True)
    print(overview(CASES, measured) + "\n")
    print(memory_table({name: runs[OURS].mebibytes for name, runs in measured.items()}))


if __name__ == "__main__":
    main()
