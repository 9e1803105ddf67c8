"""Entry point for `python -m xentcli.hook`, used in pre-commit configurations."""

from __future__ import annotations

import sys

from xentcli.cli.hook import judge_each

if __name__ == "__main__":
    sys.exit(judge_each(sys.argv[1:]))
