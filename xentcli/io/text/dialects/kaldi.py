"""Recognise matrices that Kaldi writes as text."""

from __future__ import annotations

from shlex import quote
from typing import TYPE_CHECKING, NoReturn

from xentcli.core.errors import InputError, Place

if TYPE_CHECKING:
    from xentcli.io.text.dialects.first_lines import Text


def open_kaldi(text: Text) -> NoReturn:
    """Raise the error with the command that converts the matrices."""
    program = (
        "import kaldiio, numpy, sys; "
        "numpy.save('p.npy', numpy.concatenate([m for _, m in kaldiio.load_ark(sys.argv[1])]))"
    )
    hint = f'pip install kaldiio; python -c "{program}" {quote(text.name)}'
    raise InputError("is a Kaldi archive, which is not supported", hint, code="XE676", place=Place(text.name))
