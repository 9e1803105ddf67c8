"""A command line as options and arguments, which can be set, replaced and removed."""

from __future__ import annotations

import csv
import io
from collections import deque
from typing import TYPE_CHECKING

import click

from xentcli.core.frozen import Frozen, replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from xentcli.core.errors import Way

EXCLUSIVE = (
    frozenset({"from_probs", "from_logits", "from_log_probs"}),
    frozenset({"from_percent", "from_logits", "from_log_probs"}),
    frozenset({"normalize", "from_logits", "from_log_probs"}),
    frozenset({"classes", "num_classes"}),
    frozenset({"sample_weight", "sample_weight_column"}),
)
"""Options of which only one can be given: setting one removes the others."""
SPELLED = {"\t": "tab", " ": "space"}
"""Delimiters that are easier to type and to read by their names."""


class Part(Frozen):
    """An option with its value, or an argument: the name of its parameter, and its words."""

    param: str
    words: tuple[str, ...]


class CommandLine(Frozen):
    """The words before the command, the command, and its options and arguments in the order given."""

    before: tuple[str, ...]
    command: click.Command
    parts: tuple[Part, ...]

    @property
    def words(self) -> tuple[str, ...]:
        """Return all words; ``--`` stands before arguments that look like options."""
        head = (*self.before, str(self.command.name))
        names = _arguments(self.command)
        given = [part for part in self.parts if part.param in names]
        if not any(word != "-" and word.startswith("-") for part in given for word in part.words):
            return (*head, *_joined(self.parts))
        options = [part for part in self.parts if part.param not in names]
        return (*head, *_joined(options), "--", *_joined(given))

    def value(self, param: str) -> str | None:
        """Return the last word given for a parameter: its value, unless it is a flag."""
        found = [part.words[-1] for part in self.parts if part.param == param]
        return found[-1] if found else None

    def without(self, params: Iterable[str]) -> CommandLine:
        """Return the command line without these options and arguments."""
        names = set(params)
        return replace(self, parts=tuple(part for part in self.parts if part.param not in names))


def read_line(group: click.Group, argv: Sequence[str]) -> CommandLine | None:
    """Return the options and arguments of a command line, or None if it is not a valid one."""
    start = next((i for i, word in enumerate(argv) if not word.startswith("-")), len(argv))
    command = _command(group, argv[start]) if start < len(argv) else None
    if command is None:
        return None
    try:
        return CommandLine(tuple(argv[:start]), command, tuple(_parts(command, argv[start + 1 :])))
    except LookupError:
        return None


def edited(line: CommandLine, way: Way, group: click.Group) -> CommandLine | None:
    """Return the command line with the options and arguments of a way out, or None if they do not fit."""
    name = way.get("command")
    command = line.command if name is None else _command(group, str(name))
    if command is None:
        return None
    params = {str(param.name): param for param in command.params}
    news = {key: value for key, value in way.items() if key != "command"}
    if not news.keys() <= params.keys():
        return None
    excluded = {other for one in EXCLUSIVE if not one.isdisjoint(_set(news)) for other in one} - news.keys()
    kept = [part for part in line.parts if part.param in params and part.param not in excluded]
    new = {key: tuple(_new_parts(params[key], value)) for key, value in news.items()}
    return CommandLine(line.before, command, tuple(_placed(kept, new, _arguments(command))))


def _placed(kept: list[Part], new: dict[str, tuple[Part, ...]], arguments: list[str]) -> Iterator[Part]:
    """Yield the parts, each new one in place of the old one; else arguments come first, then options."""
    rest = dict(new)
    for part in kept:
        if part.param in new:
            yield from rest.pop(part.param, ())
        else:
            yield part
    for name in sorted(rest, key=lambda name: name not in arguments):
        yield from rest[name]


def _set(way: Way) -> set[str]:
    """Return the options that a way sets, rather than removes."""
    return {key for key, value in way.items() if value is not None and value is not False}


def _new_parts(param: click.Parameter, value: object) -> Iterator[Part]:
    name = str(param.name)
    if value is None:
        return
    if not isinstance(param, click.Option):
        yield Part(name, (str(value),))
    elif param.is_flag:
        spelled = param.opts if value else param.secondary_opts
        yield from (Part(name, (word,)) for word in spelled[:1])
    else:
        several = param.multiple and isinstance(value, list | tuple)
        for one in value if several else (value,):  # type: ignore[attr-defined]
            yield Part(name, (max(param.opts, key=len), _text(name, one)))


def _text(name: str, value: object) -> str:
    """Return a value as it is typed; the items of a list are separated by commas."""
    if isinstance(value, list | tuple):
        out = io.StringIO()
        csv.writer(out, lineterminator="").writerow(value)
        return out.getvalue()
    text = str(value)
    return SPELLED.get(text, text) if name == "delimiter" else text


def _command(group: click.Group, name: str) -> click.Command | None:
    return group.get_command(click.Context(group, info_name="xentcli"), name)


def _arguments(command: click.Command) -> list[str]:
    return [str(param.name) for param in command.params if isinstance(param, click.Argument)]


def _joined(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        yield from part.words


def _parts(command: click.Command, words: Sequence[str]) -> Iterator[Part]:
    """Yield the options and arguments; raise LookupError for an unknown option or a missing value."""
    options = {
        name: param
        for param in command.params
        if isinstance(param, click.Option)
        for name in (*param.opts, *param.secondary_opts)
    }
    arguments, rest, only = deque(_arguments(command)), deque(words), False
    while rest:
        word = rest.popleft()
        if word == "--" and not only:
            only = True
        elif only or word == "-" or not word.startswith("-"):
            yield Part(arguments.popleft(), (word,))
        elif word.startswith("--"):
            yield _long(options, word, rest)
        else:
            yield from _short(options, word[1:], rest)


def _long(options: dict[str, click.Option], word: str, rest: deque[str]) -> Part:
    name, sign, _ = word.partition("=")
    option = options[name]
    alone = option.is_flag or bool(sign)
    return Part(str(option.name), (word,) if alone else (word, rest.popleft()))


def _short(options: dict[str, click.Option], letters: str, rest: deque[str]) -> Iterator[Part]:
    """Yield the options of a word such as ``-qf``; a value may follow in the same word."""
    for i, letter in enumerate(letters):
        option = options[f"-{letter}"]
        if not option.is_flag:
            value = letters[i + 1 :]
            yield Part(str(option.name), (f"-{letter}{value}",) if value else (f"-{letter}", rest.popleft()))
            return
        yield Part(str(option.name), (f"-{letter}",))
