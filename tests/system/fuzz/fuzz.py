"""One target under atheris: python tests/system/fuzz/fuzz.py TARGET FOLDER [libFuzzer's options]."""

import sys
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent))


def main():
    """Fuzz until libFuzzer's time is over, or a finding ends it."""
    name = sys.argv.pop(1)
    with atheris.instrument_imports(include=["xentcli"]):
        from targets import target

        check = target(name)
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
