"""Every fault, limit, signal, kill and crowd: python tests/faults/full.py [--nightly] [--only PART ...]

The last line is JSON: how many of each there were, and how many broke a promise; the exit status is 1 if any
did. In full it takes the better part of an hour on two cores, with --nightly some minutes.
"""

import argparse
import json
import sys
import tempfile
import time
from itertools import islice
from multiprocessing import Pool
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[2])]

import bombs  # noqa: E402
import crowds  # noqa: E402
import layered  # noqa: E402
import limits  # noqa: E402
import moving  # noqa: E402
import stops  # noqa: E402
import streams  # noqa: E402
import swapping  # noqa: E402
import tracing  # noqa: E402
from subjects import SUBJECTS, Bench, bench  # noqa: E402


def traced(part, few):
    if not tracing.can_trace():
        return iter(())
    numbers = (1, 2) if few else range(1, tracing.MOST)
    return tracing.trials(part, subjects=_every(3 if few else 1), numbers=numbers)


def faults_inside(part, few):
    return layered.trials(part, subjects=_every(4 if few else 2), numbers=(1, 2) if few else range(1, 20))


def killed(part, few):
    with tempfile.TemporaryDirectory() as folder:
        yield from stops.kills(folder, 50 if few else 1000)


PARTS = {
    "syscall_faults": traced,
    "faults_inside": faults_inside,
    "limits": lambda part, few: limits.trials(part, subjects=_every(4 if few else 1)),
    "bombs": lambda part, few: bombs.trials(part.folder, names=bombs.SMALL if few else tuple(bombs.BOMBS)),
    "streams": lambda part, few: streams.trials(part),
    "moved_inputs": lambda part, few: moving.trials(part, numbers=(1, 4) if few else range(1, moving.MOST)),
    "moved_outputs": lambda part, few: swapping.trials(part),
    "signals": lambda part, few: stops.trials(part, scale=0.3 if few else 3.0),
    "kills": killed,
    "load": lambda part, few: crowds.trials(part, crowd=20 if few else 100, runs=100 if few else 1000),
}
"""Each part: what it tries on a bench, less of it where there is little time."""


def _every(step):
    return dict(islice(SUBJECTS.items(), 0, None, step))


def tried(asked):
    """One part: its name, how much was tried, what broke a promise, and the seconds."""
    name, few = asked
    start, count, broken = time.monotonic(), 0, []
    with bench() as place:
        for title, wrong in PARTS[name](Bench(place), few):
            count += 1
            if wrong:
                broken.append(f"{name}: {title}: {'; '.join(wrong)}")
                print(broken[-1], flush=True)
    return name, count, len(broken), round(time.monotonic() - start)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nightly", action="store_true", help="a sample of everything")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--jobs", type=int, default=2, help="parts at a time")
    options = parser.parse_args()
    figures, broken = {}, 0
    with Pool(options.jobs, maxtasksperchild=1) as pool:
        for name, count, wrong, seconds in pool.imap_unordered(tried, [(name, options.nightly) for name in options.only], 1):
            print(f"{name}: {count:,} tried in {seconds} s, {wrong} broke a promise", flush=True)
            figures[name], broken = count, broken + wrong
    print(json.dumps({"faults": {name: figures[name] for name in options.only}, "broken": broken}))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
