"""Classes that are told may look like numbers: among names, and with noughts before them."""

import math

import pytest
from running import xentcli

PREDICTIONS = ".5,.3,.2\n.2,.5,.3\n.3,.3,.4\n"
OTHERS = {"a,7,b": "a\n7\nb\n", "007,01,10": "007\n01\n10\n", "été,a b,007": "été\na b\n007\n"}


@pytest.fixture(params=OTHERS)
def told(request, tmp_path):
    (tmp_path / "y.csv").write_text("label\n" + OTHERS[request.param], encoding="utf-8")
    (tmp_path / "p.csv").write_text(PREDICTIONS)
    return request.param, tmp_path


def test_they_are_names(told):
    classes, folder = told
    done = xentcli("loss", "y.csv", "p.csv", "--classes", classes, "-f", "value", cwd=folder)
    assert float(done.stdout) == pytest.approx(-sum(map(math.log, (0.5, 0.5, 0.4))) / 3, rel=1e-15)
    done = xentcli("validate", "y.csv", "p.csv", "--classes", classes, "-f", "value", cwd=folder)
    assert (done.returncode, done.stdout) == (0, "valid\n")
    done = xentcli("convert", "y.csv", "--classes", classes, "--to", "sparse", cwd=folder)
    assert done.stdout == "label\n0\n1\n2\n"
    for command in ("detect", "advise"):
        done = xentcli(command, "y.csv", "p.csv", "--classes", classes, cwd=folder)
        assert "one column of names" in done.stdout
        assert "sparse" in done.stdout
    assert str(classes.split(",")) in done.stdout  # as names in the line for scikit-learn


def test_others_are_strangers(told):
    classes, folder = told
    wrong = classes.replace("7", "8")
    done = xentcli("loss", "y.csv", "p.csv", "--classes", wrong, cwd=folder)
    assert done.returncode == 1
    assert "7 is not a class of" in done.stderr


def test_without_them_it_is_asked(told):
    _, folder = told
    done = xentcli("loss", "y.csv", "p.csv", cwd=folder)
    assert done.returncode == 1
    assert "--classes" in done.stderr
