"""Every renderer shows every answer: whole, safe and in full precision."""

import csv
import io
import json
import math
from typing import Any

import pytest

import xentcli
from xentcli.core.frozen import Frozen, replace
from xentcli.report.grid import Grid
from xentcli.report.registry import USUAL, render
from xentcli.report.screen import Screen
from xentcli.report.table import render_table

LOSS = 1.176939193690798
HOSTILE = '[red]a,b|c\t"q"\r\n\x1b[31m</td> `*_ :smile: café 日本 \u202e'


class Sample(Frozen):
    """An answer made of its parts."""

    fields: dict[str, Any]
    lines: tuple[tuple[Any, ...], ...]
    tables: tuple[Grid, ...]
    rows: tuple[dict[str, Any], ...]
    signature: str | None = "loss:sparse|like:exact"

    def to_dict(self):
        return self.fields

    def values(self):
        return iter(self.lines)

    def grids(self):
        return self.tables

    def page(self):
        return None

    in_lines = False

    def records(self):
        return iter(self.rows)


def grid(*rows, title="Loss", columns=("name", "value")):
    return Grid(title, columns, rows)


ONE = Sample({"value": LOSS}, ((LOSS,),), (grid(("mean", LOSS)),), ({"row": 1, "loss": LOSS},))
SAMPLES = {
    "empty": Sample({}, (), (), (), None),
    "no rows": Sample({"value": []}, (), (grid(),), (), None),
    "one row": ONE,
    "not finite": Sample(
        {"value": None, "infinite": 1},
        ((math.inf,), (-math.inf,), (math.nan,)),
        (grid(("mean", math.inf), ("sum", math.nan)),),
        ({"loss": math.inf}, {"loss": -math.inf}, {"loss": math.nan}),
    ),
    "hostile": Sample(
        {HOSTILE: HOSTILE},
        ((HOSTILE, 1),),
        (grid((HOSTILE, HOSTILE), title=HOSTILE),),
        ({HOSTILE: HOSTILE},),
        HOSTILE,
    ),
    "every cell": Sample(
        {"cells": [None, True, 1, 0.5, "x"]},
        ((None, True, 1, 0.5, "x"),),
        (grid((None, True, 1, 0.5, "x"), columns=tuple("abcde")), grid((1,), title="", columns=("",))),
        ({"a": None, "b": True, "c": 1, "d": 0.5, "e": "x"},),
    ),
}
SCREENS = {
    "a pipe": Screen(),
    "a terminal": Screen(width=80),
    "colors": Screen(width=80, color=True),
    "a narrow one": Screen(width=20),
}


def text(answer, form, **screen):
    return "".join(render(answer, Screen(format=form, **screen)))


@pytest.mark.parametrize("form", USUAL)
@pytest.mark.parametrize("sample", SAMPLES)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_renderer_shows_every_answer(form, sample, screen):
    shown = "".join(render(SAMPLES[sample], replace(SCREENS[screen], format=form)))
    assert shown == "" or shown.endswith("\n")
    assert "\x1b" not in shown.replace("\x1b[", "") or form in {"csv", "tsv"}
    assert "\x1b[31m" not in shown or (form in {"csv", "tsv"} and screen == "a pipe")


@pytest.mark.parametrize("form", ["csv", "tsv", "json", "ndjson", "value"])
def test_machine_formats_are_exact(form):
    assert repr(LOSS) in text(ONE, form)


@pytest.mark.parametrize("form", ["table", "short"])
def test_a_terminal_gets_six_digits(form):
    shown = text(ONE, form)
    assert "1.17694" in shown
    assert "1.176939" not in shown


@pytest.mark.parametrize("form", ["plain", "md"])
def test_a_pipe_gets_every_digit(form):
    assert repr(LOSS) in text(ONE, form)


@pytest.mark.parametrize("form", ["table", "plain", "md"])
def test_people_get_every_grid_and_the_signature(form):
    two = replace(ONE, tables=(grid(("mean", 1)), grid(("worst", 2), title="Hardest")))
    shown = text(two, form)
    assert [word for word in ("Loss", "mean", "Hardest", "worst", "loss:sparse") if word not in shown] == []


