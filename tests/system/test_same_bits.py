"""One answer to the last bit, whatever the order, format, blocks, threads and splits; and it is exact."""

from __future__ import annotations

import json
import math
import shlex
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from array_jobs import array_job
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from running import inside, shell
from spellings import fitting, written
from strategies import in_order, one_hot, seeds, softmax

from xentcli.commands.loss.answer import loss_result
from xentcli.commands.loss.run import run
from xentcli.core.frozen import replace
from xentcli.losses.spec import Breakdown
from xentcli.settings.settings import Settings

if TYPE_CHECKING:
    from collections.abc import Callable

Rng = np.random.Generator
TOP = 6
OF_THE_ORDER = {"top", "first", "evidence"}
"""What tells rows by their numbers, or the first of something."""
JOBS = [1, 2, 3, 8]
few = settings(max_examples=8, phases=[Phase.generate])
"""What fails is small as it is drawn."""


def ids(rng: Rng, n: int, classes: int = 5) -> Any:
    return rng.integers(0, classes, n)


def logits(rng: Rng, n: int, width: int = 5) -> Any:
    """Normal logits that float16 holds, many of them equal; one below zero in the first row."""
    z = (np.round(rng.standard_normal((n, width)) * 8) / 2 * rng.choice([1, 100], (n, 1))).astype(float)
    z[0, 0] = -3
    return z


def chances(rng: Rng, n: int, width: int = 5) -> Any:
    """Softmax rows that float32 holds."""
    return softmax(rng.standard_normal((n, width)) * 3).astype(np.float32).astype(float)


def coarse(rng: Rng, n: int, width: int = 5) -> Any:
    """Rows of whole 32nds that sum to one: zeros, ones and ties among them."""
    return rng.multinomial(32, [1 / width] * width, n) / 32 * 1.0


def log_chances(rng: Rng, n: int, width: int = 5) -> Any:
    return np.log(chances(rng, n, width))


def impossible(rng: Rng, n: int) -> Any:
    """Logits a fifth of which are -inf, never a whole row."""
    z = logits(rng, n)
    z[:, 1:][rng.random((n, 4)) < 0.2] = -np.inf
    return z


def hot(rng: Rng, n: int) -> Any:
    return one_hot(ids(rng, n), 5)


def many(rng: Rng, n: int) -> Any:
    """Multi-hot rows, the first of them all ones."""
    y = rng.integers(0, 2, (n, 5))
    y[0] = 1
    return y


def marked(rng: Rng, n: int) -> Any:
    """Class ids, a fifth of them -1, the first one not."""
    y = rng.integers(-1, 5, n)
    y[0] = 4
    return y


def one(rng: Rng, n: int) -> Any:
    return logits(rng, n, 1)[:, 0]


def sure(rng: Rng, n: int) -> Any:
    """One column of chances, some of them 0 or 1."""
    return rng.integers(0, 33, n) / 32


def weights(rng: Rng, n: int) -> Any:
    """From a millionth to a million, zeros among them."""
    w = rng.choice([0.1, 1.0, 3.0], n) * 10.0 ** rng.integers(-6, 7, n) * (rng.random(n) > 0.2)
    w[0] = 0.3
    return w


@dataclass(frozen=True)
class Case:
    """How labels and predictions are made, and what is asked."""

    labels: Callable[[Rng, int], Any]
    predictions: Callable[[Rng, int], Any]
    options: str = ""
    weighted: bool = False
    of_class: tuple[float, ...] | None = None


