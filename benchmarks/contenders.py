"""The parts of a measurement: commands that do the same work, and targets for their times."""

from __future__ import annotations

import shlex
import shutil
import sys
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

XENTCLI = (sys.executable, "-m", "xentcli")


@dataclass(frozen=True)
class Contender:
    """A command; `{peers}` in it is the folder of scripts, and `needs` names modules or programs."""

    name: str
    words: tuple[str, ...]
    needs: tuple[str, ...] = ()
    silent: bool = False
    rounds: int | None = None
    """The most rounds, without a warm-up, for a slow command; None: all rounds."""
    status: int = 0
    """The right exit status."""

    def argv(self, here: Path) -> list[str]:
        """Return the command to run."""
        return [word.replace("{peers}", str(here / "peers")) for word in self.words]

    @property
    def available(self) -> bool:
        """Whether its modules and programs are installed."""
        return all(find_spec(need) or shutil.which(need) for need in self.needs)

    def runs(self, turn: int) -> bool:
        """Return whether it runs in a round; round 0 is the warm-up."""
        return self.rounds is None or 0 < turn <= self.rounds


@dataclass(frozen=True)
class Target:
    """The largest allowed ratio to the time of the best of some contenders."""

    most: float
    against: tuple[str, ...] = ()
    """None: every peer."""


@dataclass(frozen=True)
class Case:
    """One measurement: the inputs, the contenders, and which of them are floors rather than peers."""

    name: str
    title: str
    inputs: str
    """The function of `inputs` that makes them, and its arguments after folder and scale."""
    contenders: tuple[Contender, ...]
    floors: tuple[str, ...] = ()
    targets: tuple[Target, ...] = ()
    outputs: tuple[str, ...] = ()
    """Files that the contenders write; they are removed."""

    def files(self, folder: Path) -> list[Path]:
        """Return the inputs that its commands name."""
        words = {word for c in self.contenders for words in c.words for word in words.split()}
        return [folder / w for w in sorted(words) if (folder / w).is_file() and w not in self.outputs]


def ours(*words: str) -> Contender:
    """xentcli itself."""
    return Contender("xentcli", (*XENTCLI, *words))


def piped(file: str, *words: str) -> Contender:
    """xentcli behind a pipe."""
    return Contender("xentcli", ("sh", "-c", f"cat {file} | {shlex.join([*XENTCLI, *words])}"), ("cat",))


def peer(name: str, script: str, *words: str, needs: str, rounds: int | None = None) -> Contender:
    """A Python script in the folder of peers."""
    return Contender(name, (sys.executable, f"{{peers}}/{script}.py", *words), (needs,), rounds=rounds)


def shell(name: str, command: str, *needs: str) -> Contender:
    """A shell command; the output of `cat` and `dd` does not count."""
    return Contender(name, ("sh", "-c", command), needs, silent=name in {"cat", "dd"})


def cat(*files: str) -> Contender:
    """The floor: read the bytes once."""
    return shell("cat", f"cat {' '.join(files)} > /dev/null", "cat")


PASS = Contender("python -c pass", (sys.executable, "-c", "pass"))
"""The floor of a start."""
