"""Run `xentcli loss` on random tables: python -m random_tables.judge --count 20000, from tests/system."""

from __future__ import annotations

import argparse
import json
import math
import os
import sys
import tempfile
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from random_tables.generate import case, written

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "support"))


def verdict(seed: int) -> tuple[int, str, bool, str]:
    """Return the seed, what came of its tables, whether they decide themselves, and what was written."""
    from running import inside

    found = case(seed)
    with tempfile.TemporaryDirectory() as name:
        os.chdir(name)
        files = written(found.frames, found.format, Path(name))
        done = inside("loss", *files, "-f", "json")
        what = _what(done, found.loss)
        if what == "error":
            what = _of_tries(json.loads(done.stderr.splitlines()[-1]), found.loss)
        os.chdir("/")
    return seed, what, found.decided, f"{found.story}: {(done.stdout or done.stderr)[:300]}"


def _what(done: object, loss: float) -> str:
    if done.returncode:  # type: ignore[attr-defined]
        return "error" if done.returncode < 4 else "crash"  # type: ignore[attr-defined]
    value = json.loads(done.stdout)["value"]  # type: ignore[attr-defined]
    return "right" if value is not None and math.isclose(value, loss, rel_tol=1e-6) else "wrong"


def _of_tries(error: dict[str, object], loss: float) -> str:
    """Return "asked" if one of the commands that the error names gives the loss."""
    from running import inside

    tries = error.get("tries") or []
    assert isinstance(tries, list)
    found = [_what(inside(*words), loss) for words in tries]
    return "asked" if "right" in found else "misled" if found else "refused"


def main() -> int:
    """Judge the seeds; exit 1 if a number is wrong, or too few tables are answered."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    given = parser.parse_args()
    seeds = range(given.first, given.first + given.count)
    counts: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    with ProcessPoolExecutor(given.jobs) as pool:
        for seed, what, decided, said in pool.map(verdict, seeds, chunksize=20):
            counts[decided][what] += 1
            if what in {"wrong", "crash", "misled"} or (decided and what != "right"):
                sys.stdout.write(f"{what} seed {seed} {'decided' if decided else 'open'} {said}\n")
    for decided, count in counts.items():
        sys.stdout.write(f"{'decided' if decided else 'open'}: {dict(count)}\n")
    bad = sum(count[what] for count in counts.values() for what in ("wrong", "crash", "misled"))
    answered = counts[True]["right"] / max(1, sum(counts[True].values()))
    sys.stdout.write(f"{answered:.2%} of the tables that decide themselves are answered\n")
    return int(bool(bad) or answered < 0.95)


if __name__ == "__main__":
    raise SystemExit(main())
