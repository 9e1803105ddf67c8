"""What may come of any input: an answer, or an error that has its place in the contract."""

from xentcli.core.errors import XentError
from xentcli.core.exit_status import Exit

EXPECTED = {Exit.NO, Exit.USAGE, Exit.INPUT}


def outcome(action):
    """What an action makes, or its error; anything but an error of the contract is raised on."""
    try:
        return action(), None
    except XentError as error:
        check_error(error)
        return None, error


def check_error(error):
    """Its status is one of the contract; message and hint are a line each that does nothing to a terminal."""
    assert error.exit_code in EXPECTED, f"exit status {error.exit_code}: {error}"
    for text in (str(error), error.hint or "", error.value or ""):
        assert text.isprintable(), f"not printable: {text!r}"
    assert len(error.value or "") <= 80, f"too long: {error.value!r}"
