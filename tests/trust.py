"""Everything that tries to break what SECURITY.md promises, part by part: python tests/trust.py [--nightly]

In full it takes hours, and writes what was tried into SECURITY.md. With --nightly every part is short, about
ten minutes in all, and nothing is written. The last line is JSON: for each part its exit status, its seconds
and its own figures. The exit status is 1 if a part found something, or could not be run.
"""

import argparse
import json
import platform
import subprocess
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

TESTS = Path(__file__).resolve().parent
PAGE = TESTS.parent / "SECURITY.md"
BEGIN, END = "<!-- figures: made by python tests/trust.py -->", "<!-- end of figures -->"
LIBRARIES = ("xentcli", "numpy", "pandas", "pyarrow", "click", "rich", "atheris")
HEAD = ("| tried | how often | |", "|---|---|---|")
BROKEN = {"broken", "failures", "findings"}
"""The figures that should be zero; any other that is says that nothing was tried."""
ABSENT = "is not in this copy of the tests"


@dataclass(frozen=True)
class Part:
    """A program of the tests: its words for a full run and for a short one."""

    title: str
    program: str
    full: tuple[str, ...] = ()
    nightly: tuple[str, ...] = ()


PARTS = {
    "catalogue": Part("Bad inputs", "catalogue/metamorphic.py", nightly=("late",)),
    "faults": Part("Faults, limits, signals and load", "faults/full.py", nightly=("--nightly",)),
    "fuzz": Part("Fuzzing", "fuzz/run.py", ("--seconds", "1200"), ("--seconds", "8")),
}
"""Each prints its figures as one JSON object, its last line: numbers, or numbers by name."""


def main(words=None):
    """All parts, or those named; the figures go into SECURITY.md after a full run of all."""
    options = _options(words)
    names = options.only or list(PARTS)
    parts = {name: run(PARTS[name], nightly=options.nightly) for name in names}
    _tell(json.dumps({"date": _today(), "versions": versions(), "parts": parts}))
    if not options.nightly and names == list(PARTS) and all("figures" in part for part in parts.values()):
        PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), block(parts)), encoding="utf-8")
    return int(any(part["status"] for part in parts.values()))


def _options(words):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nightly", action="store_true", help="every part short; nothing is written")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="these parts; nothing is written")
    return parser.parse_args(words)


def run(part, *, nightly):
    """One part as a process: its exit status, its seconds and the figures of its last line."""
    program = TESTS / part.program
    if not program.exists():
        _tell(f"{part.title}: {part.program} {ABSENT}")
        return {"status": 1, "seconds": 0}
    start, last = time.monotonic(), ""
    command = [sys.executable, str(program), *(part.nightly if nightly else part.full)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, errors="replace") as process:
        for line in process.stdout:
            _tell(f"{part.title}: {line.rstrip()}")
            last = line.strip() or last
    found = _figures(last)
    status = process.returncode or int(found is None or not _tried(found))
    return {"status": status, "seconds": round(time.monotonic() - start)} | (
        {} if found is None else {"figures": found}
    )


def _figures(line):
    """What a line of JSON holds; None where it is none, as when a program failed."""
    try:
        found = json.loads(line)
    except ValueError:
        return None
    return found if isinstance(found, dict) else None


def _tried(found):
    """Whether there was any of everything."""
    counts = {
        name: sum(value.values()) if isinstance(value, dict) else value for name, value in found.items()
    }
    return bool(counts) and all(counts[name] for name in counts.keys() - BROKEN)


def block(parts):
    """The figures as Markdown, with the day and the versions that they are of."""
    names = ", ".join(f"{name} {number}" for name, number in versions().items())
    lines = [f"Last full run: {_today()}, {platform.system()}, {names}.", "", *HEAD]
    for name, part in parts.items():
        verdict = "nothing found" if not part["status"] else f"**exit status {part['status']}**"
        lines.append(f"| **{PARTS[name].title}** | {part['seconds'] // 60:,} min | {verdict} |")
        lines += [_row(key, value) for key, value in part["figures"].items()]
    return "\n".join(lines)


def _row(key, value):
    """A figure; of figures by name their sum, and each beside it."""
    parts = value if isinstance(value, dict) else {}
    total = sum(parts.values()) if parts else value
    shown = f"{total:,}" if isinstance(total, int | float) else str(total)
    each = ", ".join(f"{name.replace('_', ' ')} {count:,}" for name, count in parts.items())
    return f"| {key.replace('_', ' ')} | {shown} | {each} |"


def written(page, figures):
    """The page with these figures between its marks."""
    before, after = page[: page.index(BEGIN)], page[page.index(END) :]
    return f"{before}{BEGIN}\n{figures}\n{after}"


def versions():
    """What the figures depend on."""
    found = {"Python": platform.python_version()}
    for name in LIBRARIES:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return found


def _today():
    return datetime.now(UTC).date().isoformat()


def _tell(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
