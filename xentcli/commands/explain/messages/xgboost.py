"""Messages of XGBoost about labels, classes and metrics."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("XGBoost")

FROM_ZERO = "xentcli convert y.csv --to sparse --label-offset -1 -o ids.npy"

XGBOOST = (
    says("label must be in [0, num_class), num_class=1 but found <id:int=1> in label", "XE303",
         "A metric for several classes (mlogloss or merror) is used with a binary objective, with num_class "
         "1, so the label {id} is too high. Use logloss or error, or multi:softprob with num_class.",
         "params['eval_metric'] = 'logloss'",
         "xentcli detect y.csv"),
    says("label must be in [0, num_class), num_class=<c:int=3> but found <id:int=3> in label", "XE112",
         "The label {id} is not one of the {c} classes of num_class: ids run from 0 to {c-1}. If labels "
         "start at 1, subtract 1. Otherwise increase num_class, or remove a class from eval_set that "
         "training does not have.",
         "params['num_class'] = int(y.max()) + 1  # or y - 1 if labels start at 1",
         "xentcli validate y.csv --num-classes {c}", FROM_ZERO),
    says(("SoftmaxMultiClassObj: label must be in [0, num_class)",
          "SoftmaxMultiClassObj: label must be discrete values in the range of [0, num_class)",
          "SoftmaxMultiClassObj: label exceed num_class",
          "label must be in [0, num_class)"), "XE112",
         "Labels must be whole numbers from 0 to num_class - 1. If they start at 1, subtract 1. Names, "
         "fractions, -1 and ids with gaps need a LabelEncoder first.",
         "params['num_class'] = int(y.max()) + 1  # or y - 1 if labels start at 1",
         "xentcli detect y.csv", FROM_ZERO),
    says("Invalid classes inferred from unique values of `y`. Expected: <x:list=[0 1 2]>, got "
         "<y:names=['a' 'b' 'c']>", "XE511",
         "XGBoost needs the ids {x}, but the labels are the names {y}. Convert each name to an id, always "
         "the same one.",
         "encoder = LabelEncoder(); model.fit(x, encoder.fit_transform(y))",
         "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("Invalid classes inferred from unique values of `y`. Expected: <x:list=[0 1 2]>, got "
         "<y:list=[1 2 3]>", "XE112",
         "Labels must be the ids {x} without gaps, but they are {y}. If they start at 1, subtract 1. For "
         "gaps, -1 or fractions use a LabelEncoder. A class may also be missing from this split.",
         "encoder = LabelEncoder(); model.fit(x, encoder.fit_transform(y))",
         "xentcli detect y.csv", FROM_ZERO),
    says(("label must be in [0,1] for logistic regression",
          "label must be in (0, 1) for logistic regression"), "XE114",
         "The objective is binary (binary:logistic is the default), but a label is neither 0 nor 1. Three "
         "or more classes need multi:softprob and num_class. Two classes such as 1 and 2, or -1 and 1, must "
         "become 0 and 1.",
         "params.update(objective='multi:softprob', num_class=3)  # or y = (y == positive).astype(int)",
         "xentcli detect y.csv", "xentcli convert y.csv --to binary --positive 2 -o binary.npy"),
    says(("base_score must be in (0,1) for the logistic loss",
          "base_score must be in (0,1) for logistic loss"), "XE203",
         "base_score is the initial probability, so it must be above 0 and below 1. By default it is the "
         "share of the label 1, which is 0 or 1 if all labels have the same class.",
         "params['base_score'] = 0.5",
         "xentcli detect y.csv"),
    says(("value 0 for Parameter num_class should be greater equal to 1",
          "must set num_class to use softmax"), "XE116",
         "A multi: objective needs the number of classes, but num_class is not set.",
         "params['num_class'] = int(y.max()) + 1",
         "xentcli detect y.csv"),
    says("Check failed: info.labels.Size() == preds.Size() (<n:int=20> vs. <m:int=40>) : Invalid shape of "
         "labels", "XE302",
         "There are {n} labels and {m} predictions. Either a binary objective is used with num_class, or an "
         "objective for several label columns got one column.",
         "params.pop('num_class')  # or objective='multi:softprob'",
         "xentcli detect y.csv"),
    says("labels are not correctly provided...preds.size=<m:int=4544>, label.size=<n:int=568>", "XE302",
         "There are {n} labels and {m} predictions. If {m} is a multiple of {n}, a binary objective is used "
         "with num_class, or a metric of two classes with several classes.",
         "params.update(objective='multi:softprob')  # with num_class",
         "xentcli detect y.csv"),
    says("labels are not correctly provided", "XE302",
         "The numbers of labels and predictions differ. Either the labels are missing, or a binary "
         "objective is used with num_class.",
         "dtrain = xgb.DMatrix(x, label=y)",
         "xentcli detect y.csv"),
    says("Check failed: preds.Size() == info.labels.Size() (<m:int=60> vs. 0) : label and prediction size "
         "not match", "XE013",
         "There are {m} predictions and no labels. The evaluation set was created without them.",
         "dvalid = xgb.DMatrix(x_valid, label=y_valid)",
         "xentcli validate y.csv"),
    says("Check failed: preds.Size() == info.labels.Size() (<m:int=60> vs. <n:int=20>) : label and "
         "prediction size not match", "XE303",
         "There are {n} labels and {m} predictions. logloss, error and auc do not support several classes. "
         "Use mlogloss or merror.",
         "params['eval_metric'] = 'mlogloss'",
         "xentcli loss y.csv p.csv", "xentcli validate y.csv p.csv"),
    says(("label and prediction size not match",
          "labels size and prediction size not match"), "XE303",
         "A metric for two classes (logloss, error) got predictions for several classes. Use mlogloss or "
         "merror. Or the evaluation set has no labels.",
         "params['eval_metric'] = 'mlogloss'",
         "xentcli loss y.csv p.csv", "xentcli validate y.csv p.csv"),
    says("label set cannot be empty", "XE013",
         "The evaluation data have no labels.",
         "dvalid = xgb.DMatrix(x_valid, label=y_valid)",
         "xentcli validate y.csv"),
    says("Label contains NaN, infinity or a value too large", "XE015",
         "A label is missing or infinite. Drop the row from the features and the labels.",
         "keep = np.isfinite(y); dtrain = xgb.DMatrix(x[keep], label=y[keep])",
         "xentcli validate y.csv"),
    says("Invalid size for `label`:<a:shape=(10,1)>. n_samples:<n:int=20>", "XE301",
         "The labels have the shape {a}, but there are {n} rows of features. Each row needs one label.",
         "assert len(x) == len(y)",
         "xentcli validate y.csv --rows {n}"),
    says("Size of labels must equal to number of rows", "XE301",
         "The number of labels differs from the number of rows of features. Each row needs one label.",
         "assert len(x) == len(y)",
         "xentcli validate y.csv p.csv"),
    says("Check failed: weights_.Size() == num_row_ (<n:int=5> vs. <m:int=20>) : Size of weights must equal "
         "to number of rows", "XE404",
         "There are {n} weights and {m} rows. Each row needs one weight. Expand weights of classes to one "
         "per row first.",
         "weight = class_weight[y]  # one per row",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says(("Size of weights must equal to number of rows",
          "Invalid size of sample weight",
          "Number of weights should be equal to number of data points"), "XE404",
         "The number of weights differs from the number of rows. Expand weights of classes to one per row "
         "first.",
         "weight = class_weight[y]  # one per row",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says("Weights must be positive values", "XE402",
         "A weight is negative, NaN or infinite.",
         "assert np.isfinite(weight).all() and (weight >= 0).all()",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says(("Parameters: { `scale_pos_weight` } are not used",
          "Parameters: { `scale_pos_weight` } might not be used"), None,
         "scale_pos_weight sets the weight of label 1 relative to 0, but there are more than two classes. "
         "Give each row a weight instead.",
         "model.fit(x, y, sample_weight=compute_sample_weight('balanced', y))",
         "xentcli loss y.csv p.csv --class-weight balanced"),
    says("Unknown objective function: `<f:option=multi:softmx>`", "XE303",
         "XGBoost has no objective {f}. Use binary:logistic for two classes, and multi:softprob with "
         "num_class for more.",
         "params['objective'] = 'multi:softprob'",
         "xentcli detect y.csv"),
    says("Unknown metric function <f:word=crossentropy>", "XE303",
         "XGBoost has no metric {f}. Cross-entropy is logloss for two classes, and mlogloss for more.",
         "params['eval_metric'] = 'mlogloss'",
         "xentcli loss y.csv p.csv"),
)  # fmt: skip
"""Errors and warnings of labels and metrics."""
