"""Click parameter types, with errors that suggest a valid value."""

from __future__ import annotations

import codecs
import math
import os
import re
from typing import TYPE_CHECKING, Any

import click

from xentcli.core.errors import UsageError
from xentcli.core.suggest import did_you_mean
from xentcli.core.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path

    from click.shell_completion import CompletionItem

    Type = click.ParamType[Any]
else:
    Type = click.ParamType

SEPARATORS = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "space": " ", "pipe": "|"}
FORBIDDEN = '"\n\r\0'
FILE_NAME = "the name of a file"
SEPARATOR = "one character, or one of tab, comma, semicolon, space, pipe"
ENCODING = "a text encoding, such as utf-8, latin-1 or utf-16"


def wrong(param: click.Parameter | None, value: object, must: str, instead: str) -> UsageError:
    """Return the error for an invalid option value: ``--jobs: 0 is not a number from 1 to 1024``.

    ``instead`` is a valid value, or a complete hint if it contains a space.
    """
    name = _said_by(param, value) if param is not None else "value"
    before = _command() if isinstance(param, click.Argument) else name + ("=" if name.isupper() else " ")
    hint = instead if " " in instead else f"for example {before}{instead}"
    return UsageError(f"{name}: {shown(value)} is not {must}", hint, value=value)


def _command() -> str:
    """Return the words of the current command, such as `xentcli schema `, or "" outside one."""
    context = click.get_current_context(silent=True)
    return "" if context is None else f"{context.command_path} "


def _said_by(param: click.Parameter, value: object) -> str:
    """Return the name of the option or argument, or of the environment variable with the value."""
    if isinstance(param, click.Argument):
        return getattr(param.type, "metavar", None) or param.human_readable_name
    variable = param.envvar if isinstance(param.envvar, str) else ""
    return variable if variable and os.environ.get(variable) == value else max(param.opts, key=len)


class Choice(Type):
    """One of a fixed set of words, or an alias of one; errors suggest the nearest word."""

    name = "choice"

    def __init__(
        self, choices: Iterable[str], metavar: str | None = None, also: Mapping[str, str] | None = None
    ) -> None:
        """Create the type from strings or string enums; ``also`` maps aliases, in lower case, to words."""
        self.choices = tuple(str(choice) for choice in choices)
        self.also = also or {}
        self.metavar = metavar

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Return the words as shown in the help."""
        del param, ctx
        return self.metavar or "|".join(self.choices)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word, also for an alias; raise UsageError if it is not one of the choices."""
        del ctx
        word = self.also.get(str(value).lower(), str(value))
        if word in self.choices:
            return word
        hint = did_you_mean(word, self.choices, self.choices[0])
        raise wrong(param, value, f"one of {', '.join(self.choices)}", hint)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Return completions for the words that start with ``incomplete``."""
        del ctx, param
        from xentcli.cli.complete import words

        return words(self.choices, incomplete)


class Count(Type):
    """An integer between two bounds, in decimal digits."""

    name = "N"

    def __init__(self, least: int = 1, most: int | None = None) -> None:
        """Create the type; both bounds are inclusive, and None means no upper bound."""
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number; raise UsageError if it is invalid or out of bounds."""
        del ctx
        if re.fullmatch(r"[+-]?[0-9]{1,18}", str(value)) and self._within(int(value)):
            return int(value)
        end = f"from {self.least} to {self.most}" if self.most is not None else f"of at least {self.least}"
        raise wrong(param, value, f"a whole number {end}", str(max(self.least, 1)))

    def _within(self, number: int) -> bool:
        return self.least <= number and (self.most is None or number <= self.most)


SIZES = {"": 1, "k": 1 << 10, "m": 1 << 20, "g": 1 << 30, "t": 1 << 40}
"""The bytes of each unit, which may be followed by B or iB."""


def size(text: str) -> int:
    """Return a number of bytes, given with or without a unit.

    >>> size("4096"), size("1G"), size("1.5 MiB")
    (4096, 1073741824, 1572864)
    """
    found = re.fullmatch(r"([0-9]{1,15}(?:\.[0-9]{1,6})?) ?([kmgt]?)(?:i?b)?", text, re.IGNORECASE)
    count = int(float(found[1]) * SIZES[found[2].lower()]) if found else 0
    if not 0 < count < 1 << 60:
        raise ValueError(text)
    return count


class Checked(Type):
    """A text that a function converts to a value, or rejects with a ValueError."""

    def __init__(self, name: str, check: Callable[[str], Any], must: str, example: str) -> None:
        """Create the type; ``must`` describes the valid values, and ``example`` is one of them."""
        self.name, self.check, self.must, self.example = name, check, must, example

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the converted value; raise UsageError if the check rejects it."""
        del ctx
        try:
            return self.check(value) if isinstance(value, str) else value
        except ValueError:
            raise wrong(param, value, self.must, self.example) from None


class File(Type):
    """A file name, completed by the shell."""

    name = "file"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Return a completion that makes the shell complete files."""
        del ctx, param
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


class Columns(Type):
    """One or several column names, completed from the first file on the command line."""

    name = "columns"

    def __init__(self, *files: str, also: tuple[str, ...] = ()) -> None:
        """Create the type; ``files`` are names of arguments, ``also`` are further words to complete."""
        self.files, self.also = files, also

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Return completions for the words and columns that start with ``incomplete``."""
        del param
        from xentcli.cli.complete import columns

        return columns(ctx, self.files, self.also, incomplete)


def number(text: str) -> float:
    """Parse a finite float."""
    found = float(text)
    if not math.isfinite(found) or "_" in text:
        raise ValueError(text)
    return found


def numbers(text: str) -> tuple[float, ...]:
    """Parse comma-separated floats."""
    return tuple(number(part) for part in text.split(","))


def whole(text: str) -> int:
    """Parse an integer of at most 18 characters."""
    if not text.lstrip("+-").isdecimal() or len(text) > 18:
        raise ValueError(text)
    return int(text)


def base(text: str) -> float | None:
    """Parse the base of the logarithms; return None for e."""
    return None if text == "e" else number(text)


def seconds(text: str) -> float:
    """Parse a time in seconds, above zero and below 1e9."""
    found = float(text)
    if not 0 < found < 1e9:
        raise ValueError(text)
    return found


def separator(text: str) -> str:
    r"""Return the delimiter character for a character or its name.

    >>> separator("tab"), separator(";")
    ('\t', ';')
    """
    character = SEPARATORS.get(text, text)
    if len(character) != 1 or character in FORBIDDEN:
        raise ValueError(text)
    return character


def encoding(text: str) -> str:
    """Return the name of an encoding; raise ValueError if Python has no such text encoding."""
    try:
        known = codecs.lookup(text)
    except (LookupError, ValueError):
        known = None
    if known is None or not getattr(known, "_is_text_encoding", True):
        raise ValueError(text)
    return text


def destination(text: str) -> Path:
    """Return the path of the output file; ``-`` stands for stdout."""
    if not text or text.endswith("/"):
        raise ValueError(text)
    from pathlib import Path

    return Path(text)