CLASS_WEIGHTS = (0.1, 2.5, 1.0, 1e-3, 7.0)
CASES = {
    "sparse, probabilities": Case(ids, chances),
    "sparse, probabilities with zeros": Case(ids, coarse),
    "sparse, logits": Case(ids, logits),
    "sparse, logits of 300 classes": Case(ids, lambda rng, n: logits(rng, n, 300)),
    "sparse, smoothed over 300 classes": Case(
        ids, lambda rng, n: logits(rng, n, 300), "--label-smoothing 0.1"
    ),
    "sparse, impossible logits": Case(ids, impossible),
    "sparse, log-probabilities": Case(ids, log_chances),
    "sparse, weighted rows": Case(ids, logits, weighted=True),
    "sparse, weighted classes": Case(
        ids, chances, "--class-weight 0.1,2.5,1,0.001,7", of_class=CLASS_WEIGHTS
    ),
    "sparse, both weighted": Case(
        ids, logits, "--class-weight 0.1,2.5,1,0.001,7", weighted=True, of_class=CLASS_WEIGHTS
    ),
    "sparse, ignore marks": Case(marked, logits, "--ignore-index -1"),
    "sparse, ignore marks, weighted": Case(marked, logits, "--ignore-index -1", weighted=True),
    "sparse, smoothed and focal": Case(ids, logits, "--label-smoothing 0.1 --focal-gamma 2"),
    "sparse, base 2": Case(ids, chances, "--base 2"),
    "sparse, as Keras": Case(ids, coarse, "--like keras"),
    "sparse, as scikit-learn": Case(ids, coarse, "--like sklearn --num-classes 5 --dtype float64"),
    "one-hot, probabilities": Case(hot, chances),
    "one-hot, probabilities with zeros": Case(hot, coarse),
    "one-hot, logits": Case(hot, logits),
    "one-hot, log-probabilities": Case(hot, log_chances),
    "multi-label, logits": Case(many, logits),
    "multi-label, probabilities": Case(many, lambda rng, n: rng.integers(0, 33, (n, 5)) / 32, "--from-probs"),
    "binary, probabilities": Case(lambda rng, n: ids(rng, n, 2), sure),
    "binary, logits": Case(lambda rng, n: ids(rng, n, 2), one),
    "binary, logits, weighted": Case(lambda rng, n: ids(rng, n, 2), one, "--pos-weight 3", weighted=True),
    "soft, logits": Case(coarse, logits, "--labels-kind soft"),
    "soft, probabilities": Case(chances, coarse, "--labels-kind soft"),
    "soft, log-probabilities": Case(coarse, log_chances, "--labels-kind soft"),
}


Arrays = dict[str, Any]


def arrays_of(case: Case, rng: Rng, n: int) -> Arrays:
    """The arrays of a case, by the names of their files."""
    made = {"y": case.labels(rng, n), "p": case.predictions(rng, n)}
    return made | ({"w": weights(rng, n)} if case.weighted else {})


def command(case: Case, folder: Any, arrays: Arrays, forms: dict[str, str], *more: object) -> list[str]:
    """The words after `xentcli`, the arrays written as they ask."""
    paths = {name: str(written(forms[name], folder, name, array)) for name, array in arrays.items()}
    weighing = ["--sample-weight", paths["w"]] if "w" in paths else []
    return ["loss", paths["y"], paths["p"], *weighing, *case.options.split(), *map(str, more)]


def told(words: list[str]) -> str:
    """What the command prints."""
    done = inside(*words, "-q")
    assert done.returncode == 0, done.stderr
    return done.stdout


PLAIN = {"y": "CSV", "p": "float64", "w": "float64"}
ASKED = ("-f", "json", "--top", TOP)


def answer(case: Case, arrays: Arrays, forms: dict[str, str], *more: object) -> dict[str, Any]:
    """The JSON of these arrays, written in such forms, with the figures of each class where rows have one."""
    grouped = () if case.labels is many else ("--by", "class")
    with TemporaryDirectory() as folder:
        return dict(json.loads(told(command(case, folder, arrays, forms, *ASKED, *grouped, *more))))


def losses_of(case: Case, arrays: Arrays, forms: dict[str, str] | None = None, *more: object) -> list[float]:
    """Every row's loss, as `--reduction none` prints it."""
    with TemporaryDirectory() as folder:
        words = command(case, folder, arrays, forms or PLAIN, "--reduction", "none", "-f", "csv", *more)
        return [float(line.split(",")[-1]) for line in told(words).splitlines()[1:]]


def steady(found: dict[str, Any], but: set[str] = OF_THE_ORDER) -> str:
    """The bytes of all that no order may change; a file's own type of number is told, and aside.

    Of the messages, which name files and rows, the level and the code.
    """
    dtype = found["dtype"]
    kept = {key: value for key, value in found.items() if key not in {*but, "dtype"}}
    kept["messages"] = [(one["level"], one["code"]) for one in found["messages"]]
    return json.dumps(kept).replace(f"|dtype:{dtype}|", "|dtype:|")


