"""Measure a dask cluster on this machine: the time per task, 64 shards and one process, and memory.

python benchmarks/scale.py [--rounds 5] [--rows 10000000]

Starts a scheduler and two workers of one thread each as processes, and runs every command once per round, in
turn, as whole processes. All answers must be the same to the last character.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from contenders import XENTCLI, Contender
from figures import Timed
from machine import described
from run import compiled, run_once

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np

SHARDS, MANY = 64, 1024
FEW = 1000
"""Rows of a small shard."""
WORKERS = 2


def made(folder: Path, rows: int) -> None:
    """Make shards as NPY and Parquet, and many small ones."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.parquet as pq

    random = np.random.default_rng(0)
    for n in range(MANY):
        _pair(folder, f"small-{n:04}", FEW, random)
    for n in range(SHARDS):
        labels, predictions = _pair(folder, f"shard-{n:02}", rows // SHARDS, random)
        columns = {f"p_{k}": predictions[:, k] for k in range(10)}
        pq.write_table(pa.table({"label": labels, **columns}), folder / f"shard-{n:02}.parquet")


def _pair(folder: Path, name: str, rows: int, random: np.random.Generator) -> tuple[np.ndarray, np.ndarray]:
    import numpy as np

    labels = random.integers(0, 10, rows)
    predictions = random.dirichlet(np.ones(10), rows).astype(np.float32)
    np.save(folder / f"y-{name}.npy", labels)
    np.save(folder / f"p-{name}.npy", predictions)
    return labels, predictions


@contextmanager
def cluster(folder: Path) -> Iterator[str]:
    """Start a scheduler and its workers with dask's own commands; yield the address."""
    file, processes = folder / "scheduler.json", []
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[1])}
    places = ["--scheduler-file", str(file)]
    commands = [["scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", *places]]
    for number in range(WORKERS):
        own = ["--local-directory", str(folder / f"worker-{number}")]
        commands.append(["worker", "--nthreads", "1", "--no-dashboard", "--memory-limit", "0", *places, *own])
    try:
        for command in commands:
            words = [sys.executable, "-m", "dask", *command]
            with (folder / "log").open("ab") as log:
                processes.append(subprocess.Popen(words, cwd=folder, env=environment, stdout=log, stderr=log))
            while not file.exists():
                time.sleep(0.1)
        yield json.loads(file.read_text())["address"]
    finally:
        for process in reversed(processes):
            process.terminate()
            process.wait()


def contenders(name: str, files: tuple[str, ...], address: str) -> dict[str, Contender]:
    """The same loss by one process, by all cores of this machine, and by the cluster."""
    loss = (*XENTCLI, "loss", *files, "-f", "value")
    ways = {
        "-j 1": ("-j", "1"),
        "-j 2": ("-j", "2"),
        "--scheduler tcp": ("--scheduler", address),
        "--scheduler local:2": ("--scheduler", "local:2"),
    }
    return {f"{name} | {way}": Contender(way, (*loss, *more)) for way, more in ways.items()}


def measured(folder: Path, address: str, rounds: int) -> dict[str, Timed]:
    """Run every command, in turn, round by round; the first round only warms up."""
    everything = contenders("64 NPY shards", ("y-shard-*.npy", "p-shard-*.npy"), address)
    everything |= contenders("64 Parquet shards", ("shard-*.parquet",), address)
    everything |= contenders("1 small shard", ("y-small-0000.npy", "p-small-0000.npy"), address)
    everything |= contenders("1024 small shards", ("y-small-*.npy", "p-small-*.npy"), address)
    runs = {name: Timed() for name in everything}
    for turn in range(rounds + 1):
        for name, contender in everything.items():
            seconds, mebibytes, answer = run_once(contender, folder, watched=not turn)
            record = runs[name]
            record.mebibytes, record.answer = max(record.mebibytes, mebibytes), answer
            record.seconds += [seconds] if turn else []
    return runs


def table(runs: dict[str, Timed]) -> str:
    """Return a Markdown table, and the time per task from the difference between many shards and one."""
    lines = ["| work | by | s | client's MiB | answer |", "|---|---|---|---|---|"]
    for name, run in runs.items():
        lines.append(f"| {name} | {run.median:.3f} | {run.mebibytes:.0f} | {run.answer} |")
    for way in ("-j 1", "--scheduler tcp"):
        more = runs[f"1024 small shards | {way}"].median - runs[f"1 small shard | {way}"].median
        lines += ["", f"a task with {way}: {1000 * more / (MANY - 1):.2f} ms"]
    return "\n".join(lines)


def check(runs: dict[str, Timed]) -> None:
    """Check that the same work has the same answer everywhere."""
    answers: dict[str, set[str]] = {}
    for name, run in runs.items():
        answers.setdefault(name.partition(" | ")[0].replace("NPY", "").replace("Parquet", ""), set()).add(
            run.answer
        )
    assert all(len(same) == 1 for same in answers.values()), answers


def main() -> None:
    """Make the shards, start the cluster, run the commands and print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--rows", type=int, default=10_000_000, help="of the 64 shards together")
    options = parser.parse_args()
    print(f"{described()}\n", flush=True)
    compiled()
    with tempfile.TemporaryDirectory(prefix="xentcli-scale-") as name:
        folder = Path(name)
        making = multiprocessing.get_context("spawn").Process(target=made, args=(folder, options.rows))
        making.start()  # so that the commands do not inherit the peak of this process
        making.join()
        with cluster(folder) as address:
            runs = measured(folder, address, options.rounds)
    print(table(runs))
    check(runs)


if __name__ == "__main__":
    main()
