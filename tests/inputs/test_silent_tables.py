"""Names in other scripts, short names, the same names in both files, and columns that are not used."""

import json

import numpy as np
import pandas as pd
import pytest
from running import inside

Y, P = np.array([1, 0, 1, 0, 1]), np.array([0.9, 0.2, 0.8, 0.45, 0.4])
RIGHT = -np.log(np.where(Y == 1, P, 1 - P)).mean()


def saved(folder, name="t.csv", **columns):
    pd.DataFrame(columns).to_csv(folder / name, index=False)
    return folder / name


def answer(*words):
    done = inside("loss", *words, "-f", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("label", "score", "other"),
    [
        ("标签", "概率", "年龄"),
        ("метка", "вероятность", "возраст"),
        ("ラベル", "確率", "年齢"),
        ("라벨", "확률", "나이"),
        ("类别", "预测概率", "编号"),
        ("Klasse", "Wahrscheinlichkeit", "Alter"),
        ("etiqueta", "probabilidad", "edad"),
        ("класс", "прогноз", "номер"),
    ],
)
def test_names_in_other_languages(tmp_path, label, score, other):
    path = saved(tmp_path, **{other: [31, 45, 27, 52, 38], label: Y, score: P})
    assert answer(path)["value"] == pytest.approx(RIGHT)


def test_keys_in_another_script_are_no_one_key(tmp_path):
    y = saved(tmp_path, "y.csv", 年龄=[31, 45, 27, 52, 38], 标签=Y)
    p = saved(tmp_path, "p.csv", 身高=[45, 31, 27, 52, 38], 概率=P)
    done = inside("loss", y, p, "-f", "json")
    assert done.returncode == 1 or answer(y, p)["value"] == pytest.approx(RIGHT)


@pytest.mark.parametrize("words", [("否", "是"), ("нет", "да"), ("nein", "ja"), ("no", "sí")])
def test_no_and_yes_in_other_languages_stand_in_their_order(tmp_path, words):
    done = inside("loss", saved(tmp_path, label=np.array(words)[Y], p=P), "-f", "json")
    tries = json.loads(done.stderr.splitlines()[-1])["tries"]
    assert len(tries) == 2
    assert json.loads(inside(*tries[0]).stdout)["value"] == pytest.approx(RIGHT)


@pytest.mark.parametrize("name", ["target", "label", "y", "class"])
@pytest.mark.parametrize("keyed", [True, False])
def test_a_submission_with_the_name_of_the_solution(tmp_path, name, keyed):
    ids = {"Id": np.arange(5) + 1}
    y = saved(tmp_path, "solution.csv", **(ids if keyed else {}), **{name: Y})
    scores = pd.DataFrame({**ids, name: P})[::-1] if keyed else pd.DataFrame({name: P})
    scores.to_csv(tmp_path / "sub.csv", index=False)
    assert answer(y, tmp_path / "sub.csv")["value"] == pytest.approx(RIGHT)


def test_two_files_of_labels_are_not_taken_for_predictions(tmp_path):
    y = saved(tmp_path, "y.csv", y=Y)
    done = inside("loss", y, saved(tmp_path, "p.csv", y=Y))
    assert "[XE306]" in done.stderr


WORDS = np.array(["negative", "neutral", "positive"])
TRUTH = np.array([0, 2, 1, 1])
THREE = np.array([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6], [0.3, 0.5, 0.2], [0.2, 0.6, 0.2]])
LOSS = -np.log(THREE[np.arange(4), TRUTH]).mean()


@pytest.mark.parametrize("order", [[0, 1, 2], [2, 0, 1], [1, 2, 0]])
@pytest.mark.parametrize("apart", [True, False])
def test_columns_called_after_the_beginnings_of_the_classes(tmp_path, order, apart):
    names = ["p_neg", "p_neu", "p_pos"]
    columns = {names[k]: THREE[:, k] for k in order}
    if apart:
        paths = saved(tmp_path, "y.csv", label=WORDS[TRUTH]), saved(tmp_path, "p.csv", **columns)
    else:
        paths = (saved(tmp_path, label=WORDS[TRUTH], **columns),)
    assert answer(*paths)["value"] == pytest.approx(LOSS)


def test_a_beginning_of_two_classes_is_asked_about(tmp_path):
    words = np.array(["negative", "neglected", "positive"])
    columns = {"p_neg": THREE[:, 0], "p_negl": THREE[:, 1], "p_pos": THREE[:, 2]}
    done = inside("loss", saved(tmp_path, label=words[TRUTH], **columns))
    assert done.returncode == 1


@pytest.mark.parametrize("size", [3, 12])
def test_classes_with_numbers_beside_columns_with_numbers(tmp_path, size):
    rng = np.random.default_rng(1)
    p = rng.dirichlet(np.ones(size), 20).round(6)
    truth = rng.integers(0, size, 20)
    order = rng.permutation(size)
    frame = {"label": [f"class_{k}" for k in truth], **{f"p{k}": p[:, k] for k in order}}
    right = -np.log(np.maximum(p[np.arange(20), truth], 1e-300)).mean()
    assert answer(saved(tmp_path, **frame))["value"] == pytest.approx(right, rel=1e-4)


