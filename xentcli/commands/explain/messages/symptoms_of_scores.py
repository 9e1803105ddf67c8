"""Symptoms of accuracies, classes and probabilities."""

from __future__ import annotations

from xentcli.commands.explain.messages.symptom import Symptom, share

SCORES = (
    Symptom((r"ACC\b.*\bSTUCK\b.*?(?P<x>\d+(?:\.\d+)? ?%?)",
             r"ACC\b(?: IS)?[ :=]+FILL(?P<x>\d+(?:\.\d+)? ?%)",
             r"ACC\b(?: IS)?[ :=]+FILL(?P<x>0?\.\d+)\b", r"\bSTUCK\b.*?(?P<x>\d+(?:\.\d+)? ?%?).*ACC\b"),
            "accuracy stuck at 0.1",
            "{x} is one in {k}: as good as guessing among {k} equally frequent classes, or all rows get one "
            "class. Softmax twice, labels shuffled against the inputs, one output for several classes, or a "
            "learning rate too high.",
            "print(np.unique(p.argmax(axis=1), return_counts=True))",
            ("xentcli advise y.csv p.csv", "xentcli loss y.csv p.csv --by class"), reads=share),
    Symptom((r"ACC\b(?: IS)?[ :=]+FILL(?:zero\b|0(?:\.0+)?(?:e[+-]0+)?%?(?![\d.]))", r"\bzero accuracy\b"),
            "accuracy is 0",
            "Labels and predicted classes never agree, which is worse than guessing: ids from 1 beside "
            "columns from 0, one-hot rows compared with ids, text beside numbers, or probabilities compared "
            "with classes.",
            "(p.argmax(axis=1) == y).mean()",
            ("xentcli detect y.csv p.csv", "xentcli advise y.csv p.csv")),
    Symptom((r"ACC\b.*\bSTUCK\b", r"\bSTUCK\b.*ACC\b"),
            "accuracy does not improve",
            "Compare it with the share of the largest class: at that value all rows get one class. Softmax "
            "twice, labels shuffled against the inputs, one output for several classes, or a wrong learning "
            "rate.",
            "print(np.unique(p.argmax(axis=1), return_counts=True))",
            ("xentcli advise y.csv p.csv", "xentcli loss y.csv p.csv --by class")),
    Symptom((r"\bpredict\w*\b.*\b(?:only|always|just)\b.*ONE class",
             r"\b(?:always|only) predict\w*\b.*(?:ONE|\bclass\b)",
             r"\ball (?:the )?predictions (?:are )?(?:the )?(?:same|equal|identical)"),
            "the model predicts only one class",
            "All rows get the largest class: it is far more frequent than the others, or the model has "
            "learnt the class shares and nothing else. Weights of classes change the balance, and the loss.",
            "model.fit(x, y, class_weight=dict(enumerate(weights)))",
            ("xentcli loss y.csv p.csv --by class", "xentcli loss y.csv p.csv --class-weight balanced")),
    Symptom((r"\b(?:probabilit\w+|predictions?|softmax\w*|outputs?|rows)\b.*(?:n.?t|not) (?:sum|add)\w*"
             r"(?: up)?"
             r" to (?:1|one|100)",),
            "probabilities do not sum to 1",
            "Sigmoids of independent labels do not sum to 1 and need not; a softmax over the wrong axis does "
            "so by columns; rounding in a CSV leaves a little.",
            "p = scipy.special.softmax(logits, axis=1)",
            ("xentcli detect y.csv p.csv", "xentcli validate y.csv p.csv"), code="XE205"),
)  # fmt: skip
"""Symptoms without a loss."""
