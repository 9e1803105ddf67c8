"""Columns of label vectors belong to prediction columns by their names, or a question names both orders."""

import json
import shlex

import numpy as np
import pandas as pd
import pytest
from running import inside

RANDOM = np.random.default_rng(5)
ROWS = 9
Y = np.arange(ROWS) % 3
P = RANDOM.dirichlet([1, 1, 1], ROWS)
HOT = np.eye(3, dtype=int)[Y]
EXPECTED = -np.log(P[np.arange(ROWS), Y]).mean()
TURNED = [2, 0, 1]
BITS = RANDOM.integers(0, 2, (ROWS, 3))
OWN = RANDOM.uniform(0.05, 0.95, (ROWS, 3))
SEVERAL = -np.log(np.where(BITS == 1, OWN, 1 - OWN)).mean()


def files(folder, mine, theirs, *, hot=True, order=TURNED):
    """Save labels, and predictions under names of which each is that of the label column at its place."""
    labels, scores = (HOT, P) if hot else (BITS, OWN)
    paths = [folder / "y.csv", folder / "p.csv"]
    pd.DataFrame(labels, columns=mine).to_csv(paths[0], index=False)
    frame = pd.DataFrame(scores, columns=theirs)
    frame.iloc[:, order].to_csv(paths[1], index=False)
    return paths


def value(*words):
    done = inside("loss", *words, "-f", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["value"]


SAME = {
    "case": (["Setosa", "Versicolor", "Virginica"], ["setosa", "versicolor", "virginica"]),
    "blanks": (["Lung Opacity", "Edema", "No Finding"], ["lung_opacity", "edema", "no_finding"]),
    "joined": (["Lung Opacity", "Edema", "NoFinding"], ["lung-opacity", "edema", "no finding"]),
    "decorated": (["Cat", "Dog", "Owl"], ["p_cat", "p_dog", "p_owl"]),
    "both": (["label_Cat", "label_Dog", "label_Owl"], ["cat_prob", "dog_prob", "owl_prob"]),
    "labels": (["y.cat", "y.dog", "y.owl"], ["CAT", "DOG", "OWL"]),
    "numbers": (["y_0", "y_1", "y_2"], ["p0", "p1", "p2"]),
    "cut": (["setosa", "versicolor", "virginica"], ["setosa", "versicol", "virginic"]),
    "all cut": (["setosa", "versicolor", "virginica"], ["seto", "vers", "virg"]),
}


@pytest.mark.parametrize("kind", SAME)
@pytest.mark.parametrize("hot", [True, False])
@pytest.mark.parametrize("order", [[0, 1, 2], TURNED, [1, 0, 2]])
def test_names_that_fold_alike_are_matched(tmp_path, kind, hot, order):
    paths = files(tmp_path, *SAME[kind], hot=hot, order=order)
    assert value(*paths) == pytest.approx(EXPECTED if hot else SEVERAL, rel=1e-12)
    assert inside("validate", *paths).returncode == 0


ASKED = {
    "numbers beside names": (["setosa", "versicolor", "virginica"], ["p1", "p2", "p3"]),
    "names beside numbers": (["y_0", "y_1", "y_2"], ["p_1", "p_2", "p_3"]),
    "two of three": (["cat", "dog", "owl"], ["cat", "dog", "bird"]),
}


@pytest.mark.parametrize("kind", ASKED)
@pytest.mark.parametrize("hot", [True, False])
def test_contradictions_are_asked_about_and_the_first_try_goes_by_the_names(tmp_path, kind, hot):
    paths = files(tmp_path, *ASKED[kind], hot=hot)
    done = inside("loss", *paths)
    assert (done.returncode, done.stdout) == (1, "")
    assert "[XE128]" in done.stderr
    tries = [shlex.split(line)[3:] for line in done.stderr.splitlines() if line.startswith("try: ")]
    assert len(tries) == 2
    assert value(*tries[0]) == pytest.approx(EXPECTED if hot else SEVERAL, rel=1e-12)
    assert value(*tries[1]) != pytest.approx(EXPECTED if hot else SEVERAL, rel=1e-3)
    assert inside("validate", *paths).returncode != 0
    assert inside("advise", *paths).returncode != 0


@pytest.mark.parametrize("kind", ASKED)
def test_names_that_agree_with_their_places_are_not_asked_about(tmp_path, kind):
    paths = files(tmp_path, *ASKED[kind], order=[0, 1, 2])
    assert value(*paths) == pytest.approx(EXPECTED, rel=1e-12)


def test_a_list_of_columns_is_taken_as_it_stands(tmp_path):
    paths = files(tmp_path, *SAME["cut"])
    columns = ["--prediction-columns", "versicol,setosa,virginic"]
    expected = -np.log(P[np.arange(ROWS), np.array([1, 0, 2])[Y]]).mean()
    assert value(*paths, *columns) == pytest.approx(expected, rel=1e-12)


def test_other_names_go_by_the_place(tmp_path):
    paths = files(tmp_path, ["cat", "dog", "owl"], ["rook", "pawn", "king"], order=[0, 1, 2])
    assert value(*paths) == pytest.approx(EXPECTED, rel=1e-12)
