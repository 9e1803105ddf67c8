"""Messages of LightGBM about labels, classes and metrics."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("LightGBM")

LIGHTGBM = (
    says("Label must be in [0, <c:int=3>), but found <id:minus=-1> in label", "XE113",
         "The label {id} is not a class: LightGBM needs ids from 0 to {c-1}. It often marks rows to ignore. "
         "Labels of -1 and 1 must become 0 and 1.",
         "keep = y >= 0; train = lgb.Dataset(x[keep], label=y[keep])",
         "xentcli validate y.csv --num-classes {c} --ignore-index={id}"),
    says("Label must be in [0, <c:int=5>), but found <id:int=5> in label", "XE112",
         "The label {id} is not one of the {c} classes of num_class: ids run from 0 to {c-1}. If labels "
         "start at 1, subtract 1. Otherwise num_class must be at least {id+1}.",
         "params['num_class'] = int(y.max()) + 1  # or y - 1 if labels start at 1",
         "xentcli validate y.csv --num-classes {c}",
         "xentcli convert y.csv --to sparse --label-offset -1 -o ids.npy"),
    says("Number of classes should be specified and greater than 1 for multiclass training", "XE116",
         "The objective multiclass needs the number of classes, but num_class is not set, or is 1. Set it "
         "in the parameters of both the dataset and the training.",
         "params = {'objective': 'multiclass', 'num_class': int(y.max()) + 1}",
         "xentcli detect y.csv"),
    says("Number of classes must be 1 for non-multiclass training", "XE303",
         "num_class is set, but the objective is not multiclass. Two classes need no num_class. More "
         "classes need the objective multiclass.",
         "params['objective'] = 'multiclass'  # or params.pop('num_class')",
         "xentcli detect y.csv"),
    says("Multiclass objective and metrics don't match", "XE303",
         "The objective and the metric do not match: one is for two classes, the other for several. "
         "multiclass needs multi_logloss, multi_error or auc_mu. binary needs binary_logloss, binary_error "
         "or auc. num_class must match too.",
         "params.update(objective='multiclass', metric='multi_logloss')",
         "xentcli detect y.csv", "xentcli loss y.csv p.csv"),
    says("[<f:word=cross_entropy>]: does not tolerate element [#<n:int=2> = <id:number=2>] outside [0, 1]",
         "XE114",
         "{f} needs labels from 0 to 1, but row {n} (from 0) has {id}. Use the objective multiclass for "
         "more than two classes. Convert ids 1 and 2, or -1 and 1, to 0 and 1.",
         "params.update(objective='multiclass', num_class=int(y.max()) + 1)",
         "xentcli detect y.csv", "xentcli convert y.csv --to binary --positive 2 -o binary.npy"),
    says(("Length of labels differs from the length of #data",
          "Length of label is not same with #data"), "XE301",
         "The number of labels differs from the number of rows of features. Each row needs one label.",
         "assert len(x) == len(y)",
         "xentcli validate y.csv p.csv"),
    says(("Length of weights differs from the length of #data",
          "Length of weights is not same with #data"), "XE404",
         "The number of weights differs from the number of rows. Expand weights of classes to one per row "
         "first.",
         "weight = class_weight[y]  # one per row",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says("Cannot set is_unbalance and scale_pos_weight at the same time", None,
         "Both options set the weight of label 1 relative to 0. Use only one of them.",
         "params.pop('is_unbalance')",
         "xentcli loss y.csv p.csv --class-weight balanced"),
    says("Check failed: (scale_pos_weight) > (0.0)", "XE402",
         "scale_pos_weight must be above 0. It is often computed as negatives / positives, and here one of "
         "the two is zero.",
         "params['scale_pos_weight'] = (y == 0).sum() / (y == 1).sum()",
         "xentcli detect y.csv"),
    says("Unknown objective type name: <f:word=binary_crossentropy>", "XE303",
         "LightGBM has no objective {f}. Use binary for two classes, multiclass for more, and cross_entropy "
         "for labels between 0 and 1.",
         "params['objective'] = 'multiclass'",
         "xentcli detect y.csv"),
    says(("Wrong type(ndarray) for label. It should be list, numpy 1-D array or pandas Series",
          "Wrong type(DataFrame) for label",
          "DataFrame for label cannot have multiple columns"), "XE302",
         "The labels are not a single column. LightGBM needs class ids, not one-hot rows.",
         "train = lgb.Dataset(x, label=y.argmax(axis=1))  # a column: y.ravel()",
         "xentcli detect y.csv", "xentcli convert onehot.csv --to sparse -o ids.npy"),
    says("Label should be non-negative (met <id:number=-1.000000>) for ranking task", "XE113",
         "A relevance grade is {id}, but grades are whole numbers from 0. For classes use the objective "
         "multiclass or binary.",
         "params['objective'] = 'multiclass'",
         "xentcli detect y.csv"),
    says("label should be int type (met <id:number=0.500000>) for ranking task", "XE104",
         "A relevance grade is {id}, but grades are whole numbers. For classes use the objective multiclass "
         "or binary.",
         "params['objective'] = 'multiclass'",
         "xentcli detect y.csv"),
    says("Label <id:int=40> is not less than the number of label mappings (<c:int=31>)", "XE112",
         "A relevance grade is {id}, but label_gain has the gains of {c} grades, 0 to {c-1}. Use a longer "
         "label_gain, or smaller grades.",
         "params['label_gain'] = list(range(int(y.max()) + 1))",
         "xentcli validate y.csv --num-classes {c}"),
    says("Contains only one class", "XE803",
         "All labels have the same class, so there is nothing to learn. Check how the rows were filtered or "
         "split.",
         "print(np.unique(y, return_counts=True))",
         "xentcli detect y.csv"),
)  # fmt: skip
"""Errors and warnings of labels and metrics."""