# ------------------------------------------------------------------ order, formats, blocks and threads


@st.composite
def forms(draw: st.DrawFn, arrays: Arrays) -> dict[str, str]:
    """A form for each array."""
    rng = draw(seeds)
    return {name: str(rng.choice(list(fitting(array)))) for name, array in arrays.items()}


def hardest_of(losses: list[float], kept: Any, order: Any) -> list[tuple[int, float | None]]:
    """The hardest rows in an order, ties by row; an infinite loss is null."""
    rows = [(losses[i], row) for row, i in enumerate(order, 1) if kept[i]]
    best = sorted(rows, key=lambda pair: (-pair[0], pair[1]))[:TOP]
    return [(row, loss if math.isfinite(loss) else None) for loss, row in best]


@pytest.mark.parametrize("name", CASES)
@few
@given(st.data(), seeds, st.integers(3, 60))
def test_order_formats_blocks_and_threads_change_not_a_bit(name, data, rng, n):
    case = CASES[name]
    arrays = arrays_of(case, rng, n)
    once = answer(case, arrays, PLAIN, "-j", 1)
    order = rng.permutation(n)
    moved = {key: array[order] for key, array in arrays.items()}
    way = data.draw(forms(arrays))
    pace = ("-j", data.draw(st.sampled_from(JOBS)), "--block-rows", data.draw(st.integers(1, n)))
    assert steady(answer(case, arrays, way, *pace), {"evidence"}) == steady(once, {"evidence"})
    found = answer(case, moved, way, *pace)
    assert steady(found) == steady(once)
    kept = arrays["y"] != -1 if "--ignore-index" in case.options else np.ones(n, bool)
    losses = losses_of(case, arrays)
    assert losses_of(case, moved, way, *pace) == [losses[i] for i in order]
    wanted = hardest_of(losses, kept, order)
    assert [(row["row"], row["loss"]) for row in found["top"]] == wanted


LARGE = 20_011


@cache
def large(name: str) -> tuple[Arrays, dict[str, Any]]:
    """Rows enough for several blocks and chunks, and their answer from one block on one thread."""
    arrays = arrays_of(CASES[name], np.random.default_rng(11), LARGE)
    return arrays, answer(CASES[name], arrays, PLAIN, "-j", 1, "--block-rows", LARGE)


PACES = [("CSV", 8, None), ("float64", 2, 8191), ("float64, by columns", 3, 8193), ("NPZ", 1, 1000)]


@pytest.mark.parametrize(
    "name", ["sparse, logits", "sparse, both weighted", "one-hot, probabilities with zeros"]
)
@pytest.mark.parametrize(("form", "jobs", "rows"), PACES, ids=str)
def test_twenty_thousand_rows_have_one_answer(name, form, jobs, rows):
    arrays, once = large(name)
    order = np.random.default_rng(jobs).permutation(LARGE)
    moved = {key: array[order] for key, array in arrays.items()}
    blocks = () if rows is None else ("--block-rows", rows)
    found = answer(CASES[name], moved, PLAIN | {"p": form, "w": form}, "-j", jobs, *blocks)
    assert steady(found) == steady(once)


# ------------------------------------------------------------------ splits merged


MERGED = [name for name in CASES if not CASES[name].options]
"""Those whose settings are the defaults."""


@pytest.mark.parametrize("name", MERGED)
@few
@given(seeds, st.integers(9, 60), st.integers(2, 3))
def test_runs_over_parts_merge_to_the_run_over_all(name, rng, n, parts):
    arrays = arrays_of(CASES[name], rng, n)
    asked = Breakdown(top=0, by_class=CASES[name].labels is not many)

    def job(rows: Any) -> Any:
        cut = {key: array[rows] for key, array in arrays.items()}
        return array_job(cut["y"], cut["p"], cut.get("w"), replace(Settings(), **reading), asked)

    reading: dict[str, Any] = {}
    whole = run(job(slice(None)))
    reading = {"labels_kind": whole.spec.case.kind, "scale": whole.spec.case.scale}
    runs = [run(job(rows)) for rows in np.array_split(rng.permutation(n), parts)]
    merged = replace(whole, seen=in_order([r.seen for r in runs]), state=in_order([r.state for r in runs]))
    results = [loss_result(job(slice(None)), outcome).to_dict() for outcome in (merged, whole)]
    assert steady(results[0]) == steady(results[1])


