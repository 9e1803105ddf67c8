"""What `loss` refuses, `advise` does not call healthy: it asks the same question."""

import json

import numpy as np
import pytest
from catalogue import ENTRIES
from catalogue.runner import laid_out, words_of
from field.judge import CASES, make
from running import SAMPLES, inside

LABELS = SAMPLES / "digits_labels.npy"
P = np.load(SAMPLES / "digits_probs.npy")
RANDOM = np.random.default_rng(3)
FLAT = RANDOM.dirichlet([20.0] * 4, 40)
OTHER_SCALES = {
    "times 1.1": (P * 1.1, "XE210"),
    "times 2": (P * 2, "XE210"),
    "counts": (np.rint(P * 1e4), "XE210"),
    "odds": (P / (1 - P), "XE229"),
    "bookmaker": (1 / (P * 0.9 + 0.01), "XE229"),
    "base 2": (np.log2(P), "XE211"),
    "surprisal": (-np.log(P), "XE211"),
    "one against the rest": (np.log(P / (1 - P)), "XE211"),
    "cumulative": (np.cumsum(P.astype(float), axis=1).clip(0, 1), "XE220"),
}
UNSHARED = {"--top", "--by", "--reduction", "--like", "-f", "--format", "--fail-above", "-o", "--output"}
"""Options of `loss` that `advise` does not have, or that change what is shown."""


def saved(folder, **arrays):
    for name, values in arrays.items():
        np.save(folder / f"{name}.npy", values)
    return [folder / f"{name}.npy" for name in arrays]


def advised(*words):
    done = inside("advise", *words, "-f", "json")
    return done.returncode, json.loads(done.stdout)


@pytest.mark.parametrize("name", OTHER_SCALES)
def test_numbers_on_another_scale_are_asked_about_by_all_commands(tmp_path, name):
    values, code = OTHER_SCALES[name]
    (path,) = saved(tmp_path, p=values)
    for command in ("loss", "detect"):
        done = inside(command, LABELS, path)
        assert (done.returncode, f"[{code}]" in done.stderr) == (1, True), done.stdout
    assert inside("validate", LABELS, path).returncode == 1
    status, fields = advised(LABELS, path)
    found = fields["findings"][0]
    assert (status, found["code"], found["evidence"]["code"]) == (1, "loss-refuses", code)
    assert code in found["message"]
    assert fields["value"] is None
    assert "logits" not in [finding["code"] for finding in fields["findings"]]


def test_the_fix_answers_the_question_and_the_message_names_the_others(tmp_path):
    (path,) = saved(tmp_path, p=P * 2)
    found = advised(LABELS, path)[1]["findings"][0]
    assert found["fix"] == f"xentcli loss {LABELS} {path} --normalize"
    assert found["value"] == pytest.approx(0.157293, abs=1e-6)
    assert "--from-logits" in found["message"]


def test_an_answer_ends_the_question(tmp_path):
    (path,) = saved(tmp_path, p=P * 2)
    for option in ("--from-logits", "--normalize"):
        assert advised(LABELS, path, option)[0] == 0, option


def test_odds_are_found_where_none_is_above_one(tmp_path):
    odds = FLAT / (1 - FLAT)
    assert odds.max() < 1
    y, path = saved(tmp_path, y=RANDOM.integers(0, 4, 40), p=odds)
    assert "[XE229]" in inside("loss", y, path).stderr
    found = advised(y, path)[1]["findings"][0]
    assert (found["code"], found["evidence"]["code"]) == ("loss-refuses", "XE229")


def test_logits_of_one_sign_are_no_odds(tmp_path):
    y, path = saved(tmp_path, y=RANDOM.integers(0, 4, 40), p=RANDOM.gamma(2, 1, (40, 4)))
    assert inside("loss", y, path).returncode == 0
    assert advised(y, path)[0] == 0


def test_rows_that_do_not_sum_to_one_keep_their_own_suspicion(tmp_path):
    (path,) = saved(tmp_path, p=P * 0.5)
    found = advised(LABELS, path)[1]["findings"][0]
    assert found["code"] == "rows-not-summing"
    assert "they sum to 0.5" in found["message"]


def both(words, folder):
    """The statuses of loss and advise for the same words, and what advise shows; a table stands for both."""
    shared, rest = [], iter(words)
    for word in rest:
        if word in UNSHARED:
            next(rest, None)
        else:
            shared.append(word)
    files = [word for word in shared if (folder / word).is_file()]
    twice = [files[0]] if len(files) == 1 and "--prediction-columns" not in shared else []
    done = inside("advise", *twice, *shared)
    return inside("loss", *words).returncode, done.returncode, done.stdout


@pytest.mark.parametrize("entry", [e for e in ENTRIES if e.line.startswith("loss ") and " <" not in e.line])
def test_advise_calls_no_input_of_the_catalogue_healthy_that_loss_refuses(entry, tmp_path, monkeypatch):
    laid_out(entry, tmp_path)
    monkeypatch.chdir(tmp_path)
    for name, value in (entry.env or {}).items():
        monkeypatch.setenv(name, value)
    loss, status, shown = both(words_of(entry.line)[0][1:], tmp_path)
    assert not (loss == 1 and status == 0), shown


@pytest.mark.parametrize("case", [c for c in CASES if c["run"][0] == "loss"], ids=lambda case: case["id"])
def test_advise_calls_no_situation_healthy_that_loss_refuses(case, tmp_path, monkeypatch):
    make(case, tmp_path)
    monkeypatch.chdir(tmp_path)
    loss, status, shown = both(list(case["run"][1:]), tmp_path)
    assert not (loss == 1 and status == 0), shown
