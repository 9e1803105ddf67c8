"""Messages of NumPy and pandas when a loss is computed by hand or files are read."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("NumPy")

NUMPY = (
    says("index <id:int=5> is out of bounds for axis <a:int=1> with size <c:int=3>", "XE112",
         "In a loss, the label {id} selects from {c} classes (axis {a}), with ids from 0 to {c-1}. Any "
         "index must be below the size. A negative id would silently select from the end.",
         "assert 0 <= y.min() and y.max() < {c}",
         "xentcli validate y.csv p.csv", "xentcli validate y.csv --num-classes {c}"),
    says(("operands could not be broadcast together with shapes <a:shape=(2,3)> <b:shape=(2,4)>",
          "indexing arrays could not be broadcast together with shapes <a:shape=(2,3)> <b:shape=(2,4)>"),
         "XE302",
         "Arrays of shapes {a} and {b} do not fit together. Labels and predictions differ in rows or "
         "classes.",
         "print(y.shape, p.shape)",
         "xentcli validate y.csv p.csv"),
    says("divide by zero encountered in log", None,
         "The logarithm of a probability of 0 is minus infinity. If this is the true class, the loss is "
         "infinite. Frameworks clip probabilities, each in its own way.",
         "np.log(np.clip(p, 1e-7, 1 - 1e-7))",
         "xentcli loss y.csv p.csv --like all"),
    says("invalid value encountered in log", "XE203",
         "The logarithm of a negative number is NaN. These are logits, not probabilities.",
         "scipy.special.log_softmax(logits, axis=1)",
         "xentcli loss y.csv p.csv --from-logits"),
    says(("Mean of empty slice", "invalid value encountered in scalar divide"), "XE013",
         "The mean of no rows is NaN. Everything was filtered out or ignored.",
         "assert len(y)",
         "xentcli validate y.csv"),
    says("invalid value encountered in <op:word=multiply>", None,
         "{op} returned NaN: 0 times the logarithm of 0, or 0 / 0. In a loss, 0 log 0 counts as 0.",
         "scipy.special.xlogy(y, p)",
         "xentcli loss y.csv p.csv"),
    says("overflow encountered in exp", None,
         "exp of a large logit is too large for a float. Subtract the maximum of the row first, as "
         "log_softmax does.",
         "scipy.special.log_softmax(logits, axis=1)",
         "xentcli loss y.csv logits.csv --from-logits"),
    says("setting an array element with a sequence", "XE001",
         "Rows differ in length, so they do not form a matrix.",
         "print(set(map(len, rows)))",
         "xentcli validate y.csv p.csv"),
    says("cannot reshape array of size <n:int=3> into shape <a:shape=(2,2)>", "XE302",
         "{n} numbers do not fill the shape {a}. A row is missing, or the file has another number of "
         "columns.",
         "print(p.size, len(y))",
         "xentcli validate y.csv p.csv"),
    says("Object arrays cannot be loaded when allow_pickle=False", "XE613",
         "The array holds Python objects, and reading those could run any code. Save names with a text type.",
         "np.save('y.npy', np.asarray(names, dtype=str))",
         "xentcli validate y.npy"),
    says("codec can't decode byte <x:word=0xe9> in position <n:int=9>", "XE620",
         "Byte {x} at {n} is not valid in the assumed encoding. The file may be Latin-1 or UTF-16.",
         "pd.read_csv('y.csv', encoding='latin-1')",
         "xentcli validate y.csv --encoding latin-1"),
    says("Error tokenizing data...Expected <n:int=2> fields in line <line:int=3>, saw <m:int=3>", "XE001",
         "Line {line} has {m} cells, but the lines before have {n}. A cell contains a comma, or the "
         "delimiter is another one.",
         "pd.read_csv('y.csv', sep=';')",
         "xentcli validate y.csv"),
    says(("arrays are valid indices",
          "arrays used as indices must be of integer (or boolean) type"), "XE808",
         "Class ids that are floats cannot be used as an index. They must be whole numbers of an integer "
         "type.",
         "p[np.arange(len(y)), y.astype(int)]",
         "xentcli convert y.csv --to sparse -o ids.npy"),
    says("argument must have no negative elements", "XE113",
         "A label is negative, so it is not a class. It may mark rows to ignore, or the labels are -1 and 1.",
         "np.bincount(y[y >= 0])",
         "xentcli validate y.csv --ignore-index=-1"),
    says("Python integer <n:int=300> out of bounds for <t:word=uint8>", "XE509",
         "{n} does not fit into {t}. There are more classes than this type can count.",
         "y = np.asarray(y, dtype=np.int64)",
         "xentcli convert y.csv --to sparse --dtype int64 -o ids.npy"),
    says("along dimension <d:int=1>, the array at index <i:int=0> has size <n:int=3> and the array at index "
         "<j:int=1> has size <m:int=4>", "XE312",
         "Arrays {i} and {j} to be joined have {n} and {m} entries along axis {d}. If these are predictions "
         "of folds or batches, the models have different numbers of classes.",
         "print([p.shape for p in parts])",
         "xentcli validate y.csv p.csv"),
    says("boolean index did not match indexed array along axis <d:int=0>; size of axis is <n:int=5> but size "
         "of corresponding boolean axis is <m:int=4>", "XE301",
         "A mask of {m} rows was applied to an array of {n} rows (axis {d}). Labels and predictions have "
         "different numbers of rows.",
         "print(len(y), len(p))",
         "xentcli validate y.csv p.csv"),
    says("shapes <a:shape=(3,4)> and <b:shape=(5,)> not aligned", "XE302",
         "Arrays of shapes {a} and {b} cannot be multiplied as matrices. To compute the loss by hand, "
         "multiply labels and predictions element by element, with * instead of dot.",
         "-(onehot * np.log(p)).sum(axis=1).mean()",
         "xentcli loss y.csv p.csv"),
    says("Length of values (<n:int=1>) does not match length of index (<m:int=2>)", "XE301",
         "There are {n} values for {m} rows. Labels and predictions have different numbers of rows.",
         "print(len(y), len(p))",
         "xentcli validate y.csv p.csv"),
)  # fmt: skip
"""Errors and warnings of arrays and tables."""
