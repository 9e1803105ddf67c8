"""Render problems as SARIF 2.1.0, the format of code scanning."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from xentcli._version import __version__
from xentcli.core.text import discreet
from xentcli.report.linted import is_pipe, told

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.core.errors import Place
    from xentcli.report.linted import Linted, Problem
    from xentcli.report.screen import Screen

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
PROJECT = "https://pypi.org/project/xentcli/"


def render_sarif(answer: Linted, screen: Screen) -> Iterator[str]:
    """Yield one run with a rule for each code that occurs, and a result for each problem and warning."""
    del screen
    problems = (*answer.problems, *answer.warnings)
    codes = sorted({problem.code for problem in problems})
    driver = {"name": "xentcli", "version": __version__, "informationUri": PROJECT}
    run = {
        "tool": {"driver": driver | {"rules": [_rule(answer, code) for code in codes]}},
        "invocations": [{"executionSuccessful": True}],
        "results": [_result(problem, codes) for problem in problems],
        "properties": {"summary": answer.summed_up()},
    }
    yield json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2) + "\n"


def _rule(answer: Linted, code: str) -> dict[str, Any]:
    rule = answer.rule(code)
    said = {"shortDescription": rule.title, "fullDescription": rule.meaning, "help": rule.fix}
    return {"id": code, **{key: {"text": text} for key, text in said.items()}}


def _result(problem: Problem, codes: Sequence[str]) -> dict[str, Any]:
    hint = "" if problem.hint is None else f"\nhint: {problem.hint}"
    rule = {"ruleId": problem.code, "ruleIndex": codes.index(problem.code), "level": problem.level}
    return rule | {"message": {"text": told(problem) + hint}} | _located(problem.place)


def _located(place: Place) -> dict[str, Any]:
    """Return the file and the line, if there are any."""
    if place.file is None or is_pipe(place.file):
        return {}
    where: dict[str, Any] = {"artifactLocation": {"uri": uri_of(place.file)}}
    if place.line is not None:
        where["region"] = {"startLine": place.line}
    return {"locations": [{"physicalLocation": where}]}


def uri_of(file: str) -> str:
    """Return the URI of a file: relative to the current folder if it is below it.

    >>> uri_of("data/my labels.csv"), uri_of("/y.csv"), uri_of("s3://bucket/y.csv"), uri_of("./a:b.csv")
    ('data/my%20labels.csv', 'file:///y.csv', 's3://bucket/y.csv', 'a%3Ab.csv')
    """
    if "://" in file:
        return quote(discreet(file), safe="/:?&=*%+@~")
    path = os.path.relpath(file) if os.path.isabs(file) else os.path.normpath(file)
    outside = path.startswith(os.pardir)
    path = os.path.abspath(file) if outside else path
    escaped = quote(os.fsencode(path.replace(os.sep, "/")))
    return f"file://{'' if escaped.startswith('/') else '/'}{escaped}" if outside else escaped
