"""Ids with their names in another column: scores by name are matched to the names, not by place."""

import json

import numpy as np
import pytest
from running import inside

RANDOM = np.random.default_rng(4)
NAMES = ["negative", "neutral", "positive"]
OF_IDS = ["neutral", "positive", "negative"]
IDS = RANDOM.permutation(np.arange(24) % 3)
SCORES = RANDOM.dirichlet(np.ones(3), 24).round(3)
SCORES[:, 0] = (1 - SCORES[:, 1:].sum(axis=1)).round(3)


def of_names(true):
    return -np.log(SCORES[np.arange(24), [NAMES.index(name) for name in true]]).mean()


def rows(text, texts, scores="scores"):
    cells = zip(IDS.tolist(), texts, SCORES.tolist(), strict=True)
    return [{"label": n, text: name, scores: dict(zip(NAMES, p, strict=True))} for n, name, p in cells]


def value(folder, *files):
    for name, lines in zip("yp", files, strict=False):
        (folder / f"{name}.jsonl").write_text("\n".join(map(json.dumps, lines)) + "\n")
    done = inside("loss", *[str(folder / f"{n}.jsonl") for n in "yp"[: len(files)]], "-f", "json")
    return json.loads(done.stdout)["value"]


TRUE = [OF_IDS[n] for n in IDS]


@pytest.mark.parametrize("text", ["label_text", "labelName", "sentiment", "answer"])
@pytest.mark.parametrize("scores", ["scores", "probabilities"])
@pytest.mark.parametrize("is_one", [True, False])
def test_the_names_are_the_labels(tmp_path, text, scores, is_one):
    both = rows(text, TRUE, scores)
    files = (
        [both]
        if is_one
        else [[{k: r[k] for k in ("label", text)} for r in both], [{scores: r[scores]} for r in both]]
    )
    assert value(tmp_path, *files) == pytest.approx(of_names(TRUE))


@pytest.mark.parametrize("text", ["pred_label", "top", "city"])
def test_other_texts_are_not(tmp_path, text):
    texts = {
        "city": [["Rome", "Oslo", "Bonn"][n] for n in IDS],
        "top": [NAMES[n] for n in SCORES.argmax(axis=1)],
    }
    assert value(tmp_path, rows(text, texts.get(text, TRUE))) == pytest.approx(
        of_names([NAMES[n] for n in IDS])
    )
