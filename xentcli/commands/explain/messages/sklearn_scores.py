"""Messages of scikit-learn about scores, several labels per row, splits and weights."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("scikit-learn")

SKLEARN_SCORES = (
    says(("multilabel-indicator is not supported",
          "multilabel-indicator format is not supported"), "XE303",
         "The labels have several columns of 0 and 1, but this score needs one class per row. Apply argmax "
         "to one-hot rows. If rows have several labels, score each column separately.",
         "confusion_matrix(y.argmax(axis=1), p.argmax(axis=1))  # or multilabel_confusion_matrix",
         "xentcli detect y.csv", "xentcli convert onehot.csv --to sparse -o ids.npy"),
    says("You appear to be using a legacy multi-label data representation", "XE303",
         "The labels are lists of several labels per row. scikit-learn supports them only as multi-hot "
         "rows, with a column of 0 and 1 for each label. This is multi-label, not one class per row.",
         "y = MultiLabelBinarizer().fit_transform(y)",
         "xentcli convert y.csv --to multi-label -o multihot.csv"),
    says("Labels in y_true and y_pred should be of the same type. Got y_true=<x:list=['ham' 'spam']> and "
         "y_pred=<y:list=[0 1]>", "XE103",
         "The labels are {x}, the predictions {y}. One has names and the other ids, or text such as '1'. "
         "Use the same form for both, in the order of the classes.",
         "predicted = np.array(classes)[predicted]",
         "xentcli convert names.csv --to sparse --classes ham,spam -o ids.npy",
         "xentcli loss names.csv p.csv --classes ham,spam"),
    says("Mix of label input types (string and number); Got <x:list=['ham' 'spam']> and <y:list=[0 1]>",
         "XE103",
         "The labels are {x}, the predictions {y}. One has text and the other numbers, such as '1' and 1, "
         "or names and ids. Use the same form for both, in the order of the classes.",
         "predicted = np.array(classes)[predicted]",
         "xentcli convert names.csv --to sparse --classes ham,spam -o ids.npy",
         "xentcli loss names.csv p.csv --classes ham,spam"),
    says("'<' not supported between instances of 'str' and '<t:word=int>'", "XE103",
         "Some labels are text and some are {t}. Missing cells in a column of names are floats, and '1' is "
         "not the same as 1.",
         "y = pd.Series(y).dropna().astype(str)",
         "xentcli validate y.csv"),
    says(("Number of classes in y_true not equal to the number of columns in 'y_score'",
          "Number of classes in `y_true` not equal to the number of columns in `y_score`"), "XE110",
         "The number of classes in the labels differs from the number of score columns. A class never "
         "occurs in these labels, or was missing in training. List the class of each column.",
         "roc_auc_score(y, p, multi_class='ovr', labels=model.classes_)",
         "xentcli loss y.csv p.csv", "xentcli detect y.csv p.csv"),
    says("Number of classes in 'y_true' (<n:int=4>) not equal to the number of classes in 'y_score' "
         "(<m:int=3>)", "XE110",
         "The labels have {n} classes, but the scores {m} columns. A class never occurs in these labels, or "
         "was missing in training.",
         "top_k_accuracy_score(y, p, labels=np.arange(p.shape[1]))",
         "xentcli loss y.csv p.csv", "xentcli validate y.csv --num-classes {m}"),
    says("Number of given labels, <n:int=2>, not equal to the number of columns in 'y_score', <m:int=3>",
         "XE116",
         "labels= names {n} classes, but there are {m} columns of scores. List one class per column.",
         "roc_auc_score(y, p, multi_class='ovr', labels=model.classes_)",
         "xentcli validate y.csv --num-classes {m}"),
    says("'y_true' contains labels not in parameter 'labels'", "XE112",
         "A label is not in labels=.",
         "roc_auc_score(y, p, multi_class='ovr', labels=model.classes_)",
         "xentcli validate y.csv --num-classes 3"),
    says("Parameter 'labels' must be <w:word=ordered>", "XE108",
         "labels= must be {w}: sorted, each class once, with the columns of scores in the same order.",
         "roc_auc_score(y, p[:, np.argsort(labels)], multi_class='ovr', labels=sorted(labels))",
         "xentcli loss y.csv p.csv --classes a,b,c"),
    says("multi_class must be in ('ovo', 'ovr')", "XE303",
         "There are more than two classes, so the score needs to know how to average over them.",
         "roc_auc_score(y, p, multi_class='ovr')",
         "xentcli detect y.csv p.csv"),
    says("`y_score` needs to be of shape `(n_samples, n_classes)`, since `y_true` contains multiple classes. "
         "Got `y_score.shape=<a:shape=(20,)>`", "XE302",
         "The labels have several classes, and the scores have the shape {a}. The score needs one column "
         "per class, not predicted classes.",
         "roc_auc_score(y, model.predict_proba(x), multi_class='ovr')",
         "xentcli detect y.csv p.csv"),
    says("y_true takes value in <x:list={'bad', 'good'}> and pos_label is not specified", "XE507",
         "The labels are {x}, and scikit-learn cannot tell which of them is the positive class.",
         "roc_curve(y, p, pos_label=classes[1])",
         "xentcli loss y.csv p.csv --classes bad,good",
         "xentcli convert y.csv --to binary --positive good -o binary.npy"),
    says("<a:word=multiclass> format is not supported", "XE304",
         "The labels are {a}, but this score needs binary labels and one column of scores. Compare each "
         "class with the rest.",
         "roc_curve(y == 1, p[:, 1])  # for each class",
         "xentcli detect y.csv p.csv"),
    says("y_prob has values outside [0, 1]", "XE203",
         "Some predictions are not probabilities. Apply a softmax or sigmoid to logits, and divide "
         "percentages by 100.",
         "p = scipy.special.expit(logits)",
         "xentcli detect p.csv", "xentcli loss y.csv p.csv --from-logits"),
    says("Number of classes, <n:int=3>, does not match size of target_names, <m:int=2>", "XE116",
         "Labels and predictions have {n} classes, but target_names has {m} names. A class never occurs, or "
         "occurs only in the predictions.",
         "classification_report(y, predicted, labels=range(len(names)), target_names=names)",
         "xentcli detect y.csv"),
    says("At least one label specified must be in y_true", "XE112",
         "No class of labels= occurs in the labels. One side has names and the other ids, or text and "
         "numbers are mixed.",
         "print(np.unique(y))",
         "xentcli detect y.csv"),
    says("<f:word=Precision> is ill-defined and being set to 0.0", "XE801",
         "A class is never predicted, or never occurs, so {f} would be 0 / 0.",
         "print(np.unique(predicted, return_counts=True))",
         "xentcli loss y.csv p.csv --by class"),
    says(("No positive samples in y_true, true positive value should be meaningless",
          "No positive class found in y_true, recall is set to one for all thresholds"), "XE803",
         "No label is the positive class, so the score has no meaning. The positive class is another one, "
         "or rows are missing.",
         "print(np.unique(y, return_counts=True))",
         "xentcli detect y.csv"),
    says("y_pred contains classes not in y_true", "XE801",
         "A predicted class never occurs among these labels. Names and ids are mixed, or there are few rows.",
         "print(np.setdiff1d(predicted, y))",
         "xentcli validate y.csv p.csv"),
    says("Please include all labels in y_true or pass labels as third argument", "XE110",
         "A class never occurs in these labels, so scikit-learn cannot match columns and classes.",
         "hinge_loss(y, scores, labels=model.classes_)",
         "xentcli loss y.csv p.csv"),
    says(("This '<f:word=SVC>' has no attribute 'predict_proba'",
          "'<f:word=LinearSVC>' object has no attribute 'predict_proba'"), "XE203",
         "{f} gives scores, not probabilities. Calibrate it, or use another model for log_loss. Scores of "
         "decision_function are not the logits of a fitted softmax.",
         "model = CalibratedClassifierCV({f}())",
         "xentcli loss y.csv p.csv"),
    says("predict_proba is not available when probability=False", "XE203",
         "By default SVC gives scores, not probabilities. Calibrate it, or set probability=True.",
         "model = CalibratedClassifierCV(SVC())",
         "xentcli loss y.csv p.csv"),
)  # fmt: skip
"""Errors and warnings of scores."""
