"""What the tests of `validate` sample, in full: python tests/system/heavy_validate.py [FOLDER]

10 million labels in a CSV file with one bad row at the end, by name and by a pipe; 1 GB of one-hot labels
(1,000,000 x 1000 uint8), right and with one bad row at the end; and 3 million predictions of 10 classes: each
verdict, its time and the most memory of the run. FOLDER (default: a temporary one) needs room for 2 GB.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.append(str(Path(__file__).resolve().parents[1] / "support"))

import numpy as np
from measuring import measured

VALIDATE = (sys.executable, "-m", "xentcli", "validate")
MOST = {"text": 160, "array": 60, "both": 80}
"""MiB of memory that a verdict may take: text is parsed by pyarrow, which alone takes half of that."""


def tell(text):
    """A line to the reader, at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def made(folder):
    """The files."""
    random = np.random.default_rng(0)
    ids = random.integers(0, 1000, 10_000_000)
    with (folder / "big.csv").open("w") as file:
        file.write("label\n" + "\n".join(map(str, ids.tolist())) + "\n2.5\n")
    hot = np.lib.format.open_memmap(folder / "hot.npy", "w+", np.uint8, (1_000_000, 1000))
    hot[np.arange(1_000_000), ids[:1_000_000]] = 1
    hot.flush()
    np.save(folder / "y.npy", ids[:3_000_000] % 10)
    p = random.random((3_000_000, 10), np.float32)
    np.save(folder / "p.npy", p / p.sum(axis=1, keepdims=True))


def judged(folder, most, problem, *words):
    """Judge, tell what it took, and whether the verdict and the memory are what they must be."""
    run = measured(*VALIDATE, *words, "-q", cwd=folder)
    told = subprocess.run([*VALIDATE, *words], cwd=folder, capture_output=True, text=True, check=False).stdout
    tell(f"{run.seconds:6.2f} s {run.cpu:6.2f} s CPU {run.peak:6.1f} MiB  validate {' '.join(words)}")
    right = run.status == int(problem is not None) and run.peak <= MOST[most] and (problem or "valid") in told
    return 0 if right else 1


def everything(folder):
    """How many verdicts were wrong."""
    made(folder)
    sparse = ("--expect", "sparse", "--num-classes", "1000")
    last = "big.csv:10000002: label: XE104 2.5 is not a whole number"
    wrong = judged(folder, "text", last, "big.csv", *sparse)
    line = f"cat big.csv | {' '.join(VALIDATE)} - {' '.join(sparse)}"
    piped = subprocess.run(line, shell=True, cwd=folder, capture_output=True, text=True, check=False)
    wrong += last.replace("big.csv", "stdin") not in piped.stdout
    wrong += judged(folder, "array", None, "hot.npy", "--expect", "one-hot")
    tell(f"{measured('cat', 'hot.npy', cwd=folder).seconds:6.2f} s  cat hot.npy")
    hot = np.lib.format.open_memmap(folder / "hot.npy", "r+")
    hot[-1] = 0
    hot.flush()
    wrong += judged(folder, "array", "row 1000000: ", "hot.npy", "--expect", "one-hot")
    return wrong + judged(folder, "both", None, "y.npy", "p.npy")


def main():
    """Everything; exit status 1 if something is not as it must be."""
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as name:
        wrong = everything(Path(name))
        tell(f"{wrong} wrong")
        return int(wrong > 0)


if __name__ == "__main__":
    sys.exit(main())
