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
            "Two programs count different things: Keras adds penalties of weights, averages over batches and "
            "clips; weights, smoothing, a sum for a mean, another order of columns or logits for "
            "probabilities do the rest. --like all shows each.",
            "log_loss(y, model.predict_proba(x), labels=model.classes_)",
            ("xentcli loss y.csv p.csv --like all", "xentcli advise y.csv p.csv")),
    Symptom((r"neg_log_loss\b", r"negative log[ _-]?loss score"),
            "neg_log_loss is negative",
            "Scorers of scikit-learn are higher for better models, so neg_log_loss is the log loss with a "
            "minus: nothing is wrong with it being negative.",
            "loss = -cross_val_score(model, x, y, scoring='neg_log_loss').mean()",
            ("xentcli loss y.csv p.csv --like sklearn",)),
    Symptom((r"LOSS['\"]?(?: \(?IS)?[ :=(]+FILL['\"]?nan\b", r"\bnan(?: \w+)? LOSS\b",
             r"\bnan (?:for|as|in) (?:the |my )?(?:\w+ )?LOSS\b", r"LOSS['\"]?[ :=]+(?:tensor\()?nan\b"),
            "loss: nan",
            "A loss is NaN from a logarithm of 0 times 0 or of a negative number, from an overflow of "
            "logits, from NaN in the inputs, a label out of range on a GPU, a mean of ignored rows only, or "
            "a learning rate too high. Give the logits to the loss.",
            "loss = F.cross_entropy(logits, target)  # Keras: from_logits=True, and no softmax",
            ("xentcli validate y.csv p.csv", "xentcli loss y.csv logits.csv --from-logits"), in_logs=True),
    Symptom((r"LOSS['\"]?(?: \(?IS)?[ :=(]+FILL['\"]?[+]?(?:inf\b|infinity|infinite|∞)",
             r"\binf(?:inite)? (?:\w+ )?LOSS\b"),
            "loss: inf",
            "The true class of some row has the probability 0, whose logarithm is infinite: predictions "
            "rounded to 0 and 1, a softmax in float16, or classes instead of probabilities. Programs that "
            "clip hide it.",
            "loss = F.cross_entropy(logits, target)  # the logits, not rounded probabilities",
            ("xentcli loss y.csv p.csv --like all", *COMMON[:1]), in_logs=True),
    Symptom((r"LOSS['\"]?(?: \(?IS)? FILL(?:negative|below (?:zero|0)|less than (?:zero|0)|< ?0|under zero)",
             r"\bnegative (?:values? (?:of|for) )?(?:the )?(?:train\w* |val\w* |test )?(?!log)LOSS\b",
             r"LOSS['\"]?[ :=]+(?:tensor\()?(?P<x>-(?:\d+\.\d+|[1-9]\d*)(?:e[-+]?\d+)?)\b"),
            "loss is negative",
            "No cross-entropy is below 0. Targets are outside [0, 1] (class ids, -1 and 1, masks of 0 and "
            "255) or predictions above 1, as logits are; or NLLLoss was given probabilities or logits where "
            "it takes log-probabilities.",
            "loss = F.nll_loss(F.log_softmax(logits, dim=1), target)  # masks: target / 255",
            ("xentcli detect y.csv p.csv", *COMMON[:1]), in_logs=True),
    Symptom((r"LOSS\b.*DOWN.*ACC\b.*\bSTUCK\b",
             r"ACC\b.*\bSTUCK\b.*LOSS\b.*DOWN"),
            "loss decreases but accuracy does not change",
            "The loss sees every change of a probability, the accuracy only which one is largest: early on "
            "this is normal. If it lasts, the accuracy may count something else, as one-hot rows against "
            "ids, or all rows get one class.",
            "(logits.argmax(1) == target).float().mean()",
            ("xentcli loss y.csv p.csv --by class", *COMMON[:1])),
    Symptom((r"LOSS\b.*UP.*ACC\b.*UP",
             r"ACC\b.*UP.*LOSS\b.*UP",
             r"high LOSS\b.*high ACC\b",
             r"high ACC\b.*high LOSS\b"),
            "val_loss increases while val_accuracy increases",
            "A few rows that are wrong and very sure cost more and more, while most are right: the model is "
            "overconfident, an early sign of overfitting. The hardest rows show them; wrong labels are among "
            "them.",
            "keras.callbacks.EarlyStopping(monitor='val_loss')  # or label smoothing, calibration",
            ("xentcli loss y.csv p.csv --top 20", "xentcli loss y.csv p.csv --per-sample losses.csv")),
    Symptom((r"val\w*[ _]loss\b.*LESS.*\btrain",
             r"\btrain\w*[ _]loss\b.*MORE.*\b(?:val|test)"),
            "val_loss lower than training loss",
            "Often nothing is wrong: in training, dropout and augmentation are on, penalties of weights are "
            "added, and the mean goes over an epoch in which the model still improves. Compare both after "
            "the epoch.",
            "model.evaluate(x_train, y_train)",
            ("xentcli loss y_train.csv p_train.csv", "xentcli loss y.csv p.csv")),
    Symptom((r"(?:val\w*|test)[ _]loss\b.*(?:UP|MORE)",),
            "val_loss is higher than the training loss",
            "The model knows the training rows better than new ones: overfitting, if the distance grows. If "
            "it is large from the start, the validation labels may be of another order of classes, or other "
            "rows.",
            "keras.callbacks.EarlyStopping(monitor='val_loss', restore_best_weights=True)",
            (*COMMON, "xentcli loss y.csv p.csv --by class")),
    Symptom((r"LOSS\b.*\bSTUCK\b.*?(?P<x>\d+\.\d+)", r"LOSS\b.*?(?P<x>\d+\.\d+)\b.*\bSTUCK\b",
             r"\bSTUCK\b.*?(?P<x>\d+\.\d+).*LOSS\b",
             r"^\W*(?:\w+ )*LOSS(?: IS)?[ :=]+(?:always |about |around )?"
             r"(?P<x>\d+\.\d+)\W*$"),
            "loss stays at 2.30",
            "{x} is ln {k}, the loss of guessing {p} for each of {k} classes: if there are {k}, the "
            "model has learnt nothing. Softmax twice, a wrong learning rate, labels shuffled against the "
            "inputs, or a loss cut off from the weights.",
            "loss = F.cross_entropy(logits, target)  # the logits, without a softmax",
            ("xentcli advise y.csv p.csv", "xentcli loss y.csv p.csv"), reads=guessing),
    Symptom((r"LOSS\b.*\bSTUCK\b.*?(?P<x>\d+\.\d+)",
             r"LOSS(?:\b.*\b(?:IS|STUCK|of))?[ :=]+FILL(?P<x>\d+\.\d+)"),
            "loss is 34.54",
            "{x} is -ln({eps}), the loss of a row whose true class has the probability 0, as {whose} clips "
            "it. If the mean is {x}, every row is so: predicted classes instead of probabilities, or columns "
            "in another order.",
            "log_loss(y, model.predict_proba(x))",
            ("xentcli loss y.csv p.csv --like all", *COMMON[:1]), reads=clipped),
    Symptom((r"LOSS['\"]?(?: IS)?[ :=]+FILL(?:zero\b|0(?:\.0+)?(?:e[+-]0+)?(?![\d.]))(?!.*\bdon.?t\b)",
             r"\bzero LOSS\b"),
            "loss: 0.0000e+00",
            "A loss of exactly 0 is mostly an error: a softmax over one output is always 1, all labels are "
            "one class, all rows are ignored, or the labels are among the inputs.",
            "model.add(Dense(1, activation='sigmoid'))  # with binary_crossentropy",
            ("xentcli detect y.csv p.csv", *COMMON[:1]), in_logs=False),
    Symptom((r"LOSS\b.*\bSTUCK\b", r"\bSTUCK\b.*LOSS\b",
             r"LOSS\b.*\bno (?:improvement|decrease|change|progress)\b"),
            "loss does not decrease",
            "Compare the loss with ln K of K classes, that of guessing, and with the class entropy: where it "
            "stays near, nothing is learnt. Softmax twice, labels shuffled against the inputs, a wrong "
            "learning rate, or a loss cut off from the weights.",
            "loss = F.cross_entropy(logits, target)  # the logits, without a softmax",
            COMMON),
    Symptom((r"LOSS\b.*\b(?:above|(?:greater|larger|more|bigger) than|over|exceeds?|>) ?(?:1|one)\b(?!\.?\d)",
             r"\bcan (?:the )?LOSS\b.*(?:MORE|\bexceed|\bover\b)"),
            "can the loss be greater than 1?",
            "A cross-entropy has no upper bound: guessing among K classes costs ln K, which is above 1 from "
            "3 classes on, and a row that is wrong and sure costs more. Above ln K on average, it is worse "
            "than guessing.",
            "np.log(num_classes)",
            COMMON),
    Symptom((r"LOSS\b(?: IS)? (?:\w+ )?BIG",
             r"BIG LOSS\b"),
            "loss is very high",
            "Above ln K of K classes it is worse than guessing. A sum instead of a mean grows with the rows; "
            "logits taken for probabilities, columns in another order, labels from 1, or a learning rate too "
            "high do it too.",
            "loss = F.cross_entropy(logits, target, reduction='mean')",
            (*COMMON, "xentcli loss y.csv p.csv --like all")),
)  # fmt: skip
"""Symptoms of losses; the first that a text shows is told."""
