"""Messages of scikit-learn's `log_loss`."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("scikit-learn")

SKLEARN = (
    says(("y_prob contains values greater than 1: <v:number=1.6>",
          "y_pred contains values greater than 1: <v:number=1.6>"), "XE203",
         "{v} is no probability. Logits need a softmax first, percentages a division by 100.",
         "log_loss(y, scipy.special.softmax(logits, axis=1))",
         "xentcli detect y.csv p.csv", "xentcli loss y.csv p.csv --from-logits"),
    says(("y_prob contains values lower than 0: <v:number=-0.4>",
          "y_prob contains values less than 0: <v:number=-0.4>",
          "y_pred contains values lower than 0: <v:number=-0.4>"), "XE203",
         "{v} is no probability: these are logits or log-probabilities, as of decision_function or "
         "predict_log_proba.",
         "log_loss(y, model.predict_proba(x))",
         "xentcli detect y.csv p.csv", "xentcli loss y.csv p.csv --from-log-probs"),
    says(("The y_prob values do not sum to one",
          "The y_pred values do not sum to one"), "XE205",
         "Rows of probabilities do not sum to 1, and nothing is normalised. Rounding in a CSV is enough; "
         "sigmoids of independent labels do it too.",
         "log_loss(y, p / p.sum(axis=1, keepdims=True))",
         "xentcli validate y.csv p.csv", "xentcli loss y.csv p.csv --like all"),
    says(("y_true and y_prob contain different number of classes: <n:int=2> vs <m:int=3>",
          "y_true and y_pred contain different number of classes: <n:int=2> vs <m:int=3>",
          "y_true and y_pred contain different number of classes <n:int=2>, <m:int=3>"), "XE110",
         "The labels have {n} classes, the predictions {m} columns: a class never occurs in these labels, "
         "so scikit-learn cannot tell which column is whose.",
         "log_loss(y, p, labels=model.classes_)",
         "xentcli loss y.csv p.csv", "xentcli validate y.csv --num-classes {m}"),
    says("y_true and y_prob contain different number of classes", "XE110",
         "A class never occurs in these labels, so scikit-learn cannot tell which column is whose.",
         "log_loss(y, p, labels=model.classes_)",
         "xentcli loss y.csv p.csv", "xentcli validate y.csv p.csv"),
    says("y_true contains only one label (<x:any=1>)", "XE803",
         "All labels are {x}, so that the other classes are not known.",
         "log_loss(y, p, labels=model.classes_)",
         "xentcli loss y.csv p.csv", "xentcli validate y.csv"),
    says("Labels passed were <x:list=['c', 'b', 'a']>. But this function assumes labels are ordered "
         "lexicographically. Pass the ordered labels=<y:list=['a', 'b', 'c']>", "XE108",
         "labels={x} does not reorder the columns: column 0 is taken for the first of {y}, whatever was "
         "passed. The loss shown may be of the wrong columns.",
         "log_loss(y, p[:, np.argsort(labels)], labels=sorted(labels))",
         "xentcli loss y.csv p.csv --classes a,b,c"),
    says(("The number of classes in labels is different from that in y_prob. Classes found in labels: "
          "<x:list=[0 1 2 3]>",
          "The number of classes in labels is different from that in y_pred. Classes found in labels: "
          "<x:list=[0 1 2 3]>"), "XE116",
         "The labels, or labels=, have the classes {x}, and the predictions have another number of "
         "columns: name every class by labels=, those too that never occur here.",
         "log_loss(y, p, labels=model.classes_)",
         "xentcli validate y.csv p.csv"),
    says("y_true contains values <x:list={2}> not belonging to the passed labels <y:list=[0, 1]>", "XE112",
         "The labels {x} are none of labels={y}.",
         "log_loss(y, p, labels=model.classes_)",
         "xentcli validate y.csv --num-classes 3"),
    says("The labels array needs to contain at least two labels", "XE803",
         "labels= names fewer than two classes.",
         "log_loss(y, p, labels=model.classes_)",
         "xentcli validate y.csv"),
    says("Found input variables with inconsistent numbers of samples: <x:shape=[3, 2]>", "XE301",
         "Labels, predictions or weights differ in rows: {x}. One may be transposed, cut, or read with a "
         "header too few.",
         "print(len(y), p.shape)",
         "xentcli validate y.csv p.csv"),
    says("Input contains infinity or a value too large for dtype", "XE201",
         "An infinity is no probability: a division by 0, or log-probabilities of 0.",
         "np.flatnonzero(~np.isfinite(p).all(axis=1))",
         "xentcli validate y.csv p.csv"),
    says("Input y contains NaN", "XE015",
         "A label is missing. Leave the row out of labels and predictions alike.",
         "keep = ~np.isnan(y); log_loss(y[keep], p[keep])",
         "xentcli validate y.csv"),
    says(("Input X contains NaN",
          "Input contains NaN"), "XE201",
         "A number is NaN: a missing cell, 0 / 0, or a model that diverged.",
         "np.flatnonzero(np.isnan(p).any(axis=1))",
         "xentcli validate y.csv p.csv"),
    says("Unknown label type: <x:any=continuous>.", "XE104",
         "The labels are fractions ({x}): a regression target, or probabilities given first. Labels come "
         "first.",
         "log_loss(y, p)  # labels, then probabilities",
         "xentcli detect y.csv p.csv"),
    says("Unknown label type", "XE104",
         "The labels are fractions: a regression target, or probabilities given first. Labels come first.",
         "log_loss(y, p)  # labels, then probabilities",
         "xentcli detect y.csv p.csv"),
    says("Multioutput target data is not supported with label binarization", "XE303",
         "Soft labels are more than scikit-learn's log_loss takes: it wants class ids, names or one-hot "
         "rows.",
         "-(soft * np.log(p)).sum(axis=1).mean()",
         "xentcli loss soft.csv p.csv"),
    says("got an unexpected keyword argument 'eps'", None,
         "log_loss lost `eps`: it clips at the float type's own epsilon, 2.22e-16 for float64.",
         "log_loss(y, np.clip(p, 1e-7, 1 - 1e-7))",
         "xentcli loss y.csv p.csv --epsilon 1e-7"),
    says("Sample weights must contain at least one non-zero number", "XE403",
         "All weights are zero: a mean of nothing.",
         "log_loss(y, p, sample_weight=None)",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says(("Found array with dim <n:int=3>, while dim <= <m:int=2> is required",
          "Found array with dim <n:int=3>. log_loss expected <= <m:int=2>"), "XE302",
         "The predictions have {n} axes; at most {m} are taken, rows and classes.",
         "log_loss(y.ravel(), p.reshape(-1, p.shape[-1]))",
         "xentcli loss y.npy p.npy"),
)  # fmt: skip
"""Errors and warnings of the loss."""
