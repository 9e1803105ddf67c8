"""All fuzz targets, each for some seconds: python tests/system/fuzz/run.py [--seconds 10] [--target NAME ...]

Needs the extra `fuzz`. Seconds are those of the processor, so that a pause is none. What is found is kept
in tests/system/fuzz/cases/TARGET, where the tests replay it; the last line is JSON: executions and seconds by
target, and how many findings there were. The exit status is 1 if there were any.
"""

import argparse
import importlib.util
import json
import os
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "support")]

from fuzzing import Fuzzing  # noqa: E402
from seeds import SEEDS  # noqa: E402
from targets import TARGETS  # noqa: E402

MEMORY = "/dev/shm"
"""Where there is one, files are kept there."""


def main(arguments=None):
    options = _options(arguments)
    if importlib.util.find_spec("atheris") is None:
        sys.stderr.write("atheris is not installed: pip install 'xentcli[fuzz]'\n")
        return 2
    where = MEMORY if os.path.isdir(MEMORY) else None
    with tempfile.TemporaryDirectory(prefix="xfuzz-", dir=where) as folder:
        done = [_fuzzed(name, options, Path(folder)) for name in options.target or TARGETS]
    figures = {
        "fuzz_executions": {one.name: one.executions for one in done},
        "fuzz_seconds": {one.name: round(one.seconds) for one in done},
        "findings": sum(one.findings for one in done),
    }
    print(json.dumps(figures))
    return 1 if figures["findings"] else 0


def _options(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=10, help="for each target")
    parser.add_argument("--target", nargs="+", choices=TARGETS, help="only these")
    parser.add_argument("--corpus", type=Path, help="keep what is learnt in this folder")
    parser.add_argument("--label", default="fuzz", help="a word to find the processes by")
    return parser.parse_args(arguments)


def _fuzzed(name, options, folder):
    """One target for its time, from its seeds on."""
    corpus = (options.corpus or folder / "corpus") / name
    corpus.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(SEEDS[name]()):
        (corpus / f"seed-{number}").write_bytes(seed)
    fuzzing = Fuzzing(name, corpus, folder, options.label)
    fuzzing.go_on(options.seconds)
    print(
        f"{name}: {fuzzing.executions:,} executions in {fuzzing.seconds:.0f} s of the processor, "
        f"{fuzzing.findings} findings",
        flush=True,
    )
    return fuzzing


if __name__ == "__main__":
    sys.exit(main())
