"""The schemas are schemas, name every field, and turn away what is no answer."""

import json

import pytest
from jsonschema import ValidationError
from running import inside
from schemas import checked, validator

from xentcli.cli.main import COMMANDS
from xentcli.cli.schema import ANSWERS

SILENT = {"convert", "completion", "schema"}
"""Commands whose answer is no JSON."""


def test_every_command_with_an_answer_has_a_schema():
    assert set(ANSWERS) == set(COMMANDS) - SILENT | {"error"}


@pytest.mark.parametrize("name", ANSWERS)
def test_a_schema_is_printed_as_it_is_in_the_package(name):
    done = inside("schema", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout) == validator(name).schema


@pytest.mark.parametrize("name", ANSWERS)
def test_every_field_says_what_it_is(name):
    def fields(schema):
        own = schema.get("properties", {})
        yield from own.items()
        inside = [schema["items"]] if "items" in schema else []
        for inner in (*own.values(), *schema.get("oneOf", ()), *inside):
            yield from fields(inner)

    known = dict(fields(validator(name).schema))
    assert known
    own = {"schema", "statistics", "problems", "summary", "means", "likes", "codes", "said", "like"}
    assert [key for key, field in known.items() if "description" not in field and key not in own] == []


@pytest.mark.parametrize(
    "answer",
    [
        {"schema": "xentcli/detect/1", "kind": "sparse"},
        {"schema": "xentcli/validate/1", "valid": "yes"},
        {"schema": "xentcli/loss/1", "value": "0.5"},
    ],
)
def test_what_is_no_answer_is_told(answer):
    with pytest.raises(ValidationError):
        checked(json.dumps(answer), "")
    with pytest.raises(ValidationError):
        checked("", json.dumps({"code": "XE100", **answer}))
