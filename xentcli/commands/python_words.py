"""Options of the command line in messages, as arguments of a call from Python."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from xentcli.core.frozen import replace
from xentcli.core.types import Kind, Loss, Scale
from xentcli.settings.settings import Like, Reduction

if TYPE_CHECKING:
    from typing import TypeVar

    from xentcli.core.errors import Message

    M = TypeVar("M", bound=Message)

SWITCHES = frozenset(
    {
        *("from_probs", "from_logits", "from_log_probs", "from_percent", "normalize", "argmax", "softmax"),
        *("sigmoid", "strict"),
    }
)
WORDS = frozenset(map(str, (*Kind, *Loss, *Scale, *Like, *Reduction, "all", "balanced", "inner", "class")))
"""The values of options that are words."""
LISTS = frozenset({"classes", "prediction_columns", "unknown"})
"""The arguments that are lists where the option has commas."""
_OPTION = re.compile(r"(?<![\w-])--([a-z][a-z-]+)(?:[ =]('[^']*'|[^\s;:']+))?")
_COMMAND = re.compile(r"\bxentcli (loss|detect|validate|advise|convert|explain)\b")
_NUMBER = re.compile(r"[-+]?\d+(\.\d+)?(e-?\d+)?")


def in_python(text: str) -> str:
    """Return a hint with arguments in place of options.

    >>> in_python("try --label-offset -1, or --classes a,b")
    'try label_offset=-1, or classes=["a", "b"]'
    >>> in_python("--from-logits takes them as logits; xentcli advise shows which")
    'from_logits=True takes them as logits; xentcli.advise() shows which'
    >>> in_python("--label-offset shifts ids, --classes names them")
    'label_offset shifts ids, classes names them'
    """
    return _COMMAND.sub(r"xentcli.\1()", _OPTION.sub(_argument, text))


def _argument(found: re.Match[str]) -> str:
    """Return an option, and its value if what follows is one, as an argument."""
    name, word = found[1].replace("-", "_"), found[2]
    if name in SWITCHES:
        return f"{name}=True" + ("" if word is None else found[0][len(found[1]) + 2 :])
    if word is None:
        return name
    value, end = word.rstrip(",.)"), word[len(word.rstrip(",.)")) :]
    if not _is_value(value):
        return f"{name} {word}"
    return f"{name}={_literal(name, value)}{end}"


def _is_value(word: str) -> bool:
    known = _NUMBER.fullmatch(word) or word in WORDS or word.startswith("'") or word.isupper()
    return bool(known) or "," in word or "=" in word


def _literal(name: str, word: str) -> str:
    if _NUMBER.fullmatch(word) or (word.isupper() and "," not in word):
        return word
    text = word.strip("'")
    if name in LISTS and not text.startswith("@"):
        return f"[{', '.join(_quoted(part) for part in text.split(','))}]"
    return _quoted(text)


def _quoted(word: str) -> str:
    return word if _NUMBER.fullmatch(word) else f'"{word}"'


def message_in_python(message: M) -> M:
    """Return a message whose hint is for a caller from Python."""
    hint = None if message.hint is None else in_python(message.hint)
    return replace(message, text=in_python(message.text), hint=hint, suggestion=None)
