"""Lines that are long, or nearly right: the time to read them grows with their length, and not faster."""

import re
import signal

import pytest
from running import inside

from xentcli.core.errors import DataError, Place
from xentcli.io.foreign.looks import is_html
from xentcli.io.office.formulas import UNCOMPUTED
from xentcli.io.text.dialects import arff_cells, fasttext, libsvm, vowpal, weka
from xentcli.io.text.dialects.registry import DIALECTS
from xentcli.io.text.literals import is_cut, pairs_of, unwrapped

LENGTH = 40_000
"""A quadratic time is over ten seconds here."""
SECONDS = 2
BEHIND = weka.Head(1, commas=False, distribution=True, width=None)
COMMAS = weka.Head(1, commas=True, distribution=True, width=2)


def weka_row(head):
    return lambda line: weka.row_of(line, head, Place())


def arff_row(*, sparse):
    return lambda line: arff_cells.cells_of(line, Place(), sparse=sparse)


def looks(text):
    return [re.match(dialect.looks, text) for dialect in DIALECTS.values()]


LONG = {
    "blank lines": (looks, "", "\n", "x"),
    "lines of blanks": (looks, "", " \n", "x"),
    "comments of ARFF": (looks, "", "% a\n", "x"),
    "digits of an example": (looks, "", "1", "\n"),
    "pairs of a row": (looks, "1", " 1:12", "x"),
    "numbers of Kaldi": (looks, "a [", " 12", "x"),
    "labels of LIBSVM": (looks, "labels", " 12", "\t"),
    "comments of a page": (is_html, b"", b"<!---->", b""),
    "blanks behind a formula": (UNCOMPUTED.search, b"</f>", b" ", b""),
    "formulas without an end": (UNCOMPUTED.search, b"", b"<f", b""),
    "classes of Weka": (weka_row(BEHIND), "1 1:a ", "1 1:", "x"),
    "blanks of Weka": (weka_row(BEHIND), "1 1:a 2:b", " ", "x"),
    "parentheses of Weka": (weka_row(BEHIND), "1 1:a 2:b", " 1 (", "x"),
    "commas of Weka": (weka_row(COMMAS), "", ",", '"'),
    "quotes of Weka": (weka_row(COMMAS), "", '"",', '"'),
    "blanks of ARFF": (arff_row(sparse=False), "1,", " ", '"'),
    "tabs of ARFF": (arff_row(sparse=False), "1", "\t", '"'),
    "braces of ARFF": (arff_row(sparse=False), "", "{,", '"'),
    "blanks of sparse ARFF": (arff_row(sparse=True), "1", " ", '"'),
    "numbers of LIBSVM": (libsvm._ROW.fullmatch, "a", " 12", " x"),
    "pairs of LIBSVM": (libsvm._PAIRS.fullmatch, "1", " 1:12", " x"),
    "scores of Vowpal Wabbit": (vowpal._PREDICTION.fullmatch, "1:12", " 1:12", "  x y"),
    "an importance of Vowpal Wabbit": (vowpal._EXAMPLE.fullmatch, "", "1", "x"),
    "scores of fastText": (fasttext._PAIRS.fullmatch, "__label__a 12", " __label__a 12", " x"),
    "blanks of NumPy": (unwrapped, "np.float32(", " ", "x"),
    "blanks of a tensor": (unwrapped, "tensor(", " ", "x"),
    "arguments of a tensor": (unwrapped, "tensor([1]", ", size=1", ";"),
    "modules of a tensor": (unwrapped, "(", "a.", "x"),
    "digits of a list": (is_cut, "[", "1", "..."),
    "blanks behind a list": (is_cut, "[1]", " ", "x..."),
    "digits of a dict": (pairs_of, "{'a': ", "1", ";"),
}


@pytest.mark.parametrize(("read", "start", "part", "end"), LONG.values(), ids=LONG)
def test_the_time_grows_with_the_length(read, start, part, end):
    def stop(*_):
        raise TimeoutError

    former = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, SECONDS)
    try:
        read(start + part * (LENGTH // len(part)) + end)
    except DataError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, former)


MANY = "1" * 5000
"""More digits than Python makes a number of."""
NUMBERS = {
    "columns.csv": f"label,p_{MANY},p_{MANY}2\n0,0.5,0.5\n1,0.25,0.75\n",
    "names.csv": f"label,{MANY},{MANY}2\n0,0.5,0.5\n1,0.25,0.75\n",
    "headless.csv": f"{MANY},{MANY}2\n0.5,0.5\n0.25,0.75\n",
    "percent.csv": f"label,p\n1,1e-{'0' * 5000}1%\n0,3%\n1,1e{MANY}%\n",
    "dict.csv": f"label,p\n1,\"{{'{MANY}': 0.25, 'b': 0.75}}\"\n1,\"{{'b': 0.25, '{MANY}': 0.75}}\"\n",
    "weka.txt": f"inst# actual predicted error distribution\n1 {MANY}:a 2:b + 0.25,*0.75\n",
    "sparse.arff": f"@relation r\n@attribute p numeric\n@data\n{{{MANY} 1}}\n",
    "octave.txt": f"# name: y\n# type: matrix\n# rows: {MANY}\n# columns: 1\n 1\n",
    "fasttext.txt": f"__label__{MANY} 0.5 __label__2 0.5\n__label__2 0.5 __label__{MANY} 0.5\n",
    "labels.svm": f"{MANY} {MANY}:2\n1,{MANY} 1:2\n",
}


@pytest.mark.parametrize(("name", "text"), NUMBERS.items(), ids=NUMBERS)
@pytest.mark.parametrize("command", ["loss", "detect"])
def test_numbers_of_thousands_of_digits_are_no_internal_error(command, name, text, tmp_path):
    (tmp_path / name).write_text(text)
    done = inside(command, tmp_path / name)
    assert done.returncode in {0, 1, 2, 3}, done.stderr


def test_the_power_of_a_percentage_may_have_many_zeros(tmp_path):
    (tmp_path / "p.csv").write_text(f"label,p\n1,1e{'0' * 5000}1%\n1,10%\n")
    done = inside("loss", tmp_path / "p.csv", "-f", "value")
    assert float(done.stdout) == pytest.approx(2.302585092994046)
