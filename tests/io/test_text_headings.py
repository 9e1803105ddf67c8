"""What stands above the rows of a text: titles, comments, levels, Orange's lines, R's row names, blanks."""

import io

import numpy as np
import pandas as pd
import pytest
from running import inside
from tool_texts import answer, lines, loss_of, numbers, sample, written

from xentcli.io.open_table import open_table
from xentcli.io.table import Cells, ReadOptions

NAMES = (["setosa", "versicolor", "virginica"], ["New York", "L.A."], ["0", "1", "2"])


def table(names, sep=","):
    y, cells = sample(len(names))
    rows = [[names[k], *row] for k, row in zip(y, cells, strict=True)]
    return lines([["label", *names], *rows], sep), pytest.approx(loss_of(y, cells), rel=1e-12)


TITLES = {
    "a title": lambda text, _: "Results of run 3\n\n" + text,
    "titles of a spreadsheet": lambda text, sep: f"Results{sep * 2}\nby me{sep * 2}\n{sep * 2}\n{text}",
    "comments": lambda text, sep: f"# made by x{sep} on Monday\n# second\n{text}",
    "NumPy's header": lambda text, _: f"# {text}",
    "sep=": lambda text, sep: f"sep={sep}\r\n" + text.replace("\n", "\r\n"),
    "quoted sep=": lambda text, sep: f'"sep={sep}"\n{text}',
}


@pytest.mark.parametrize("names", NAMES, ids=str)
@pytest.mark.parametrize("sep", [",", ";", "\t"])
@pytest.mark.parametrize("above", TITLES.values(), ids=TITLES)
def test_lines_above_the_table_are_no_rows(names, sep, above, tmp_path):
    text, wanted = table(names, sep)
    text = above(text, sep)
    for path in written(tmp_path, a_csv=text, b_csv=text.encode("utf-16")):
        assert answer(path) == wanted


def test_lines_that_are_left_out_are_told_and_counted(tmp_path):
    (path,) = written(tmp_path, a_csv="Results\n\n" + table(NAMES[0])[0] + "setosa,0.5,x,0.5\n")
    done = inside("loss", path)
    assert "a.csv:28" in done.stderr
    (path,) = written(tmp_path, a_csv="Results\n\n" + table(NAMES[0])[0])
    assert "skipped 2 lines above the table: Results [XE870]" in inside("loss", path).stderr


@pytest.mark.parametrize("names", NAMES, ids=str)
@pytest.mark.parametrize(
    "form", ["index", "no index", "named index", "named levels", "three levels", "read back"]
)
def test_levels_of_pandas_are_one_header(names, form, tmp_path):
    y, cells = sample(len(names))
    levels = [["prob"], names] if form != "three levels" else [["m1"], ["prob"], names]
    frame = pd.DataFrame(numbers(cells), columns=pd.MultiIndex.from_product(levels))
    frame[("label", *[""] * (len(levels) - 1))] = [names[k] for k in y]
    if form == "named index":
        frame.index.name = "id"
    if form == "named levels":
        frame.columns.names = ["kind", "class"]
    text = frame.to_csv(index=form != "no index")
    if form == "read back":
        text = pd.read_csv(io.StringIO(frame.to_csv(index=False)), header=[0, 1]).to_csv(index=False)
        assert "Unnamed: " in text
    assert answer(*written(tmp_path, a_csv=text)) == pytest.approx(loss_of(y, cells), rel=1e-12)


@pytest.mark.parametrize("names", NAMES, ids=str)
@pytest.mark.parametrize("sep", ["\t", ","])
def test_three_lines_of_orange(names, sep, tmp_path):
    y, cells = sample(len(names))
    values = " ".join(name.replace(" ", "\\ ") for name in names)
    head = [["species", "x", "LR", *(f"LR ({n})" for n in names)]]
    head += [[values, "continuous", "discrete", *["c"] * len(names)]]
    head += [["class", "", "meta", *["meta"] * len(names)]]
    best = numbers(cells).argmax(axis=1)
    rows = [[names[k], "5.1", names[b], *row] for k, b, row in zip(y, best, cells, strict=True)]
    prefixed = [["cD#species", "C#x", "mD#LR", *(f"mC#LR ({n})" for n in names)]]
    texts = (lines(head + rows, sep, "\r\n"), lines(prefixed + rows, sep))
    for path in written(tmp_path, a_txt=texts[0], b_txt=texts[1]):
        assert answer(path) == pytest.approx(loss_of(y, cells), rel=1e-12)
    y, cells = sample(len(names), form="%g")
    rows = [[names[k], "5.1", "", *row] for k, row in zip(y, cells, strict=True)]
    (path,) = written(tmp_path, c_txt=lines(head + rows, sep))
    assert answer(path) == pytest.approx(loss_of(y, cells), rel=1e-12)


def quoted(texts):
    return [f'"{text}"' for text in texts]


