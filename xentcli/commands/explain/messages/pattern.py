"""Messages of frameworks: patterns made from examples, and explanations with the matched values."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PART = re.compile(r"<(?P<name>\w+):(?P<kind>\w+)=(?P<example>(?:<[^<>]*>|[^<>])*)>")
KINDS = {
    "int": r"-?\d+",
    "minus": r"-\d+",
    "number": r"-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?|nan|-?inf",
    "word": r"[\w-]+(?:\.[\w-]+)*",
    "option": r"[\w:.-]*\w",
    "shape": r"(?:torch\.Size\(|TensorShape\()?[(\[][^()\[\]]{0,99}[)\]]\)?",
    "shapes": r"\[(?:[^()\[\]]|\([^()]{0,99}\)|\[[^\[\]]{0,99}\]){0,199}\]",
    "list": r"[(\[{].{0,199}?[)\]}]",
    "names": r"""\[\s*(?:np\.str_\()?['"].{0,199}?\]""",
    "rgb": r"torch\.Size\(\[\d+,\s+(?:3,\s+\d+,\s+\d+|\d+,\s+\d+,\s+3)\]\)",
    "gray": r"torch\.Size\(\[\d+,\s+(?:1,\s+\d+,\s+\d+|\d+,\s+\d+,\s+1)\]\)",
    "long": r"Long",
    "device": r"(?:cuda|mps|xpu|cpu|meta)(?::\d+)?",
    "flat": r"(?:torch\.Size\()?[(\[]\d+,?[)\]]\)?",
    "loss": r"\w*Loss\w*",
    "crossentropy": r"\w*Crossentropy",
    "comma": r"""(?:np\.str_\()?['"][-+]?\d+,\d+['"]\)?""",
    "percent": r"""(?:np\.str_\()?['"][-+]?\d+(?:[.,]\d+)? ?%['"]\)?""",
    "empty": r"""(?:np\.str_\()?(?:''|"")\)?""",
    "decimal": r"""(?:np\.str_\()?['"]-?\d+\.\d*['"]\)?""",
    "several": r"""(?:np\.str_\()?'(?:[\[(][^']{0,99}|[^'\[(]{1,50}[|;][^']{1,50})'\)?""",
    "cell": r"""(?:np\.str_\()?'[^']{0,99}'\)?|"[^"]{0,99}"|\S{1,99}?(?=\.?(?:\s|$))""",
    "any": r".{1,99}?",
}
"""The regular expressions for the variable parts of messages."""

WRAPPED = re.compile(r"\x1b\[[0-9;]*m")
SUBSTITUTED = re.compile(r"\{(\w+(?:[+-]1|\.last)?)\}")


class Saying(Frozen):
    """A known message: its framework, forms, code, meaning, a line of code to fix it, and commands to run.

    A form is an example in which ``<name:kind=text>`` marks a variable part. The meaning, line and commands
    refer to it as ``{name}``; ``{name+1}`` and ``{name-1}`` are the neighbors of an integer, and
    ``{name.last}`` is the last dimension of a shape.
    """

    framework: str
    forms: tuple[str, ...]
    code: str | None
    meaning: str
    line: str
    commands: tuple[str, ...]

    @property
    def example(self) -> str:
        """Return the first form with its example values."""
        return PART.sub(lambda part: part["example"], self.forms[0])


def speaker(framework: str) -> Callable[..., Saying]:
    """Return a function that builds the sayings of one framework."""

    def says(
        forms: str | tuple[str, ...], code: str | None, meaning: str, line: str, *commands: str
    ) -> Saying:
        every = (forms,) if isinstance(forms, str) else forms
        return Saying(framework, every, code, meaning, line, commands)

    return says


class Heard(Frozen):
    """A message found in a text, explained with its own values."""

    framework: str
    message: str
    code: str | None
    meaning: str
    line: str
    commands: tuple[str, ...]


def pattern(form: str) -> re.Pattern[str]:
    """Compile a form to a case-insensitive pattern of whole words that accepts any whitespace and quotes.

    >>> pattern("Target <id:int=10> is `out`").search("target  -3\\nis 'OUT'")["id"]
    '-3'
    """
    text, at = "", 0
    for part in PART.finditer(form):
        text += _tolerant(form[at : part.start()]) + f"(?P<{part['name']}>{KINDS[part['kind']]})"
        at = part.end()
    first, last = r"(?<!\w)" * form[:1].isalnum(), r"(?!\w)" * form.rstrip("'`")[-1:].isalnum()
    return re.compile(first + text + _tolerant(form[at:]) + last, re.IGNORECASE | re.DOTALL)


def _tolerant(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    return "".join(_PLACES.get(piece, re.escape(piece)) for piece in re.split(r"(\.\.\.|[ '\"`])", text))


_PLACES = {"...": ".{0,300}?", " ": r"\s+", **dict.fromkeys("'\"`", "['\"`´‘’“”]?")}


def matches(saying: Saying, text: str) -> Iterator[re.Match[str]]:
    """Yield all matches of a saying's forms in a text."""
    lowered = text.lower()
    for form in saying.forms:
        if _longest_word(form) in lowered:
            yield from pattern(form).finditer(text)


@cache
def _longest_word(form: str) -> str:
    """Return the longest word that every text of a form has; it rules out most forms without a pattern."""
    words = re.split(r"\.\.\.|[\s'\"`]+", PART.sub(" ", form).lower())
    return max(words, key=len)


def told(text: str, known: Mapping[str, str]) -> str:
    """Return a text with known values in place of their names."""
    return SUBSTITUTED.sub(lambda part: known.get(part[1], part[0]), text)


def heard(saying: Saying, match: re.Match[str]) -> Heard:
    """Return the matched message, explained with its own values."""
    known = dict(_named(match.groupdict()))
    message = " ".join(match[0].split())
    commands = tuple(told(command, known) for command in saying.commands)
    meaning, line = told(saying.meaning, known), told(saying.line, known)
    return Heard(saying.framework, message, saying.code, meaning, line, commands)


def _named(groups: Mapping[str, str | None]) -> Iterator[tuple[str, str]]:
    for name, found in groups.items():
        value = " ".join((found or "").split())
        yield name, value
        if re.fullmatch(r"-?\d+", value):
            yield from ((f"{name}+1", str(int(value) + 1)), (f"{name}-1", str(int(value) - 1)))
        numbers = re.findall(r"\d+|None", value)
        yield f"{name}.last", numbers[-1] if numbers else value
