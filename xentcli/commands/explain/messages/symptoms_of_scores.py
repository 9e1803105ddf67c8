"""Symptoms of accuracies, classes and probabilities."""

from __future__ import annotations

from xentcli.commands.explain.messages.symptom import Symptom, share

SCORES = (
    Symptom((r"ACC\b.*\bSTUCK\b.*?(?P<x>\d+(?:\.\d+)? ?%?)",
             r"ACC\b(?: IS)?[ :=]+FILL(?P<x>\d+(?:\.\d+)? ?%)",
             r"ACC\b(?: IS)?[ :=]+FILL(?P<x>0?\.\d+)\b", r"\bSTUCK\b.*?(?P<x>\d+(?:\.\d+)? ?%?).*ACC\b"),
            "accuracy stuck at 0.1",
            "{x} is one in {k}: like guessing among {k} equally frequent classes, or the same class for all "
            "rows. Causes are softmax twice, shuffled labels, one output for several classes, or a high "
            "learning rate.",
            "print(np.unique(p.argmax(axis=1), return_counts=True))",
            ("xentcli advise y.csv p.csv", "xentcli loss y.csv p.csv --by class"), reads=share),
    Symptom((r"ACC\b(?: IS)?[ :=]+FILL(?:zero\b|0(?:\.0+)?(?:e[+-]0+)?%?(?![\d.]))", r"\bzero accuracy\b"),
            "accuracy is 0",
            "Labels and predicted classes never agree, which is worse than guessing. Causes are ids from 1 "
            "with columns from 0, one-hot rows compared with ids, text with numbers, or probabilities with "
            "classes.",
            "(p.argmax(axis=1) == y).mean()",
            ("xentcli detect y.csv p.csv", "xentcli advise y.csv p.csv")),
    Symptom((r"ACC\b.*\bSTUCK\b", r"\bSTUCK\b.*ACC\b"),
            "accuracy does not improve",
            "Compare it with the share of the largest class: if they are equal, all rows get the same "
            "class. Causes are softmax twice, shuffled labels, one output for several classes, or a wrong "
            "learning rate.",
            "print(np.unique(p.argmax(axis=1), return_counts=True))",
            ("xentcli advise y.csv p.csv", "xentcli loss y.csv p.csv --by class")),
    Symptom((r"\bpredict\w*\b.*\b(?:only|always|just)\b.*ONE class",
             r"\b(?:always|only) predict\w*\b.*(?:ONE|\bclass\b)",
             r"\ball (?:the )?predictions (?:are )?(?:the )?(?:same|equal|identical)"),
            "the model predicts only one class",
            "All rows get the largest class. Either it is much more frequent than the others, or the model "
            "has learned only the class shares. Class weights change the balance, and the loss.",
            "model.fit(x, y, class_weight=dict(enumerate(weights)))",
            ("xentcli loss y.csv p.csv --by class", "xentcli loss y.csv p.csv --class-weight balanced")),
    Symptom((r"\b(?:probabilit\w+|predictions?|softmax\w*|outputs?|rows)\b.*(?:n.?t|not) (?:sum|add)\w*"
             r"(?: up)?"
             r" to (?:1|one|100)",),
            "probabilities do not sum to 1",
            "Sigmoids of independent labels need not sum to 1. A softmax over the wrong axis sums to 1 by "
            "columns, not by rows. Rounding in a CSV leaves a small difference.",
            "p = scipy.special.softmax(logits, axis=1)",
            ("xentcli detect y.csv p.csv", "xentcli validate y.csv p.csv"), code="XE205"),
)  # fmt: skip
"""Symptoms without a loss."""