def test_rows_of_lists_with_keys_name_the_join(tmp_path):
    (tmp_path / "y.jsonl").write_text('{"id":"a","label":1}\n{"id":"b","label":0}\n')
    (tmp_path / "p.jsonl").write_text('{"id":"b","probs":[0.8,0.2]}\n{"id":"a","probs":[0.1,0.9]}\n')
    done = inside("loss", tmp_path / "y.jsonl", tmp_path / "p.jsonl", "-f", "json")
    if done.returncode:
        (words,) = json.loads(done.stderr.splitlines()[-1])["tries"]
        done = inside(*words)
    assert json.loads(done.stdout)["value"] == pytest.approx(-np.log([0.9, 0.8]).mean())


def test_survival_curves_are_refused_without_a_command(tmp_path):
    path = saved(
        tmp_path, time=[3.5, 30.2, 14.1], event=[1, 0, 1], S_12=[0.8, 0.9, 0.7], S_24=[0.6, 0.85, 0.4]
    )
    done = inside("loss", path, "-f", "json")
    error = json.loads(done.stderr.splitlines()[-1])
    assert (error["code"], error["tries"]) == ("XE350", [])


@pytest.mark.parametrize("order", [["lat", "lon", "y", "p"], ["y", "lat", "p", "lon"]])
def test_features_beside_a_label_and_a_score(tmp_path, order):
    columns = {"lat": [46.1, 46.2, 46.3, 46.9, 47.2], "lon": [7.2, 7.4, 7.5, 8.1, 7.9], "y": Y, "p": P}
    names = {"y": "landslide", "p": "susceptibility"}
    done = inside("loss", saved(tmp_path, **{names.get(k, k): columns[k] for k in order}), "-f", "json")
    found = json.loads(done.stderr.splitlines()[-1])["tries"] if done.returncode else []
    values = [json.loads(inside(*words).stdout)["value"] for words in found] or [
        json.loads(done.stdout)["value"]
    ]
    assert values[0] == pytest.approx(RIGHT)


def test_features_without_names_before_a_label_and_a_score(tmp_path):
    rows = np.column_stack([[5.1, 4.2, 4.4, 6.3, 5.5], [3.2, 2.2, 2.5, 3.3, 2.9], Y, P])
    np.savetxt(tmp_path / "t.csv", rows, delimiter=",", fmt="%g")
    done = inside("loss", tmp_path / "t.csv", "-f", "json")
    assert done.returncode == 1
    tries = json.loads(done.stderr.splitlines()[-1])["tries"]
    assert json.loads(inside(*tries[0]).stdout)["value"] == pytest.approx(RIGHT)


@pytest.mark.parametrize("word", ["Total", "mean", "AVERAGE"])
@pytest.mark.parametrize("apart", [True, False])
def test_a_last_row_that_sums_up_the_others(tmp_path, word, apart):
    ids = [*"abcd", word]
    if apart:
        words = saved(tmp_path, "y.csv", id=ids, label=[1, 0, 1, 0, 1]), saved(tmp_path, "p.csv", id=ids, p=P)
    else:
        words = (saved(tmp_path, id=ids, label=[1, 0, 1, 0, 1], p=P),)
    done = inside("loss", *words, "-f", "json")
    assert json.loads(done.stderr.splitlines()[-1])["code"] == "XE351"
    names = ("--labels-column", "label", "--prediction-columns", "p")
    assert answer(*words, *names)["value"] == pytest.approx(RIGHT)


@pytest.mark.parametrize("names", [("alpha", "beta", "gamma"), ("x", "y2", "z"), ("p1", "p2", "p3")])
def test_label_vectors_and_scores_without_common_names_go_by_position(tmp_path, names):
    y = np.array([[1, 0, 1], [0, 1, 0], [1, 1, 0]])
    p = np.array([[0.9, 0.2, 0.7], [0.1, 0.8, 0.3], [0.6, 0.7, 0.2]])
    first = saved(tmp_path, "y.csv", **dict(zip(["action", "comedy", "drama"], y.T, strict=True)))
    found = answer(first, saved(tmp_path, "p.csv", **dict(zip(names, p.T, strict=True))))
    assert found["value"] == pytest.approx(-np.log(np.where(y == 1, p, 1 - p)).mean())
    assert any(m["code"] == "XE810" for m in found["messages"]) == (names[0] == "alpha")


def messages(*words):
    return [(m["level"], m["code"], m["hint"]) for m in answer(*words)["messages"]]


@pytest.mark.parametrize("name", ["weight", "n", "sample_weight", "count"])
def test_weights_that_are_not_used_name_their_option(tmp_path, name):
    path = saved(tmp_path, y=Y, p=P, **{name: [20, 10, 30, 5, 1]})
    hint = f"use --sample-weight-column {name} to weight the rows by it"
    assert ("note", "XE852", hint) in messages(path)
    assert not any(hint == told for *_, told in messages(path, "--sample-weight-column", name))


def test_parts_that_are_not_told_apart_name_their_option(tmp_path):
    path = saved(tmp_path, split=["test", "train", "test", "train", "test"], y=Y, p=P)
    assert ("note", "XE852", "use --where split=test to keep one of them") in messages(path)
    assert not any("--where" in (told or "") for *_, told in messages(path, "--where", "split=test"))


def test_rows_that_are_said_to_be_ignored_are_a_warning(tmp_path):
    usage = ["Public", "Private", "Ignored", "Public", "Private"]
    y = saved(tmp_path, "y.csv", id=[*"abcde"], Usage=usage, y=Y)
    p = saved(tmp_path, "p.csv", id=[*"abcde"], p=P)
    assert ("warning", "XE814", "use --where Usage=Private to keep one of them") in messages(y, p)