@pytest.mark.parametrize("names", NAMES, ids=str)
@pytest.mark.parametrize("sep", [" ", "\t", ",", ";"])
def test_row_names_of_r_have_no_name(names, sep, tmp_path):
    y, cells = sample(len(names))
    ids = quoted(range(1, len(y) + 1))
    labels = [names[k] if names[0] == "0" else f'"{names[k]}"' for k in y]
    p = lines([quoted(names), *([i, *row] for i, row in zip(ids, cells, strict=True))], sep)
    x = lines([['"x"'], *([i, label] for i, label in zip(ids, labels, strict=True))], sep)
    both = [[i, label, *row] for i, label, row in zip(ids, labels, cells, strict=True)]
    one = lines([quoted(["label", *names]), *both], sep, "\r\n")
    shuffled = lines([['"x"'], *([i, label] for i, label in list(zip(ids, labels, strict=True))[::-1])], sep)
    files = written(tmp_path, x_txt=x, p_txt=p, one_txt=one, turned_txt=shuffled)
    wanted = pytest.approx(loss_of(y, cells), rel=1e-12)
    assert answer(files[0], files[1]) == answer(files[2]) == answer(files[3], files[1]) == wanted


@pytest.mark.parametrize("gap", [" ", "   "])
def test_blanks_in_quotes_are_those_of_a_name(gap, tmp_path):
    rows = (["label", "my  p"], ["1", "1", "0.5"], ["2", "0", "0.25"])
    (path,) = written(tmp_path, a_txt=lines(map(quoted, rows), gap))
    assert open_table(str(path), ReadOptions()).columns == ("", "label", "my  p")


WIDE = {
    "labels": ("p0,p1", [f"{k % 2},0.25,0.75" for k in range(9)], "XE001"),
    "from 0": ("p0,p1", [f"{k},0.25,0.75" for k in range(9)], "XE001"),
    "a gap": ("p0,p1", [f"{k + (k > 4)},0.25,0.75" for k in range(1, 10)], "XE001"),
    "quoted twice": ('"p0","p1"', ['"1","0.25","0.75"'] * 9, "XE001"),
    "an empty cell at the end": ("p0,p1", ["0.25,0.75,"] * 9, "XE002"),
}


@pytest.mark.parametrize(("head", "rows", "code"), WIDE.values(), ids=WIDE)
def test_other_wide_rows_stay_errors(head, rows, code, tmp_path):
    p, y = "\n".join([head, *rows]) + "\n", "label\n" + "0\n1\n1\n" * 3
    assert answer(*written(tmp_path, y_csv=y, p_csv=p)) == code


BLANKS = {
    "single": lambda frame: frame.to_csv(sep=" ", index=False),
    "with an index": lambda frame: frame.to_csv(sep=" "),
    "aligned": lambda frame: frame.to_string(index=False),
    "aligned with an index": lambda frame: frame.to_string(),
    "without a header": lambda frame: frame.to_csv(sep=" ", index=False, header=False),
}


@pytest.mark.parametrize("write", BLANKS.values(), ids=BLANKS)
def test_blanks_part_cells(write, tmp_path):
    y, cells = sample(3)
    frame = pd.DataFrame(numbers(cells), columns=["p0", "p1", "p2"])
    frame.insert(0, "label", y)
    assert answer(*written(tmp_path, a_txt=write(frame))) == pytest.approx(loss_of(y, cells), rel=1e-12)


def test_names_in_the_header_of_savetxt_win_over_places(tmp_path):
    y, cells = sample(3)
    out = io.StringIO()
    np.savetxt(out, numbers(cells)[:, [2, 0, 1]], header="emu cat dog")
    labels = lines([["label"], *([["cat", "dog", "emu"][k]] for k in y)])
    files = written(tmp_path, y_csv=labels, p_txt=out.getvalue())
    assert answer(*files) == pytest.approx(loss_of(y, cells), rel=1e-12)


PLAIN = {
    "names of two words": "New York\nLos Angeles\nNew York\nSan Jose\n",
    "names with numbers": "label\nClass 1\nClass 2\nClass 1\n",
    "dates": "label\n2024-01-01 10:00\n2024-01-02 11:00\n",
    "times": "label\n12:30\n12:45\n12:30\n",
    "marks of comments": "label\n#1\n#2\n#1\n",
    "bars": "label\na|b\nb\na\n",
    "words of types": "label,kind\nc,d\nd,c\n",
    "C# and Java": "label,lang\na,C#\nb,F#\n",
    "percentages": "label\n50%\n100%\n50%\n",
    "dots": "label\nwait ...\ngo ...\n",
    "brackets": "label\narray(x)\ntensor(y)\n",
}


@pytest.mark.parametrize("text", PLAIN.values(), ids=PLAIN)
def test_plain_labels_are_read_as_they_are_written(text, tmp_path):
    headed = text.startswith("label")
    (path,) = written(tmp_path, y_csv=text)
    opened = open_table(str(path), ReadOptions(header=None if headed else False))
    found = [name for block in opened.blocks((0,), Cells.NAMES) for name in block.texts(range(len(block)))]
    assert found == [line.partition(",")[0] for line in text.splitlines()[headed:]]
    assert opened.notes == ()
