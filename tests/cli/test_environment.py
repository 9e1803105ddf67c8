"""XENTCLI_FORMAT, XENTCLI_JOBS and XENTCLI_COLOR stand for options, and give way to them."""

import json

import pytest
from running import shell

LOSS = "xentcli loss tiny_sparse.csv tiny_probs.csv"


def said(line):
    done = shell(line)
    return done.returncode, done.stdout


def test_a_format_of_the_environment_holds_where_the_line_says_none():
    status, text = said(f"XENTCLI_FORMAT=json {LOSS}")
    assert (status, json.loads(text)["schema"]) == (0, "xentcli/loss/1")
    assert said(f"XENTCLI_FORMAT=json {LOSS} -f value") == said(f"{LOSS} -f value")


def test_the_name_of_a_file_says_its_format_before_the_environment_does(tmp_path):
    status, text = said(f"XENTCLI_FORMAT=json {LOSS} -o {tmp_path}/x.csv && cat {tmp_path}/x.csv")
    assert status == 0
    assert text == said(f"{LOSS} -f csv")[1]
    assert said(f"XENTCLI_FORMAT=csv {LOSS} -o {tmp_path}/x.unknown")[0] == 0


def test_an_error_has_the_format_of_the_environment():
    status, text = said("XENTCLI_FORMAT=json xentcli loss nowhere.csv tiny_probs.csv")
    assert (status, json.loads(text)["code"]) == (3, "XE601")
    assert said("XENTCLI_FORMAT=json xentcli loss nowhere.csv tiny_probs.csv -f csv")[1].startswith(
        "xentcli: "
    )


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_the_number_of_jobs_changes_nothing(jobs):
    assert said(f"XENTCLI_JOBS={jobs} {LOSS} -f json") == said(f"{LOSS} -f json")


def test_colours_can_be_had_and_forbidden():
    assert "\x1b[" in said(f"XENTCLI_COLOR=always {LOSS} -f table")[1]
    assert "\x1b[" not in said(f"FORCE_COLOR=1 XENTCLI_COLOR=never {LOSS} -f table")[1]


@pytest.mark.parametrize(
    ("variable", "value", "instead"),
    [
        ("FORMAT", "jsn", "did you mean 'json'?"),
        ("JOBS", "many", "XENTCLI_JOBS=1"),
        ("COLOR", "red", "XENTCLI_COLOR=auto"),
    ],
)
def test_a_wrong_value_is_blamed_on_its_variable(variable, value, instead):
    status, text = said(f"XENTCLI_{variable}={value} {LOSS}")
    assert status == 2
    assert text.startswith(f"xentcli: error: XENTCLI_{variable}: {value} is not ")
    assert instead in text
