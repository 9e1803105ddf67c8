"""Rows that summarize the others: a word such as total among ids, in the last row or after each group."""

import pandas as pd
import pytest
from office_files import xlsx
from running import inside

IDS, Y, P = [1, 2, 3, 4], [0, 1, 1, 0], [0.1, 0.8, 0.6, 0.3]


def code(*words):
    done = inside(*words)
    found = done.stderr + done.stdout
    return "XE351" if "XE351" in found else found


def table(path, ids, label=(*Y, 1), p=(*P, 0.45), name="id"):
    pd.DataFrame({name: ids, "label": label, "p": p}).to_csv(path, index=False)
    return path


WORDS = [
    "mean",
    "Total",
    "sum",
    "Average",
    "All",
    "Gesamt:",
    "TOTAL (n=4)",
    "Grand total",
    "Class average",
    "合计",
]


@pytest.mark.parametrize("word", WORDS)
@pytest.mark.parametrize("name", ["id", "", "Unnamed: 0"])
def test_a_word_below_numbers(tmp_path, word, name):
    assert code("loss", table(tmp_path / "t.csv", [*IDS, word], name=name)) == "XE351"


@pytest.mark.parametrize("ids", [["Total", *IDS], [1, 2, "Mean", 3, 4], ["s1", "s2", "Average", "s3", "s4"]])
def test_a_word_above_or_between_others(tmp_path, ids):
    assert code("loss", table(tmp_path / "t.csv", ids)) == "XE351"


@pytest.mark.parametrize("ids", [(1, 2, 3, 4), ("anna", "bob", "carl", "dave"), ("a1", "a2", "b1", "b2")])
def test_a_word_after_each_group(tmp_path, ids):
    rows = [*ids[:2], "Average", *ids[2:], "Average"]
    assert code("loss", table(tmp_path / "t.csv", rows, [0, 1, 1, 1, 0, 0], [*P, 0.4, 0.2])) == "XE351"


def test_two_files(tmp_path):
    y, p = tmp_path / "y.csv", tmp_path / "p.csv"
    y.write_text("id,label\n1,0\n2,1\n3,1\nTotal,1\n")
    p.write_text("id,p\n1,0.1\n2,0.8\n3,0.6\nTotal,0.5\n")
    assert code("loss", y, p) == "XE351"


@pytest.mark.parametrize("words", [("convert", "--to", "one-hot"), ("validate",)])
@pytest.mark.parametrize(
    "text", ["id,label\n1,1\n2,0\n3,1\nmean,1\n", ",label\n0,cat\n1,dog\n2,cat\nsum,dog\n"]
)
def test_labels_alone(tmp_path, words, text):
    path = tmp_path / "t.csv"
    path.write_text(text)
    assert code(words[0], path, *words[1:]) == "XE351"


def test_other_formats(tmp_path):
    rows = [["id", "label", "p"], *map(list, zip([*IDS, "Total"], [*Y, 1], [*P, 0.45], strict=True))]
    (tmp_path / "t.xlsx").write_bytes(xlsx({"s": rows}))
    frame = pd.DataFrame(rows[1:], columns=rows[0])
    frame.assign(id=frame.id.astype(str)).to_parquet(tmp_path / "t.parquet")
    frame.assign(id=frame.id.astype(str)).to_json(tmp_path / "t.jsonl", orient="records", lines=True)
    for name in ("t.xlsx", "t.parquet", "t.jsonl"):
        assert code("loss", tmp_path / name) == "XE351"


@pytest.mark.parametrize(
    "text",
    [
        "word,label,p\nthe,0,.1\nall,1,.8\nsum,1,.6\nfoo,0,.3\ncat,1,.4\n",
        "label,p_mean,p_kind\nmean,.9,.1\nkind,.2,.8\nmean,.7,.3\nkind,.1,.9\n",
        "id,text,label,p\n1,so mean,0,.1\n2,sum total,1,.8\n3,hi,1,.6\n4,so la,0,.3\n5,thats all,1,.4\n",
        "name,label,p\nAnna,0,.1\nBob,1,.8\nMean Joe,1,.6\nMax,0,.3\nJoe Media,1,.4\n",
    ],
)
def test_words_that_are_data(tmp_path, text):
    path = tmp_path / "t.csv"
    path.write_text(text)
    assert inside("loss", path).returncode == 0
