"""Answers in JSON, checked against the schemas in the package."""

import json
import re
from functools import cache
from importlib.resources import files

from jsonschema import Draft202012Validator

from xentcli.commands.explain.codes.registry import ENTRIES

TOLD = re.compile(r"^xentcli: (?:error|warning|note): .*$", re.MULTILINE)
CODED = re.compile(r" \[(XE\d{3})\]$")
"""How every error, every warning and every note ends."""
ERROR = '{"code": "XE'
ANSWER = '{"schema": "xentcli/'


@cache
def validator(name):
    """The validator of an answer's schema."""
    schema = json.loads((files("xentcli") / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def codes_in(err):
    """Return the code of each error, warning and note on stderr; fail the test if a line has none."""
    lines = TOLD.findall(err)
    codes = [found[1] for found in map(CODED.search, lines) if found]
    assert len(codes) == len(lines), err
    assert set(codes) <= set(ENTRIES), err
    return codes


def checked(out, err):
    """Fail the test if JSON among the lines does not match its schema, or a line has no code."""
    codes_in(err)
    for line in out.splitlines() if out.startswith(ANSWER) else ():
        if line.startswith(ANSWER):
            answer = json.loads(line)
            validator(answer["schema"].split("/")[1]).validate(answer)
    for line in err.splitlines() if ERROR in err else ():
        if line.startswith(ERROR):
            validator("error").validate(json.loads(line))
