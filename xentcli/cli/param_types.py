"""The types of option values, each with an error that says what to type instead."""

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
    """Return the error of an option whose value cannot be: ``--jobs: 0 is not a number from 1 to 1024``.

    ``instead`` is a value that can be, or a whole hint if it has a blank.
    """
    name = _said_by(param, value) if param is not None else "value"
    sets = "=" if name.isupper() else " "
    hint = instead if " " in instead else f"for example {name}{sets}{instead}"
    return UsageError(f"{name}: {shown(value)} is not {must}", hint, value=value)


def _said_by(param: click.Parameter, value: object) -> str:
    """Return the option, or the variable that stands for it where the line does not have it."""
    variable = param.envvar if isinstance(param.envvar, str) else ""
    return variable if variable and os.environ.get(variable) == value else max(param.opts, key=len)


class Choice(Type):
    """One of a few words; another one gets the nearest as a hint."""

    name = "choice"

    def __init__(
        self, choices: Iterable[str], metavar: str | None = None, also: Mapping[str, str] | None = None
    ) -> None:
        """The words (plain strings, or string enums by their values); ``also`` are what others call them."""
        self.choices = tuple(str(choice) for choice in choices)
        self.also = also or {}
        self.metavar = metavar

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        """Return the words as help shows them."""
        del param, ctx
        return self.metavar or "|".join(self.choices)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the word itself."""
        del ctx
        if str(value) in self.choices:
            return str(value)
        meant = self.also.get(str(value).lower(), str(value))
        hint = did_you_mean(meant, self.choices, self.choices[0])
        raise wrong(param, value, f"one of {', '.join(self.choices)}", hint)

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Return the words that start like this."""
        del ctx, param
        from xentcli.cli.complete import words

        return words(self.choices, incomplete)


class Count(Type):
    """A whole number between two bounds, in plain digits."""

    name = "N"

    def __init__(self, least: int = 1, most: int | None = None) -> None:
        """Both ends are allowed; None: no upper end."""
        self.least, self.most = least, most

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> int:
        """Return the number."""
        del ctx
        if re.fullmatch(r"[+-]?[0-9]{1,18}", str(value)) and self._within(int(value)):
            return int(value)
        end = f"from {self.least} to {self.most}" if self.most is not None else f"of at least {self.least}"
        raise wrong(param, value, f"a whole number {end}", str(max(self.least, 1)))

    def _within(self, number: int) -> bool:
        return self.least <= number and (self.most is None or number <= self.most)


class Checked(Type):
    """A text that a function turns into a value, or refuses with any ValueError."""

    def __init__(self, name: str, check: Callable[[str], Any], must: str, example: str) -> None:
        """``name`` is what help shows, ``must`` what the value has to be; ``example`` passes the check."""
        self.name, self.check, self.must, self.example = name, check, must, example

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return what the check makes of it."""
        del ctx
        try:
            return self.check(value) if isinstance(value, str) else value
        except ValueError:
            raise wrong(param, value, self.must, self.example) from None


class File(Type):
    """The name of a file, which the shell completes."""

    name = "file"

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Return what makes the shell offer files."""
        del ctx, param
        from click.shell_completion import CompletionItem

        return [CompletionItem(incomplete, type="file")]


class Columns(Type):
    """The name of a column, or several: the shell offers those of the first file that the line names."""

    name = "columns"

    def __init__(self, *files: str, also: tuple[str, ...] = ()) -> None:
        """The files are arguments by their names; ``also`` are words that are offered too."""
        self.files, self.also = files, also

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> list[CompletionItem[str]]:
        """Return the words and the columns that start like this."""
        del param
        from xentcli.cli.complete import columns

        return columns(ctx, self.files, self.also, incomplete)


def number(text: str) -> float:
    """Return a finite number."""
    found = float(text)
    if not math.isfinite(found) or "_" in text:
        raise ValueError(text)
    return found


def numbers(text: str) -> tuple[float, ...]:
    """Return numbers with commas between."""
    return tuple(number(part) for part in text.split(","))


def whole(text: str) -> int:
    """Return a whole number, possibly negative."""
    if not text.lstrip("+-").isdecimal() or len(text) > 18:
        raise ValueError(text)
    return int(text)


def base(text: str) -> float | None:
    """Return the base of the logarithms, None for e."""
    return None if text == "e" else number(text)


def seconds(text: str) -> float:
    """Return a time in seconds."""
    found = float(text)
    if not 0 < found < 1e9:
        raise ValueError(text)
    return found


def separator(text: str) -> str:
    r"""Return a delimiter that is given by itself or by its name.

    >>> separator("tab"), separator(";")
    ('\t', ';')
    """
    character = SEPARATORS.get(text, text)
    if len(character) != 1 or character in FORBIDDEN:
        raise ValueError(text)
    return character


def encoding(text: str) -> str:
    """Return the name of a text encoding that Python knows."""
    try:
        known = codecs.lookup(text)
    except (LookupError, ValueError):
        known = None
    if known is None or not getattr(known, "_is_text_encoding", True):
        raise ValueError(text)
    return text


def destination(text: str) -> Path:
    """Return the file to write; ``-`` is stdout."""
    if not text or text.endswith("/"):
        raise ValueError(text)
    from pathlib import Path

    return Path(text)
