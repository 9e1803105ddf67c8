"""Messages of scikit-learn's `log_loss`."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("scikit-learn")

SKLEARN = (
    says(("y_prob contains values greater than 1: <v:number=1.6>",
          "y_pred contains values greater than 1: <v:number=1.6>"), "XE203",
         "{v} is not a probability. Apply a softmax to logits, and divide percentages by 100.",
         "log_loss(y, scipy.special.softmax(logits, axis=1))",
         "xentcli detect y.csv p.csv", "xentcli loss y.csv p.csv --from-logits"),
    says(("y_prob contains values lower than 0: <v:number=-0.4>",
          "y_prob contains values less than 0: <v:number=-0.4>",
          "y_pred contains values lower than 0: <v:number=-0.4>"), "XE203",
         "{v} is not a probability. These are logits or log-probabilities, for example from "
         "decision_function or predict_log_proba.",
         "log_loss(y, model.predict_proba(x))",
         "xentcli detect y.csv p.csv", "xentcli loss y.csv p.csv --from-log-probs"),
    says(("The y_prob values do not sum to one",
          "The y_pred values do not sum to one"), "XE205",
         "Rows of probabilities do not sum to 1, and scikit-learn does not normalize them. Rounding in a "
         "CSV is enough, and sigmoids of independent labels do not sum to 1 either.",
         "log_loss(y, p / p.sum(axis=1, keepdims=True))",
         "xentcli validate y.csv p.csv", "xentcli loss y.csv p.csv --like all"),
    says(("y_true and y_prob contain different number of classes: <n:int=2> vs <m:int=3>",
          "y_true and y_pred contain different number of classes: <n:int=2> vs <m:int=3>",
          "y_true and y_pred contain different number of classes <n:int=2>, <m:int=3>"), "XE110",
         "The labels have {n} classes, but the predictions {m} columns. A class never occurs in these "
         "labels, so scikit-learn cannot match columns and classes.",
         "log_loss(y, p, labels=model.classes_)",
         "xentcli loss y.csv p.csv", "xentcli validate y.csv --num-classes {m}"),
    says("y_true and y_prob contain different number of classes", "XE110",
         "A class never occurs in these labels, so scikit-learn cannot match columns and classes.",
         "log_loss(y, p, labels=model.classes_)",
         "xentcli loss y.csv p.csv", "xentcli validate y.csv p.csv"),
    says("y_true contains only one label (<x:any=1>)", "XE803",
         "All labels are {x}, so the other classes are unknown.",
         "log_loss(y, p, labels=model.classes_)",
         "xentcli loss y.csv p.csv", "xentcli validate y.csv"),
    says("Labels passed were <x:list=['c', 'b', 'a']>. But this function assumes labels are ordered "
         "lexicographically. Pass the ordered labels=<y:list=['a', 'b', 'c']>", "XE108",
         "labels={x} does not reorder the columns. Column 0 always belongs to the first of {y}, whatever is "
         "passed. The loss may use the wrong columns.",
         "log_loss(y, p[:, np.argsort(labels)], labels=sorted(labels))",
         "xentcli loss y.csv p.csv --classes a,b,c"),
    says(("The number of classes in labels is different from that in y_prob. Classes found in labels: "
          "<x:list=[0 1 2 3]>",
          "The number of classes in labels is different from that in y_pred. Classes found in labels: "
          "<x:list=[0 1 2 3]>"), "XE116",
         "The labels, or labels=, have the classes {x}, but the predictions have another number of columns. "
         "List all classes in labels=, including those that never occur here.",
         "log_loss(y, p, labels=model.classes_)",
         "xentcli validate y.csv p.csv"),
    says("y_true contains values <x:list={2}> not belonging to the passed labels <y:list=[0, 1]>", "XE112",
         "The labels {x} are not in labels={y}.",
         "log_loss(y, p, labels=model.classes_)",
         "xentcli validate y.csv --num-classes 3"),
    says("The labels array needs to contain at least two labels", "XE803",
         "labels= names fewer than two classes.",
         "log_loss(y, p, labels=model.classes_)",
         "xentcli validate y.csv"),
    says("Found input variables with inconsistent numbers of samples: <x:shape=[3, 2]>", "XE301",
         "Labels, predictions or weights have different numbers of rows: {x}. One of them may be "
         "transposed, cut, or read with its header as a row.",
         "print(len(y), p.shape)",
         "xentcli validate y.csv p.csv"),
    says("Input contains infinity or a value too large for dtype", "XE201",
         "An infinite value is not a probability. It comes from a division by 0, or from log-probabilities "
         "of 0.",
         "np.flatnonzero(~np.isfinite(p).all(axis=1))",
         "xentcli validate y.csv p.csv"),
    says("Input y contains NaN", "XE015",
         "A label is missing. Drop the row from the labels and the predictions.",
         "keep = ~np.isnan(y); log_loss(y[keep], p[keep])",
         "xentcli validate y.csv"),
    says(("Input X contains NaN",
          "Input contains NaN"), "XE201",
         "A number is NaN: a missing cell, 0 / 0, or a model that diverged.",
         "np.flatnonzero(np.isnan(p).any(axis=1))",
         "xentcli validate y.csv p.csv"),
    says("Unknown label type: <x:any=continuous>.", "XE104",
         "The labels are fractions ({x}). They are a regression target, or the probabilities were passed "
         "first. Labels come first.",
         "log_loss(y, p)  # labels, then probabilities",
         "xentcli detect y.csv p.csv"),
    says("Unknown label type", "XE104",
         "The labels are fractions. They are a regression target, or the probabilities were passed first. "
         "Labels come first.",
         "log_loss(y, p)  # labels, then probabilities",
         "xentcli detect y.csv p.csv"),
    says("Multioutput target data is not supported with label binarization", "XE303",
         "scikit-learn's log_loss does not support soft labels. It needs class ids, names or one-hot rows.",
         "-(soft * np.log(p)).sum(axis=1).mean()",
         "xentcli loss soft.csv p.csv"),
    says("got an unexpected keyword argument 'eps'", None,
         "log_loss no longer has `eps`. It clips at the epsilon of the float type, 2.22e-16 for float64.",
         "log_loss(y, np.clip(p, 1e-7, 1 - 1e-7))",
         "xentcli loss y.csv p.csv --epsilon 1e-7"),
    says("Sample weights must contain at least one non-zero number", "XE403",
         "All weights are zero, so there is no mean.",
         "log_loss(y, p, sample_weight=None)",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says(("Found array with dim <n:int=3>, while dim <= <m:int=2> is required",
          "Found array with dim <n:int=3>. log_loss expected <= <m:int=2>"), "XE302",
         "The predictions have {n} axes, but at most {m} are supported: rows and classes.",
         "log_loss(y.ravel(), p.reshape(-1, p.shape[-1]))",
         "xentcli loss y.npy p.npy"),
)  # fmt: skip
"""Errors and warnings of the loss."""
