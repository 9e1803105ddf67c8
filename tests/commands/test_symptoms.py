"""`xentcli explain "loss: nan"`: what people say about a loss when no program complains."""

import time

import pytest
from running import inside

from xentcli.cli.main import group
from xentcli.commands.explain.codes.registry import ENTRIES
from xentcli.commands.explain.messages.registry import SYMPTOMS, hear

MEANS = {
    "logarithm of 0": (
        "loss: nan",
        "loss is nan",
        "nan loss",
        "val_loss: nan",
        "loss=nan",
        "training loss becomes nan after 3 epochs",
        "{'loss': nan, 'learning_rate': 5e-05, 'epoch': 1.0}",
        "Epoch 3/10 - loss: nan - accuracy: 0.1000",
        "loss tensor(nan, grad_fn=<NllLossBackward0>)",
        "getting nan loss in pytorch",
    ),
    "logarithm of 0 is infinite": ("loss: inf", "log loss is inf", "loss is infinity"),
    "is never below 0": (
        "loss is negative",
        "negative loss",
        "loss: -0.35",
        "loss is below zero",
        "my cross entropy loss is negative",
    ),
    "ln 2,": ("loss stays at 0.693", "loss stuck at 0.69", "loss: 0.6931"),
    "ln 3,": ("loss stays at 1.0986", "loss stuck at 1.10"),
    "ln 5,": ("loss plateaus at 1.609",),
    "ln 10,": (
        "loss stays at 2.30",
        "loss stuck at 2.3026",
        "training loss does not decrease, stays at 2.303",
    ),
    "ln 100,": ("loss stays at 4.605",),
    "ln 1000,": ("loss stays at 6.91", "loss is stuck at 6.9078"),
    "ln 50257,": ("loss stays at 10.825",),
    "Compare the loss with ln K": (
        "loss does not decrease",
        "loss not decreasing",
        "training loss doesn't decrease",
        "val_loss not improving",
        "loss stays at 1.87",
        "loss won't go down",
    ),
    "one in 2:": ("accuracy stuck at 50%", "accuracy stays at 0.5"),
    "one in 10:": ("accuracy stuck at 0.1", "accuracy is 10%"),
    "never agree": ("accuracy is 0", "accuracy: 0.0000e+00"),
    "largest class": ("accuracy doesn't improve", "accuracy does not change"),
    "always 1": ("loss is 0", "loss: 0.0000e+00"),
    "Two programs": (
        "val_loss higher than sklearn's log_loss",
        "keras loss different from sklearn log_loss",
        "pytorch CrossEntropyLoss does not match numpy",
        "sklearn log_loss vs pytorch cross entropy",
    ),
    "overconfident": (
        "val_loss increases but val_accuracy increases",
        "val loss goes up while accuracy goes up",
    ),
    "Dropout": ("val loss lower than train loss", "train loss higher than val loss"),
    "If the gap grows": ("val_loss is higher than the training loss", "val_loss goes up"),
    "with a minus": ("neg_log_loss is negative", "neg_log_loss: -0.53"),
    "-ln(1e-15)": ("log_loss is 34.54", "loss is 34.539"),
    "-ln(1e-7)": ("loss is 16.118", "keras loss stays at 16.12"),
    "no upper bound": ("loss is greater than 1", "can cross entropy be greater than 1"),
    "worse than guessing": ("loss is very large", "loss explodes", "huge loss"),
    "get the largest class": ("model always predicts the same class", "the model predicts only one class"),
    "Sigmoids": ("probabilities do not sum to 1", "softmax outputs don't sum to 1"),
}
"""Words of an explanation, and what people say who need it."""

SAID = [(text, words) for words, texts in MEANS.items() for text in texts]


@pytest.mark.parametrize(("text", "words"), SAID, ids=[text for text, _ in SAID])
def test_a_symptom_is_explained(text, words):
    done = inside("explain", text)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("symptom: ")
    assert words in done.stdout


@pytest.mark.parametrize("symptom", SYMPTOMS, ids=lambda symptom: symptom.example)
def test_a_symptoms_own_example_shows_it_and_its_commands_can_be_typed(symptom):
    heard = hear(symptom.example)
    assert heard.meaning.split()[-5:] == symptom.meaning.split()[-5:]
    assert "{" not in heard.meaning
    assert len(heard.meaning) <= 260
    assert heard.code is None or heard.code in ENTRIES
    compile(heard.line, "line", "exec")
    for line in heard.commands:
        _, name, *words = line.split()
        with group.get_command(None, name).make_context(name, words) as context:
            assert context.params


NOTHING = [
    "loss: 0.3512",
    "loss: 2.1",
    "epoch 3 loss 1.87 acc 0.4",
    "Epoch 1/3: loss 0.69",
    "loss: 0.35 - auc: nan",
    "loss: 0.6931 - accuracy: 0.5312 - val_loss: 0.6",
    "loss is not nan",
    "loss is fine",
    "accuracy: 0.93",
    "accuracy 0.5312",
    "loss function",
    "loss.backward()",
    "no loss of data",
    "packet loss is high",
    "the label is negative",
    "val_loss did improve from 0.5 to 0.4",
    "loss is the same in keras and pytorch",
    "my code does not work",
    "CUDA out of memory",
]


@pytest.mark.parametrize("text", NOTHING)
def test_what_is_no_symptom_is_not_taken_for_one(text):
    assert hear(text) is None


def test_a_known_message_goes_before_a_symptom():
    log = "Epoch 1 - loss: nan\nIndexError: Target 10 is out of bounds.\n"
    assert hear(log).framework == "PyTorch"
    assert hear("IndexError: Target 10 is out of bounds.\nloss: nan").framework == "PyTorch"


def test_a_program_that_stopped_for_another_reason_has_no_symptom():
    assert hear("Epoch 1 - loss: nan\nTraceback (most recent call last):\nMemoryError: too much\n") is None
    assert hear("Epoch 1 - loss: nan\nEpoch 2 - loss: nan\n").framework == "symptom"


def test_a_long_log_is_searched_for_figures_alone_and_quickly():
    log = "step 1 loss 0.3\n" * 15_000
    begun = time.process_time()
    assert hear(log + "loss does not decrease\n") is None
    assert hear(log + "loss: nan\n").message == "loss: nan"
    assert hear("a" * 250_000) is None
    assert time.process_time() - begun < 20
