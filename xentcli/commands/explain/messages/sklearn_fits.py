"""Messages of scikit-learn about splits, encoders and weights."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("scikit-learn")

SKLEARN_FITS = (
    says("The <w:word=test_size> = <n:int=2> should be greater or equal to the number of classes = <c:int=3>",
         "XE803",
         "{w} has room for {n} rows, and there are {c} classes: a split by class needs a row of each on both "
         "sides. Many classes may mean that the labels are numbers to predict, or ids of rows.",
         "train_test_split(x, y, stratify=y, test_size=0.2)",
         "xentcli detect y.csv"),
    says("n_splits=<n:int=8> cannot be greater than the number of members in each class", "XE803",
         "Every class has fewer than {n} rows, the number of folds.",
         "cv = StratifiedKFold(n_splits=3)",
         "xentcli detect y.csv"),
    says("The least populated class in y has only <n:int=6> members, which is less than n_splits=<m:int=7>",
         "XE801",
         "A class has {n} rows and there are {m} folds, so that it is missing from some: log_loss must be "
         "told all classes by labels=.",
         "cv = StratifiedKFold(n_splits={n})",
         "xentcli detect y.csv"),
    says("Supported target types are: ('binary', 'multiclass'). Got '<a:word=continuous>' instead", "XE104",
         "The labels are {a}: fractions, or several columns. A split by class takes one class a row; one-hot "
         "rows go through argmax.",
         "StratifiedKFold(5).split(x, y.argmax(axis=1))  # fractions: KFold",
         "xentcli detect y.csv"),
    says("Requesting <n:int=8>-fold cross-validation but provided less than <m:int=8> examples for at least "
         "one class", "XE803",
         "A class has fewer than {m} rows, and {n} folds need one row of it each.",
         "model = CalibratedClassifierCV(cv=3)",
         "xentcli detect y.csv"),
    says(("Found array with 0 sample(s)",
          "y has 0 samples"), "XE013",
         "There are no rows: everything was filtered out, or the file is empty.",
         "assert len(y)",
         "xentcli validate y.csv"),
    says("classes should include all valid labels that can be in y", "XE112",
         "A label is none of those that classes= names.",
         "model.partial_fit(x, y, classes=np.unique(y_all))",
         "xentcli detect y.csv"),
    says("classes must be passed on the first call to partial_fit", "XE116",
         "The first batch need not have all classes, so they must be named.",
         "model.partial_fit(x, y, classes=np.unique(y_all))",
         "xentcli detect y.csv"),
    says("The classes, <x:list=[1, 2]>, are not in class_weight", "XE404",
         "class_weight has no weight for the classes {x}. It must be a dictionary from class to weight, with "
         "the classes as they stand in the labels, or 'balanced'.",
         "model = LogisticRegression(class_weight='balanced')",
         "xentcli loss y.csv p.csv --class-weight balanced", "xentcli detect y.csv"),
    says("The 'class_weight' parameter of <f:word=LogisticRegression> must be an instance of 'dict'", "XE404",
         "class_weight of {f} must be a dictionary from class to weight, such as {0: 1, 1: 2}, or "
         "'balanced'.",
         "class_weight = dict(zip(classes, weights))",
         "xentcli loss y.csv p.csv --class-weight balanced"),
    says("sample_weight.shape == <a:shape=(3,)>, expected <b:shape=(20,)>", "XE404",
         "The weights have the shape {a}, and there are rows {b}: each row needs one. Weights of classes "
         "belong to class_weight.",
         "sample_weight = class_weight[y]  # one for each row",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says("Sample weights must be 1D array or scalar, got <n:int=2>D array", "XE404",
         "The weights have {n} axes: one number for each row is wanted.",
         "sample_weight = sample_weight.ravel()",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says("The object was not fitted with multilabel input", "XE107",
         "The encoder has learnt class ids or names, and is given rows of 0 and 1: they are encoded already.",
         "onehot = encoder.transform(ids)",
         "xentcli detect y.csv"),
    says("classes <x:list=[0 1]> mismatch with the labels <y:list=[0 1 2]> found in the data", "XE112",
         "The classes are {x}, and the labels {y}.",
         "label_binarize(y, classes=np.unique(y))",
         "xentcli detect y.csv"),
    says("Expected only 0s and 1s in label indicator. Also got <x:list=[2.]>", "XE105",
         "The rows should hold 0 and 1 alone, and have {x} too: scores need a threshold first.",
         "encoder.inverse_transform(p > 0.5)",
         "xentcli convert p.csv --to multi-label --threshold 0.5 -o multihot.csv"),
    says("This <f:word=LabelEncoder> instance is not fitted yet", None,
         "{f} has not seen the classes: fit it on the training labels, and keep that one for the test "
         "labels.",
         "encoder = {f}().fit(y_train)",
         "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("'numpy.<t:word=int64>' object is not iterable", "XE107",
         "MultiLabelBinarizer takes a list of labels for each row, and was given one {t} a row: that is one "
         "class a row.",
         "onehot = LabelBinarizer().fit_transform(y)",
         "xentcli convert y.csv --to one-hot -o onehot.csv"),
)  # fmt: skip
"""Errors and warnings of fits."""
