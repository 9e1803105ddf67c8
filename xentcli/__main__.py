"""Entry point of ``xentcli`` and ``python -m xentcli``."""

from __future__ import annotations

import gc
import os
import sys


def main() -> int:
    """Run the command line of this process and return its exit status."""
    if sys.argv[1:] == ["--version"] and _told_version():
        return 0
    _settle()
    gc.set_threshold(100_000)  # most objects stay until the end; looking through them often costs time
    from xentcli.cli.main import main as cli_main

    return cli_main()


def _settle() -> None:
    """Set up signals, warnings and environment variables before other imports."""
    import _signal  # faster to import than `signal`; until then Ctrl-C prints a traceback

    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:
        _signal.signal(_signal.SIGINT, _signal.SIG_DFL)
    import warnings

    if not sys.warnoptions:
        warnings.simplefilter("ignore")  # xentcli prints its own warnings
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # no result uses BLAS, and its threads cost time
    os.environ.setdefault("JE_ARROW_MALLOC_CONF", "background_thread:false")  # no background thread


def _told_version() -> bool:
    from xentcli._version import __version__

    try:
        os.write(1, f"xentcli {__version__}\n".encode())
    except OSError:
        return False  # the normal path reports the error
    return True


if __name__ == "__main__":
    sys.exit(main())
