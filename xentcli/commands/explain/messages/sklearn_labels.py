"""Messages of scikit-learn's other metrics, encoders and classifiers."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("scikit-learn")

SKLEARN_LABELS = (
    says("Classification metrics can't handle a mix of <a:word=multiclass> and "
         "<b:word=continuous-multioutput> targets", "XE302",
         "The metric compares classes with classes, but got {a} labels and {b} predictions. Convert "
         "probabilities to classes first.",
         "accuracy_score(y, p.argmax(axis=1))  # one column: p > 0.5",
         "xentcli loss y.csv p.csv --like sklearn",
         "xentcli convert p.csv --to sparse --argmax -o predicted.csv"),
    says(("Only one class is present in y_true",
          "Only one class present in y_true"), "XE803",
         "All labels have the same class, but this score compares two.",
         "print(np.unique(y, return_counts=True))",
         "xentcli validate y.csv"),
    says("Target scores need to be probabilities for multiclass roc_auc", "XE205",
         "Rows of scores must sum to 1 here. Apply a softmax to logits.",
         "roc_auc_score(y, scipy.special.softmax(logits, axis=1), multi_class='ovr')",
         "xentcli detect y.csv p.csv"),
    says("samples of at least 2 classes in the data, but the data contains only one class: <x:cell=1>",
         "XE803",
         "All labels are {x}. The file was sorted and cut, or this is the wrong column.",
         "print(np.unique(y, return_counts=True))",
         "xentcli validate y.csv"),
    says(("y contains previously unseen labels: <x:cell='b'>",
          "Found unknown categories <x:list=['b']>",
          "unknown class(es) <x:list=['b']> will be ignored"), "XE112",
         "The label {x} did not occur when the encoder was fitted.",
         "encoder.fit(np.concatenate([y_train, y_test]))",
         "xentcli validate y.csv --classes a,b"),
    says(("y should be a 1d array, got an array of shape <a:shape=(3, 3)> instead",
          "bad input shape <a:shape=(3, 3)>"), "XE302",
         "An array of shape (N,) is needed, but this one has {a}. It holds one-hot labels, or the scores of "
         "two classes, of which only p[:, 1] is needed.",
         "model.fit(x, y.argmax(axis=1))  # a column: y.ravel()",
         "xentcli detect y.csv", "xentcli convert onehot.csv --to sparse -o ids.npy"),
    says("A column-vector y was passed when a 1d array was expected", "XE302",
         "The labels have the shape (N, 1) instead of (N,). Nothing else is wrong with them.",
         "model.fit(x, y.ravel())",
         "xentcli convert y.npy --to sparse -o ids.npy"),
    says(("The least populated classes in y have only <n:int=1> member",
          "The least populated class in y has only <n:int=1> member"), "XE803",
         "The smallest class has {n} row, too few for both sides of a split.",
         "keep = np.isin(y, [c for c, n in zip(*np.unique(y, return_counts=True)) if n > 1])",
         "xentcli detect y.csv"),
    says(("Mix of label input types (string and number)",
          "Mix of type not allowed in y"), "XE103",
         "Some labels are text and some are numbers, such as '1' and 1.",
         "y = np.asarray(y).astype(str)",
         "xentcli validate y.csv"),
    says("pos_label=<x:cell=1> is not a valid label. It should be one of <y:list=['a' 'b']>", "XE507",
         "The positive class is {x}, but the labels are {y}.",
         "f1_score(y, predicted, pos_label=classes[1])",
         "xentcli convert names.csv --to binary --classes a,b --positive b"),
    says(("Target is multiclass but average='binary'",
          "Target is multilabel-indicator but average='binary'"), "XE114",
         "The labels have more than two classes, but the score is for two.",
         "f1_score(y, predicted, average='macro')",
         "xentcli detect y.csv"),
    says("The type of the target inferred from y_true is <a:word=multiclass> but should be <b:word=binary>",
         "XE304",
         "The labels are {a}, but with one column of probabilities they must be {b}.",
         "brier_score_loss(y == 1, p[:, 1])",
         "xentcli detect y.csv p.csv"),
)  # fmt: skip
"""Errors and warnings of labels."""
