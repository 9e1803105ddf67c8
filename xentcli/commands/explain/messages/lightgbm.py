"""Messages of LightGBM about labels, classes and metrics."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("LightGBM")

LIGHTGBM = (
    says("Label must be in [0, <c:int=3>), but found <id:minus=-1> in label", "XE113",
         "The label {id} is no class: LightGBM takes the ids 0 to {c-1}. It is often the mark of rows to "
         "leave out; labels of -1 and 1 must become 0 and 1.",
         "keep = y >= 0; train = lgb.Dataset(x[keep], label=y[keep])",
         "xentcli validate y.csv --num-classes {c} --ignore-index={id}"),
    says("Label must be in [0, <c:int=5>), but found <id:int=5> in label", "XE112",
         "The label {id} is no class of the {c} that num_class says: ids run from 0 to {c-1}. Where labels "
         "start at 1, subtract 1; else num_class must be at least {id+1}.",
         "params['num_class'] = int(y.max()) + 1  # or y - 1, where labels start at 1",
         "xentcli validate y.csv --num-classes {c}",
         "xentcli convert y.csv --to sparse --label-offset -1 -o ids.npy"),
    says("Number of classes should be specified and greater than 1 for multiclass training", "XE116",
         "The objective multiclass must be told the number of classes: num_class is not set, or it is 1. It "
         "belongs into the parameters, for the dataset and the training alike.",
         "params = {'objective': 'multiclass', 'num_class': int(y.max()) + 1}",
         "xentcli detect y.csv"),
    says("Number of classes must be 1 for non-multiclass training", "XE303",
         "num_class was set beside an objective that is not multiclass, such as binary. Two classes need no "
         "num_class; more want the objective multiclass.",
         "params['objective'] = 'multiclass'  # or params.pop('num_class')",
         "xentcli detect y.csv"),
    says("Multiclass objective and metrics don't match", "XE303",
         "One of objective and metric is for two classes, the other for several. Beside multiclass stand "
         "multi_logloss, multi_error and auc_mu; beside binary, binary_logloss, binary_error and auc. "
         "num_class must fit too.",
         "params.update(objective='multiclass', metric='multi_logloss')",
         "xentcli detect y.csv", "xentcli loss y.csv p.csv"),
    says("[<f:word=cross_entropy>]: does not tolerate element [#<n:int=2> = <id:number=2>] outside [0, 1]",
         "XE114",
         "{f} takes labels from 0 to 1, and row {n} (from 0) has {id}. Class ids of more than two classes "
         "want the objective multiclass; ids 1 and 2, or -1 and 1, must become 0 and 1.",
         "params.update(objective='multiclass', num_class=int(y.max()) + 1)",
         "xentcli detect y.csv", "xentcli convert y.csv --to binary --positive 2 -o binary.npy"),
    says(("Length of labels differs from the length of #data",
          "Length of label is not same with #data"), "XE301",
         "The labels are more or fewer than the rows of features: each row needs one.",
         "assert len(x) == len(y)",
         "xentcli validate y.csv p.csv"),
    says(("Length of weights differs from the length of #data",
          "Length of weights is not same with #data"), "XE404",
         "Each row needs one weight, and there are more or fewer. Weights of classes must be spread over "
         "the rows first.",
         "weight = class_weight[y]  # one for each row",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says("Cannot set is_unbalance and scale_pos_weight at the same time", None,
         "Both weigh the label 1 against 0: give one of them.",
         "params.pop('is_unbalance')",
         "xentcli loss y.csv p.csv --class-weight balanced"),
    says("Check failed: (scale_pos_weight) > (0.0)", "XE402",
         "scale_pos_weight must be above 0: it is often computed as negatives / positives, and one of the "
         "two is missing.",
         "params['scale_pos_weight'] = (y == 0).sum() / (y == 1).sum()",
         "xentcli detect y.csv"),
    says("Unknown objective type name: <f:word=binary_crossentropy>", "XE303",
         "LightGBM has no objective {f}. Two classes want binary, more multiclass, labels between 0 and 1 "
         "cross_entropy.",
         "params['objective'] = 'multiclass'",
         "xentcli detect y.csv"),
    says(("Wrong type(ndarray) for label. It should be list, numpy 1-D array or pandas Series",
          "Wrong type(DataFrame) for label",
          "DataFrame for label cannot have multiple columns"), "XE302",
         "The labels are not one column: LightGBM takes class ids, not one-hot rows.",
         "train = lgb.Dataset(x, label=y.argmax(axis=1))  # a column: y.ravel()",
         "xentcli detect y.csv", "xentcli convert onehot.csv --to sparse -o ids.npy"),
    says("Label should be non-negative (met <id:number=-1.000000>) for ranking task", "XE113",
         "A grade of relevance is {id}; grades are the whole numbers from 0. For classes take the objective "
         "multiclass or binary.",
         "params['objective'] = 'multiclass'",
         "xentcli detect y.csv"),
    says("label should be int type (met <id:number=0.500000>) for ranking task", "XE104",
         "A grade of relevance is {id}; grades are whole numbers. For classes take the objective multiclass "
         "or binary.",
         "params['objective'] = 'multiclass'",
         "xentcli detect y.csv"),
    says("Label <id:int=40> is not less than the number of label mappings (<c:int=31>)", "XE112",
         "A grade of relevance is {id}, and label_gain has the gains of {c} grades, 0 to {c-1}: give longer "
         "gains, or smaller grades.",
         "params['label_gain'] = list(range(int(y.max()) + 1))",
         "xentcli validate y.csv --num-classes {c}"),
    says("Contains only one class", "XE803",
         "All labels are one class, and there is nothing to tell apart: look how the rows were filtered or "
         "split.",
         "print(np.unique(y, return_counts=True))",
         "xentcli detect y.csv"),
)  # fmt: skip
"""Errors and warnings of labels and metrics."""
