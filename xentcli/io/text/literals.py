"""Parse cells that hold Python or JSON values: numbers, lists and dicts, wrapped as libraries print them.

Nothing is evaluated: only literals are known.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import DataError
from xentcli.core.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.io.columnar.ranking_items import Items

_NUMBER = re.compile(
    r"(?:np|numpy|jnp|torch)\.(?:float|int|uint|bool|bfloat|longdouble|double|half|single)\w*+\(\s*+'?([^()']*+)'?\s*+\)"
)
_WORD = (
    r",\s*+(?:dtype|device|grad_fn|requires_grad|shape|size|names|layout|weak_type)\s*+="
    r"\s*+(?:<[^<>]*>|'[^']*'|\([^()]*\)|torch\.Size\(\[[^\[\]]*\]\)|[\w.]++)"
)
"""A named argument after the numbers."""
_MORE = re.compile(_WORD)
_PREFIX = r"(?<![\w.])(?:[A-Za-z_]\w*+\.)*+"
_ARRAY = re.compile(rf"{_PREFIX}(?:[Tt]ensor|[Aa]rray|Parameter)\((.*)\)", re.DOTALL)
_SCALAR = re.compile(rf"{_PREFIX}(?:[Tt]ensor|[Aa]rray)\(\s*+([-+\w.]++)(?:\s*+{_WORD})*+\s*+\)")
_EAGER = re.compile(r"<tf\.Tensor: shape=\([^()]*\), dtype=\w+, numpy=(.*)>", re.DOTALL)
_TOKEN = re.compile(
    r"\s*(?:('(?:\\.|[^'\\])*'|\"(?:\\.|[^\"\\])*\")|([-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)"
    r"|([A-Za-z]+)|([\[\](){}:,]))",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|.)", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}
WORDS = {"True": True, "true": True, "False": False, "false": False, "None": None, "null": None,
         "nan": float("nan"), "NaN": float("nan"), "inf": float("inf")}  # fmt: skip
CLOSING = {"[": "]", "(": ")", "{": "}"}
DEEPEST = 6
_LIST = re.compile(r"\[([^\[\]]*+)\](\s*+(?:,\s*+)?\.\.\.)?")
_DIGIT = re.compile(r"\d")
CUT_HINT = "write all numbers: .tolist() of an array or a tensor, or numpy.save"


def unwrapped(cell: str) -> str:
    """Return a cell without the names that NumPy, PyTorch and others print around numbers.

    >>> unwrapped("tensor([0.25, 0.75], grad_fn=<SoftmaxBackward0>)"), unwrapped("np.float32(0.5)")
    ('[0.25, 0.75]', '0.5')
    >>> unwrapped("[np.float64(0.25), np.float64(0.75)]"), unwrapped("array(2, dtype=int8)")
    ('[0.25, 0.75]', '2')
    """
    if "(" not in cell:
        return cell
    plain = _SCALAR.sub(r"\1", _NUMBER.sub(r"\1", cell.strip()))
    for pattern in (_EAGER, _ARRAY):
        match = pattern.fullmatch(plain)
        if match is not None:
            plain = _without_words(match[1]) if pattern is _ARRAY else match[1].strip()
    return plain


def _without_words(text: str) -> str:
    """Return the first argument of a call without the named ones behind it."""
    text = text.rstrip().removesuffix(",")
    end = len(text)
    for match in reversed(list(_MORE.finditer(text))):
        if text[match.end() : end].strip():
            break
        end = match.start()
    return text[:end].strip()


def literal(cell: str) -> Any:
    """Return the value of a cell; raise ValueError if it is not a literal.

    >>> literal("{'cat': 0.75, 'dog': np.float32(0.25)}"), literal('[["a", 1], [null, true]]')
    ({'cat': 0.75, 'dog': 0.25}, [['a', 1], [None, True]])
    """
    tokens = _tokens(unwrapped(cell))
    value = _value(next(tokens, ""), tokens, 0)
    if next(tokens, None) is not None:
        raise ValueError("text after the value")
    return value


def _tokens(text: str) -> Iterator[str]:
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise ValueError("not a literal")
        yield next(part for part in match.groups() if part is not None)
        position = match.end()


def _value(token: str, tokens: Iterator[str], depth: int) -> Any:
    if depth > DEEPEST:
        raise ValueError("nested too deeply")
    if token in CLOSING:
        return (_dict if token == "{" else _list)(tokens, CLOSING[token], depth + 1)
    if token[:1] in {"'", '"'}:
        return _ESCAPE.sub(_meant, token[1:-1])
    if token in WORDS:
        return WORDS[token]
    return float(token) if any(mark in token for mark in ".eE") else int(token)


def _meant(match: re.Match[str]) -> str:
    mark = match[1]
    return chr(int(mark[1:], 16)) if len(mark) > 1 else _LETTERS.get(mark, mark)


def _list(tokens: Iterator[str], close: str, depth: int) -> list[Any]:
    found: list[Any] = []
    for token in tokens:
        if token == close:
            return found
        found.append(_value(token, tokens, depth))
        mark = next(tokens, "")
        if mark == close:
            return found
        if mark != ",":
            break
    raise ValueError("unclosed list")


def _dict(tokens: Iterator[str], close: str, depth: int) -> dict[Any, Any]:
    found: dict[Any, Any] = {}
    for token in tokens:
        if token == close:
            return found
        key = _value(token, tokens, depth)
        if next(tokens, "") != ":" or isinstance(key, list | dict) or key in found:
            break
        found[key] = _value(next(tokens, ""), tokens, depth)
        mark = next(tokens, "")
        if mark == close:
            return found
        if mark != ",":
            break
    raise ValueError("unclosed dict, or duplicate key")


def pairs_of(cell: str) -> Items | None:
    """Return the classes of a cell with their scores, or None if it holds anything else.

    >>> pairs_of("{'cat': 0.75, 'dog': 0.25}"), pairs_of("[{'label': 'cat', 'score': 0.75}]")
    ([('cat', 0.75), ('dog', 0.25)], [('cat', 0.75)])
    """
    try:
        value = literal(cell)
    except (ValueError, RecursionError):
        return None
    if isinstance(value, dict) and value and all(type(number) in {int, float} for number in value.values()):
        return [(str(key), number) for key, number in value.items()]
    from xentcli.io.columnar.ranking_items import items_of

    return items_of(value) if isinstance(value, list | dict) else None


def is_cut(cell: str) -> bool:
    """Return whether a cell is an array that was printed without some of its numbers.

    >>> is_cut("[0.1 0.2 ... 0.3]"), is_cut("tensor([0.1, ..., 0.3])"), is_cut("wait ...")
    (True, True, False)
    """
    return "..." in cell and any(match[2] or _is_short(match[1]) for match in _LIST.finditer(cell))


def _is_short(inner: str) -> bool:
    """Return whether dots follow a number in a list."""
    return _DIGIT.search(inner.rpartition("...")[0]) is not None


def cut_error(cell: str) -> DataError:
    """Return the error for an array that was cut when it was printed."""
    message = f"numbers are lost: '...' replaces them in {shown(cell)}"
    return DataError(message, CUT_HINT, code="XE051", value=cell)
