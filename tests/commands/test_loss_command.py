"""`xentcli loss` as users run it: files, pipes, terminals, formats, weights and gates."""

import csv
import json
import math
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from running import SAMPLES, inside, on_terminal, shell, xentcli
from sklearn.metrics import log_loss

LOSS = 1.176939193690798
TINY = (SAMPLES / "tiny_sparse.csv", SAMPLES / "tiny_probs.csv")
DIGITS = (SAMPLES / "digits_labels.csv", SAMPLES / "digits_probs.csv")
IRIS = (SAMPLES / "iris_labels.csv", SAMPLES / "iris_probs.csv")
BOTH = "y,p_0,p_1,p_2,importance\n0,0.7,0.2,0.1,1\n2,0.1,0.2,0.7,2\n1,0.2,0.5,0.3,0.5\n"
"""Three rows, each with its label, its predictions and its weight."""
ROWS = -np.log([0.7, 0.7, 0.5])
WEIGHTS = np.array([1, 2, 0.5])
COLUMNS = ("--labels-column", "y", "--prediction-columns", "/^p_/")


@pytest.fixture
def both(tmp_path):
    path = tmp_path / "both.csv"
    path.write_text(BOTH)
    return path


def value(*arguments):
    """The number that `-f value` prints, with nothing on stderr."""
    done = inside("loss", *arguments, "-f", "value")
    assert (done.returncode, done.stderr) == (0, "")
    return float(done.stdout)


def answer(*arguments):
    done = inside("loss", *arguments, "-f", "json")
    assert (done.returncode, done.stderr) == (0, "")
    return json.loads(done.stdout)


# Real processes ---------------------------------------------------------------------------------------------

PIPES = {
    "the number into a variable": (
        'loss=$(xentcli loss tiny_sparse.csv tiny_probs.csv -f value); echo "<$loss>"',
        f"<{LOSS}>\n",
    ),
    "JSON into a program": (
        "xentcli loss digits_labels.npy digits_probs.csv -f json | python -m json.tool | grep schema",
        '    "schema": "xentcli/loss/1",\n',
    ),
    "labels from a pipe": ("cat tiny_sparse.csv | xentcli loss - tiny_probs.csv -f value", f"{LOSS}\n"),
    "predictions from a pipe": ("cat tiny_probs.csv | xentcli loss tiny_sparse.csv - -f value", f"{LOSS}\n"),
    "predictions from a file as standard input": (
        "xentcli loss tiny_onehot.csv - -f value <tiny_probs.csv",
        f"{LOSS}\n",
    ),
    "an array from a pipe": (
        "cat digits_labels.npy | xentcli loss - digits_logits.npy -f json | python -c"
        " 'import json, sys; print(json.load(sys.stdin)[\"samples\"])'",
        "1797\n",
    ),
    "a gate that holds": (
        "xentcli loss tiny_sparse.csv tiny_probs.csv -q -f value --fail-above 1.2 && echo on",
        f"{LOSS}\non\n",
    ),
    "a gate that does not": (
        'xentcli loss tiny_sparse.csv tiny_probs.csv -f value --fail-above 1.1 || echo "exit $?"',
        f"{LOSS}\nexit 1\n",
    ),
    "an infinite loss is above any limit": (
        "printf '%s\\n' p 0.0 0.5 |"
        " xentcli loss <(printf '%s\\n' label 1 0) - -q -f value --fail-above 1e300; echo $?",
        "inf\n1\n",
    ),
    "a reader that stops early": (
        "xentcli loss digits_labels.csv digits_probs.csv --reduction none -f value | head -n 1 | wc -l",
        "1\n",
    ),
}


@pytest.fixture(scope="module")
def piped():
    with ThreadPoolExecutor(2) as pool:
        done = pool.map(lambda case: shell(case[0]), PIPES.values())
        return dict(zip(PIPES, done, strict=True))


@pytest.mark.parametrize("case", PIPES)
def test_pipes_work(piped, case):
    assert piped[case].stdout.replace(" ", "") == PIPES[case][1].replace(" ", "")


FORMATS = ("plain", "table", "value", "json", "ndjson", "csv", "tsv", "md")


