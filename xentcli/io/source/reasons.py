"""What libraries and servers say of a URL, as errors of ours."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from xentcli.core.errors import InputError, Place, XentError
from xentcli.core.text import shown

if TYPE_CHECKING:
    from collections.abc import Iterator

KEYS = {
    "s3": "set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role",
    "gs": "gcloud auth application-default login, or set GOOGLE_APPLICATION_CREDENTIALS",
}
NOT_ALLOWED = "permission denied", "XE603"
WANTING = "no credentials were found", "XE626"
MISSING = "no such file", "XE601"
STATUSES = {401: NOT_ALLOWED, 403: NOT_ALLOWED, 404: MISSING, 410: MISSING}
"""What the answers of web servers mean."""
REASONS = {
    "FileNotFoundError": MISSING,
    "PermissionError": NOT_ALLOWED,
    "Forbidden": NOT_ALLOWED,
    "NoCredentialsError": WANTING,
    "PartialCredentialsError": WANTING,
    "DefaultCredentialsError": WANTING,
    "ProfileNotFound": WANTING,
}
"""What errors of the libraries mean, by name: they are imported only when they are needed."""


@contextmanager
def said_of(url: str) -> Iterator[None]:
    """Whatever a library says of a URL, as an error of ours."""
    try:
        yield
    except (XentError, ImportError):
        raise
    except Exception as error:
        told = _told(url, error)
        known = _known(told)
        message, code = known or (f"cannot be read: {_words(told)}", "XE600")
        hint = "is the URL right, and the server up?"
        if known in {NOT_ALLOWED, WANTING}:
            hint = KEYS.get(_scheme(url), "is it open to everybody?")
        raise InputError(message, hint, code=code, place=Place(url)) from error


def _told(url: str, error: BaseException) -> BaseException:
    """What a web server answered: its library calls a file missing whatever that was."""
    web = _scheme(url) in {"http", "https"} and isinstance(error, FileNotFoundError)
    return (error.__cause__ if web else None) or error


def _known(error: BaseException) -> tuple[str, str] | None:
    """The message and code of an error, by the name of its kind or the number that a web server gave."""
    found = STATUSES.get(getattr(error, "status", 0))
    return found or next((REASONS[k.__name__] for k in type(error).__mro__ if k.__name__ in REASONS), None)


def _words(error: BaseException) -> str:
    status = getattr(error, "status", None)
    said = f"the server answers {status} {getattr(error, 'message', '')}" if status else str(error)
    return shown(" ".join(said.split()) or type(error).__name__)


def _scheme(url: str) -> str:
    return url.partition("://")[0].lower()
