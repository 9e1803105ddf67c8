"""All fuzz targets, each for so many seconds: python tests/fuzz/run.py [--seconds 10] [--target NAME ...]

Needs the extra `fuzz`. What is found is kept in tests/fuzz/cases/TARGET, where the tests replay it; the last
line is JSON: executions and seconds by target, and how many findings there were.
"""

import argparse
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from seeds import SEEDS  # noqa: E402
from targets import TARGETS  # noqa: E402

MOST_FINDINGS = 3
LIMITS = ("-timeout=5", "-rss_limit_mb=512", "-max_len=4096", "-print_final_stats=1", "-verbosity=1")


def main():
    options = _options()
    if importlib.util.find_spec("atheris") is None:
        sys.stderr.write("atheris is not installed: pip install 'xentcli[fuzz]'\n")
        return 2
    figures = {"fuzz_executions": {}, "fuzz_seconds": {}, "findings": 0}
    for name in options.target or TARGETS:
        runs, seconds, found = _fuzzed(name, options)
        figures["fuzz_executions"][name], figures["fuzz_seconds"][name] = runs, round(seconds)
        figures["findings"] += found
        print(f"{name}: {runs:,} executions in {seconds:.0f} s, {found} findings", flush=True)
    print(json.dumps(figures))
    return 1 if figures["findings"] else 0


def _options():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=10, help="for each target")
    parser.add_argument("--target", nargs="*", choices=TARGETS, help="only these")
    parser.add_argument("--corpus", help="keep what is learnt in this folder")
    parser.add_argument("--label", default="fuzz", help="a word to find the processes by")
    return parser.parse_args()


def _fuzzed(name, options):
    """Executions, seconds and findings of one target, which goes on after a finding."""
    with tempfile.TemporaryDirectory(prefix="xentcli-fuzz-") as empty:
        corpus = Path(options.corpus or empty) / name
        corpus.mkdir(parents=True, exist_ok=True)
        for number, seed in enumerate(SEEDS[name]()):
            (corpus / f"seed-{number}").write_bytes(seed)
        runs, seconds, found = 0, 0.0, 0
        while seconds < options.seconds and found < MOST_FINDINGS:
            start = time.monotonic()
            status, said = _child(name, corpus, options.seconds - seconds, options.label)
            seconds += time.monotonic() - start
            counts = re.findall(r"stat::number_of_executed_units:\s+(\d+)", said) or re.findall(
                r"^#(\d+)", said, re.MULTILINE
            )
            runs += int(counts[-1]) if counts else 0
            if status:
                found += 1
                print(said[-4000:], flush=True)
        return runs, seconds, found


def _child(name, corpus, seconds, label):
    """One run of the fuzzer: its status, and what it said."""
    cases = HERE / "cases" / name
    cases.mkdir(parents=True, exist_ok=True)
    time_limit = f"-max_total_time={max(1, round(seconds))}"
    command = [sys.executable, HERE / "fuzz.py", name, corpus, time_limit, *LIMITS]
    done = subprocess.run(
        [*map(str, command), f"-artifact_prefix={cases}/", f"--{label}"],
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace", check=False,
    )  # fmt: skip
    return done.returncode, done.stdout


if __name__ == "__main__":
    sys.exit(main())
