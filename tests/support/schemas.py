"""Answers in JSON, held against the schemas in the package."""

import json
from functools import cache
from importlib.resources import files

from jsonschema import Draft202012Validator

ERROR = '{"code": "XE'
ANSWER = '{"schema": "xentcli/'


@cache
def validator(name):
    """The validator of an answer's schema."""
    schema = json.loads((files("xentcli") / "schemas" / f"{name}.json").read_text(encoding="utf-8"))
    Draft202012Validator.check_schema(schema)
    return Draft202012Validator(schema)


def checked(out, err):
    """An error of the test where JSON among the lines is not what its schema says."""
    for line in out.splitlines() if out.startswith(ANSWER) else ():
        if line.startswith(ANSWER):
            answer = json.loads(line)
            validator(answer["schema"].split("/")[1]).validate(answer)
    for line in err.splitlines() if ERROR in err else ():
        if line.startswith(ERROR):
            validator("error").validate(json.loads(line))
