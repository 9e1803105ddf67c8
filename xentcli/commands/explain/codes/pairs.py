"""Invalid predictions and weights, and mismatched files: codes XE201 to XE404."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

IDS = "printf 'label\\n0\\n2\\n' >y.csv"
P = "printf '0.7,0.2,0.1\\n0.1,0.2,0.7\\n' >p.csv"
BOTH = "xentcli validate y.csv p.csv"
PAIRS = (
    entry("XE128", "names or numbers of label and prediction columns contradict their order",
          "One-hot or multi-label columns belong to the prediction columns with the same names. Here only "
          "some names are the same, or the numbers in the names are in another order.",
          "List the prediction columns in the order of the labels: --prediction-columns A,B,C.",
          "printf 'ash,elm,fir\\n1,0,0\\n0,1,0\\n' >y.csv",
          "printf 'p3,p1,p2\\n.1,.8,.1\\n.2,.1,.7\\n' >p.csv", BOTH),
    entry("XE201", "NaN or infinite prediction",
          "A prediction is NaN or infinite. Only -inf is allowed, in logits and log-probabilities.",
          "Find where it comes from, in the model or the export. Such a row has no loss.",
          IDS, "printf '0.7,0.2,0.1\\n0.1,nan,0.7\\n' >p.csv", BOTH),
    entry("XE202", "every score of a row is -inf",
          "A row of logits has no finite value, so its softmax is 0 / 0.",
          "Each row needs at least one finite logit. Check the mask that was applied.",
          IDS, "printf '2,-1,0\\n-inf,-inf,-inf\\n' >p.csv", BOTH),
    entry("XE203", "prediction is not a probability: outside [0, 1]",
          "An option says that the predictions are probabilities, but one is below 0 or above 1.",
          "For logits use --from-logits. Divide percentages by 100.",
          IDS, "printf '0.7,0.2,0.1\\n1.2,-0.3,0.1\\n' >p.csv", "xentcli validate y.csv p.csv --from-probs"),
    entry("XE204", "prediction is not a log-probability: above 0",
          "An option says that the predictions are log-probabilities, but one is above 0.",
          "Use --from-probs or --from-logits.",
          IDS, P, "xentcli validate y.csv p.csv --from-log-probs"),
    entry("XE205", "row is not a probability distribution",
          "A row is outside [0, 1] or does not sum to one within the rounding of its decimals. The other "
          "rows do, or an option requires it. The scale may change, or the row may be cut or badly "
          "exported.",
          "Fix the rows. If all rows are logits, use --from-logits.",
          IDS, "printf '0.7,0.2,0.1\\n2.5,-1,0.3\\n' >p.csv", BOTH),
    entry("XE206", "predictions are in [0, 1], but no row sums to one",
          "The predictions could be independent sigmoids, scores to normalize, or logits. Each gives "
          "another loss.",
          "Use --loss binary, --from-probs --like keras, or --from-logits.",
          IDS, "printf '0.9,0.4,0.3\\n0.1,0.6,0.8\\n' >p.csv", BOTH),
    entry("XE207", "rows sum to 100: percentages?",
          "Every row sums to 100 instead of one.",
          "Divide them by 100 with --from-percent, or keep them as logits with --from-logits.",
          IDS, "printf '70,20,10\\n10,20,70\\n' >p.csv", BOTH),
    entry("XE208", "row cannot be divided by its sum with --normalize",
          "A row has a negative number, or no number above zero, so its numbers are not shares of its sum.",
          "If the numbers have both signs, use --from-logits. Find out where rows of zeros come from.",
          IDS, "printf '5,3,2\\n0,0,0\\n' >p.csv", f"{BOTH} --normalize"),
    entry("XE209", "percentages or logits?",
          "The numbers are between 0 and 100. Logits are rarely whole or that large, and have both signs.",
          "Use --from-percent, which divides by 100, or --from-logits.",
          "printf 'label\\n0\\n1\\n' >y.csv", "printf 'p\\n30\\n80\\n' >p.csv", BOTH),
    entry("XE210", "counts, votes or shares, or logits?",
          "All rows have the same sum, or all predictions are whole numbers from zero up. This is typical "
          "of counts, votes and shares. In logits it happens only by chance.",
          "Use --normalize, which divides each row by its sum, or --from-logits.",
          IDS, "printf '5,3,2\\n1,8,1\\n' >p.csv", BOTH),
    entry("XE211", "logarithms with another base or sign",
          "Every row sums to one if the predictions are read as base-2, base-10 or negative logarithms. "
          "Read as logits, they would give another loss.",
          "Convert them to natural logarithms, and use --from-log-probs.",
          IDS, "printf 'a,b,c\\n-0.5146,-2.3219,-3.3219\\n-3.3219,-2.3219,-0.5146\\n' >p.csv", BOTH),
    entry("XE212", "column name does not fit a probability or logit of class 1",
          "The name of the only column suggests log-probabilities, odds, losses, or the confidence in the "
          "predicted class, and its numbers allow that.",
          "Use --from-log-probs, --from-logits or --from-probs, or choose another column with "
          "--prediction-columns.",
          "printf 'y,log_prob\\n0,-2.3\\n1,-0.2\\n' >t.csv", "xentcli loss t.csv"),
    entry("XE213", "probabilities with some cells outside [0, 1], or logits?",
          "Most predictions are in [0, 1]. A mark of a missing prediction such as -1, a value from a linear "
          "model, or an error such as 1.02 would turn all of them into logits.",
          "Remove rows without a prediction, and correct other cells. If all cells are logits, use "
          "--from-logits.",
          "printf 'y,prob\\n0,.2\\n1,.9\\n1,1.02\\n' >t.csv", "xentcli loss t.csv"),
    entry("XE214", "int8 probabilities of a quantized model, or logits?",
          "All predictions are whole numbers from -128 to 127, and each row sums to 256 - 128 K, as in "
          "an int8 softmax with a scale of 1/256 and a zero point of -128. Numbers from 0 to 255 may be "
          "probabilities times 255.",
          "Add 128 and divide by 256, as the command in the hint does, or use --from-logits. Divide "
          "numbers from 0 to 255 by 255.",
          IDS, "printf '77,-102,-103\\n-77,-77,26\\n' >p.csv", BOTH),
    entry("XE301", "labels and predictions have different numbers of rows",
          "Both inputs must hold the same samples in the same order.",
          "Check whether a file was cut, or a header was counted as a row: --header, --no-header.",
          "printf 'label\\n0\\n2\\n1\\n' >y.csv", P, BOTH),
    entry("XE302", "shapes of labels and predictions do not match",
          "Labels must have one column, or as many as the predictions. Broadcasting would give a wrong mean.",
          "Name the columns: --labels-column, --prediction-columns. Check the order of the files: labels "
          "come first.",
          "printf '1,0\\n0,1\\n' >y.csv", P, BOTH),
    entry("XE303", "requested loss does not fit these labels",
          "Sparse cross-entropy needs class ids, categorical cross-entropy needs vectors, and binary "
          "cross-entropy needs 0 and 1.",
          "Leave out --loss, or convert the labels: xentcli convert FILE --to KIND",
          IDS, P, "xentcli validate y.csv p.csv --loss categorical"),
    entry("XE304", "one prediction column needs labels of 0 and 1",
          "One column is the probability of one class, and nothing shows which label is that class.",
          "With --classes A,B, B is the positive class. More than two classes need one column each.",
          "printf 'label\\ncat\\ndog\\n' >y.csv", "printf 'p\\n0.2\\n0.9\\n' >p.csv", BOTH),
    entry("XE305", "label column not detected",
          "No column, or more than one, is named label, y, target or class. Of several arrays that may be "
          "the labels, the values differ.",
          "Name the label column: --labels-column NAME",
          "printf 'y,label\\n0,1\\n' >y.csv", "xentcli validate y.csv"),
    entry("XE306", "prediction columns not found",
          "No column of numbers is left for the predictions, or several may be the predictions.",
          "Name them: --prediction-columns NAMES. Check the order of the files: labels come first.",
          IDS, "xentcli validate y.csv y.csv"),
    entry("XE307", "two columns with different names may be the key of the rows",
          "A column of each file holds the same values, but in another order and under another name.",
          "Join the rows by them: --on image=filename. Or give both columns the same name.",
          "printf 'image,label\\na,0\\nb,1\\n' >y.csv", "printf 'filename,p\\nb,0.9\\na,0.2\\n' >p.csv",
          BOTH),
    entry("XE314", "predictions come with other labels",
          "The predictions' file also has a column of labels, which differs from the labels' file in some "
          "rows.",
          "Sort both files in the same way, or use only the predictions' file: it holds labels and "
          "predictions.",
          "printf 'label\\n0\\n1\\n1\\n' >y.csv",
          "printf 'label,p\\n1,0.4\\n1,0.2\\n0,0.9\\n' >p.csv", BOTH),
    entry("XE315", "shared column shows that the rows are in another order",
          "Both files have a column with the same values in different orders. Keys may be written "
          "differently, for example with or without a folder and suffix.",
          "Sort both files in the same way, or join the rows with --on COL. Write the keys in the same form "
          "first.",
          "printf 'age,label\\n20,0\\n30,1\\n20,1\\n' >y.csv",
          "printf 'age,p\\n30,0.4\\n20,0.2\\n20,0.9\\n' >p.csv", BOTH),
    entry("XE308", "unexpected number of rows",
          "The labels have more or fewer rows than --rows.",
          "Check whether the file was cut, or a header was counted as a row.",
          IDS, "xentcli validate y.csv --rows 3"),
    entry("XE309", "empty or duplicate key",
          "--on joins rows by this column, so each key must be present and identify one row.",
          "Drop duplicates and rows without a key, or join on another column.",
          "printf 'id,label\\na,0\\na,1\\n' >y.csv", "printf 'id,p\\nb,0.9\\na,0.2\\n' >p.csv",
          f"{BOTH} --on id"),
    entry("XE310", "key not found in the other file",
          "--on joins rows by this column, and one file has a key that the other does not have.",
          "Check whether rows are missing. --join inner leaves out unmatched rows and prints how many.",
          "printf 'id,label\\na,0\\nb,1\\n' >y.csv", "printf 'id,p\\nb,0.9\\nc,0.2\\n' >p.csv",
          f"{BOTH} --on id"),
    entry("XE311", "too many groups",
          "The column of --by has too many different values to keep a loss for each.",
          "Group by a column with few values, not by a key.",
          "seq 0 100001 | awk '{print $1 \",\" $1 % 2}' | sed '1i id,label' >y.csv",
          "seq 0 100001 | awk '{print 0.5}' | sed '1i p' >p.csv", "xentcli loss y.csv p.csv --by id"),
    entry("XE313", "classes may be on several axes",
          "An array has three or more axes, and several of them fit the labels, as for labels (N, T) and "
          "logits (N, T, T). No row shows which one holds the classes.",
          "Use --class-axis 1 as in PyTorch, or --class-axis -1 for the last one. --like NAME uses the axis "
          "of that framework.",
          "python -c \"import numpy as np; np.save('y.npy', np.ones((2, 3), int)); "
          "np.save('p.npy', np.random.default_rng(0).normal(size=(2, 3, 3)))\"",
          "xentcli loss y.npy p.npy"),
    entry("XE401", "NaN or infinite weight",
          "A sample weight is NaN or infinite.",
          "Use finite weights.",
          IDS, P, "printf '1\\nnan\\n' >w.csv", "xentcli loss y.csv p.csv --sample-weight w.csv"),
    entry("XE402", "negative weight",
          "With negative weights, the mean can be any number.",
          "Use weights of zero or more. --like keras and --like torch compute with negative weights as "
          "those do.",
          IDS, P, "printf '1\\n-2\\n' >w.csv", "xentcli loss y.csv p.csv --sample-weight w.csv"),
    entry("XE403", "all weights are zero",
          "The mean divides by the sum of the weights.",
          "At least one weight must be above zero.",
          IDS, P, "printf '0\\n0\\n' >w.csv", "xentcli loss y.csv p.csv --sample-weight w.csv"),
    entry("XE404", "too many weights per row",
          "The file of weights has several columns, but each row has one loss.",
          "Give a file with one column, or with a column named weight.",
          IDS, P, "printf '1,2\\n3,4\\n' >w.csv", "xentcli loss y.csv p.csv --sample-weight w.csv"),
)  # fmt: skip
"""Errors in predictions and weights, and between files."""
