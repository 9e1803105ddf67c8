"""What a call from Python says beside its answer: warnings, notes, and what print and notebooks show."""

import io
import warnings

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

import xentcli
from xentcli.core.types import Scale
from xentcli.settings.keywords import SCALES

LOGITS = 5 * np.eye(4)[np.arange(300) % 4] + np.random.default_rng(5).normal(size=(300, 4))
LABELS = np.arange(300) % 4
REVERSED = LOGITS[:, ::-1].copy()
ORDER = "another order of the columns fits the labels better"
FRAME = pd.DataFrame({"label": [0, 1], "p": [0.2, 0.9], "city": ["Rome", "Oslo"]})


@pytest.fixture
def odd():
    """A loss with a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return xentcli.loss(LABELS, REVERSED)


def test_a_loss_that_means_nothing_warns_at_the_line_of_the_call():
    with pytest.warns(xentcli.XentWarning, match=rf"{ORDER}.*\[XE841\]") as caught:
        xentcli.loss(LABELS, REVERSED)
    assert [warning.filename for warning in caught] == [__file__]


def test_so_does_that_of_every_framework():
    with pytest.warns(xentcli.XentWarning, match=ORDER):
        xentcli.losses_like_all(LABELS, REVERSED)


def test_a_hint_follows_the_code():
    with pytest.warns(xentcli.XentWarning, match=r"\[XE821\]"):
        xentcli.loss([0, 1], [1.0, 0.5])


def test_notes_are_no_warnings_and_a_verdict_holds_its_own():
    assert [note.level for note in xentcli.loss(FRAME).messages] == ["note"]
    verdict = xentcli.validate([0, 2, 7])
    assert [message.code for message in verdict.messages] == ["XE802"]
    assert "warning: " in str(verdict)


def test_a_call_that_is_tried_for_a_suggestion_does_not_warn():
    cube = np.random.default_rng(1).normal(size=(2, 5, 5))
    cube[0, 0], cube[0, :, 0] = -np.inf, -np.inf
    cube[0, 0, 1:], cube[0, 1:, 0] = 1, -np.inf
    with pytest.raises(xentcli.XentError) as caught:
        xentcli.loss(np.zeros((2, 5), int), cube)
    assert caught.value.suggestion == "xentcli.loss(labels, predictions, class_axis=-1)"
    with pytest.warns(xentcli.XentWarning, match="XE821"):
        xentcli.loss(np.zeros((2, 5), int), cube, class_axis=-1)


def test_a_verdict_is_true_if_it_is_valid():
    assert xentcli.validate([0, 1, 2])
    assert not xentcli.validate(["cat", "", "dog"])


def test_print_shows_the_short_page_and_the_messages(odd):
    lines = str(odd).splitlines()
    assert lines[0] == f"Sparse cross-entropy  {odd.value:.6g}  nats  mean of 300 samples"
    assert lines[-1] == f"warning: {odd.cautions[0].said}"


def test_print_is_ten_lines():
    assert len(str(xentcli.loss(LABELS, LOGITS)).splitlines()) == 10


def test_a_skill_below_zero_is_a_loss_above_that_of_the_shares(odd):
    assert "above 1.38629" in str(odd)
    assert "below " in str(xentcli.loss(LABELS, LOGITS))


def test_notes_are_printed_too():
    assert str(xentcli.loss(FRAME)).splitlines()[-1].startswith("note: ")


def test_notebooks_show_the_messages(odd):
    assert f"<div>warning: {ORDER}" in odd._repr_html_()


def test_markup_in_a_message_is_escaped_in_a_notebook():
    found = xentcli.loss(FRAME.rename(columns={"city": "<b>city"}))
    assert "<b>" not in found._repr_html_()
    assert "&lt;b&gt;city" in found._repr_html_()


def test_rich_shows_the_messages(odd):
    console = Console(file=io.StringIO(), width=200)
    console.print(odd)
    assert f"warning: {ORDER}" in console.file.getvalue()


def test_the_messages_are_those_of_the_json(odd):
    assert odd.to_dict()["messages"] == [
        {"level": "warning", "code": "XE841", "message": odd.warnings[0], "hint": None, "try": None}
    ]


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (
            lambda: xentcli.loss([0, 3], np.full((2, 3), 1 / 3)),
            "label_offset shifts ids, classes names them",
        ),
        (lambda: xentcli.loss(["a", "b"], [[0.5, 0.5], [0.4, 0.6]]), 'classes=["a", "b"]'),
    ],
    ids=["an option without a value", "an option with a list"],
)
def test_hints_name_arguments_and_not_options(call, words):
    with pytest.raises(xentcli.XentError) as caught:
        call()
    assert words in caught.value.hint
    assert "--" not in f"{caught.value} {caught.value.hint}"


@pytest.mark.parametrize("switch", SCALES)
def test_a_switch_is_short_for_a_scale(switch):
    scale = {"from_probs": "probabilities", "from_logits": "logits", "from_log_probs": "log-probabilities"}[
        switch
    ]
    scores = np.log([[0.25, 0.75], [0.5, 0.5]]) if switch != "from_probs" else [[0.25, 0.75], [0.5, 0.5]]
    found = xentcli.loss([0, 1], scores, **{switch: True})
    assert (found.scale, found.value) == (scale, xentcli.loss([0, 1], scores, scale=scale).value)
    with pytest.raises(xentcli.XentError, match="several scales"):
        xentcli.loss([0, 1], scores, **{switch: True}, scale=next(s for s in Scale if s != scale))


def test_a_result_is_a_number_with_an_accuracy():
    found = xentcli.loss([0, 1], [[0.75, 0.25], [0.75, 0.25]])
    assert (float(found), found.accuracy) == (found.value, 0.5)


def test_codes_and_messages_are_explained():
    assert xentcli.explain("XE103").entries[0].code == "XE103"
    assert "XE112" in str(xentcli.explain("IndexError: Target 10 is out of bounds."))


def test_a_notebook_shows_the_histogram_without_loading_anything():
    html = xentcli.loss(LABELS, LOGITS)._repr_html_()
    assert html.count("<svg") == 1
    assert html.count("<rect") == sum(n > 0 for n in xentcli.loss(LABELS, LOGITS).histogram.counts)
    assert "href" not in html
    assert "src=" not in html
