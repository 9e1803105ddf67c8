"""What `advise` says of files, and whether the fix that it names helps."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from running import ENVIRONMENT, inside

from plants.pairs import write

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from plants.pairs import Pair

READERS = {"advise", "detect", "loss", "validate"}
"""Commands that take both files: a fix may be one of them with an option more."""


@dataclass(frozen=True)
class Advice:
    """The exit status, the suspicions in their order, and the whole answer or the error."""

    status: int
    suspicions: tuple[str, ...]
    answer: dict[str, Any]
    error: str = ""

    def fix(self, code: str) -> str:
        """What is to be typed about a suspicion."""
        return next(one["fix"] for one in self.answer["findings"] if one["code"] == code)

    def __str__(self) -> str:
        """In a few words."""
        return f"exit {self.status}, {', '.join(self.suspicions) or 'no suspicion'} {self.error}".strip()


def advise(*words: object) -> Advice:
    """What the command says in this process."""
    done = inside("advise", *words, "-f", "json")
    return told(done.returncode, done.stdout, done.stderr)


def told(status: int, out: str, err: str) -> Advice:
    """The answer read; a status that does not go with it is an error."""
    if not out.startswith("{"):
        return Advice(status, (), {"findings": []}, f"no answer: {err.strip()[-300:]}")
    answer = json.loads(out)
    found = tuple(one["code"] for one in answer["findings"] if one["level"] == "suspicion")
    wrong = "" if status == bool(found) else "the exit status is not that of the findings"
    return Advice(status, found, answer, wrong)


def advise_pair(pair: Pair, folder: Path) -> Advice:
    """The same of a pair that is written first."""
    folder.mkdir(parents=True, exist_ok=True)
    return advise(*write(pair, folder), *pair.options)


def after_fix(fix: str, folder: Path, words: Sequence[object]) -> Advice | None:
    """What is said after the fix was typed; None where it is about a program that made the files."""
    if not fix.startswith(("xentcli ", "python ")):
        return None
    first = shlex.split(re.split(r"[|&;]", fix)[0] if fix.startswith("xentcli") else "python -c")
    if first[0] == "xentcli" and first[1] in READERS:
        return advise(*(word for word in _without_output(first[2:])))
    before = set(folder.iterdir())
    done = subprocess.run(
        ["bash", "-ec", fix], cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        return Advice(done.returncode, (), {"findings": []}, f"the fix fails: {fix}\n{done.stderr[-300:]}")
    return advise(*_replaced(list(words), sorted(set(folder.iterdir()) - before), fix))


def _without_output(words: list[str]) -> list[str]:
    cut = next((at for at, word in enumerate(words) if word in {"-o", "-f", ">"}), len(words))
    return words[:cut] + words[cut + 2 :]


def _replaced(words: list[object], new: list[Path], fix: str) -> list[object]:
    """The command line with each new file in the place of the one that it was made from."""
    for path in new:
        labels = path.name.startswith("y") or "label" in path.name or str(words[1]) not in fix
        words[0 if labels else 1] = path
    return words
