"""One target under atheris: python tests/system/fuzz/fuzz.py TARGET FOLDER [libFuzzer's options]."""

import sys
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import atheris

sys.path.insert(0, str(Path(__file__).parent))


def main():
    """Fuzz until libFuzzer's time is over, or a finding ends it."""
    name = sys.argv.pop(1)
    with atheris.instrument_imports(include=["xentcli"]):
        from targets import target

        check = target(name)
        _import_all("xentcli.io")
    atheris.Setup(sys.argv, check)
    atheris.Fuzz()


def _import_all(package):
    """Import what readers import when they are needed: what is imported later is not counted."""
    for module in walk_packages(import_module(package).__path__, f"{package}."):
        import_module(module.name)


if __name__ == "__main__":
    main()