@pytest.mark.parametrize("form", ["json", "ndjson"])
def test_json_can_be_read_strictly(form):
    def refuse(word):
        raise AssertionError(word)

    for sample in SAMPLES.values():
        for line in text(sample, form).splitlines():
            json.loads(line, parse_constant=refuse)


@pytest.mark.parametrize("number", [math.inf, -math.inf, math.nan])
def test_json_never_has_a_bare_nan(number):
    with pytest.raises(ValueError, match="not JSON compliant"):
        text(replace(ONE, fields={"value": [1.0, number]}), "json")


def test_json_is_one_line_of_ascii_with_all_fields():
    fields = {"schema": "xentcli/loss/1", "value": LOSS, "name": "café\ud800", "nested": {"list": [1, [2]]}}
    shown = text(replace(ONE, fields=fields), "json")
    assert shown.isascii()
    assert shown.count("\n") == 1
    assert json.loads(shown) == fields


@pytest.mark.parametrize("length", [0, 1, 4095, 4096, 4097, 10_000])
def test_long_arrays_come_in_pieces(length):
    numbers = [1 / (i + 1) for i in range(length)]
    chunks = list(render(replace(ONE, fields={"value": numbers, "after": 1}), Screen(format="json")))
    assert json.loads("".join(chunks)) == {"value": numbers, "after": 1}
    assert max(map(len, chunks)) < 100_000


@pytest.mark.parametrize(("form", "delimiter"), [("csv", ","), ("tsv", "\t")])
@pytest.mark.parametrize("cell", [HOSTILE, "", "a\rb", "a\nb", "=1+1", ' "', "x" * 100_000, "日本"])
def test_delimited_text_reads_back(form, delimiter, cell):
    rows = tuple({"row": i, "label": cell} for i in range(3))
    shown = text(replace(ONE, rows=rows), form)
    read = list(csv.DictReader(io.StringIO(shown, newline=""), delimiter=delimiter, strict=True))
    assert read == [{"row": str(i), "label": cell} for i in range(3)]
    assert shown.count("\n") - 3 * cell.count("\n") == 4


def test_one_empty_cell_is_no_blank_line():
    assert text(replace(ONE, rows=({"a": None},)), "csv") == 'a\n""\n'


def test_delimited_rows_are_streamed():
    endless = replace(ONE, rows=())
    object.__setattr__(endless, "records", lambda: ({"row": i} for i in iter(int, 1)))
    chunks = iter(render(endless, Screen(format="csv")))
    assert [next(chunks)[:4] for _ in range(3)] == ["row\n", "0\n0\n", "0\n0\n"]


def test_words_of_csv():
    rows = ({"a": True, "b": None, "c": math.inf, "d": -0.5, "e": 7, "f": math.nan},)
    assert text(replace(ONE, rows=rows), "csv") == "a,b,c,d,e,f\ntrue,,inf,-0.5,7,nan\n"


def test_words_of_ndjson():
    rows = ({"a": math.inf, "b": None, "c": "é"}, {"a": 0.1, "b": True, "c": ""})
    assert text(replace(ONE, rows=rows), "ndjson") == (
        '{"a": null, "b": null, "c": "\\u00e9"}\n{"a": 0.1, "b": true, "c": ""}\n'
    )


def test_words_of_value():
    lines = (("keras", LOSS), ("optax", None), ("x", math.inf), ("y", -math.inf), ("z", math.nan), ("a b\n",))
    assert text(replace(ONE, lines=lines), "value") == (
        "keras 1.176939193690798\noptax -\nx inf\ny -inf\nz nan\na b\\n\n"
    )


