"""Messages of CatBoost about targets, classes and losses."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("CatBoost")

CATBOOST = (
    says("Target contains only one unique value", "XE803",
         "All labels have the same class, so there is nothing to learn. Check how the rows were filtered or "
         "split, whether the file was sorted and cut, and whether this is the right column.",
         "print(np.unique(y, return_counts=True))",
         "xentcli detect y.csv", "xentcli validate y.csv"),
    says("Target with classes must contain only <c:int=2> unique values for binary classification",
         "XE304",
         "Logloss is for {c} classes, but the labels have more. Use MultiClass. Fractions count as classes "
         "here. For labels that are probabilities use CrossEntropy.",
         "model = CatBoostClassifier(loss_function='MultiClass')",
         "xentcli detect y.csv", "xentcli convert y.csv --to binary --positive 1 -o binary.npy"),
    says("Max target greater than 1: <v:number=2>", "XE114",
         "A label is {v}, but CrossEntropy needs labels from 0 to 1, which are shares or probabilities. For "
         "ids of several classes use MultiClass. Divide percentages by 100.",
         "model = CatBoostClassifier(loss_function='MultiClass')",
         "xentcli detect y.csv"),
    says("Min target less than 0: <v:number=-1>", "XE114",
         "A label is {v}, but CrossEntropy needs labels from 0 to 1. Labels of -1 and 1 must become 0 and 1.",
         "y = (y > 0).astype(int)",
         "xentcli detect y.csv", "xentcli convert y.csv --to binary --classes=-1,1 -o binary.npy"),
    says("Value in target (<id:int=3>) is greater than specified class count", "XE112",
         "The label {id} is not a class: with classes_count=K, ids run from 0 to K - 1, so {id} needs at "
         "least {id+1}. If labels start at 1, subtract 1, or leave out classes_count.",
         "model = CatBoostClassifier(loss_function='MultiClass', classes_count=int(y.max()) + 1)",
         "xentcli detect y.csv", "xentcli convert y.csv --to sparse --label-offset -1 -o ids.npy"),
    says("If classes count is specified each target label should be nonnegative integer in "
         "[0,..,classes_count - 1]", "XE112",
         "With classes_count=K, the labels must be whole numbers from 0 to K - 1. If they start at 1, "
         "subtract 1, or leave out classes_count.",
         "model = CatBoostClassifier(loss_function='MultiClass', classes_count=int(y.max()) + 1)",
         "xentcli detect y.csv", "xentcli convert y.csv --to sparse --label-offset -1 -o ids.npy"),
    says("is a Multiclassification metric, each target label should be a nonnegative integer", "XE113",
         "A label is negative or a fraction, but this metric needs the class ids 0, 1, 2 and so on.",
         "y = LabelEncoder().fit_transform(y)",
         "xentcli detect y.csv"),
    says(("Unknown class label: <x:cell=\"2\">",
          "Unknown class name: <x:cell=\"2\">"), "XE112",
         "The label {x} is not a known class. It is missing from class_names, classes_count or "
         "class_weights, or occurs only in the evaluation set.",
         "model = CatBoostClassifier(class_names=sorted(set(y)))",
         "xentcli detect y.csv", "xentcli validate y.csv --classes a,b"),
    says("Dataset <d:any=test #0> contains class label <x:cell=\"3\"> that is not present in the learn "
         "dataset", "XE112",
         "The label {x} occurs in the dataset {d}, but not in the training data. Split by class, or drop "
         "its rows.",
         "train_test_split(x, y, stratify=y)",
         "xentcli validate y.csv --classes a,b"),
    says("Not all class names are numeric, but specified target data is", "XE103",
         "class_names are words, but the labels are numbers. class_names must match the labels in the data.",
         "model = CatBoostClassifier(class_names=[0, 1, 2])",
         "xentcli detect y.csv"),
    says("Target value <x:cell=\"a\"> cannot be parsed as float", "XE511",
         "{x} is a name, but this loss needs numbers: it is a regression, or classes_count is set for "
         "names. Use a classifier, or convert the names to ids.",
         "model = CatBoostClassifier(loss_function='MultiClass')",
         "xentcli detect y.csv", "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("class weights size data size (<n:int=2>) is not equal to class count (<c:int=3>)", "XE404",
         "There are {n} class weights for {c} classes. Each class needs one.",
         "model = CatBoostClassifier(class_weights=[1.0] * {c})",
         "xentcli loss y.csv p.csv --class-weight balanced"),
    says(("ClassWeights should be default if AutoClassWeights is not None",
          "only one of the parameters scale_pos_weight, class_weights, auto_class_weights should be "
          "initialized"), None,
         "class_weights, auto_class_weights and scale_pos_weight set the same thing. Use only one of them.",
         "model = CatBoostClassifier(auto_class_weights='Balanced')",
         "xentcli loss y.csv p.csv --class-weight balanced"),
    says("scale_pos_weight is supported only for binary classification Logloss loss", "XE303",
         "scale_pos_weight sets the weight of label 1 relative to 0, but the loss is for several classes. "
         "Use class_weights.",
         "model = CatBoostClassifier(auto_class_weights='Balanced')",
         "xentcli loss y.csv p.csv --class-weight balanced"),
    says("NaN values are not supported for target", "XE015",
         "A label is missing. Drop the row from the features and the labels.",
         "keep = pd.notna(y); model.fit(x[keep], y[keep])",
         "xentcli validate y.csv"),
    says("Length of label=<n:int=4> and length of data=<m:int=20> is different", "XE301",
         "There are {n} labels for {m} rows of features. Each row needs one label.",
         "assert len(x) == len(y)",
         "xentcli validate y.csv --rows {m}"),
    says("Length of weight=<n:int=3> and length of data=<m:int=20> are different", "XE404",
         "There are {n} weights for {m} rows. Each row needs one weight. For weights of classes use "
         "class_weights.",
         "weight = class_weight[y]  # one per row",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says("Weights[<n:int=0>] is negative", "XE402",
         "The weight of row {n} (from 0) is negative.",
         "assert (weight >= 0).all()",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
    says("Currently only multi-regression, multilabel and survival objectives work with multidimensional "
         "target", "XE303",
         "The labels have several columns, but this loss needs one. Convert one-hot rows to class ids. For "
         "several labels per row use MultiLogloss.",
         "model.fit(x, y.argmax(axis=1))",
         "xentcli detect y.csv", "xentcli convert onehot.csv --to sparse -o ids.npy"),
    says("Target Labels for MultiLogloss must be 0 or 1", "XE105",
         "MultiLogloss needs a column of 0 and 1 for each label. For class ids use MultiClass, for shares "
         "MultiCrossEntropy.",
         "model = CatBoostClassifier(loss_function='MultiClass')",
         "xentcli detect y.csv", "xentcli convert y.csv --to one-hot -o onehot.csv"),
    says("Target Labels for MultiCrossEntropy must be in range [0, 1]", "XE124",
         "MultiCrossEntropy needs shares from 0 to 1 for each label. For class ids use MultiClass. Divide "
         "percentages by 100.",
         "model = CatBoostClassifier(loss_function='MultiClass')",
         "xentcli detect y.csv"),
    says("Both binary classification-only and multiclassification-only loss function or metrics specified",
         "XE303",
         "Some of the losses and metrics are for two classes (Logloss, CrossEntropy, AUC), others for "
         "several (MultiClass). Use only one kind.",
         "model = CatBoostClassifier(loss_function='MultiClass', eval_metric='MultiClass')",
         "xentcli detect y.csv"),
    says("Eval metric should have a single value. Metric <f:word=F1> provides a value for each class",
         "XE303",
         "With more than two classes, {f} gives one number per class, but the best iteration needs a single "
         "number. Use TotalF1 or MultiClass.",
         "model = CatBoostClassifier(eval_metric='TotalF1')",
         "xentcli loss y.csv p.csv --by class"),
    says("<f:word=BinaryCrossEntropy> loss is not supported", "XE303",
         "CatBoost has no loss {f}. Use Logloss for two classes, CrossEntropy for labels that are "
         "probabilities, MultiClass for several classes, and MultiLogloss for several labels per row.",
         "model = CatBoostClassifier(loss_function='MultiClass')",
         "xentcli detect y.csv"),
    says(("Invalid loss_function='<f:word=RMSE>': for classifier use Logloss, CrossEntropy, MultiClass",
          "Invalid loss_function='<f:word=Logloss>': for regressor use RMSE"), "XE303",
         "This estimator does not support {f}. For classes use CatBoostClassifier with Logloss or "
         "MultiClass, and for numbers CatBoostRegressor with RMSE.",
         "model = CatBoostClassifier(loss_function='MultiClass')",
         "xentcli detect y.csv"),
    says(("Only one class found, can't learn multiclass objective",
          "Multiclass metric/loss specified but target data does not have more than one different labels"),
         "XE803",
         "All labels have the same class, but MultiClass needs at least two. Check how the rows were "
         "filtered or split.",
         "print(np.unique(y, return_counts=True))",
         "xentcli detect y.csv"),
    says("classes_count parameter takes effect only with MultiClass/MultiClassOneVsAll", "XE303",
         "classes_count works only with MultiClass, but the loss is another one. Leave it out for two "
         "classes.",
         "model = CatBoostClassifier(loss_function='MultiClass', classes_count=3)",
         "xentcli detect y.csv"),
)  # fmt: skip
"""Errors of targets and losses."""
