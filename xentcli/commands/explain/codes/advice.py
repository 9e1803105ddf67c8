"""What every finding of `advise` means, and what to do about it."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import Entry, table


class FoundOut(Entry):
    """A finding: a suspicion, or a note."""

    note: bool = False

    @property
    def status(self) -> str:
        """The exit status of `advise` that goes with it, in words."""
        return "0, a note" if self.note else "1, a suspicion"


def _entry(code: str, title: str, meaning: str, fix: str, *, note: bool = False) -> FoundOut:
    return FoundOut(code, title, meaning, fix, ("xentcli advise labels.csv predictions.csv",), note)


_ALL = (
    _entry("transposed", "rows and columns are exchanged",
           "A file has as many columns as the other has rows: it was saved as (classes, samples).",
           "Save its transpose: np.save(FILE, t.T)"),
    _entry("swapped-files", "labels and predictions stand in each other's place",
           "The first file holds fractions and the second classes. Labels come first, as in Keras and "
           "scikit-learn.",
           "Exchange the two names on the command line."),
    _entry("id-column", "a column of ids among the data",
           "A column counts the rows, or every label is different: an index was saved with the data.",
           "Leave it out: --prediction-columns '!0', or --labels-column NAME; or save with index=False."),
    _entry("regression-target", "a quantity, not classes",
           "The labels are numbers that are neither class ids nor shares. No cross-entropy fits them.",
           "Use a regression loss such as the mean squared error."),
    _entry("labels-plus-minus-one", "two classes written -1 and 1",
           "A hinge loss takes -1 and 1; cross-entropy of them is negative, or an error.",
           "Say --classes=-1,1, or write them as 0 and 1."),
    _entry("labels-0-255", "two classes written 0 and 255",
           "Images store black and white as 0 and 255; a loss takes 0 and 1.",
           "Say --classes 0,255, or divide them by 255."),
    _entry("ignore-marks", "marks for rows to leave out among the labels",
           "-1, -100 and 255 stand for padding and unknown pixels; no class has such a number.",
           "Say --ignore-index with the mark; in PyTorch ignore_index, in Keras ignore_class."),
    _entry("labels-from-one", "labels that start at 1",
           "Frameworks count classes from 0: with labels from 1 each row is compared with the next "
           "class, and "
           "the last one is out of bounds.",
           "Say --label-offset -1, or subtract 1 before training."),
    _entry("one-hot-with-broken-rows", "a few one-hot rows without exactly one 1",
           "Nearly all rows are one-hot; the others have no 1 or several, so that they belong to no "
           "one class.",
           "Fix these rows, or drop them from both files."),
    _entry("one-node-softmax", "a softmax over a single output",
           "A softmax over one output is always 1: the loss says nothing, the accuracy is the share "
           "of class 1.",
           "Use a sigmoid with one output, or a softmax with two."),
    _entry("one-output", "one output for three classes or more",
           "One number tells two classes apart: three classes or more need an output each, and a "
           "quantity is no class.",
           "Use a softmax with an output for each class; for a quantity, a regression loss."),
    _entry("percentages", "probabilities from 0 to 100",
           "The rows sum to 100, or a single column runs from 0 to 100: a loss takes shares of one.",
           "Divide the predictions by 100."),
    _entry("logits-as-probabilities", "logits taken for probabilities",
           "An option says that the predictions are probabilities, and some lie outside [0, 1].",
           "Say --from-logits (Keras: from_logits=True), or apply the softmax first."),
    _entry("probabilities-as-logits", "probabilities taken for logits",
           "An option says logits, and every row is a distribution: a second softmax would flatten "
           "them, and the "
           "loss never gets small.",
           "Say --from-probs; in PyTorch take the softmax out of the model."),
    _entry("multi-hot-with-softmax", "independent labels under a softmax",
           "Rows have any number of labels, and the predictions of each row sum to one: a softmax "
           "lets outputs "
           "compete that are independent.",
           "Use a sigmoid for each output, and binary cross-entropy."),
    _entry("one-hot-with-sigmoid", "one class a row under independent sigmoids",
           "The classes exclude each other, and the outputs do not sum to one.",
           "Use a softmax with categorical cross-entropy; --loss binary takes the outputs as they are."),
    _entry("rows-not-summing", "probabilities that do not sum to one",
           "Rows lie in [0, 1] and miss one by more than rounding: Keras divides by the sum, others do not.",
           "Divide each row by its sum, or look for a column that is missing."),
    _entry("softmax-twice", "a softmax on top of a softmax",
           "Undone once, every row is a distribution again, and rows lie at its edge: the model has a "
           "softmax and "
           "the loss, or the code after it, applies another.",
           "Leave one out: no activation before CrossEntropyLoss, or from_logits=False."),
    _entry("sigmoid-twice", "a sigmoid on top of a sigmoid",
           "All probabilities lie in [0.5, 0.7311], where a sigmoid of probabilities puts them.",
           "Leave one out: no activation before BCEWithLogitsLoss, or from_logits=False."),
    _entry("class-order", "columns in another order than the classes",
           "The labels fit other columns much better than their own: reversed, flipped, sorted as text "
           "(10 before 9), shifted, or mixed up.",
           "Say --classes or --prediction-columns in the order that the fix shows."),
    _entry("rows-shifted", "labels a few rows away from their predictions",
           "The labels of the rows before or after fit better: one file has lost its first rows, or a "
           "header was "
           "read as a row.",
           "Drop the rows that have no partner from both ends."),
    _entry("rows-shuffled", "labels and predictions in different orders",
           "The predictions claim to know the labels, and the loss is that of rows paired at random.",
           "Write both from one loop, or join them by a key: shuffle=False while predicting."),
    _entry("hard-predictions", "predictions that know no doubt",
           "Only 0 and 1, or class ids: predict was called for predict_proba, or the model is a single tree. "
           "Cross-entropy says nothing of either.",
           "Save predict_proba's answer."),
    _entry("logits", "the predictions are logits", "They are no probabilities yet: a loss must be told.",
           "Keras: from_logits=True; PyTorch's CrossEntropyLoss takes them as they are.", note=True),
    _entry("log-probabilities", "the predictions are log-probabilities",
           "None is above 0, and their exponentials sum to one.", "PyTorch's NLLLoss takes them.", note=True),
    _entry("float-labels", "class ids stored as floats",
           "PyTorch refuses float class ids, other programs cut them off.",
           "Save them as int64.", note=True),
    _entry("positive-class", "which of two classes is the positive one",
           "One column of predictions is the probability of one class, and the labels are no 0 and 1: the "
           "last in sorted order is taken for the positive one, as scikit-learn does.",
           "Say --classes NEGATIVE,POSITIVE.", note=True),
    _entry("rounded-probabilities", "probabilities of few decimals",
           "Half a unit of the last decimal, over the probability, is the error of a row's loss.",
           "Save more digits, or binary files.", note=True),
    _entry("imbalanced-classes", "classes of very different frequency",
           "The most frequent class is at least ten times as frequent as the rarest.",
           "Class weights make rare classes count: --class-weight balanced.", note=True),
    _entry("unseen-classes", "classes that no label has",
           "scikit-learn needs to be told of them: labels=range(K).", "Give all labels to "
           "log_loss.", note=True),
    _entry("zero-probability-on-target", "a probability of zero on the true class",
           "Such a row costs infinitely much; frameworks clip it, each at another place.",
           "Compare them: --like all; or clip by --epsilon.", note=True),
    _entry("near-uniform-predictions", "predictions that say nearly nothing",
           "Their mean entropy is 99% or more of the largest there is.",
           "Train for longer, or look at the inputs.", note=True),
    _entry("elementwise-accuracy", "accuracy counted output by output",
           "Beside binary cross-entropy, one-hot labels are counted output by output, and most "
           "outputs are 0.",
           "Compare the largest output: categorical_accuracy.", note=True),
    _entry("not-examined", "questions that were left out",
           "With several positions a row, more than 256 classes, or columns whose classes are not known, the "
           "order of classes and the pairing of rows are not examined.",
           "Give advise a row for each position, fewer classes, or --classes.", note=True),
)  # fmt: skip
SUSPICIONS = table(_ALL)
"""Every finding of `advise` by its code."""