def test_plain_text_to_the_letter():
    rows = (("mean", LOSS), ("日本", None), ("sum of all", 2.0))
    assert text(
        replace(ONE, tables=(grid(*rows), grid(("x", "y"), title="", columns=("", "")))), "plain"
    ) == (
        "Loss\n"
        "name                    value\n"
        "mean        1.176939193690798\n"
        "日本        -\n"
        "sum of all  2\n"
        "\n"
        "x  y\n"
        "\n"
        "signature: loss:sparse|like:exact\n"
    )


def test_markdown_to_the_letter():
    assert text(replace(ONE, tables=(grid(("a|b*", 0.5), title="T_1"),)), "md") == (
        "**T\\_1**\n\n"
        "| name | value |\n| --- | ---: |\n| a\\|b\\* | 0.5 |\n\n"
        "signature: loss:sparse\\|like:exact\n"
    )


def test_a_table_to_the_letter():
    assert text(replace(ONE, signature=None), "table") == (
        "Loss\n"
        "╭──────┬─────────╮\n"
        "│ name │   value │\n"
        "├──────┼─────────┤\n"
        "│ mean │ 1.17694 │\n"
        "╰──────┴─────────╯\n"
    )


LONG = ("q" * 300, "word " * 60, HOSTILE * 5, "日本" * 90)


@pytest.mark.parametrize("cell", LONG, ids=["letters", "words", "hostile", "wide"])
def test_off_a_terminal_nothing_is_folded_or_cut(cell):
    for form in ("table", "plain"):
        lines = text(replace(ONE, tables=(grid((cell, 1)),)), form).splitlines()
        assert any(cell.split("\t")[0].rstrip() in line for line in lines)


def squeezed(shown):
    return "".join(c for c in shown if c.isalnum())


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("cell", LONG[:2], ids=["letters", "words"])
def test_on_a_terminal_long_cells_are_folded_and_whole(width, cell):
    shown = text(replace(ONE, tables=(grid(("a", cell)),)), "table", width=width)
    assert max(map(len, shown.splitlines())) <= width
    assert squeezed(shown).count("q") == cell.count("q")
    assert squeezed(shown).count("word") == cell.count("word")
    assert "…" not in shown


@pytest.mark.parametrize("width", [40, 80])
@pytest.mark.parametrize("columns", [2, 9, 40])
def test_on_a_terminal_many_columns_go_below_each_other(width, columns):
    numbers = tuple(1.2345e-10 * (i + 1) for i in range(columns))
    wide = grid(numbers, columns=tuple(f"col{i}" for i in range(columns)))
    shown = "".join(render_table(replace(ONE, tables=(wide,)), Screen("table", width=width)))
    assert max(map(len, shown.splitlines())) <= width
    assert [
        i for i in range(columns) if format(numbers[i], ".6g") not in shown or f"col{i}" not in shown
    ] == []


def test_a_number_is_never_folded():
    wide = grid((LOSS / 1e10, "word " * 30, "other " * 30), columns=("a", "b", "c"))
    assert "1.17694e-10" in text(replace(ONE, tables=(wide,)), "table", width=50)


@pytest.mark.parametrize("color", [True, False])
def test_color_is_a_matter_of_the_screen_alone(color, monkeypatch):
    monkeypatch.setenv("NO_COLOR" if color else "FORCE_COLOR", "1")
    assert ("\x1b[1m" in text(ONE, "table", color=color)) is color
    assert ("\x1b[1m" in text(ONE, "table", color=color, width=80)) is color


@pytest.mark.parametrize("words", ["[/foo] [red]x[/red]", ":smile:", "\\[b]", "[link=http://x]y[/link]"])
def test_data_is_not_markup(words):
    shown = text(replace(ONE, tables=(grid((words, 1), title=words),), signature=words), "table", color=True)
    assert shown.count(words) == 3


@pytest.mark.parametrize(("base", "title"), [(None, "Statistics (nats)"), (2, "Statistics")])
def test_the_unit_is_told_whatever_the_classes_are_called(base, title):
    names = ["baseball", "football"]
    found = xentcli.loss(["baseball", "football"], [[0.9, 0.1], [0.2, 0.8]], classes=names, base=base)
    assert found.grids()[1].title == title
