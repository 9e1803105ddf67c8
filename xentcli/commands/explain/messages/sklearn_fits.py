"""Messages of scikit-learn about splits, encoders and weights."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("scikit-learn")

SKLEARN_FITS = (
    says("The <w:word=test_size> = <n:int=2> should be greater or equal to the number of classes = <c:int=3>",
         "XE803",
         "{w} has room for {n} rows, but there are {c} classes. A split by class needs a row of each class "
         "on both sides. If there are many classes, the labels may be a regression target, or ids of rows.",
         "train_test_split(x, y, stratify=y, test_size=0.2)",
         "xentcli detect y.csv"),
    says("n_splits=<n:int=8> cannot be greater than the number of members in each class", "XE803",
         "Every class has fewer than {n} rows, the number of folds.",
         "cv = StratifiedKFold(n_splits=3)",
         "xentcli detect y.csv"),
    says("The least populated class in y has only <n:int=6> members, which is less than n_splits=<m:int=7>",
         "XE801",
         "A class has {n} rows, but there are {m} folds, so some folds lack it. Pass all classes to "
         "log_loss with labels=.",
         "cv = StratifiedKFold(n_splits={n})",
         "xentcli detect y.csv"),
    says("Supported target types are: ('binary', 'multiclass'). Got '<a:word=continuous>' instead", "XE104",
         "The labels are {a}: fractions, or several columns. A split by class needs one class per row. "
         "Apply argmax to one-hot rows.",
         "StratifiedKFold(5).split(x, y.argmax(axis=1))  # fractions: KFold",
         "xentcli detect y.csv"),
    says("Requesting <n:int=8>-fold cross-validation but provided less than <m:int=8> examples for at least "
         "one class", "XE803",
         "A class has fewer than {m} rows, but each of the {n} folds needs one of them.",
         "model = CalibratedClassifierCV(cv=3)",
         "xentcli detect y.csv"),
    says(("Found array with 0 sample(s)",
          "y has 0 samples"), "XE013",
         "There are no rows. Everything was filtered out, or the file is empty.",
         "assert len(y)",
         "xentcli validate y.csv"),
    says("classes should include all valid labels that can be in y", "XE112",
         "A label is not in classes=.",
         "model.partial_fit(x, y, classes=np.unique(y_all))",
         "xentcli detect y.csv"),
    says("classes must be passed on the first call to partial_fit", "XE116",
         "The first batch may not have all classes, so they must be listed.",
         "model.partial_fit(x, y, classes=np.unique(y_all))",
         "xentcli detect y.csv"),
    says("The classes, <x:list=[1, 2]>, are not in class_weight", "XE404",
         "class_weight has no weight for the classes {x}. It must be 'balanced', or a dictionary from class "
         "to weight with the same classes as the labels.",
         "model = LogisticRegression(class_weight='balanced')",
         "xentcli loss y.csv p.csv --class-weight balanced", "xentcli detect y.csv"),
    says("The 'class_weight' parameter of <f:word=LogisticRegression> must be an instance of 'dict'", "XE404",
         "class_weight of {f} must be a dictionary from class to weight, such as {0: 1, 1: 2}, or "
         "'balanced'.",
         "class_weight = dict(zip(classes, weights))",
         "xentcli loss y.csv p.csv --class-weight balanced"),
    says("sample_weight.shape == <a:shape=(3,)>, expected <b:shape=(20,)>", "XE404",
         "The weights have the shape {a}, but the rows {b}. Each row needs one weight. For weights of "
         "classes use class_weight.",
         "sample_weight = class_weight[y]  # one per row",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says("Sample weights must be 1D array or scalar, got <n:int=2>D array", "XE404",
         "The weights have {n} axes, but must be one number per row.",
         "sample_weight = sample_weight.ravel()",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says("The object was not fitted with multilabel input", "XE107",
         "The encoder was fitted on class ids or names, but now gets rows of 0 and 1, which are encoded "
         "already.",
         "onehot = encoder.transform(ids)",
         "xentcli detect y.csv"),
    says("classes <x:list=[0 1]> mismatch with the labels <y:list=[0 1 2]> found in the data", "XE112",
         "The classes are {x}, but the labels are {y}.",
         "label_binarize(y, classes=np.unique(y))",
         "xentcli detect y.csv"),
    says("Expected only 0s and 1s in label indicator. Also got <x:list=[2.]>", "XE105",
         "The rows must hold only 0 and 1, but also have {x}. Apply a threshold to scores first.",
         "encoder.inverse_transform(p > 0.5)",
         "xentcli convert p.csv --to multi-label --threshold 0.5 -o multihot.csv"),
    says("This <f:word=LabelEncoder> instance is not fitted yet", None,
         "{f} does not know the classes yet. Fit it on the training labels, and use the same one for the "
         "test labels.",
         "encoder = {f}().fit(y_train)",
         "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("'numpy.<t:word=int64>' object is not iterable", "XE107",
         "MultiLabelBinarizer needs a list of labels for each row, but got one {t} per row, which is one "
         "class per row.",
         "onehot = LabelBinarizer().fit_transform(y)",
         "xentcli convert y.csv --to one-hot -o onehot.csv"),
)  # fmt: skip
"""Errors and warnings of fits."""
