"""Situations from the field end as a user needs them: the right answer, or a question with the command."""

import pytest
from field.judge import CASES, make, verdict

LATER = {"files that other programs write", "cells in other notations", "Parquet and JSON of other programs"}
"""Kinds of files that are not read yet; they may be refused, never misread."""
ALSO_LATER = {"percent-signs", "pipeline-json-array"}


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_a_situation_ends_as_a_user_needs_it(case, tmp_path, monkeypatch):
    make(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    what, said = verdict(case)
    fine = {"right"}
    if case.get("ask", case["run"][0] == "loss"):
        fine.add("asked")
    if case["kind"] in LATER or case["id"] in ALSO_LATER:
        fine |= {"asked", "refused"}
    assert what in fine, said
