"""Every error of the catalogue again: among good rows, compressed, piped, in other blocks and threads.

The exit status, the code, the column and the value must be the same, and line and row shifted exactly.
`python tests/system/catalogue/metamorphic.py` tries all with 50,000 good rows before and after; a name as its
argument tries the entries whose name has it.
"""

import gzip
import io
import json
import re
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

if __name__ == "__main__":
    here = Path(__file__).resolve()
    sys.path[0:1] = [str(here.parents[1]), str(here.parents[2] / "support"), str(here.parents[3])]

import numpy as np
from compressed_files import npy

from catalogue import ENTRIES
from catalogue.runner import laid_out, run

MANY, FEW, SMALL = 50_000, 40, 1 << 14
SHIFTED = ("code", "column", "value", "line", "row")


@dataclass(frozen=True)
class Variant:
    """One way to run an entry again."""

    rows: int = 0
    options: str = ""
    packed: bool = False
    piped: bool = False


def variants(entry, rows=MANY):
    """The ways in which an entry is tried, without those that mean nothing to it."""
    many, few = (rows, FEW) if entry.pads else (0, 0)
    found = [Variant(many, "-j 1"), Variant(many, "-j 3")]
    if entry.still or (entry.row[0] == "W" and entry.status == 2):
        return found
    if sum(map(len, entry.contents().values())) > SMALL:
        found += [Variant(many, "--block-rows 1000 -j 3"), Variant(many, "", packed=_packable(entry))]
        return found
    found += [Variant(few, "--block-rows 1"), Variant(few, "--block-rows 7 -j 3")]
    if _packable(entry):
        found += [Variant(many, "", packed=True), Variant(few, "--block-rows 7", packed=True)]
    if " <" not in entry.line and " - " not in f"{entry.line} " and _packable(entry):
        found += [Variant(many, "", piped=True), Variant(few, "--block-rows 1", piped=True)]
    return found


def _packable(entry):
    """Whether the files are not compressed already, and say what they are by their content."""
    return all(name.endswith((".csv", ".npy")) for name in entry.contents()) and entry.row[0] not in "GWO"


def mismatches(entry, variant, folder):
    """What differs from the entry alone, in words."""
    contents = entry.contents()
    base = _said(entry, entry.line, folder, contents)
    grown = (
        {name: _padded(data, entry.pads[name], variant.rows) for name, data in contents.items()}
        if variant.rows
        else contents
    )
    line = entry.line
    if variant.packed:
        grown = {name: gzip.compress(data, 1) for name, data in grown.items()}
    if variant.piped:
        first = next(name for name in contents if name in line)
        line = f"{line.replace(first, '-', 1)} {variant.options} <{first}"
    else:
        line = _with(line, variant.options)
        first = None
    wanted = [_shifted(fields, variant.rows) for fields in base[1]]
    status, found = _said(entry, line, folder, grown, first)
    for want, fields in zip(wanted, found, strict=False):
        if want["row"] is None and want["line"] is not None:  # not known yet whether there is a header
            fields["row"] = None
    differences = [] if status == base[0] else [f"status {status}, not {base[0]}"]
    return (
        differences
        + [f"{f}, not {w}" for f, w in zip(found, wanted, strict=False) if f != w][:3]
        + ([] if len(found) == len(wanted) else [f"{len(found)} problems, not {len(wanted)}"])
    )


def _with(line, options):
    """Options before the file of standard input."""
    command, mark, stdin = line.partition(" <")
    if " -- " in command:
        return f"{command.replace(' -- ', f' {options} -- ')}{mark}{stdin}"
    return f"{command} {options}{mark}{stdin}"


def _padded(data, pad, rows):
    """The file with so many good rows after its header, and at its end."""
    good, head = pad
    if data.startswith(b"\x93NUMPY"):
        array = np.load(io.BytesIO(data))
        more = np.broadcast_to(np.asarray(good, array.dtype), (rows, *array.shape[1:]))
        return npy(np.concatenate([more, array, more]))
    lines = data.split(b"\n", head)
    more = f"{good}\n".encode() * rows
    rest = lines[-1] if not lines[-1] or lines[-1].endswith(b"\n") else lines[-1] + b"\n"
    return b"".join(line + b"\n" for line in lines[:-1]) + more + rest + more


def _said(entry, line, folder, contents, piped=None):
    """The exit status, and the problems as fields."""
    laid_out(entry, folder, contents)
    done = run(_with(line, "-f json"), folder, entry.env)
    texts = [text for text in done.err.splitlines() if text.startswith("{")]
    said = [json.loads(text) for text in texts]
    if done.out.startswith("{"):
        said += [p for p in json.loads(done.out).get("problems", []) if p.get("level", "error") == "error"]
    first = piped or ""
    return done.status, [_fields(problem, first) for problem in said]


def _fields(problem, piped):
    """What must be the same, or shifted."""
    file = problem.get("file")
    fields = {name: problem.get(name) for name in SHIFTED}
    lines = re.findall(r"\bline (\d+)", problem.get("message") or "")
    return fields | {"file": piped if file == "stdin" and piped else file, "lines": list(map(int, lines))}


def _shifted(fields, rows):
    """Lines and rows behind the good rows before; what is one row too many stands behind those after, too."""
    line, row = fields["line"], fields["row"]
    rows *= 2 if fields["code"] == "XE301" else 1
    return fields | {
        "line": line if line in {None, 1} and row is None else line and line + rows,
        "row": row and row + rows,
        "lines": [n + rows for n in fields["lines"]],
    }


def _tried(entry):
    """Whether it is an error of this step that needs no preparation, and that says nothing of jobs itself."""
    plain = entry.step == 4 and entry.prepare is None
    return (
        isinstance(entry.outcome, int)
        and plain
        and not {"-o", "-j", "--jobs"}.intersection(entry.line.split())
    )


TRIED = list(filter(_tried, ENTRIES))
SAMPLE = [e for e in TRIED if e.pads][::7] + [e for e in TRIED if not e.pads and not e.still][::9]
"""What the normal tests try."""


def everything(part):
    """All variants of the entries whose names have this part: how many, and what failed."""
    count, failures = 0, []
    for entry in (e for e in TRIED if part in e.name):
        for variant in variants(entry):
            with tempfile.TemporaryDirectory() as folder:
                count += 1
                if bad := mismatches(entry, variant, Path(folder)):
                    failures.append(f"{entry.name}: {variant}: {'; '.join(bad)}")
                    print(failures[-1], flush=True)
    return count, failures


def main(part=""):
    """Try all; the last line is the count, as JSON."""
    count, failures = everything(part)
    print(
        json.dumps({"catalogue_inputs": len(ENTRIES), "metamorphic_runs": count, "failures": len(failures)})
    )
    return bool(failures)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:2]))
