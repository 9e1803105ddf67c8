"""Explanations of the words in the answers: what skill, perplexity or soft labels are."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import Entry

LOSS = "xentcli loss labels.csv predictions.csv"
DETECT = "xentcli detect labels.csv predictions.csv"


class WordEntry(Entry):
    """The entry of a word; its code is the word itself."""

    @property
    def status(self) -> str:
        """Return that a word is no error."""
        return "a word of the answers, no error"


def _word(name: str, title: str, meaning: str, fix: str, *example: str) -> WordEntry:
    return WordEntry(name, title, meaning, fix, example)


_ALL = (
    _word("cross-entropy", "the mean of minus the logarithm of the probability of the true class",
          "0 is a sure and right prediction, ln K that of guessing among K classes; there is no upper bound. "
          "Log loss and negative log-likelihood are the same number.",
          "Compare it with the class entropy: see skill.", LOSS),
    _word("class entropy", "the loss of the class shares alone",
          "The loss of a model that gives every row the shares of the classes among these labels, and "
          "nothing else. A mean loss above it is worse than knowing the shares.",
          "Read it beside the mean: skill is 1 - mean / class entropy.", LOSS),
    _word("skill", "1 - mean / class entropy: how far the loss is from that of the class shares",
          "1 is a perfect model, 0 is as good as always giving the shares of the classes, and below 0 is "
          "worse than that.",
          "Below 0, let xentcli advise look for a wrong order of classes or rows.", LOSS,
          "xentcli advise labels.csv predictions.csv"),
    _word("perplexity", "the exponential of the mean loss: as many equally likely classes",
          "A perplexity of 10 is the doubt of a fair choice among 10 classes; 1 is a sure and right model, K "
          "is guessing among K classes.",
          "For bits per token, give --base 2 and read the mean.", LOSS),
    _word("standard error", "how far the mean may be from that of all possible rows",
          "The standard deviation of the losses of the rows, divided by the root of their number. Two means "
          "that differ by less than about two of it may be equal.",
          "More rows make it smaller: four times as many halve it.", LOSS),
    _word("accuracy", "the share of rows whose largest prediction is the label",
          "It counts right and wrong alone; the loss counts how sure the model was too. In binary and "
          "multi-label labels, 0.5 is the limit.",
          "Look at --by class where some classes are rare.", f"{LOSS} --by class"),
    _word("nats", "the unit of a loss with the natural logarithm",
          "1 nat is 1.4427 bits. Frameworks print nats.", "For bits, give --base 2.", f"{LOSS} --base 2"),
    _word("bits", "the unit of a loss with the logarithm of base 2",
          "1 bit is 0.6931 nats, the loss of a fair coin.", "Give --base 2.", f"{LOSS} --base 2"),
    _word("logits", "scores before the softmax or sigmoid",
          "Any real numbers, of which a softmax makes probabilities of a row and a sigmoid those of single "
          "cells.",
          "Say --from-logits where they could be taken for probabilities.", f"{LOSS} --from-logits"),
    _word("log-probabilities", "logarithms of probabilities, none above 0",
          "What log_softmax and predict_log_proba give: their exponentials sum to 1 in each row.",
          "Say --from-log-probs where it is not found out.", f"{LOSS} --from-log-probs"),
    _word("sparse", "labels that are class ids: one whole number a row",
          "Ids run from 0 to K - 1. The sparse and the categorical cross-entropy are the same number.",
          "Write them with xentcli convert FILE --to sparse.", DETECT),
    _word("one-hot", "labels with a column for each class, one 1 in each row",
          "The column of the 1 is the class. Several ones a row are multi-label.",
          "Write them with xentcli convert FILE --to one-hot.", DETECT),
    _word("multi-label", "labels with any number of ones in each row",
          "Each column is a question of its own, answered by a sigmoid; the loss is the mean of the binary "
          "cross-entropies. Multi-hot is another name for it.",
          "Write them with xentcli convert FILE --to multi-label.", DETECT),
    _word("soft", "labels that are shares of the classes, with the sum 1 in each row",
          "What several annotators, label smoothing, mixup or a teacher model give.",
          "Write them with xentcli convert FILE --to soft.", DETECT),
    _word("binary", "labels of 0 and 1 beside one prediction a row",
          "The prediction is the probability of the label 1, or its logit.",
          "Say which class is 1 with xentcli convert FILE --to binary --positive CLASS.", DETECT),
    _word("signature", "what was computed, in one line",
          "Kinds of labels and predictions, classes, framework, reduction, type and version: two losses with "
          "the same signature may be compared.",
          "Keep it beside the number.", LOSS),
    _word("label smoothing", "targets moved a little towards all classes",
          "With X, a one-hot target 1 becomes 1 - X + X / K, and each 0 becomes X / K. The least possible "
          "loss is then above 0.",
          "Give the X of the training with --label-smoothing.", f"{LOSS} --label-smoothing 0.1"),
    _word("ignore index", "a label whose rows are left out",
          "PyTorch leaves out -100 unless told otherwise; masks of images often mark void pixels by 255.",
          "Give the mark with --ignore-index.", f"{LOSS} --ignore-index -100"),
)  # fmt: skip
WORDS = {entry.code: entry for entry in _ALL}
"""All words by name."""

SAME = {
    "log loss": "cross-entropy", "logloss": "cross-entropy", "nll": "cross-entropy",
    "cross entropy": "cross-entropy",
    "crossentropy": "cross-entropy", "negative log-likelihood": "cross-entropy", "multi-hot": "multi-label",
    "multilabel": "multi-label", "onehot": "one-hot", "soft labels": "soft", "sparse labels": "sparse",
    "class ids": "sparse", "logit": "logits", "nat": "nats", "bit": "bits", "entropy": "class entropy",
    "skill score": "skill", "stderr": "standard error", "log probabilities": "log-probabilities",
}  # fmt: skip
"""Other names of the words."""


def word_entry(text: str) -> WordEntry | None:
    """Return the entry of a word, or None if it is none of the words.

    >>> word_entry("Skill").title, word_entry("log_loss").code, word_entry("hello")
    ('1 - mean / class entropy: how far the loss is from that of the class shares', 'cross-entropy', None)
    """
    name = " ".join(text.lower().replace("_", " ").split()).rstrip("?.:")
    return WORDS.get(SAME.get(name, name)) or WORDS.get(name.replace(" ", "-"))
