"""`xentcli explain "error text"`: what frameworks say, found in whole tracebacks, with its own numbers."""

import json
import re
import shlex
import subprocess
import sys
import textwrap
import warnings

import numpy as np
import pytest
from running import ENVIRONMENT, inside

from xentcli.cli.main import group
from xentcli.commands.explain.codes.registry import ENTRIES
from xentcli.commands.explain.messages.pattern import PART
from xentcli.commands.explain.messages.registry import SAYINGS, hear, nearest

TRACEBACK = """Epoch 1/3: loss 0.69
Traceback (most recent call last):
  File "train.py", line 3022, in <module>
    loss = F.cross_entropy(logits, target)
IndexError: Target 77 is out of bounds.

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "train.py", line 9, in fit
    raise ValueError(text)
ValueError: {}. Please look again.
"""

forms = pytest.mark.parametrize(
    ("saying", "form"),
    [pytest.param(saying, form, id=PART.sub("…", form)[:60]) for saying in SAYINGS for form in saying.forms],
)


def printed(form):
    return PART.sub(lambda part: part["example"], form).replace("...", " and so on ")


def everything(heard):
    return "\n".join((heard.message, heard.meaning, heard.line, *heard.commands))


@forms
def test_a_message_is_found_at_the_end_of_a_traceback(saying, form):
    heard = hear(TRACEBACK.format(printed(form)))
    assert heard.framework == saying.framework
    assert heard.message.rstrip("(.") in " ".join(printed(form).split()).rstrip("(.") + " "
    assert heard.meaning.split()[-4:] == hear(printed(saying.forms[0]) + ". ").meaning.split()[-4:]


@forms
def test_it_is_found_wrapped_coloured_and_with_other_quotes(saying, form):
    told = hear(printed(form) + ". ")
    wrapped = "\n    ".join(textwrap.wrap(printed(form), 50, break_long_words=False, break_on_hyphens=False))
    assert hear(f"\x1b[31m{wrapped}. \x1b[0m").meaning == told.meaning
    other = re.sub(r"""['"`]""", "’", PART.sub("", form))
    assert not other or hear(re.sub("[`]", "'", printed(form)) + ". ").meaning == told.meaning


@forms
def test_its_numbers_are_told_and_nothing_is_left_open(saying, form):
    told = hear(printed(form) + ". ")
    answer = "\n".join((told.meaning, told.line, *told.commands))
    for part in PART.finditer(form):
        assert part["example"].strip() in answer or part["kind"] in {"cell", "any"}, part["name"]
    assert not re.search(r"\{\w+([+-]1|\.last)?\}", re.sub(r"\{\d\}", "", answer))
    assert "<class" not in told.line


@forms
def test_other_numbers_are_told_as_well(saying, form):
    """Every whole number becomes another one, here and in the answer."""
    whole = [part for part in PART.finditer(form) if part["kind"] in {"int", "minus"}]
    sign = {"minus": "-", "int": ""}
    text = PART.sub(
        lambda part: (
            sign[part["kind"]] + "4711" if part in whole or part["kind"] in sign else part["example"]
        ),
        form,
    ).replace("...", " ")
    if whole:
        assert "4711" in everything(hear(text + ". ")).removeprefix(text)


@pytest.mark.parametrize("saying", SAYINGS, ids=lambda saying: saying.example[:60])
def test_what_to_type_can_be_typed(saying):
    told = hear(saying.example.replace("...", " ") + ". ")
    compile(told.line, "line", "exec")
    assert told.commands
    assert len(told.meaning) <= 260
    assert told.code is None or told.code in ENTRIES
    for line in told.commands:
        program, name, *words = shlex.split(line)
        assert program == "xentcli"
        with group.get_command(None, name).make_context(name, words) as context:
            assert context.params


# ------------------------------------------------------------------ what the frameworks print

