"""Every fault, limit, signal, kill and crowd:

python tests/system/faults/full.py [--nightly] [--only PART ...]

The last line is JSON: how many of each there were, and how many broke a promise; the exit status is 1 if any
did. In full it takes the better part of an hour on two cores, with --nightly some minutes.
"""

import argparse
import json
import sys
import tempfile
import time
from multiprocessing import Pool
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).resolve().parents[3])]

import bombs  # noqa: E402
import contests  # noqa: E402
import crowds  # noqa: E402
import layered  # noqa: E402
import limits  # noqa: E402
import moving  # noqa: E402
import small_disks  # noqa: E402
import stops  # noqa: E402
import streams  # noqa: E402
import swapping  # noqa: E402
import tracing  # noqa: E402
from subjects import SUBJECTS, Bench, bench  # noqa: E402


def traced(part, few, share):
    if not tracing.can_trace():
        return iter(())
    numbers = (1, 2) if few else range(1, tracing.MOST)
    return tracing.trials(part, subjects=_some(share, 3 if few else 1), numbers=numbers)


def faults_inside(part, few, share):
    numbers = (1, 2) if few else range(1, 20)
    return layered.trials(part, subjects=_some(share, 4 if few else 2), numbers=numbers)


def killed(part, few, share):
    with tempfile.TemporaryDirectory() as folder:
        yield from stops.kills(folder, (50 if few else 1000) // share[1], seed=share[0])


def moved(part, few, share):
    numbers = (1, 4) if few else range(1, moving.MOST)
    return moving.trials(part, subjects=moving.READERS[share[0] :: share[1]], numbers=numbers)


PARTS = {
    "syscall_faults": (5, traced),
    "kills": (2, killed),
    "moved_inputs": (2, moved),
    "faults_inside": (1, faults_inside),
    "limits": (1, lambda part, few, share: limits.trials(part, subjects=_some(share, 4 if few else 1))),
    "small_disks": (1, lambda part, few, share: small_disks.trials(part)),
    "streams": (1, lambda part, few, share: streams.trials(part)),
    "signals": (1, lambda part, few, share: stops.trials(part, scale=0.3 if few else 3.0)),
    "load": (1, lambda part, few, share: crowds.trials(
        part, crowd=20 if few else 100, runs=100 if few else 1000)),
    "contests": (1, lambda part, few, share: contests.trials(
        part, crowd=10 if few else 100, runs=30 if few else 1000, slow=() if few else contests.SLOW)),
    "bombs": (1, lambda part, few, share: bombs.trials(
        part.folder, names=bombs.SMALL if few else tuple(bombs.BOMBS))),
    "moved_outputs": (1, lambda part, few, share: swapping.trials(part)),
}  # fmt: skip
"""Each part: in how many shares it is done, and what it tries on a bench, less of it where time is short."""


def _some(share, step):
    """A share of the subjects, of which every n-th is looked at."""
    return dict(list(SUBJECTS.items())[::step][share[0] :: share[1]])


def tried(asked):
    """A share of a part: its name, how much was tried, what broke a promise, and the seconds."""
    name, few, share = asked
    start, count, broken = time.monotonic(), 0, []
    with bench() as place:
        for title, wrong in PARTS[name][1](Bench(place), few, share):
            count += 1
            if wrong:
                broken.append(f"{name}: {title}: {'; '.join(wrong)}")
                print(broken[-1], flush=True)
    return name, count, len(broken), round(time.monotonic() - start)


def main():
    plain = argparse.RawDescriptionHelpFormatter
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=plain)
    parser.add_argument("--nightly", action="store_true", help="a sample of everything")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=list(PARTS))
    parser.add_argument("--jobs", type=int, default=2, help="parts at a time")
    options = parser.parse_args()
    shares = [(name, i, PARTS[name][0]) for name in options.only for i in range(PARTS[name][0])]
    work = [(name, options.nightly, (i, count)) for name, i, count in shares]
    figures, broken = dict.fromkeys(options.only, 0), 0
    with Pool(options.jobs, maxtasksperchild=1) as pool:
        for name, count, wrong, seconds in pool.imap_unordered(tried, work, 1):
            print(f"{name}: {count:,} tried in {seconds} s, {wrong} broke a promise", flush=True)
            figures[name] += count
            broken += wrong
    print(json.dumps({"faults": figures, "broken": broken}))
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
