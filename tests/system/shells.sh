#!/usr/bin/env bash
# Completion in real shells: installs zsh and fish where Debian's packages can be had, and runs the tests that need them.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
for name in zsh fish; do
    command -v "$name" >/dev/null || apt-get install --yes --quiet "$name" >/dev/null
done
exec "${PYTHON:-python3}" -m pytest -q tests/cli/test_completion.py "$@"
