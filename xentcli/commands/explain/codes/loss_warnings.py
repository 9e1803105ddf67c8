"""Warnings about a loss: codes XE821 to XE849."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

Y = "printf 'label\\n0\\n2\\n' >y.csv"
P = "printf '0.7,0.2,0.1\\n0.1,0.2,0.7\\n' >p.csv"
HOT = "printf '1,0,0\\n0,0,1\\n' >y.csv"
MULTI = "printf '1,1,0\\n0,1,1\\n' >y.csv"
SIGMOIDS = "printf '0.9,0.4,0.3\\n0.1,0.6,0.8\\n' >p.csv"
LOSS = "xentcli loss y.csv p.csv"
DRAWN = 'python -c "import numpy as np; r = np.random.default_rng(0); y = r.integers(0, 3, 200); '
SAVED = "np.save('y.npy', y); np.save('p.npy', np.eye(3)"
ROWS = "xentcli loss y.npy p.npy"
LOSS_WARNINGS = (
    entry("XE821", "rows have an infinite loss",
          "The prediction gives the true class a probability of 0, so the loss of the row is infinite.",
          "Look at the first such row. --epsilon or --like keras clips the probabilities.",
          Y, "printf '0.7,0.2,0.1\\n0.3,0.7,0\\n' >p.csv", LOSS),
    entry("XE822", "rows have a NaN loss in the framework",
          "The framework multiplies 0 by infinity, which gives NaN for the row.",
          "Use --like exact, which counts such a product as 0.",
          "printf '1,0\\n0,1\\n' >y.csv", "printf '0,-inf\\n-1,-0.5\\n' >p.csv",
          f"{LOSS} --like torch --from-log-probs"),
    entry("XE823", "rows are ignored",
          "By default PyTorch leaves out rows with the label -100. This warning also appears if no row is "
          "left.",
          "If this is wrong, set another value: --ignore-index N",
          "printf 'label\\n0\\n-100\\n' >y.csv", P, f"{LOSS} --like torch --from-logits"),
    entry("XE824", "rows of probabilities do not sum to one",
          "An option says that the predictions are probabilities. Some frameworks divide each row by its "
          "sum, and others use it as it is.",
          "Fix the rows. For independent outputs use --loss binary.",
          Y, SIGMOIDS, f"{LOSS} --from-probs"),
    entry("XE825", "rows of labels do not sum to one",
          "Soft labels are shares of the classes that sum to one, but these rows do not.",
          "Divide each row by its sum, or look for a missing column.",
          "printf '0.5,0.5,0\\n0.2,0.7,0.3\\n' >y.csv", "printf '0.6,0.3,0.1\\n0.2,0.7,0.1\\n' >p.csv",
          f"{LOSS} --labels-kind soft"),
    entry("XE826", "logits look like probabilities",
          "An option says that the predictions are logits, but every row sums to one, or every number is in "
          "[0, 1]. Softmax or sigmoid would be applied a second time.",
          "Use --from-probs.",
          Y, P, f"{LOSS} --from-logits"),
    entry("XE828", "every prediction is 1",
          "A softmax over a single output is always 1, whatever the model has learned.",
          "Use a sigmoid, or two outputs.",
          "printf 'label\\n1\\n1\\n' >y.csv", "printf 'p\\n1\\n1\\n' >p.csv", LOSS),
    entry("XE829", "softmax with independent labels",
          "Rows can have any number of labels, but each row of predictions sums to one.",
          "Use a sigmoid for each output.",
          MULTI, P, f"{LOSS} --loss binary"),
    entry("XE830", "softmax or sigmoid was applied twice",
          "The predictions reach exactly the limits of a second softmax or sigmoid.",
          "Remove one of the two. xentcli advise shows the loss without it.",
          Y, "printf '0.576117,0.211942,0.211941\\n0.211942,0.211941,0.576117\\n' >p.csv", LOSS),
    entry("XE831", "labels and predictions may be swapped",
          "The labels are fractions, and the predictions reach 0 and 1.",
          "Give the labels first: xentcli loss LABELS PREDICTIONS",
          "printf '0.7,0.3\\n0.2,0.8\\n' >y.csv", "printf '1,0\\n0,1\\n' >p.csv", LOSS),
    entry("XE832", "binary cross-entropy on one-hot labels",
          "The binary loss is a mean over all outputs. Most of them are 0, so loss and accuracy look too "
          "good.",
          "Use --loss categorical to compare the classes.",
          HOT, SIGMOIDS, f"{LOSS} --loss binary"),
    entry("XE833", "scikit-learn does not see all classes",
          "scikit-learn takes its classes from the labels, and fails if there are more columns.",
          "Pass labels=range(K) to log_loss.",
          Y, P, f"{LOSS} --like sklearn"),
    entry("XE834", "scikit-learn numbers the sorted labels",
          "The ids do not start at 0. scikit-learn uses column 0 for the smallest one.",
          "Check that the columns are in the order of the sorted labels.",
          "printf 'label\\n1\\n2\\n' >y.csv", "printf 'p_1,p_2\\n0.7,0.3\\n0.2,0.8\\n' >p.csv",
          f"{LOSS} --like sklearn"),
    entry("XE835", "scikit-learn's loss of multi-label rows",
          "It adds up -log p of the labels that are 1, and ignores those that are 0.",
          "For binary cross-entropy use --like exact.",
          MULTI, P, f"{LOSS} --like sklearn --loss categorical"),
    entry("XE836", "first label of a multi-label row gives its weight in Keras",
          "The class weight of a row is that of the first label that is 1.",
          "Use sample weights, or --like exact.",
          MULTI, SIGMOIDS, f"{LOSS} --like keras --loss binary --class-weight 1,2,3"),
    entry("XE837", "negative label smoothing",
          "PyTorch treats it as no smoothing.",
          "Use a number from 0 to 1.",
          Y, P, f"{LOSS} --like torch --from-logits --label-smoothing -0.1"),
    entry("XE838", "one-dimensional arrays in Keras",
          "The arrays are read as one column, of shape (N, 1). For arrays of shape (N,), Keras returns a "
          "single number instead of one per row.",
          "Reshape them in Keras too: y.reshape(-1, 1)",
          "python -c \"import numpy as np; np.save('y.npy', [0, 1]); np.save('p.npy', [0.2, 0.9])\"",
          f"{ROWS} --like keras"),
    entry("XE839", "no row is ignored",
          "No label has the name given by --ignore-index, so every row counts.",
          "Compare the spelling with that of the labels.",
          "printf 'label\na\nb\n' >y.csv", "printf 'a,b\n0.1,0.9\n0.7,0.3\n' >p.csv",
          "xentcli loss y.csv p.csv --ignore-index c"),
    entry("XE841", "another order of the columns fits better",
          "The labels fit the prediction columns better in another order.",
          "Run xentcli advise to see the order, and set it with --classes or --prediction-columns.",
          f'{DRAWN}{SAVED}[(y + 1) % 3] * 0.7 + 0.1)"', ROWS),
    entry("XE842", "labels of other rows fit better",
          "Labels and predictions seem to be shifted by a few rows.",
          "Run xentcli advise to see the shift, and drop the unmatched rows at both ends.",
          f'{DRAWN}{SAVED}[np.roll(y, 1)] * 0.7 + 0.1)"', ROWS),
    entry("XE843", "rows look shuffled",
          "Randomly paired rows would have the same loss.",
          "Write both files from one loop, or join them by a key: --on id.",
          f'{DRAWN}{SAVED}[r.permutation(y)] * 0.7 + 0.1)"', ROWS),
    entry("XE844", "predictions are only 0 and 1",
          "These are predicted classes, as predict returns them. Cross-entropy needs probabilities.",
          "Save the result of predict_proba.",
          f'{DRAWN}{SAVED}[np.where(r.random(200) < 0.8, y, 0)])"', ROWS),
    entry("XE845", "loss is far above the class entropy",
          "Always predicting the shares of the classes would give a lower loss.",
          "Run xentcli advise, and check the hardest rows by hand: --top 20.",
          f'{DRAWN}{SAVED}[np.where(r.random(200) < 0.5, y, r.integers(0, 3, 200))] * 0.9997 + 0.0001)"',
          ROWS),
    entry("XE846", "scores of every row are sorted",
          "In every row, the scores fall, or rise, from column to column, although the labels vary. Programs "
          "that list the best classes first write such rows.",
          "Save the scores in the order of the classes, as predict_proba returns them.",
          f"{DRAWN}np.save('y.npy', y); np.save('p.npy', np.sort(r.dirichlet([1, 1, 1], 200))[:, ::-1])\"",
          ROWS),
    entry("XE847", "labels may count from 1",
          "The labels are 1 to K - 1 for K columns, and the column before each label fits far better. "
          "They may count from 1 while a class never occurs.",
          "Use --label-offset -1 if the labels count from 1.",
          "printf '1\\n2\\n1\\n2\\n1\\n2\\n' >y.csv",
          "for i in 1 2 3; do printf '0.8,0.1,0.1\\n0.1,0.8,0.1\\n'; done >p.csv", LOSS),
    entry("XE848", "all logits are on one side of 0",
          "A sigmoid of these numbers is never above one half, or never below, although many labels are on "
          "the other side. Log-probabilities are never above 0, and odds are never below.",
          "Use --from-log-probs, or save probabilities. If these are logits, --from-logits confirms it.",
          "python -c \"import numpy as np; r = np.random.default_rng(0); p = r.random(200); "
          "np.save('y.npy', (r.random(200) < p) * 1); np.save('p.npy', np.log(p))\"", ROWS),
    entry("XE849", "labels may be predicted classes",
          "Every label has the largest score of its row. The scores are too uncertain for that to be luck, "
          "and the column is not called a label. A forest on its training data does this, too.",
          "Name the column of the labels: --labels-column NAME.",
          "echo top1 >y.csv; for i in 1 2 3 4 5 6 7 8 9 10; do printf 'cat\\ndog\\ncat\\n'; done >>y.csv",
          "echo cat,dog >p.csv; for i in 1 2 3 4 5 6 7 8 9 10; do printf '0.6,0.4\\n0.4,0.6\\n0.5,0.5\\n'; "
          "done >>p.csv", LOSS),
)  # fmt: skip
"""The warnings of `loss`."""