@pytest.fixture(scope="module")
def formats():
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda form: xentcli("loss", *TINY, "-f", form), FORMATS))
    assert [(d.returncode, d.stderr) for d in done] == [(0, "")] * len(FORMATS)
    return {form: d.stdout for form, d in zip(FORMATS, done, strict=True)}


def test_every_format_but_those_of_terminals_has_the_number_in_full(formats):
    assert [form for form, text in formats.items() if str(LOSS) not in text] == ["table"]
    assert f"{LOSS:.6g}" in formats["table"]


@pytest.mark.parametrize("form", ["plain", "table", "md"])
def test_people_get_everything_and_nothing_is_cut(formats, form):
    number = "3.24443" if form == "table" else "3.244428"
    wanted = ("Sparse cross-entropy", "sparse: one column", "perplexity", number, "Hardest rows")
    assert [text for text in (*wanted, "signature: ") if text not in formats[form]] == []
    assert "…" not in formats[form]


def test_one_value_is_one_line(formats):
    assert formats["value"] == f"{LOSS}\n"


@pytest.mark.parametrize("form", ["csv", "tsv"])
def test_delimited_text_is_one_row_of_the_same_fields(formats, form):
    (row,) = csv.DictReader(formats[form].splitlines(), delimiter="," if form == "csv" else "\t")
    assert row["loss"] == "sparse"
    assert float(row["value"]) == float(row["mean"]) == LOSS
    assert (row["samples"], row["infinite"], row["nan"]) == ("2", "0", "0")
    assert row.keys() == json.loads(formats["ndjson"]).keys()


def test_json_has_every_field(formats):
    fields = json.loads(formats["json"])
    assert fields["schema"] == "xentcli/loss/1"
    assert (fields["loss"], fields["value"], fields["reduction"]) == ("sparse", LOSS, "mean")
    assert (fields["samples"], fields["classes"], fields["kind"]) == (2, 3, "sparse")
    hardest = {"row": 2, "position": None, "label": "2", "predicted": "1", "loss": -math.log(0.1)}
    assert fields["top"][0] == hardest
    assert fields["statistics"]["accuracy"] == 0.5


def test_off_a_terminal_no_line_is_folded(formats):
    assert formats["plain"].splitlines()[-1].count("|") == 7
    assert formats["table"].splitlines()[-1] == formats["plain"].splitlines()[-1]


@pytest.fixture(scope="module")
def terminal():
    """The same tables on a terminal of 80 columns, and in a pipe."""
    command = "xentcli loss iris_labels.csv iris_probs.csv --by class --class-weight balanced"
    return on_terminal(f"{command} --full"), shell(f"{command} -f table").stdout


def test_a_terminal_of_80_columns_shows_everything_within_80_columns(terminal):
    shown, piped = terminal
    plain = shown.replace("\x1b[0m", "").replace("\x1b[1m", "").replace("\x1b[2m", "")
    assert max(map(len, plain.splitlines())) <= 80
    assert "…" not in shown
    squeezed = "".join(c for c in plain if c.isalnum())
    words = {"".join(c for c in word if c.isalnum()) for word in piped.split()}
    assert sorted(word for word in words if word not in squeezed) == []


def test_colours_are_for_terminals(terminal):
    shown, piped = terminal
    assert "\x1b[1m" in shown
    assert "\x1b" not in piped


@pytest.mark.parametrize(
    ("line", "colored"),
    [
        ("NO_COLOR=1 xentcli loss tiny_sparse.csv tiny_probs.csv", False),
        ("xentcli loss tiny_sparse.csv tiny_probs.csv --color never", False),
        ("FORCE_COLOR=1 xentcli loss tiny_sparse.csv tiny_probs.csv -f table | cat", True),
    ],
    ids=["NO_COLOR", "--color never", "FORCE_COLOR in a pipe"],
)
def test_colours_obey(line, colored):
    assert ("\x1b[1m" in on_terminal(line)) is colored


# Numbers ----------------------------------------------------------------------------------------------------


def test_each_reduction_is_its_own(both):
    options = (both, *COLUMNS, "--sample-weight-column", "importance", "--reduction")
    total = (ROWS * WEIGHTS).sum()
    assert value(*options, "sum") == pytest.approx(total, rel=1e-14)
    assert value(*options, "mean") == pytest.approx(total / WEIGHTS.sum(), rel=1e-14)
    assert value(*options, "mean_with_sample_weight") == pytest.approx(total / WEIGHTS.sum(), rel=1e-14)
    assert value(*options, "sum_over_batch_size") == pytest.approx(total / 3, rel=1e-14)


