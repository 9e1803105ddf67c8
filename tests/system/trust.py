"""Everything that tries to break what SECURITY.md promises, part by part.

`python tests/system/trust.py [--nightly]`: in full it takes hours, and writes what was tried into
SECURITY.md, each part with its day as soon as it is done; --only runs some of them. With --nightly every
part is short, about ten minutes in all, and nothing is written. The last line is JSON: of each part its
exit status, its seconds and its own figures. The exit status is 1 if a part found something, or could not
be run.
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
PAGE = TESTS.parents[1] / "SECURITY.md"
CASES = TESTS / "fuzz" / "cases"
RECORD = TESTS / "trust.json"
"""What the last full run of each part gave: the page is made from it."""
TARGETS = (
    *("npy_header", "npz_directory", "csv_table", "tool_files", "json_documents", "json_records"),
    *("tool_arrays", "first_bytes", "table_cells", "cell_numbers", "messages", "packed", "commands"),
)
BEGIN, END = "<!-- figures: made by python tests/system/trust.py -->", "<!-- end of figures -->"
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
} | {
    f"faults_{name}": Part(title, "faults/full.py", ("--only", *parts), ("--nightly", "--only", *parts))
    for name, title, parts in (
        ("calls", "System calls that fail", ("syscall_faults",)),
        ("moved", "Files that change, calls that fall short",
         ("moved_inputs", "moved_outputs", "faults_inside")),
        ("stops", "Kills, signals and closed streams", ("kills", "signals", "streams")),
        ("load", "Limits, full disks and load", ("limits", "small_disks", "load", "contests", "bombs")),
    )
} | {
    f"fuzz_{name}": Part(
        f"Fuzzing {name.replace('_', ' ')}", "fuzz/run.py",
        ("--target", name, "--seconds", "1200"), ("--target", name, "--seconds", "8"),
    )
    for name in TARGETS
}  # fmt: skip
"""Each prints its figures as one JSON object, its last line: numbers, or numbers by name."""


def main(words=None):
    """All parts, or those named; after a full run the figures of each go into SECURITY.md."""
    options = _options(words)
    done = {}
    for name in options.only or PARTS:
        done[name] = run(PARTS[name], nightly=options.nightly)
        if not options.nightly and "figures" in done[name]:
            _record(name, done[name])
    _tell(json.dumps({"date": _today(), "versions": versions(), "parts": done}))
    return int(any(part["status"] for part in done.values()))


def _record(name, part):
    """One part more, or anew; the page says what is recorded of each."""
    known = json.loads(RECORD.read_text(encoding="utf-8")) if RECORD.exists() else {}
    known[name] = part | {"date": _today(), "versions": versions()}
    parts = {each: known[each] for each in PARTS if each in known}
    RECORD.write_text(json.dumps(parts, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(written(PAGE.read_text(encoding="utf-8"), block(parts)), encoding="utf-8")


def _options(words):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--nightly", action="store_true", help="every part short; nothing is written")
    parser.add_argument("--only", nargs="+", choices=PARTS, help="these parts")
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
    """What is recorded as Markdown, each part with its day, and what was not run in full."""
    lines = []
    for number, (used, names) in enumerate(_by_versions(parts).items()):
        which = f" ({'; '.join(PARTS[name].title for name in names)})" if number else ""
        lines.append(f"With {used}, on {platform.system()}{which}.")
    missing = [part.title for name, part in PARTS.items() if name not in parts]
    lines += [f"Not run in full yet: {'; '.join(missing)}."] if missing else []
    lines += ["", *HEAD]
    for name, part in parts.items():
        verdict = "nothing found" if not part["status"] else f"**exit status {part['status']}**"
        spent = f"{part['seconds'] // 60:,} min"
        lines.append(f"| **{PARTS[name].title}** | {spent} | {part['date']}: {verdict} |")
        lines += [_row(key, value) for key, value in part["figures"].items()]
    return "\n".join([*lines, _row("findings of fuzzing, fixed and kept as cases", _cases())])


def _cases():
    """How many inputs that fuzzing found wrong are tried by every test run, by target."""
    folders = sorted(CASES.iterdir())
    return {folder.name: count for folder in folders if (count := len(list(folder.iterdir())))}


def _by_versions(parts):
    """The parts of each set of versions, in words."""
    found = {}
    for name, part in parts.items():
        used = ", ".join(f"{library} {number}" for library, number in part["versions"].items())
        found.setdefault(used, []).append(name)
    return found


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
