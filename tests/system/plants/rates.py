"""How often planted mistakes are found, healthy files suspected: `python tests/system/plants/rates.py`.

With `--seeds 100` it takes about an hour; the answer is a Markdown table for plants, one for models, and a
list of all pairs about which `advise` was wrong.
"""

from __future__ import annotations

import argparse
import sys
import warnings
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parents[1])]
sys.path.append(str(Path(__file__).resolve().parents[3]))
sys.path.append(str(Path(__file__).resolve().parents[2] / "support"))

from plants.cases import RIGHT, Outcome, healthy_pairs, try_healthy, try_plant, unlike_any  # noqa: E402
from plants.data import DATASETS  # noqa: E402
from plants.models import NAMES, trained  # noqa: E402
from plants.planting import PLANTS  # noqa: E402

Line = tuple[str, str, str, bool, str, str]
"""Plant, model, verdict, whether the files hide it, and where it is from."""


def of_models(task: tuple[int, str, int, int, str]) -> list[Line]:
    """All lines of one data set and seed: some healthy pairs and some plants of every model."""
    seed, data, healthy, plants, only = task
    warnings.simplefilter("error")
    lines = []
    names = [name for name in PLANTS if only in {"", name}]
    for turn, model in enumerate(NAMES, len(NAMES) * list(DATASETS).index(data)):
        made = trained(data, model, seed)
        for pair in healthy_pairs(made, turn, 0 if only else healthy):
            apart = " sure without knowledge" if unlike_any(pair.made) else ""
            lines.append(_line(try_healthy(pair), apart))
        for at in range(min(plants, len(names))):
            outcome = try_plant(names[(turn + seed + at * 7) % len(names)], made, turn)
            lines += [] if outcome is None else [_line(outcome)]
    trained.cache_clear()
    return lines


def _line(outcome: Outcome, apart: str = "") -> Line:
    name = (outcome.plant or "healthy") + apart
    return name, outcome.pair.made.model, outcome.verdict, bool(outcome.hidden), str(outcome), apart


def tables(lines: list[Line]) -> str:
    """Both tables and the failures."""
    return "\n".join([
        *_table("plant", [(line[0], line) for line in lines]), "",
        *_table("model", [(line[1], line) for line in lines if not line[5]]), "",
        *(f"- {line[4]}" for line in lines if line[2] not in RIGHT and not line[5]),
    ])  # fmt: skip


def _table(head: str, named: list[tuple[str, Line]]) -> list[str]:
    rows = [
        f"| {head} | pairs | found first | hidden, left alone | healthy, unsuspected | wrong | rate right |"
    ]
    rows += ["|---|---|---|---|---|---|---|"]
    for name in dict.fromkeys(name for name, _ in named):
        count = Counter(line[2] for one, line in named if one == name)
        good = [count["found"], count["left alone"], count["healthy"]]
        total = count.total()
        cells = [total, *good, total - sum(good), f"{100 * sum(good) / total:.1f}%"]
        rows.append(f"| {name} | {' | '.join(map(str, cells))} |")
    return rows


def main() -> None:
    """Read the command line and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--first", type=int, default=0, help="the first seed")
    parser.add_argument("--healthy", type=int, default=2, help="healthy pairs of each model")
    parser.add_argument("--plants", type=int, default=3, help="plants of each model")
    parser.add_argument("--only", default="", choices=["", *PLANTS], help="one plant alone")
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    seeds = range(asked.first, asked.first + asked.seeds)
    tasks = [(seed, data, asked.healthy, asked.plants, asked.only) for seed in seeds for data in DATASETS]
    lines: list[Line] = []
    with ProcessPoolExecutor(asked.jobs) as pool:
        for task, some in zip(tasks, pool.map(of_models, tasks), strict=True):
            lines += some
            wrong = sum(line[2] not in RIGHT and not line[5] for line in some)
            sys.stderr.write(f"seed {task[0]}, {task[1]}: {len(some)} pairs, {wrong} wrong\n")
    sys.stdout.write(tables(lines) + "\n")


if __name__ == "__main__":
    main()