def test_no_reduction_is_a_number_a_line_an_array_and_a_record_each(both):
    options = ("loss", both, *COLUMNS, "--reduction", "none", "-f")
    assert list(map(float, inside(*options, "value").stdout.split())) == ROWS.tolist()
    assert json.loads(inside(*options, "json").stdout)["value"] == ROWS.tolist()
    records = [json.loads(line) for line in inside(*options, "ndjson").stdout.splitlines()]
    assert records == [{"index": i + 1, "loss": loss} for i, loss in enumerate(ROWS.tolist())]


def test_bits_are_nats_by_the_logarithm_of_two(both):
    assert value(both, *COLUMNS, "--base", "2") == pytest.approx(ROWS.mean() / math.log(2), rel=1e-14)


def test_sample_weights_come_from_a_file_or_a_column(both, tmp_path):
    weights = tmp_path / "w.csv"
    weights.write_text("weight\n1\n2\n0.5\n")
    want = log_loss([0, 2, 1], [[0.7, 0.2, 0.1], [0.1, 0.2, 0.7], [0.2, 0.5, 0.3]], sample_weight=WEIGHTS)
    assert value(both, *COLUMNS, "--sample-weight", weights) == pytest.approx(want, rel=1e-14)
    assert value(both, *COLUMNS, "--sample-weight-column", "importance") == pytest.approx(want, rel=1e-14)


def test_a_weight_column_is_no_prediction(both):
    done = inside("loss", both, "--sample-weight-column", "importance", "-f", "value")
    assert float(done.stdout) == pytest.approx(np.average(ROWS, weights=WEIGHTS), rel=1e-14)
    chosen = "labels are y, predictions are p_0, p_1, p_2"
    override = "to choose others, use --labels-column and --prediction-columns"
    assert done.stderr == f"xentcli: note: {both}: {chosen}; {override} [XE852]\n"


CLASS_WEIGHTS = {
    "a list, in the columns' order": "4,1,2",
    "names": "setosa=1,versicolor=2,virginica=4",
    "a file of names": "@names.txt",
    "a file of numbers": "@numbers.txt",
}


@pytest.mark.parametrize("weights", CLASS_WEIGHTS.values(), ids=CLASS_WEIGHTS)
def test_class_weights_come_as_a_list_by_name_or_from_a_file(weights, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "names.txt").write_text("virginica=4\nsetosa=1\nversicolor=2\n")
    (tmp_path / "numbers.txt").write_text("4\n1\n2\n")
    fields = answer(*IRIS, "--class-weight", weights)
    assert fields["value"] == pytest.approx(0.18327985895308238, rel=1e-14)  # scikit-learn's
    means = {mean["divisor"]: mean["value"] for mean in fields["means"]}
    assert means == {"weights": fields["value"], "kept": pytest.approx(0.42765300422385877, rel=1e-14)}


def test_balanced_weights_add_up_to_the_samples():
    files = SAMPLES / "breast_cancer_labels.csv", SAMPLES / "breast_cancer_sigmoid.csv"
    fields = answer(*files, "--class-weight", "balanced")
    by, kept = (mean["value"] for mean in fields["means"])
    assert by == pytest.approx(kept, rel=1e-14)
    assert "class-weight:balanced" in fields["signature"]


def test_names_in_the_columns_decide_the_classes():
    fields = answer(*IRIS)
    assert fields["class_names"] == ["virginica", "setosa", "versicolor"]
    assert fields["first"][0]["label"] == fields["first"][0]["predicted"] == "setosa"


# Everything beside the number -------------------------------------------------------------------------------


def test_all_frameworks_are_compared_with_a_reason_each():
    done = inside("loss", *TINY, "--like", "all", "-f", "value")
    lines = [line.split() for line in done.stdout.splitlines()]
    assert [name for name, _ in lines] == ["exact", "keras", "torch", "sklearn", "optax"]
    assert [number for _, number in lines][::4] == [str(LOSS), "-"]
    fields = answer(*TINY, "--like", "all")
    assert (fields["value"], fields["like"]) == (LOSS, "all")
    assert fields["likes"][-1] == {
        "like": "optax",
        "value": None,
        "reason": "optax takes logits only",
        "infinite": None,
        "nan": None,
        "signature": None,
    }
    assert all(row["reason"] for row in fields["likes"])


