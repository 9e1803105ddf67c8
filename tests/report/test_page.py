"""The short page of a terminal: blocks fold to the width, and color only repeats what the words say."""

import re

import pytest
from running import SAMPLES

import xentcli
from xentcli.core.frozen import Frozen
from xentcli.report.cells import human, on_the_point
from xentcli.report.grid import Estimate, Grid, Share
from xentcli.report.page import STYLES, Block, Styled, facts, heading, table
from xentcli.report.registry import render
from xentcli.report.screen import Screen

ANSI = re.compile(r"\x1b\[[\d;]*m")
HOSTILE = "[red]\x1b[31m:smile:\u202e"


class Paged(Frozen):
    """An answer with a page."""

    blocks: tuple[Block, ...]

    in_lines = False

    def page(self):
        return self.blocks


def shown(*blocks, width=80, color=False):
    return "".join(render(Paged(blocks), Screen("short", width=width, color=color)))


def test_a_page_to_the_letter():
    grid = Grid("By class", ("class", "mean"), (("cat", 12.5), ("dog", 0.125)))
    assert shown(
        heading(Styled("Loss", "title"), Styled(0.1 + 0.2, "answer"), "nats"),
        facts(("accuracy", Share(0.975)), ("median", Estimate(2.0), "of all")),
        table(grid),
    ) == (
        "Loss  0.3  nats\n"
        "\n"
        "accuracy   97.50%\n"
        "median    ≈ 2      of all\n"
        "\n"
        "By class\n"
        "  class    mean\n"
        "  cat    12.5\n"
        "  dog     0.125\n"
    )


@pytest.mark.parametrize("width", [20, 40, 80])
def test_the_last_column_folds(width):
    lines = shown(facts(("labels", "word " * 40)), width=width).splitlines()
    assert max(map(len, lines)) <= width
    assert " ".join(lines).split() == ["labels", *["word"] * 40]
    assert all(line.startswith(" " * 8) for line in lines[1:])


@pytest.mark.parametrize("style", STYLES)
def test_color_changes_no_word(style):
    block = Block(((Styled("name", style), Styled(1.5, style), "rest"),), "Title", 2)
    colored = shown(block, color=True)
    assert ANSI.sub("", colored) == shown(block)
    assert ("\x1b[" in colored.split("Title")[1].replace("\x1b[0m", "")) is bool(STYLES[style])


def test_data_is_escaped():
    text = shown(Block(((HOSTILE, Styled(HOSTILE, "dim")),), HOSTILE), color=True)
    assert "\x1b[31m" not in text
    assert text.count("[red]\\x1b[31m:smile:\\u202e") == 3


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.5, "50.00%"),
        (0, "0.00%"),
        (1, "100.00%"),
        (1e-6, "0.0001%"),
        (0.999999, "99.9999%"),
        (-0.5, "-50.00%"),
    ],
)
def test_a_share_is_a_percentage_that_hides_nothing(share, text):
    assert human(Share(share)) == text


def test_points_stand_below_each_other():
    texts = on_the_point(["282.6554", "0.0003971711", "-1.5", "1e-07", "12", "≈ 3.5", "97.5%", "-", "inf"])
    assert len(set(map(len, texts))) == 1
    places = {re.match(r"[^.e%]*", text.rstrip()).end() for text in texts}
    assert len(places) == 1


@pytest.mark.parametrize("width", [*range(40, 80), 200])
def test_the_histogram_of_the_losses_fits_between_its_ends(width):
    found = xentcli.loss(SAMPLES / "digits_labels.npy", SAMPLES / "digits_logits.npy")
    lines = "".join(render(found, Screen("short", width=width))).splitlines()
    at = next(n for n, line in enumerate(lines) if line.startswith("Row losses"))
    picture = lines[at + 1]
    assert (picture.split()[0], picture.split()[-1]) == (
        human(found.histogram.low),
        human(found.histogram.high),
    )
    assert len(picture) <= width
    assert lines[at + 2] == ""


@pytest.mark.filterwarnings("ignore::xentcli.XentWarning")
@pytest.mark.parametrize(
    ("labels", "scores", "options", "told"),
    [
        ([0, 1, 1], [[0.5, 0.5], [1, 0], [0.25, 0.75]], {}, "mean of 3 samples, 1 of them infinite"),
        (
            [0, 1, -1],
            [[0.5, 0.5], [1, 0], [0, 1]],
            {"ignore_index": -1},
            "2 samples, 1 of them infinite, 1 ignored",
        ),
        ([0], [[0.5, 0.5]], {}, "mean of 1 sample\n"),
        ([0, 1], [[0.5, 0.5], [1, 0]], {"reduction": "none"}, "2 row losses, 1 of them infinite; -f value"),
    ],
)
def test_the_samples_are_counted_in_words(labels, scores, options, told):
    found = xentcli.loss(labels, scores, **options)
    assert told in "".join(render(found, Screen("short", width=200)))
