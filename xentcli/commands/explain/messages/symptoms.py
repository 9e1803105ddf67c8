"""Symptoms of losses: NaN, negative, stuck, or another number than in another program."""

from __future__ import annotations

from xentcli.commands.explain.messages.symptom import Symptom, clipped, guessing

COMMON = ("xentcli advise y.csv p.csv", "xentcli loss y.csv p.csv")

LOSSES = (
    Symptom((r"LOSS\b.*DIFFERS.*PROGRAM",
             r"PROGRAM.*DIFFERS.*LOSS\b",
             r"PROGRAM.*LOSS\b.*DIFFERS",
             r"DIFFERS.*LOSS\b.*PROGRAM"),
            "val_loss higher than sklearn's log_loss",
            "Two programs count different things. Keras adds weight penalties, averages over batches and "
            "clips. Weights, smoothing, a sum instead of a mean, the order of columns and logits also "
            "matter. --like all shows the differences.",
            "log_loss(y, model.predict_proba(x), labels=model.classes_)",
            ("xentcli loss y.csv p.csv --like all", "xentcli advise y.csv p.csv")),
    Symptom((r"neg_log_loss\b", r"negative log[ _-]?loss score"),
            "neg_log_loss is negative",
            "In scikit-learn a higher score is better, so neg_log_loss is the log loss with a minus sign. A "
            "negative value is normal.",
            "loss = -cross_val_score(model, x, y, scoring='neg_log_loss').mean()",
            ("xentcli loss y.csv p.csv --like sklearn",)),
    Symptom((r"LOSS['\"]?(?: \(?IS)?[ :=(]+FILL['\"]?nan\b", r"\bnan(?: \w+)? LOSS\b",
             r"\bnan (?:for|as|in) (?:the |my )?(?:\w+ )?LOSS\b", r"LOSS['\"]?[ :=]+(?:tensor\()?nan\b"),
            "loss: nan",
            "A loss becomes NaN from 0 times the logarithm of 0, a negative probability, overflowing "
            "logits, NaN in the inputs, a label out of range on a GPU, a mean of ignored rows only, or a "
            "high learning rate. Pass the logits to the loss.",
            "loss = F.cross_entropy(logits, target)  # Keras: from_logits=True, and no softmax",
            ("xentcli validate y.csv p.csv", "xentcli loss y.csv logits.csv --from-logits"), in_logs=True),
    Symptom((r"LOSS['\"]?(?: \(?IS)?[ :=(]+FILL['\"]?[+]?(?:inf\b|infinity|infinite|∞)",
             r"\binf(?:inite)? (?:\w+ )?LOSS\b"),
            "loss: inf",
            "The true class of some row has the probability 0, and the logarithm of 0 is infinite. Causes "
            "are rounded predictions, a softmax in float16, or classes instead of probabilities. Programs "
            "that clip hide it.",
            "loss = F.cross_entropy(logits, target)  # the logits, not rounded probabilities",
            ("xentcli loss y.csv p.csv --like all", *COMMON[:1]), in_logs=True),
    Symptom((r"LOSS['\"]?(?: \(?IS)? FILL(?:negative|below (?:zero|0)|less than (?:zero|0)|< ?0|under zero)",
             r"\bnegative (?:values? (?:of|for) )?(?:the )?(?:train\w* |val\w* |test )?(?!log)LOSS\b",
             r"LOSS['\"]?[ :=]+(?:tensor\()?(?P<x>-(?:\d+\.\d+|[1-9]\d*)(?:e[-+]?\d+)?)\b"),
            "loss is negative",
            "A cross-entropy is never below 0. Either targets are outside [0, 1] (class ids, -1 and 1, "
            "masks of 0 and 255), or predictions are above 1, as logits are, or NLLLoss got probabilities "
            "or logits instead of log-probabilities.",
            "loss = F.nll_loss(F.log_softmax(logits, dim=1), target)  # masks: target / 255",
            ("xentcli detect y.csv p.csv", *COMMON[:1]), in_logs=True),
    Symptom((r"LOSS\b.*DOWN.*ACC\b.*\bSTUCK\b",
             r"ACC\b.*\bSTUCK\b.*LOSS\b.*DOWN"),
            "loss decreases but accuracy does not change",
            "The loss reflects every change of a probability, the accuracy only the largest one, so this is "
            "normal at first. If it lasts, the accuracy may compare one-hot rows with ids, or all rows get "
            "the same class.",
            "(logits.argmax(1) == target).float().mean()",
            ("xentcli loss y.csv p.csv --by class", *COMMON[:1])),
    Symptom((r"LOSS\b.*UP.*ACC\b.*UP",
             r"ACC\b.*UP.*LOSS\b.*UP",
             r"high LOSS\b.*high ACC\b",
             r"high ACC\b.*high LOSS\b"),
            "val_loss increases while val_accuracy increases",
            "A few rows are wrong but very sure, and their loss grows, while most rows are right. The model "
            "is overconfident, an early sign of overfitting. Check the hardest rows, which include wrong "
            "labels.",
            "keras.callbacks.EarlyStopping(monitor='val_loss')  # or label smoothing, calibration",
            ("xentcli loss y.csv p.csv --top 20", "xentcli loss y.csv p.csv --per-sample losses.csv")),
    Symptom((r"val\w*[ _]loss\b.*LESS.*\btrain",
             r"\btrain\w*[ _]loss\b.*MORE.*\b(?:val|test)"),
            "val_loss lower than training loss",
            "This is often normal. Dropout, augmentation and weight penalties count only in training, and "
            "the training loss is a mean over an epoch in which the model still improves. Compare both "
            "after the epoch.",
            "model.evaluate(x_train, y_train)",
            ("xentcli loss y_train.csv p_train.csv", "xentcli loss y.csv p.csv")),
    Symptom((r"(?:val\w*|test)[ _]loss\b.*(?:UP|MORE)",),
            "val_loss is higher than the training loss",
            "The model knows the training rows better than new ones. If the gap grows, it is overfitting. "
            "If it is large from the start, the validation labels may have another order of classes, or "
            "belong to other rows.",
            "keras.callbacks.EarlyStopping(monitor='val_loss', restore_best_weights=True)",
            (*COMMON, "xentcli loss y.csv p.csv --by class")),
    Symptom((r"LOSS\b.*\bSTUCK\b.*?(?P<x>\d+\.\d+)", r"LOSS\b.*?(?P<x>\d+\.\d+)\b.*\bSTUCK\b",
             r"\bSTUCK\b.*?(?P<x>\d+\.\d+).*LOSS\b",
             r"^\W*(?:\w+ )*LOSS(?: IS)?[ :=]+(?:always |about |around )?"
             r"(?P<x>\d+\.\d+)\W*$"),
            "loss stays at 2.30",
            "{x} is ln {k}, the loss of guessing {p} for each of {k} classes. If there are {k}, the model "
            "has learned nothing. Causes are softmax twice, a wrong learning rate, shuffled labels, or a "
            "loss cut off from the weights.",
            "loss = F.cross_entropy(logits, target)  # the logits, without a softmax",
            ("xentcli advise y.csv p.csv", "xentcli loss y.csv p.csv"), reads=guessing),
    Symptom((r"LOSS\b.*\bSTUCK\b.*?(?P<x>\d+\.\d+)",
             r"LOSS(?:\b.*\b(?:IS|STUCK|of))?[ :=]+FILL(?P<x>\d+\.\d+)"),
            "loss is 34.54",
            "{x} is -ln({eps}), the loss of a row with probability 0 on the true class, as clipped by "
            "{program}. If the mean is {x}, this holds for every row: predicted classes instead of "
            "probabilities, or columns in another order.",
            "log_loss(y, model.predict_proba(x))",
            ("xentcli loss y.csv p.csv --like all", *COMMON[:1]), reads=clipped),
    Symptom((r"LOSS['\"]?(?: IS)?[ :=]+FILL(?:zero\b|0(?:\.0+)?(?:e[+-]0+)?(?![\d.]))(?!.*\bdon.?t\b)",
             r"\bzero LOSS\b"),
            "loss: 0.0000e+00",
            "A loss of exactly 0 is usually an error: a softmax over one output is always 1, all labels "
            "have the same class, all rows are ignored, or the labels are among the inputs.",
            "model.add(Dense(1, activation='sigmoid'))  # with binary_crossentropy",
            ("xentcli detect y.csv p.csv", *COMMON[:1]), in_logs=False),
    Symptom((r"LOSS\b.*\bSTUCK\b", r"\bSTUCK\b.*LOSS\b",
             r"LOSS\b.*\bno (?:improvement|decrease|change|progress)\b"),
            "loss does not decrease",
            "Compare the loss with ln K for K classes, the loss of guessing, and with the class entropy. If "
            "it stays close, the model learns nothing: softmax twice, shuffled labels, a wrong learning "
            "rate, or a loss cut off from the weights.",
            "loss = F.cross_entropy(logits, target)  # the logits, without a softmax",
            COMMON),
    Symptom((r"LOSS\b.*\b(?:above|(?:greater|larger|more|bigger) than|over|exceeds?|>) ?(?:1|one)\b(?!\.?\d)",
             r"\bcan (?:the )?LOSS\b.*(?:MORE|\bexceed|\bover\b)"),
            "can the loss be greater than 1?",
            "A cross-entropy has no upper bound. Guessing among K classes gives ln K, which is above 1 from "
            "3 classes on, and a row that is wrong and sure has a larger loss. A mean above ln K is worse "
            "than guessing.",
            "np.log(num_classes)",
            COMMON),
    Symptom((r"LOSS\b(?: IS)? (?:\w+ )?BIG",
             r"BIG LOSS\b"),
            "loss is very high",
            "A loss above ln K for K classes is worse than guessing. Causes are a sum instead of a mean, "
            "logits read as probabilities, columns in another order, labels that start at 1, or a high "
            "learning rate.",
            "loss = F.cross_entropy(logits, target, reduction='mean')",
            (*COMMON, "xentcli loss y.csv p.csv --like all")),
)  # fmt: skip
"""Symptoms of losses; the first one that matches a text is used."""