def test_an_infinite_loss_is_said_so_also_beside_all_frameworks(tmp_path):
    (tmp_path / "y.csv").write_text("label\n1\n0\n")
    (tmp_path / "p.csv").write_text("p\n0\n0\n")
    for like, shown in (("exact", "inf\n"), ("all", "exact inf\n")):
        done = inside("loss", tmp_path / "y.csv", tmp_path / "p.csv", "--like", like, "-f", "value")
        assert (done.returncode, done.stdout[: len(shown)]) == (0, shown)
        what = "1 row gives the true class probability 0, first row 1"
        infinite = f"the loss is infinite because {what} [XE821]\n"
        assert infinite in done.stderr
    fields = json.loads(inside("loss", tmp_path / "y.csv", tmp_path / "p.csv", "-f", "json").stdout)
    assert (fields["value"], fields["infinite"], fields["statistics"]["min"]) == (None, 1, 0.0)


def test_every_class_has_its_row():
    groups = list(csv.DictReader(inside("loss", *DIGITS, "--by", "class", "-f", "csv").stdout.splitlines()))
    assert [group["class"] for group in groups] == [str(k) for k in range(10)]
    assert sum(int(group["samples"]) for group in groups) == 1797
    total = sum(float(group["sum"]) for group in groups)
    assert total == pytest.approx(1797 * value(*DIGITS), rel=1e-12)


def test_top_says_how_many_of_the_hardest_rows():
    losses = [row["loss"] for row in answer(*DIGITS, "--top", "3")["top"]]
    assert len(losses) == 3
    assert losses == sorted(losses, reverse=True)
    assert answer(*DIGITS, "--top", "0")["top"] == []


PER_SAMPLE = {
    ".csv": "row,label,loss\n1,0,{}\n2,2,inf\n",
    ".tsv": "row\tlabel\tloss\n1\t0\t{}\n2\t2\tinf\n",
    ".ndjson": '{{"row": 1, "label": "0", "loss": {}}}\n{{"row": 2, "label": "2", "loss": null}}\n',
}


@pytest.mark.parametrize("suffix", PER_SAMPLE)
def test_every_row_has_its_loss_in_a_file(tmp_path, suffix):
    (tmp_path / "y.csv").write_text("label\n0\n2\n")
    (tmp_path / "p.csv").write_text("0.25,0.5,0.25\n0.5,0.5,0\n")
    path = tmp_path / f"losses{suffix}"
    done = inside("loss", tmp_path / "y.csv", tmp_path / "p.csv", "-q", "-f", "value", "--per-sample", path)
    assert (done.returncode, done.stdout) == (0, "inf\n")
    assert path.read_text() == PER_SAMPLE[suffix].format(-math.log(0.25))


def test_an_array_of_losses_is_float64_and_their_mean_is_the_loss(tmp_path):
    path = tmp_path / "losses.npy"
    mean = value(*DIGITS, "--per-sample", path)
    losses = np.load(path)
    assert (losses.dtype, losses.shape) == (np.float64, (1797,))
    assert losses.mean() == pytest.approx(mean, rel=1e-14)


def test_a_file_is_replaced_only_when_asked(tmp_path):
    path = tmp_path / "losses.csv"
    path.write_text("precious")
    done = inside("loss", *TINY, "--per-sample", path)
    assert (done.returncode, done.stdout, path.read_text()) == (4, "", "precious")
    assert inside("loss", *TINY, "--per-sample", path, "--force", "-f", "value").returncode == 0
    assert path.read_text().startswith("row,label,loss\n")


def test_the_answer_goes_to_a_file_in_the_format_of_its_suffix(tmp_path):
    done = inside("loss", *TINY, "-o", tmp_path / "loss.json")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads((tmp_path / "loss.json").read_text())["value"] == LOSS


