"""One input of a target without a fuzzer: python tests/system/fuzz/alone.py TARGET FILE

It fails where the contract is not kept, or it takes more than the time or the memory that it may."""

import resource
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1] / "support")]

from targets import target  # noqa: E402

SLOWEST = 5
"""In seconds of the processor."""
LARGEST = 512
"""In MiB."""


def main(name, path):
    """Nothing is said of an input that is right."""
    check, data = target(name), Path(path).read_bytes()
    start = time.process_time()
    check(data)
    seconds = time.process_time() - start
    mebibytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >> (20 if sys.platform == "darwin" else 10)
    if seconds > SLOWEST or mebibytes > LARGEST:
        sys.exit(f"{path}: {seconds:.1f} s, {mebibytes} MiB")


if __name__ == "__main__":
    main(*sys.argv[1:])