# ------------------------------------------------------------------ exact


def divisor(case: Case, arrays: Arrays) -> Fraction:
    """What the mean divides by: the weights of the rows that are kept, of the row times of the class."""
    y, n = arrays["y"], len(arrays["y"])
    of_row = arrays["w"] if case.weighted else np.ones(n)
    if case.of_class is not None:
        of_row = of_row * np.array(case.of_class)[y]
    kept = y != -1 if "--ignore-index" in case.options else np.ones(n, bool)
    return sum(map(Fraction, of_row[kept].tolist()), Fraction())


def number(value: float) -> float | None:
    """As JSON has it: null where it is infinite."""
    return value if math.isfinite(value) else None


def quotient(losses: list[float], below: Fraction) -> float | None:
    """The mean, rounded once."""
    return float(sum(map(Fraction, losses)) / below) if math.isfinite(sum(losses)) else None


@pytest.mark.parametrize("name", CASES)
@few
@given(seeds, st.integers(3, 60))
def test_sums_are_fsum_and_means_are_rounded_once(name, rng, n):
    case = CASES[name]
    arrays = arrays_of(case, rng, n)
    losses = losses_of(case, arrays)
    found = answer(case, arrays, PLAIN)
    assert found["statistics"]["sum"] == number(math.fsum(losses))
    assert found["value"] == quotient(losses, divisor(case, arrays))
    assert found["infinite"] == sum(map(math.isinf, losses))
    assert found["samples"] == n - found["ignored"] == n - np.count_nonzero(arrays["y"] == -1)
    assert found["statistics"]["max"] == number(max(losses))
    if arrays["y"].ndim == 1:
        check_classes(found["by"], losses, arrays["y"].tolist())


def check_classes(by: list[dict[str, Any]], losses: list[float], labels: list[int]) -> None:
    """The figures of each class against those of its rows."""
    for group in by:
        own = [loss for loss, label in zip(losses, labels, strict=True) if str(label) == group["name"]]
        assert (group["samples"], group["sum"]) == (len(own), number(math.fsum(own)))


# ------------------------------------------------------------------ processes and pipes

LINES = {
    "one thread": "xentcli loss y.csv p.npy -j 1 {0}",
    "a pipe": "cat p.npy | xentcli loss y.csv - -j 8 {0}",
    "text in a pipe": "cat p.csv | xentcli loss y.csv - -j 3 --block-rows 999 {0}",
    "a file cut in two": "cat a.csv b.csv | xentcli loss y.csv - {0}",
    "labels in a pipe": "cat y.csv | xentcli loss - p.csv -j 2 {0}",
    "a file as standard input": "xentcli loss y.csv - -j 2 --block-rows 50 {0} < p.npy",
    "process substitution": "xentcli loss <(cat y.csv) <(cat p.csv) {0}",
    "shuffled": "xentcli loss moved_y.csv moved_p.npy -j 8 --block-rows 77 {0}",
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """5,000 rows whole, shuffled, and as text cut in two."""
    here, rng = tmp_path_factory.mktemp("bits"), np.random.default_rng(23)
    arrays = arrays_of(CASES["sparse, logits"], rng, 5000)
    order = rng.permutation(5000)
    for name, array in arrays.items():
        for form in ("CSV", "float64" if name == "p" else "int64"):
            written(form, here, name, array)
            written(form, here, f"moved_{name}", array[order])
    for name, part in (("a", slice(1234)), ("b", slice(1234, None))):
        written("CSV", here, name, arrays["p"][part])
    return here


@pytest.mark.parametrize("line", LINES)
def test_processes_and_pipes_have_one_answer(folder, line):
    asked = shlex.join(map(str, [*ASKED, "--by", "class", "-q"]))
    found, wanted = (
        json.loads(shell(LINES[way].format(asked) + " 2>/dev/null", cwd=folder).stdout)
        for way in (line, "one thread")
    )
    but = OF_THE_ORDER if line == "shuffled" else {"evidence"}
    assert steady(found, but) == steady(wanted, but)