def test_one_archive_holds_labels_and_predictions(tmp_path):
    path = tmp_path / "both.npz"
    np.savez(path, y=np.load(SAMPLES / "digits_labels.npy"), p=np.load(SAMPLES / "digits_logits.npy"))
    want = value(SAMPLES / "digits_labels.npy", SAMPLES / "digits_logits.npy")
    assert value(path, path, "--labels-column", "y", "--prediction-columns", "p") == want
    assert value(path, "--labels-column", "y", "--prediction-columns", "p") == want


def test_the_signature_is_of_the_settings_and_of_nothing_else(tmp_path):
    (tmp_path / "other.tsv").write_text((SAMPLES / "digits_labels.csv").read_text())
    ways = (
        (SAMPLES / "digits_labels.csv", SAMPLES / "digits_probs.csv", "-j", "1"),
        (SAMPLES / "digits_labels.npy", SAMPLES / "digits_probs.csv", "-j", "2", "--block-rows", "100"),
        (tmp_path / "other.tsv", SAMPLES / "digits_probs.csv", "--top", "1"),
    )
    answers = [answer(*way) for way in ways]
    made = "loss:sparse|labels:sparse|predictions:probabilities|classes:10"
    how = "like:exact|reduction:mean|dtype:float64|version:0.1.0"
    assert {fields["signature"] for fields in answers} == {f"{made}|{how}"}
    assert len({fields["value"] for fields in answers}) == 1


def test_every_setting_that_makes_the_number_is_in_the_signature():
    how = ("--like", "keras", "--loss", "binary", "--reduction", "sum", "-q")
    smoothing = ("--label-smoothing", "0.1", "--epsilon", "1e-6")
    parts = answer(SAMPLES / "digits_onehot.csv", DIGITS[1], *how, *smoothing)["signature"].split("|")
    made = ("loss:binary", "like:keras", "label-smoothing:0.1", "epsilon:1e-06", "reduction:sum")
    assert [part for part in (*made, "dtype:float32") if part not in parts] == []


@pytest.mark.parametrize("command", ["loss", "detect"])
def test_help_fits_80_columns_and_opens_with_examples(command):
    lines = inside(command, "--help").stdout.splitlines()
    assert max(map(len, lines)) <= 80
    assert lines[0] == "Examples:"


def test_quiet_says_nothing_that_the_number_shows(tmp_path):
    (tmp_path / "p.csv").write_text("id,p\n1,0\n2,0.5\n")
    (tmp_path / "y.csv").write_text("label\n1\n1\n")
    options = (tmp_path / "y.csv", tmp_path / "p.csv", "-f", "value")
    assert value(*options, "-q") == math.inf
    assert len(inside("loss", *options).stderr.splitlines()) == 2


def test_quiet_still_says_that_the_number_means_nothing_and_verbose_how_it_came_about(tmp_path):
    (tmp_path / "p.csv").write_text("p\n1\n1\n")
    (tmp_path / "y.csv").write_text("label\n1\n1\n")
    options = (tmp_path / "y.csv", tmp_path / "p.csv", "-f", "value")
    (only,) = inside("loss", *options, "-q").stderr.splitlines()
    assert "every prediction is 1" in only
    said = inside("loss", *options, "-v").stderr
    assert "note: labels are binary: one column of 0 and 1 (2 labels)" in said
    assert "note: signature: loss:binary|" in said
    assert "warning: every prediction is 1, the result of a softmax over one output" in said
    assert "use a sigmoid or two outputs [XE828]\n" in said


def test_a_carriage_return_in_a_name_is_quoted_in_the_losses_of_each_row(tmp_path):
    np.save(tmp_path / "y.npy", np.array(["a\rb", "c"]))
    np.save(tmp_path / "p.npy", np.array([[0.25, 0.75], [0.5, 0.5]]))
    words = [tmp_path / "y.npy", tmp_path / "p.npy", "--classes", "a\rb,c"]
    assert inside("loss", *words, "--per-sample", tmp_path / "s.csv").returncode == 0
    with open(tmp_path / "s.csv", newline="") as file:
        assert [row[1] for row in csv.reader(file)] == ["label", "a\rb", "c"]


@pytest.mark.parametrize(
    ("form", "notes"), [("value", 3), ("json", 3), ("short", 1), ("plain", 0), ("table", 0)]
)
def test_verbose_repeats_nothing_that_the_answer_shows(form, notes):
    assert inside("loss", *TINY, "-v", "-f", form).stderr.count("[XE856]") == notes
