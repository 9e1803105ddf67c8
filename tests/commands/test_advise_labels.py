"""`xentcli advise` on labels as people have them: names, marks, ids of another kind, many classes."""

import json

import numpy as np
import pytest
from running import inside
from sklearn.metrics import log_loss


@pytest.fixture
def saved(tmp_path, monkeypatch):
    """Saves labels and predictions, as text or arrays, and gives the answer."""
    monkeypatch.chdir(tmp_path)

    def advised(y, p=None, *options):
        words = []
        for name, values in (("y", y), ("p", p)):
            if isinstance(values, list):
                (tmp_path / f"{name}.csv").write_text("\n".join(["label", *values]) + "\n")
                words.append(f"{name}.csv")
            elif values is not None:
                np.save(tmp_path / f"{name}.npy", values)
                words.append(f"{name}.npy")
        return json.loads(inside("advise", *words, *options, "-f", "json").stdout)

    return advised


def found(fields, level="suspicion"):
    return [one["code"] for one in fields["findings"] if one["level"] == level]


def note(fields, code):
    return next(one for one in fields["findings"] if one["code"] == code)


def simplex(n, k, seed=0):
    return np.random.default_rng(seed).dirichlet(np.ones(k), n)


@pytest.mark.parametrize("p", [np.arange(30) % 5, np.linspace(0, 4, 30), np.linspace(-3, 90, 30)])
def test_several_classes_beside_one_column_are_no_percentages(saved, p):
    fields = saved(np.arange(30)[::-1] % 5, p)
    assert found(fields) == (["hard-predictions"] if p.dtype == int else ["one-output"])
    assert fields["scale"] is None
    assert found(fields, "note") == []


def test_classes_that_never_occur_are_counted_by_the_columns_classes(saved):
    y = np.where(np.arange(40) % 3 == 0, -1, 1)
    assert found(saved(y, simplex(40, 1).ravel() * 0.5), "note") == ["near-uniform-predictions"]
    fields = saved(["ant", "bee", "cow"] * 9, simplex(27, 5))
    assert fields["shares"] == pytest.approx(dict.fromkeys(("ant", "bee", "cow"), 1 / 3))
    assert found(fields, "note") == ["not-examined"]
    assert "--classes @names.txt" in note(fields, "not-examined")["fix"]


TOLD = {
    "ids": (np.arange(40) % 3, ()),
    "from one": (np.arange(40) % 3 + 1, ("--label-offset", "-1")),
    "named": (np.arange(40) % 3 + 6, ("--classes", "9,8,7,6")),
    "one-hot": (np.eye(4)[np.arange(40) % 3], ()),
    "names": (["b", "a", "c", "a"] * 10, ("--classes", "c,b,a,d")),
}


@pytest.mark.parametrize("case", TOLD)
def test_the_lines_for_scikit_learn_give_the_loss(saved, case):
    """The line that fits, and that of the note on classes that never occur, run as they stand."""
    y, options = TOLD[case]
    p = simplex(40, 4)
    fields = saved(y, p, *options)
    scope = {"y": np.asarray(y), "p": p, "np": np, "log_loss": log_loss}
    for line in (fields["frameworks"]["scikit-learn"], note(fields, "unseen-classes")["fix"]):
        *before, last = line.split("; ")
        exec("; ".join(before), scope)
        assert eval(last, scope) == pytest.approx(fields["value"]), line


def test_names_by_themselves_are_told_to_scikit_learn(saved):
    line = saved(["dog", "cat", "cow"] * 5)["frameworks"]["scikit-learn"]
    assert line == "log_loss(y, p, labels=['cat', 'cow', 'dog'])"


def test_two_names_beside_one_column_say_which_is_positive(saved):
    fields = saved(["no", "yes", "no"] * 9, simplex(27, 3)[:, 0])
    assert found(fields) == ["loss-refuses"]  # loss asks which one it is
    assert "one column of predictions is for yes" in note(fields, "positive-class")["message"]
    assert note(fields, "positive-class")["fix"] == "xentcli loss y.csv p.npy --classes no,yes"
    again = saved(["no", "yes", "no"] * 9, simplex(27, 3)[:, 0], "--classes", "no,yes")
    assert "positive-class" not in found(again, "note")
    assert "positive-class" not in found(saved(np.arange(9) % 2, simplex(9, 3)[:, 0]), "note")


def test_few_rows_of_many_classes_are_not_called_imbalanced(saved):
    y = np.random.default_rng(0).integers(0, 200, 600)
    assert saved(y)["imbalance"] >= 8
    assert "imbalanced-classes" not in found(saved(y), "note")
    y = np.repeat([0, 1], [300, 3])
    assert "imbalanced-classes" in found(saved(y), "note")
    assert "compute_class_weight(" in note(saved(y), "imbalanced-classes")["fix"]
    assert "--class-weight balanced" in note(saved(y, simplex(303, 2)), "imbalanced-classes")["fix"]


def test_an_id_column_names_the_column_beside_it(saved, tmp_path):
    rows = "\n".join(f"{i},{i % 3}" for i in range(40))
    (tmp_path / "t.csv").write_text(f"number,kind of\n{rows}\n")
    done = inside("advise", "t.csv", "--labels-column", "number", "-f", "json")
    assert (
        note(json.loads(done.stdout), "id-column")["fix"] == "xentcli advise t.csv --labels-column 'kind of'"
    )
    np.save(tmp_path / "t.npy", np.c_[np.arange(9), np.arange(9) % 3])
    done = inside("advise", "t.npy", "-f", "json")
    assert note(json.loads(done.stdout), "id-column")["fix"] == "xentcli advise t.npy --labels-column 1"


def test_one_decimal_is_one(saved):
    said = note(saved(np.arange(9) % 2, np.full(9, 0.3)), "rounded-probabilities")["message"]
    assert "have 1 decimal" in said
