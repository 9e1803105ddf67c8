"""Columns that sum to one by rounding only are not taken as all of the scores without a question."""

import pytest
from running import inside


def run(folder, table, *words):
    (folder / "t.csv").write_text(table)
    return inside(words[0], folder / "t.csv", *words[1:])


DOUBTFUL = {
    "a label without a column": "y,a,b,c\n2,.5,.6,-.1\n0,1,0,0\n",
    "one row with one decimal": "y,a,b,c\n1,.5,.6,-.1\n",
    "two rows with one decimal": "y,a,b,c\n1,.5,.6,-.1\n0,.6,.5,1.2\n",
}


@pytest.mark.parametrize("name", DOUBTFUL)
@pytest.mark.parametrize("command", ["loss", "advise", "detect", "validate"])
def test_a_column_left_out_of_doubtful_scores_is_asked_about(name, command, tmp_path):
    done = run(tmp_path, DOUBTFUL[name], command)
    assert done.returncode == 1
    assert "XE306" in done.stdout + done.stderr
    assert "a, b, c; a, b" in done.stdout + done.stderr


def test_an_option_answers(tmp_path):
    done = run(
        tmp_path, DOUBTFUL["one row with one decimal"], "loss", "--prediction-columns", "a,b", "-f", "value"
    )
    assert (done.returncode, done.stdout) == (0, "0.5108256237659907\n")


CLEAR = {
    "words for scores": "y,p_0,p_1,c\n1,.5,.6,-.1\n",
    "sums that are no rounding": "y,a,b,c\n1,.4,.6,-.1\n0,.7,.3,1.2\n",
    "many rows": "y,a,b,c\n" + "1,.36,.63,-.1\n0,.71,.28,1.2\n" * 9,
    "a feature by its name": "y,a,b,age_scaled\n1,.5,.6,-.1\n",
}


@pytest.mark.parametrize("name", CLEAR)
def test_scores_that_are_shown_otherwise_are_read(name, tmp_path):
    assert run(tmp_path, CLEAR[name], "loss").returncode == 0


def test_a_class_is_no_mark_to_ignore(tmp_path):
    (tmp_path / "y.csv").write_text("y\n2\n0\n1\n0\n1\n")
    (tmp_path / "p.csv").write_text("a,b\n.5,.5\n.9,.1\n.2,.8\n.7,.3\n.4,.6\n")
    done = inside("advise", tmp_path / "y.csv", tmp_path / "p.csv")
    assert done.returncode == 1
    assert "labels-out-of-range" in done.stdout
    assert "fix: xentcli" not in done.stdout


def test_columns_next_to_labels_that_were_not_examined_are_named(tmp_path):
    done = run(tmp_path, "y,distance\n1,1.5\n0,2.5\n1,0.3\n0,3.1\n", "advise")
    assert done.returncode == 0
    assert "nothing looks wrong in what was examined" in done.stdout
    assert "only the labels were examined, not distance" in done.stdout