SEMANTICS = {
    "…Consider using 'binary_crossentropy' if you only have 2 classes.": ("single output",),
    "ValueError: Arguments `target` and `output` must have the same shape. Received: target.shape=(8, 1), "
    "output.shape=(8, 7)": ("(8, 1)", "(8, 7)", "7 outputs"),
    "…must have the same shape up until the last dimension: target.shape=(8, 3), output.shape=(8, 3)": None,
    "Only axis=-1 is currently supported. Received: axis=1": ("axis 1", "--class-axis 1"),
    "IndexError: Target 3 is out of bounds.": ("label 3", "at least 4 outputs", "--label-offset -1"),
    "IndexError: Target -1 is out of bounds.": ("label -1", "ignore_index=-1", "--ignore-index=-1"),
    "IndexError: Target 10 is out of bounds.": ("label 10", "11 outputs"),
    "Received a label value of 3 which is outside the valid range of [0, 3).  Label values: 3 0": ("0 to 2",),
    "CUDA error: device-side assert triggered": ("GPU",),
    "0D or 1D target tensor expected, multi-target not supported": ("(N, 1)", "one-hot"),
    "Expected input batch_size (2) to match target batch_size (3).": ("2 rows", "3 labels"),
    "weight tensor should be defined either for all 4 classes or no classes but got weight tensor of "
    "shape: [2]": ("each of the 4 outputs", "[2]"),
    "Expected floating point type for target with class probabilities, got Long": ("Long", "one-hot"),
    "expected target dtype to be Long or Byte, but got Int": ("Int", "int64"),
    "label_smoothing must be between 0.0 and 1.0": None,
    "all elements of input should be between 0 and 1": ("logits", "with_logits"),
    "all elements of target should be between 0 and 1": ("-1 and 1",),
    "Using a target size (torch.Size([4])) that is different to the input size (torch.Size([4, 1])) is "
    "deprecated. Please ensure they have the same size.": ("torch.Size([4, 1])", "broadcasts"),
    "Found dtype Long but expected Double": ("Double",),
    "Shapes (None, 1) and (None, 10) are incompatible": ("(None, 1)", "10 outputs", "sparse"),
    "y_prob contains values greater than 1: 1.2": ("1.2 is not a probability",),
    "y_prob contains values lower than 0: -0.3": ("-0.3",),
    "UserWarning: Labels passed were ['c','b','a']. But this function assumes labels are ordered "
    "lexicographically. Pass the ordered labels=['a','b','c']": ("['c','b','a']", "does not reorder"),
    "y_true and y_prob contain different number of classes: 3 vs 4. Please provide the true labels "
    "explicitly": ("3 classes", "4 columns", "labels="),
    "y_true and y_prob contain different number of classes": ("labels=",),
    "y_true contains only one label (2). Please provide the list": ("All labels are 2",),
    "UserWarning: The y_prob values do not sum to one. Make sure to pass probabilities.": ("sum to 1",),
    "TypeError: got an unexpected keyword argument 'eps'": ("--epsilon 1e-7",),
    "Sample weights must contain at least one non-zero number.": ("zero",),
    "ValueError: Unknown label type: (array([0.5]),)": ("regression",),
    "Multioutput target data is not supported with label binarization": ("soft labels",),
    "ValueError: Input contains NaN.": ("NaN",),
    "Class values must be non-negative.": ("negative",),
    "RuntimeError: Class values must be smaller than num_classes.": ("num_classes",),
    "pytorch: expected Long but found Float": None,
    "expected scalar type Long but found Float": ("Float", "missing values"),
    "ValueError: Invalid value for argument `reduction`. Expected one of {'sum', None}. Received: "
    "reduction=batchmean": ("batchmean",),
    "index 3 is out of bounds for axis 1 with size 3": ("label 3", "0 to 2"),
    "ValueError: `class_weight` and `sample_weight` cannot be specified at the same time.": ("not both",),
    "TypeError: Expected the input to have a dtype that is a subdtype of <class 'jax.numpy.integer'>, got "
    "float32 instead": ("float32", "integer"),
}  # fmt: skip
"""Texts of the frameworks, and words of the explanation; None where part of a message is too little."""


