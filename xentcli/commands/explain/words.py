"""Explanations of the terms in the answers, such as skill, perplexity and soft labels."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import Entry

LOSS = "xentcli loss labels.csv predictions.csv"
DETECT = "xentcli detect labels.csv predictions.csv"


class WordEntry(Entry):
    """The entry of a term; its code is the term itself."""

    @property
    def status(self) -> str:
        """Return that a term is not an error."""
        return "a term, not an error"


def _word(name: str, title: str, meaning: str, fix: str, *example: str) -> WordEntry:
    return WordEntry(name, title, meaning, fix, example)


_ALL = (
    _word("cross-entropy", "mean of -ln p, where p is the probability of the true class",
          "0 is a perfect prediction, and ln K is the loss of guessing among K classes. There is no upper "
          "bound. Log loss and negative log-likelihood are the same number.",
          "Compare it with the class entropy: see xentcli explain skill.", LOSS),
    _word("class entropy", "loss of always predicting the shares of the classes",
          "A model that gives every row the shares of the classes among these labels has this loss. A mean "
          "loss above it is worse than knowing only the shares.",
          "Compare it with the mean: skill is 1 - mean / class entropy.", LOSS),
    _word("skill", "1 - mean / class entropy: how much better than the class shares",
          "1 is a perfect model. 0 is as good as always predicting the shares of the classes. Below 0 is "
          "worse than that.",
          "If it is below 0, use xentcli advise to check the order of classes and rows.", LOSS,
          "xentcli advise labels.csv predictions.csv"),
    _word("perplexity", "exponential of the mean loss",
          "A perplexity of 10 means that the model is as unsure as in a fair choice among 10 classes. 1 is "
          "a perfect model, and K is guessing among K classes.",
          "For bits per token, use --base 2 and read the mean.", LOSS),
    _word("standard error", "uncertainty of the mean loss",
          "It is the standard deviation of the row losses, divided by the square root of the number of "
          "rows. Two means may be equal if they differ by less than about two standard errors.",
          "Use more rows: four times as many halve it.", LOSS),
    _word("accuracy", "share of rows in which the label has the largest score",
          "It counts only right and wrong. The loss also measures how sure the model is. For binary and "
          "multi-label labels, the threshold is 0.5.",
          "Use --by class if some classes are rare.", f"{LOSS} --by class"),
    _word("KL divergence", "mean loss minus the mean entropy of the soft labels",
          "The entropy of the soft labels is the smallest possible loss. The KL divergence is what remains "
          "above it: 0 means that the model predicts exactly the soft labels.",
          "Use it to compare losses on soft labels.", LOSS),
    _word("histogram", "number of rows in each interval of the loss",
          "Each bar counts the rows with a loss in one interval, from the smallest loss to the largest. A "
          "long tail on the right means that a few rows have a large loss.",
          "Look at the rows with the largest losses: --top 20.", f"{LOSS} --top 20"),
    _word("nats", "unit of a loss with the natural logarithm",
          "1 nat is 1.4427 bits. Frameworks print nats.", "For bits, use --base 2.", f"{LOSS} --base 2"),
    _word("bits", "unit of a loss with the logarithm of base 2",
          "1 bit is 0.6931 nats, the loss of a fair coin.", "Use --base 2.", f"{LOSS} --base 2"),
    _word("logits", "scores before the softmax or sigmoid",
          "Logits can be any real numbers. A softmax turns a row of logits into probabilities, and a "
          "sigmoid turns each single logit into one.",
          "If they are not detected as logits, use --from-logits.", f"{LOSS} --from-logits"),
    _word("log-probabilities", "logarithms of probabilities, never above 0",
          "log_softmax and predict_log_proba return them. Their exponentials sum to 1 in each row.",
          "If they are not detected, use --from-log-probs.", f"{LOSS} --from-log-probs"),
    _word("sparse", "labels that are class ids: one whole number per row",
          "Ids run from 0 to K - 1. The sparse and the categorical cross-entropy are the same number.",
          "Write them with xentcli convert FILE --to sparse.", DETECT),
    _word("one-hot", "labels with one column per class, and a single 1 in each row",
          "The column with the 1 is the class. Rows with several ones are multi-label.",
          "Write them with xentcli convert FILE --to one-hot.", DETECT),
    _word("multi-label", "labels with any number of ones in each row",
          "Each column is a separate yes-or-no question with its own sigmoid. The loss is the mean of the "
          "binary cross-entropies. Multi-hot is another name for it.",
          "Write them with xentcli convert FILE --to multi-label.", DETECT),
    _word("soft", "labels that are shares of the classes, and sum to 1 in each row",
          "They come from several annotators, label smoothing, mixup or a teacher model.",
          "Write them with xentcli convert FILE --to soft.", DETECT),
    _word("binary", "labels of 0 and 1 with one prediction per row",
          "The prediction is the probability of the label 1, or its logit.",
          "To choose which class is 1: xentcli convert FILE --to binary --positive CLASS.", DETECT),
    _word("signature", "what was computed, in one line",
          "It holds the kinds of labels and predictions, the classes, the framework, the reduction, the "
          "number type and the version. Two losses can be compared if their signatures are equal.",
          "Save it with the number.", LOSS),
    _word("label smoothing", "targets moved slightly towards all classes",
          "With smoothing X, a one-hot 1 becomes 1 - X + X / K, and each 0 becomes X / K. The smallest "
          "possible loss is then above 0.",
          "Use the X of the training: --label-smoothing 0.1.", f"{LOSS} --label-smoothing 0.1"),
    _word("ignore index", "label of rows to leave out",
          "By default PyTorch leaves out -100. Image masks often mark void pixels with 255.",
          "Set it with --ignore-index.", f"{LOSS} --ignore-index -100"),
)  # fmt: skip
WORDS = {entry.code: entry for entry in _ALL}
"""All terms by name."""

SAME = {
    "log loss": "cross-entropy", "logloss": "cross-entropy", "nll": "cross-entropy",
    "cross entropy": "cross-entropy",
    "crossentropy": "cross-entropy", "negative log-likelihood": "cross-entropy", "multi-hot": "multi-label",
    "multilabel": "multi-label", "onehot": "one-hot", "soft labels": "soft", "sparse labels": "sparse",
    "class ids": "sparse", "logit": "logits", "nat": "nats", "bit": "bits", "entropy": "class entropy",
    "skill score": "skill", "stderr": "standard error", "log probabilities": "log-probabilities",
    "kl": "KL divergence", "kullback-leibler divergence": "KL divergence",
}  # fmt: skip
"""Other names of the terms."""

_LOWER = {name.lower(): entry for name, entry in WORDS.items()}


def word_entry(text: str) -> WordEntry | None:
    """Return the entry of a term, or None if the text is not a term.

    >>> word_entry("Skill").title, word_entry("log_loss").code, word_entry("hello")
    ('1 - mean / class entropy: how much better than the class shares', 'cross-entropy', None)
    """
    name = " ".join(text.lower().replace("_", " ").split()).rstrip("?.:")
    return _LOWER.get(SAME.get(name, name).lower()) or _LOWER.get(name.replace(" ", "-"))
