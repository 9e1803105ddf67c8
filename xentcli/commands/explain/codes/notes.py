"""Notes on how an answer came about: codes XE851 to XE869."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

NOTES = (
    entry("XE850", "the mean of the groups' means",
          "Groups differ in size, so that the mean of their means, which a loop over batches prints, is not "
          "the mean of all rows.",
          "Compare like with like: weigh each batch by its rows, or give all batches the same size.",
          "printf 'batch,y,p\\n0,1,0.9\\n0,1,0.8\\n1,0,0.9\\n' >b.csv",
          "xentcli loss b.csv --labels-column y --prediction-columns p --by batch"),
    entry("XE851", "columns that were left out",
          "Some columns of the file hold no labels or no predictions, such as ids, weights and texts.",
          "Name the columns to use: --labels-column or --prediction-columns",
          "printf 'text,cat,dog\\nx,1,0\\ny,0,1\\n' >y.csv", "xentcli detect y.csv"),
    entry("XE852", "the columns that were taken",
          "These columns were taken as the predictions, and the others were left out.",
          "Name others if they are wrong: --prediction-columns NAMES",
          "printf 'label,p\\n0,0.2\\n1,0.9\\n' >both.csv", "xentcli loss both.csv"),
    entry("XE853", "columns that were matched by name",
          "Labels and predictions have the same column names in another order; names decide.",
          "Leave it so, or rename the columns if their names are wrong.",
          "printf 'cat,dog\\n1,0\\n0,1\\n' >y.csv", "printf 'dog,cat\\n0.3,0.7\\n0.8,0.2\\n' >p.csv",
          "xentcli loss y.csv p.csv"),
    entry("XE854", "rows without a partner were left out",
          "With --join inner, rows whose key is in one file only do not count.",
          "Leave --join out to make such rows an error.",
          "printf 'id,label\\n7,0\\n8,1\\n9,1\\n' >y.csv", "printf 'id,p\\n8,0.9\\n7,0.2\\n' >p.csv",
          "xentcli loss y.csv p.csv --on id --join inner"),
    entry("XE855", "names of classes that the output does not hold",
          "The output holds numbers in place of names, and nothing in it says which is which.",
          "Keep the list of classes beside the file, for --classes.",
          "printf 'cat,dog\\n1,0\\n0,1\\n' >y.csv", "xentcli convert y.csv --to sparse"),
    entry("XE856", "how labels and predictions were read",
          "With -v, these notes hold the evidence, the precision and the signature.",
          "Leave -v out to see the answer only.",
          "printf 'label\\n0\\n2\\n1\\n' >y.csv", "xentcli detect y.csv -v"),
    entry("XE857", "rows that were joined by a key",
          "Both files have a key column with the same values, in another order; rows with equal keys are "
          "paired.",
          "Leave it so; --on NAME joins by another column.",
          "printf 'id,label\\n7,0\\n8,1\\n9,1\\n' >y.csv",
          "printf 'id,p\\n9,0.8\\n7,0.2\\n8,0.9\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE858", "the axis that the classes are on",
          "Arrays have several axes, and the classes are not on the usual one, or more than one fits.",
          "Say another axis if it is wrong: --class-axis N",
          "python -c \"import numpy as np; np.save('y.npy', np.eye(3, dtype=int)[:2]); "
          "np.save('z.npy', np.full((2, 5, 3), -2.5))\"",
          "xentcli loss y.npy z.npy"),
    entry("XE859", "classes in the order that a column declares",
          "The labels are a categorical column, whose categories have an order. The prediction columns name "
          "no classes, and are taken in that order.",
          "Leave it so; --classes A,B says another order.",
          "python -c \"import pandas as pd; pd.DataFrame({'label': pd.Categorical(['b', 'a'], "
          "categories=['b', 'a'])}).to_parquet('y.parquet')\"",
          "printf '0.8,0.2\\n0.3,0.7\\n' >p.csv", "xentcli loss y.parquet p.csv"),
    entry("XE862", "several labels in a cell",
          "The cells of the label column are lists, or labels with a mark between them, and were read as "
          "multi-label: one column of 0 and 1 for each class.",
          "Say what stands between the labels with --label-separator; where each cell is one class, say "
          "--labels-kind sparse.",
          "printf 'genre\\nnews|sport\\nsport\\nnews\\n' >y.csv", "xentcli detect y.csv"),
    entry("XE863", "rows without a label were left out",
          "With --unknown, rows whose label is one of these texts do not count, in any of the inputs.",
          "Leave --unknown out to make such rows an error.",
          "printf 'label,set\\n0,a\\n,b\\n1,a\\n' >y.csv", "xentcli detect y.csv --unknown ''"),
    entry("XE864", "a predicted class and its score were read as two probabilities",
          "The predictions name one class per row, with its score. The other "
          "class has the rest.",
          "Where the score means something else, name its column alone: --prediction-columns NAME.",
          "printf 'label\\nno\\nyes\\n' >y.csv",
          "printf 'prediction,score\\nno,0.75\\nno,0.5\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE865", "names of classes that were taken for ids by what they mean",
          "Labels are ids and predicted classes names, or the reverse. The names are usual ones of which one "
          "means 1, such as no and yes.",
          "Give the names in the order of the ids if it is the reverse: --classes yes,no.",
          "printf 'label\\n0\\n1\\n' >y.csv",
          "printf 'prediction,score\\nno,0.75\\nyes,0.5\\n' >p.csv", "xentcli loss y.csv p.csv"),
    entry("XE866", "a long table was pivoted",
          "The predictions have one row per sample and class. They were read as one row per sample, in the "
          "order in which the samples first occur, with one column per class.",
          "Nothing needs to be done.",
          "printf 'id,label\\n1,a\\n2,b\\n' >y.csv",
          "printf 'id,class,prob\\n1,a,0.5\\n1,b,0.5\\n2,a,0.25\\n2,b,0.75\\n' >p.csv",
          "xentcli loss y.csv p.csv"),
    entry("XE869", "the labels have no column for one class",
          "Dummy columns often leave out the first class, as get_dummies(drop_first=True) does. The columns "
          "of the predictions name it, and a row of zeros stands for it.",
          "Nothing needs to be done; a column for each class says it plainly.",
          "printf 'cat,dog\\n1,0\\n0,0\\n0,1\\n' >y.csv",
          "printf 'ant,cat,dog\\n0.2,0.7,0.1\\n0.8,0.1,0.1\\n0.1,0.3,0.6\\n' >p.csv",
          "xentcli loss y.csv p.csv"),
    entry("XE868", "columns of ranked classes were put in one order",
          "The predictions hold all classes of each row with their scores, the best first. They were read "
          "as one column per class.",
          "Nothing needs to be done.",
          "printf 'label\\na\\nb\\n' >y.csv",
          "printf 'class1,conf1,class2,conf2\\na,0.75,b,0.25\\nb,0.5,a,0.5\\n' >p.csv",
          "xentcli loss y.csv p.csv"),
    entry("XE867", "rows with the same key were read as the labels of one sample",
          "A key repeats in the labels, each time with another label. Its rows were grouped to one row with "
          "a 0 or 1 for each label.",
          "If each row is a sample of its own, leave the key column out of the file.",
          "printf 'id,tag\\n1,a\\n1,b\\n2,b\\n' >y.csv",
          "xentcli convert y.csv --to multi-label -o m.csv"),
)  # fmt: skip
"""The notes of all commands."""