@pytest.mark.parametrize("text", [text for text, words in SEMANTICS.items() if words])
def test_a_known_text_is_explained_with_its_numbers(text):
    done = inside("explain", text)
    assert (done.returncode, done.stderr) == (0, "")
    body = done.stdout.split("\n", 1)[1]
    assert [word for word in SEMANTICS[text] if word not in body] == []


def spoken(call):
    """What a call says by an error, and by warnings before it."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            call()
        except Exception as error:
            return f"{type(error).__name__}: {error}"
    return "\n".join(f"{one.category.__name__}: {one.message}" for one in caught)


def torch_calls():
    torch = pytest.importorskip("torch")
    loss = torch.nn.functional
    x, ids = torch.zeros(2, 3), torch.tensor([0, 1])
    p, hot = torch.full((2, 3), 0.5), torch.eye(3)[:2]
    return {
        "The label 10 is": lambda: loss.cross_entropy(x, torch.tensor([0, 10])),
        "The label -1 is": lambda: loss.cross_entropy(x, torch.tensor([0, -1])),
        "second axis": lambda: loss.cross_entropy(x, ids[:, None]),
        "2 rows of predictions and 3 labels": lambda: loss.cross_entropy(x, torch.tensor([0, 1, 2])),
        "each of the 3 outputs": lambda: loss.cross_entropy(x, ids, weight=torch.ones(2)),
        "these are Float": lambda: loss.cross_entropy(x, ids.float()),
        "these are Int": lambda: loss.cross_entropy(x, ids.int()),
        "which cannot be Long": lambda: loss.cross_entropy(x, hot.long()),
        "and 1.5 is not": lambda: loss.cross_entropy(x, ids, label_smoothing=1.5),
        "no value to ignore": lambda: loss.cross_entropy(x, hot, ignore_index=1),
        "but not batchmean": lambda: loss.cross_entropy(x, ids, reduction="batchmean"),
        "[2, 4, 5]": lambda: loss.cross_entropy(torch.zeros(2, 3, 4, 4), torch.zeros(2, 4, 5).long()),
        "dimension 4": lambda: loss.cross_entropy(torch.zeros(2, 3, 4, 4), torch.zeros(2, 1, 4, 4).long()),
        "need [2, 4]": lambda: loss.cross_entropy(torch.zeros(2, 3, 4), torch.zeros(2).long()),
        "logits without a sigmoid": lambda: loss.binary_cross_entropy(p * 3, hot),
        "or -1 and 1": lambda: loss.binary_cross_entropy(p, hot * 2),
        "Predictions torch.Size([2, 1])": lambda: loss.binary_cross_entropy(p[:, :1], p[:, 0]),
        "type of the predictions, Double": lambda: loss.binary_cross_entropy(p.double(), hot.long()),
        "type of the predictions, Float": lambda: loss.binary_cross_entropy_with_logits(x, hot.long()),
        "Logits torch.Size([2, 1])": lambda: loss.binary_cross_entropy_with_logits(x[:, :1], p[:, 0]),
        "has 2 numbers": lambda: loss.binary_cross_entropy(p, hot, weight=torch.ones(2)),
        "differ in axis 1: 2 and 3": lambda: loss.binary_cross_entropy_with_logits(
            x, hot, pos_weight=torch.ones(2)
        ),
        "for 2 class ids": lambda: loss.nll_loss(torch.zeros(2), ids),
        "not below num_classes": lambda: loss.one_hot(torch.tensor([0, 3]), 3),
        "A label is negative": lambda: loss.one_hot(torch.tensor([0, -1])),
        "of type int64": lambda: loss.one_hot(torch.tensor([0.0])),
        "softmax was called without an axis": lambda: loss.softmax(x),
        "C times too small": lambda: loss.kl_div(x, p),
        "pairs": lambda: loss.mse_loss(x, torch.ones(2, 1)),
        "Argument 2 ('target') is a list": lambda: loss.cross_entropy(x, [0, 1]),
        "does not depend on anything that can learn": lambda: loss.cross_entropy(x, ids).backward(),
        "5 selects from 3 columns": lambda: x.gather(1, torch.tensor([[0], [5]])),
        "an embedding": lambda: loss.embedding(torch.tensor([9]), torch.zeros(3, 2)),
        "The loss has 2 numbers": lambda: loss.cross_entropy(x, ids, reduction="none").item(),
        "may be logits": lambda: torch.distributions.Categorical(probs=torch.tensor([-1.0, 2.0])),
        "training diverged": lambda: torch.multinomial(torch.tensor([-1.0, 2.0]), 1),
        "array of str_": lambda: torch.tensor(np.array(["a"])),
        "below the number of": lambda: loss.multi_margin_loss(x, torch.tensor([0, 7])),
    }


def sklearn_calls():
    metrics = pytest.importorskip("sklearn.metrics")
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import train_test_split
    from sklearn.preprocessing import LabelEncoder

    p = np.array([[0.2, 0.3, 0.5], [0.1, 0.8, 0.1], [0.6, 0.2, 0.2]])
    y, score, fit = [0, 1, 2], metrics.log_loss, LogisticRegression().fit
    return {
        "1.6 is not a probability": lambda: score(y, p * 2),
        "-0.4 is not a probability": lambda: score(y, p - 0.5),
        "do not sum to 1": lambda: score(y, p * 0.9),
        "[3, 2]": lambda: score([0, 1], p),
        "2 classes, but the predictions 3": lambda: score([0, 1, 1], p),
        "All labels are 1,": lambda: score([1, 1, 1], p),
        "labels=[2, 1, 0] does not": lambda: score(y, p, labels=[2, 1, 0]),
        "classes [0 1 2 3]": lambda: score(y, p, labels=[0, 1, 2, 3]),
        "The labels {2} are not in labels=[0, 1]": lambda: score(y, p, labels=[0, 1]),
        "A number is NaN": lambda: score(y, p * np.nan),
        "An infinite value": lambda: score(y, p + np.inf),
        "regression target": lambda: score([0.5, 0.1, 0.2], p),
        "soft labels": lambda: score(p, p),
        "no longer has `eps`": lambda: score(y, p, eps=1e-7),
        "All weights": lambda: score(y, p, sample_weight=[0, 0, 0]),
        "3 axes": lambda: score(y, p[None]),
        "multiclass labels and continuous-multioutput": lambda: metrics.accuracy_score(y, p),
        "All labels have the same class": lambda: metrics.roc_auc_score([1, 1, 1], p[:, 1]),
        "must sum to 1 here": lambda: metrics.roc_auc_score(y, p * 2, multi_class="ovr"),
        "must be binary": lambda: metrics.brier_score_loss(y, p[:, 1]),
        "the score is for two": lambda: metrics.f1_score(y, [0, 1, 1]),
        "['a' 'b']": lambda: metrics.f1_score(["a", "b"], ["a", "b"]),
        "'b'": lambda: LabelEncoder().fit(["a"]).transform(["b"]),
        "All labels are np.int64(1)": lambda: fit(p, [1, 1, 1]),
        "fractions (continuous": lambda: fit(p, [0.5, 0.2, 0.1]),
        "(3, 3)": lambda: fit(p, np.eye(3)),
        "(N, 1)": lambda: fit(p, np.array([[0], [1], [1]])),
        "1 row, too few": lambda: train_test_split(p, [0, 1, 1], stratify=[0, 1, 1]),
        "such as '1' and 1": lambda: metrics.accuracy_score([0, 1], ["0", "1"]),
        "Drop the row": lambda: score([0, np.nan, 1], p),
    }


def numpy_calls():
    import pandas as pd

    p, two = np.full((2, 3), 1 / 3), np.zeros((2, 4))
    return {
        "the label 5 selects from 3": lambda: np.eye(3)[:, 5],
        "(2,3) and (2,4)": lambda: p * two,
        "minus infinity": lambda: np.log(two),
        "These are logits": lambda: np.log(two - 1),
        "multiply": lambda: two * np.inf,
        "too large for a float": lambda: np.exp(two + 1000),
        "'cat'": lambda: np.array(["cat"]).astype(float),
        "Rows differ": lambda: np.array([[1], [1, 2]]),
        "8 numbers do not fill the shape (3,3)": lambda: two.reshape(3, 3),
        "Class ids that are floats": lambda: p[0, 0.5],
        "so it is not a class": lambda: np.bincount([-1, 2]),
        "300 does not fit into uint8": lambda: np.array([300], dtype=np.uint8),
        "no rows": lambda: np.mean(np.array([])) and None,
        "missing": lambda: pd.Series([1.0, np.nan]).astype(int),
        "1 values for 2": lambda: pd.DataFrame({"a": [1, 2]}).assign(b=[1]),
        "Byte 0xe9 at 3": b"caf\xe9".decode,
    }


@pytest.mark.parametrize("calls", [torch_calls, sklearn_calls, numpy_calls], ids=lambda one: one.__name__)
def test_what_the_installed_frameworks_print_is_explained(calls):
    for words, call in calls().items():
        text = spoken(call)
        heard = hear(text)
        assert heard is not None, text
        assert words in everything(heard), (text, heard)


# ------------------------------------------------------------------ the command


def piped(text):
    command = [sys.executable, "-m", "xentcli", "explain", "-", "-f", "json"]
    return subprocess.run(command, input=text, env=ENVIRONMENT, capture_output=True, check=False, timeout=60)


def test_a_pipe_is_read_and_the_end_of_a_long_log_counts():
    log = b"Shapes (None, 1) and (None, 10) are incompatible\n" + b"step 1 loss 0.3 \xff\r" * 200_000
    done = piped(log + b"IndexError: Target 10 is out of bounds.\n")
    answer = json.loads(done.stdout)
    assert (done.returncode, answer["code"], answer["said"]["framework"]) == (0, "XE112", "PyTorch")
    assert answer["said"]["message"] == "Target 10 is out of bounds"


def test_an_empty_pipe_is_an_error():
    done = piped(b" \n")
    assert (done.returncode, done.stdout) == (3, b"")
    assert b"2>&1" in done.stderr


def test_json_keeps_the_fields_of_the_code_and_adds_what_was_said():
    answer = json.loads(inside("explain", "Target 10 is out of bounds.", "-f", "json").stdout)
    assert list(answer)[:7] == ["schema", "code", "title", "meaning", "fix", "example", "status"]
    assert list(answer["said"]) == ["framework", "message", "meaning", "commands", "line"]
    assert answer["title"] == ENTRIES["XE112"].title


def test_a_message_about_no_code_is_explained_in_every_format():
    text = "UserWarning: Implicit dimension choice for softmax has been deprecated."
    assert json.loads(inside("explain", text, "-f", "json").stdout)["code"] is None
    assert inside("explain", text, "-f", "value").stdout.startswith("- Implicit dimension choice")
    for form in ("plain", "csv", "md", "ndjson", "tsv"):
        assert "dim=1" in inside("explain", text, "-f", form).stdout


def test_a_text_that_is_like_a_known_one_gets_it_as_a_hint():
    assert nearest("RuntimeError: Target 10 was out of the bounds") == "Target 10 is out of bounds"
    done = inside("explain", "IndexError: Target 10 was out of the bounds")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean 'Target 10 is out of bounds'?" in done.stderr
    assert inside("explain", "pytorch: it does not work").returncode == 2


def test_a_message_of_xentcli_is_not_taken_for_a_frameworks():
    ours = "xentcli: error: y.csv:3: column 'label' (row 2): 3 is not a class of 0..2 [XE112]"
    answer = json.loads(inside("explain", f"{ours}\nTarget 3 is out of bounds", "-f", "json").stdout)
    assert ("said" not in answer, answer["code"]) == (True, "XE112")
