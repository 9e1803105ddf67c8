"""Read a JSON text value by value, without holding the whole of it."""

from __future__ import annotations

import codecs
import json
import re
from typing import TYPE_CHECKING, Any

from xentcli.core.errors import InputError, Place
from xentcli.core.text import shown

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

PIECE = 1 << 18
"""Number of bytes per read."""
GROWTH = 24
"""A parsed value takes at most about this many times the memory of its text, as for ``[[],[],[]]``."""
IN_NUMBER = ".eE+-"
"""Characters after which a number may continue, if they are the last that were read."""
_SPACE = re.compile(r"[ \t\r\n]*")
_DECODE = json.JSONDecoder().raw_decode


class Scanner:
    """A position in a JSON text. The caller knows the structure and takes the values one at a time."""

    def __init__(self, read: Callable[[int], bytes], name: str, memory: int, piece: int = PIECE) -> None:
        """``read`` returns the next n bytes; a single value is parsed within ``memory`` bytes."""
        self._piece = piece
        self.name, self.memory, self._read, self._most = name, memory, read, max(1, memory // GROWTH)
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._text, self._at, self._line, self._final = "", 0, 1, False

    def peek(self) -> str:
        """Return the next character that is no white space, or an empty text at the end."""
        while True:
            self._at = _SPACE.match(self._text, self._at).end()  # type: ignore[union-attr]
            if self._at < len(self._text):
                return self._text[self._at]
            if not self._more(self._piece):
                return ""

    def take(self, wanted: str) -> None:
        """Skip the next character; raise if it is another one."""
        if self.peek() != wanted:
            raise self._invalid(f"expected '{wanted}'", self._at)
        self._at += 1

    def end(self) -> None:
        """Raise if there is more text."""
        if self.peek():
            raise self._invalid("there is text after the end of the document", self._at)

    def value(self) -> tuple[Any, str]:
        """Return the next value, and its text on one line."""
        self.peek()
        while True:
            found = self._try()
            if found is not None:
                value, end = found
                if end - self._at > self._most:
                    raise self._too_large()
                text, self._at = self._text[self._at : end], end
                return value, _on_one_line(text)
            if len(self._text) - self._at > self._most:
                raise self._too_large()
            self._more(max(self._piece, len(self._text) - self._at))

    def items(self) -> Iterator[None]:
        """Stop before each item of a list."""
        self.take("[")
        if self.peek() == "]":
            self._at += 1
            return
        while True:
            yield
            if self.peek() != ",":
                self.take("]")
                return
            self._at += 1

    def members(self) -> Iterator[str]:
        """Yield each key of an object, and stop before its value."""
        self.take("{")
        if self.peek() == "}":
            self._at += 1
            return
        while True:
            if self.peek() != '"':
                raise self._invalid("expected a key in double quotes", self._at)
            key, _ = self.value()
            self.take(":")
            yield key
            if self.peek() != ",":
                self.take("}")
                return
            self._at += 1

    def _try(self) -> tuple[Any, int] | None:
        """Return the value and its end, or None if its text may continue beyond what was read."""
        try:
            value, end = _DECODE(self._text, self._at)
        except json.JSONDecodeError as error:
            if self._final:
                raise self._invalid(error.msg, error.pos) from error
            return None
        except RecursionError as error:
            raise self._invalid("nested too deeply", self._at) from error
        except ValueError as error:  # a whole number of thousands of digits
            raise self._invalid(str(error).partition(";")[0], self._at) from error
        whole = self._final or self._text[end : end + 3].strip(IN_NUMBER)
        return (value, end) if whole else None

    def _more(self, size: int) -> bool:
        """Read more, and drop the text before the position; return whether there was more."""
        if self._final:
            return False
        data = self._read(size)
        self._final = len(data) < size
        self._line += self._text.count("\n", 0, self._at)
        try:
            self._text = self._text[self._at :] + self._decoder.decode(data, self._final)
        except UnicodeDecodeError as error:
            message, hint = "the text is not UTF-8", "use --encoding NAME"
            raise InputError(message, hint, code="XE620", place=Place(self.name, self._line)) from error
        self._at = 0
        return True

    def _invalid(self, message: str, at: int) -> InputError:
        line = self._line + self._text.count("\n", 0, at)
        place = Place(self.name, line)
        if self._final and (not self._text[at:].strip() or message.startswith("Unterminated")):
            hint = "was it fully written? copy the file again"
            return InputError("the JSON document ends too early", hint, code="XE686", place=place)
        said = shown(message[:1].lower() + message[1:])
        column = at - self._text.rfind("\n", 0, at)
        hint = "check it with `jq . FILE`, or write it again with a JSON library"
        return InputError(f"invalid JSON: {said} (character {column})", hint, code="XE685", place=place)

    def _too_large(self) -> InputError:
        message = f"a value is longer than {self._most} bytes, the most that fits in --max-memory"
        hint = "use --max-memory BYTES to raise the limit, or write JSON lines, one row per line"
        return InputError(message, hint, code="XE687", place=Place(self.name, self._line))


def _on_one_line(text: str) -> str:
    """Return the text of a value with line breaks between its parts replaced by blanks."""
    return text.replace("\n", " ").replace("\r", " ") if "\n" in text or "\r" in text else text
