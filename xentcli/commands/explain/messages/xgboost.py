"""Messages of XGBoost about labels, classes and metrics."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("XGBoost")

FROM_ZERO = "xentcli convert y.csv --to sparse --label-offset -1 -o ids.npy"

XGBOOST = (
    says("label must be in [0, num_class), num_class=1 but found <id:int=1> in label", "XE303",
         "A metric of several classes, mlogloss or merror, stands beside a binary objective, whose num_class "
         "is 1, so that the label {id} is too high: take logloss or error, or multi:softprob with num_class.",
         "params['eval_metric'] = 'logloss'",
         "xentcli detect y.csv"),
    says("label must be in [0, num_class), num_class=<c:int=3> but found <id:int=3> in label", "XE112",
         "The label {id} is no class of the {c} that num_class says: ids run from 0 to {c-1}. Labels from 1 "
         "need 1 subtracted; otherwise num_class must be larger, or eval_set has a class that training "
         "has not.",
         "params['num_class'] = int(y.max()) + 1  # or y - 1, where labels start at 1",
         "xentcli validate y.csv --num-classes {c}", FROM_ZERO),
    says(("SoftmaxMultiClassObj: label must be in [0, num_class)",
          "SoftmaxMultiClassObj: label must be discrete values in the range of [0, num_class)",
          "SoftmaxMultiClassObj: label exceed num_class",
          "label must be in [0, num_class)"), "XE112",
         "Labels must be the whole numbers from 0 to num_class - 1. Labels that start at 1 need 1 "
         "subtracted; names, fractions, -1 and ids with gaps need a LabelEncoder first.",
         "params['num_class'] = int(y.max()) + 1  # or y - 1, where labels start at 1",
         "xentcli detect y.csv", FROM_ZERO),
    says("Invalid classes inferred from unique values of `y`. Expected: <x:list=[0 1 2]>, got "
         "<y:names=['a' 'b' 'c']>", "XE511",
         "XGBoost takes the ids {x}, and the labels are the names {y}: each name must become an id, always "
         "the same one.",
         "encoder = LabelEncoder(); model.fit(x, encoder.fit_transform(y))",
         "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("Invalid classes inferred from unique values of `y`. Expected: <x:list=[0 1 2]>, got "
         "<y:list=[1 2 3]>", "XE112",
         "Labels must be the ids {x} without gaps, and they are {y}. Where they start at 1, subtract 1; "
         "for gaps, -1 or fractions take a LabelEncoder. A class may also be missing from this split.",
         "encoder = LabelEncoder(); model.fit(x, encoder.fit_transform(y))",
         "xentcli detect y.csv", FROM_ZERO),
    says(("label must be in [0,1] for logistic regression",
          "label must be in (0, 1) for logistic regression"), "XE114",
         "The objective is a binary one (binary:logistic is the default), and a label is neither 0 nor 1. "
         "Three or more classes want multi:softprob and num_class; two classes such as 1 and 2, or -1 and "
         "1, must become 0 and 1.",
         "params.update(objective='multi:softprob', num_class=3)  # or y = (y == positive).astype(int)",
         "xentcli detect y.csv", "xentcli convert y.csv --to binary --positive 2 -o binary.npy"),
    says(("base_score must be in (0,1) for the logistic loss",
          "base_score must be in (0,1) for logistic loss"), "XE203",
         "base_score is the probability to start from, so it must be between 0 and 1 without the ends. Left "
         "out, it is the share of the label 1; that share is 0 or 1 if all labels are one class.",
         "params['base_score'] = 0.5",
         "xentcli detect y.csv"),
    says(("value 0 for Parameter num_class should be greater equal to 1",
          "must set num_class to use softmax"), "XE116",
         "A multi: objective must be told the number of classes, and num_class is not set.",
         "params['num_class'] = int(y.max()) + 1",
         "xentcli detect y.csv"),
    says("Check failed: info.labels.Size() == preds.Size() (<n:int=20> vs. <m:int=40>) : Invalid shape of "
         "labels", "XE302",
         "There are {n} labels and {m} predictions: a binary objective was given num_class, or an objective "
         "for several columns of labels one column.",
         "params.pop('num_class')  # or objective='multi:softprob'",
         "xentcli detect y.csv"),
    says("labels are not correctly provided...preds.size=<m:int=4544>, label.size=<n:int=568>", "XE302",
         "There are {n} labels and {m} predictions. If {m} is a multiple of {n}, a binary "
         "objective was given num_class, or several classes a metric of two.",
         "params.update(objective='multi:softprob')  # with num_class",
         "xentcli detect y.csv"),
    says("labels are not correctly provided", "XE302",
         "The labels do not fit the predictions in number: they were left out, or a binary objective was "
         "given num_class.",
         "dtrain = xgb.DMatrix(x, label=y)",
         "xentcli detect y.csv"),
    says("Check failed: preds.Size() == info.labels.Size() (<m:int=60> vs. 0) : label and prediction size "
         "not match", "XE013",
         "There are {m} predictions and no labels: the evaluation set was made without them.",
         "dvalid = xgb.DMatrix(x_valid, label=y_valid)",
         "xentcli validate y.csv"),
    says("Check failed: preds.Size() == info.labels.Size() (<m:int=60> vs. <n:int=20>) : label and "
         "prediction size not match", "XE303",
         "There are {n} labels and {m} predictions. With several classes, logloss, error and auc do not fit: "
         "take mlogloss or merror.",
         "params['eval_metric'] = 'mlogloss'",
         "xentcli loss y.csv p.csv", "xentcli validate y.csv p.csv"),
    says(("label and prediction size not match",
          "labels size and prediction size not match"), "XE303",
         "A metric of two classes (logloss, error) met predictions of several: take mlogloss or merror. Or "
         "the evaluation set has no labels.",
         "params['eval_metric'] = 'mlogloss'",
         "xentcli loss y.csv p.csv", "xentcli validate y.csv p.csv"),
    says("label set cannot be empty", "XE013",
         "The data to evaluate on have no labels.",
         "dvalid = xgb.DMatrix(x_valid, label=y_valid)",
         "xentcli validate y.csv"),
    says("Label contains NaN, infinity or a value too large", "XE015",
         "A label is missing or infinite. Leave the row out of features and labels alike.",
         "keep = np.isfinite(y); dtrain = xgb.DMatrix(x[keep], label=y[keep])",
         "xentcli validate y.csv"),
    says("Invalid size for `label`:<a:shape=(10,1)>. n_samples:<n:int=20>", "XE301",
         "The labels have the shape {a}, and there are {n} rows of features: each row needs one label.",
         "assert len(x) == len(y)",
         "xentcli validate y.csv --rows {n}"),
    says("Size of labels must equal to number of rows", "XE301",
         "The labels are more or fewer than the rows of features: each row needs one.",
         "assert len(x) == len(y)",
         "xentcli validate y.csv p.csv"),
    says("Check failed: weights_.Size() == num_row_ (<n:int=5> vs. <m:int=20>) : Size of weights must equal "
         "to number of rows", "XE404",
         "There are {n} weights and {m} rows: each row needs one weight. Weights of classes must be spread "
         "over the rows first.",
         "weight = class_weight[y]  # one for each row",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says(("Size of weights must equal to number of rows",
          "Invalid size of sample weight",
          "Number of weights should be equal to number of data points"), "XE404",
         "Each row needs one weight, and there are more or fewer. Weights of classes must be spread over "
         "the rows first.",
         "weight = class_weight[y]  # one for each row",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says("Weights must be positive values", "XE402",
         "A weight is negative, NaN or infinite.",
         "assert np.isfinite(weight).all() and (weight >= 0).all()",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says(("Parameters: { `scale_pos_weight` } are not used",
          "Parameters: { `scale_pos_weight` } might not be used"), None,
         "scale_pos_weight weighs the label 1 against 0, and there are more than two classes: give each row "
         "a weight instead.",
         "model.fit(x, y, sample_weight=compute_sample_weight('balanced', y))",
         "xentcli loss y.csv p.csv --class-weight balanced"),
    says("Unknown objective function: `<f:option=multi:softmx>`", "XE303",
         "XGBoost has no objective {f}. For two classes take binary:logistic, for more multi:softprob with "
         "num_class.",
         "params['objective'] = 'multi:softprob'",
         "xentcli detect y.csv"),
    says("Unknown metric function <f:word=crossentropy>", "XE303",
         "XGBoost has no metric {f}. Cross-entropy is logloss for two classes, and mlogloss for "
         "more.",
         "params['eval_metric'] = 'mlogloss'",
         "xentcli loss y.csv p.csv"),
)  # fmt: skip
"""Errors and warnings of labels and metrics."""
