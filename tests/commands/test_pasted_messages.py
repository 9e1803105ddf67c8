"""Messages as people paste them: each is answered with what is wrong, and those of other kinds not at all."""

import re

import pytest
from running import inside

from xentcli.commands.explain.messages.registry import hear

PASTED = [
    (
        "xgboost.core.XGBoostError: [11:02:07] src/objective/multiclass_obj.cu:123: SoftmaxMultiClassObj: "
        "label must be in [0, num_class).",
        (r"(?i)from 0|start at 0|label-offset|num_class|0 to |LabelEncoder|subtract",),
        (),
    ),
    (
        "ValueError: Invalid classes inferred from unique values of `y`.  Expected: [0 1 2 3], got [1 2 3 4]",
        (r"(?i)from 0|start at 0|label-offset|num_class|0 to |LabelEncoder|subtract",),
        (),
    ),
    (
        "Check failed: base_score > 0.0f && base_score < 1.0f: label must be in [0,1] for logistic "
        "regression",
        (r"(?i)0 and 1|binary|--classes|label-offset|multi:softprob",),
        (),
    ),
    (
        "lightgbm.basic.LightGBMError: Label must be in [0, 5), but found 5 in label",
        (r"(?i)from 0|start at 0|label-offset|num_class|0 to |LabelEncoder|subtract",),
        (),
    ),
    (
        "CatBoostError: catboost/private/libs/target/target_converter.cpp:404: Target contains only one "
        "unique value",
        (r"(?i)one class|only one|single|filtered|split",),
        (),
    ),
    (
        "ValueError: multilabel-indicator is not supported",
        (r"(?i)argmax|column by column|each label|MultiLabelBinarizer|one column|binary",),
        (),
    ),
    (
        "ValueError: You appear to be using a legacy multi-label data representation. Sequence of "
        "sequences are no longer supported; use a binary array or sparse matrix instead - the "
        "MultiLabelBinarizer transformer can convert to this format.",
        (r"(?i)multi-label|multi-hot|several labels",),
        (),
    ),
    (
        "ValueError: Labels in y_true and y_pred should be of the same type. Got y_true=['ham' 'spam'] "
        "and y_pred=[0 1]. Make sure that the predictions provided by the classifier coincides with the "
        "true labels.",
        (r"(?i)names|ids|--classes|convert",),
        (),
    ),
    (
        "ValueError: The number of classes in labels is different from that in y_pred. Classes found in "
        "labels: [0 1 2]",
        (r"labels=|never occur",),
        (),
    ),
    (
        "ValueError: y_true and y_prob contain different number of classes: 4 vs 6. Please provide the "
        "true labels explicitly through the labels argument. Classes found in y_true: [0 1 3 5]",
        (r"labels=",),
        (),
    ),
    (
        "ValueError: Number of classes in y_true not equal to the number of columns in 'y_score'",
        (r"(?i)labels=|column|never occur|missing",),
        (),
    ),
    (
        "ValueError: y_true takes value in {'bad', 'good'} and pos_label is not specified: either make "
        "y_true take value in {0, 1} or {-1, 1} or pass pos_label explicitly.",
        (r"(?i)pos_label|--positive|--classes",),
        (),
    ),
    (
        "ValueError: could not convert string to float: '0,31'",
        (r"(?i)comma|--decimal",),
        (),
    ),
    (
        "ValueError: could not convert string to float: '47%'",
        (r"(?i)percent|per cent|100",),
        (),
    ),
    (
        "ValueError: could not convert string to float: 'setosa'",
        (r"(?i)name",),
        (),
    ),
    (
        "RuntimeError: Boolean value of Tensor with more than one value is ambiguous",
        (r"(?i)CrossEntropyLoss\(\)\(|instance|F\.cross_entropy|constructor|first make|call the",),
        (),
    ),
    (
        "RuntimeError: Found dtype Double but expected Float",
        (r"(?i)float32|\.float\(\)",),
        (),
    ),
    (
        "RuntimeError: expected scalar type Float but found Double",
        (r"(?i)float32|\.float\(\)",),
        (),
    ),
    (
        "IndexError: Dimension out of range (expected to be in range of [-1, 0], but got 1)",
        (r"(?i)\(N, C\)|batch|unsqueeze|one row|1-D|axis",),
        (),
    ),
    (
        "RuntimeError: \"log_softmax_lastdim_kernel_impl\" not implemented for 'Long'",
        (r"(?i)prediction|logits|\.float\(\)|swap|order of",),
        (),
    ),
    (
        "RuntimeError: \"nll_loss2d_forward_no_reduce_cuda\" not implemented for 'Byte'",
        (r"(?i)\.long\(\)|int64",),
        (),
    ),
    (
        "RuntimeError: \"nll_loss_out_frame\" not implemented for 'Long'",
        (r"(?i)(predictions|logits|input|log-probabilities).*(float|int64|integers|whole)",),
        (),
    ),
    (
        "IndexError: Target 255 is out of bounds.",
        (
            r"ignore_index|ignore-index",
            r"(?i)mask|void|0 and 255|picture|image",
        ),
        (),
    ),
    (
        "IndexError: Target 1 is out of bounds.",
        (r"(?i)one output|BCE|binary",),
        (),
    ),
    (
        "IndexError: Target -1 is out of bounds.",
        (r"ignore_index|ignore-index",),
        (),
    ),
    (
        "../aten/src/ATen/native/cuda/Loss.cu:250: nll_loss_forward_reduce_cuda_kernel_2d: block: "
        "[0,0,0], thread: [7,0,0] Assertion `t >= 0 && t < n_classes` failed.",
        (r"ignore_index|ignore-index|-100",),
        (),
    ),
    (
        "RuntimeError: Assertion `cur_target >= 0 && cur_target < n_classes' failed.  at "
        "/pytorch/aten/src/THNN/generic/ClassNLLCriterion.c:94",
        (r"(?i)no class|below 0|outputs|label-offset|out of range|\.max\(\)",),
        (),
    ),
    (
        "RuntimeError: multi-target not supported at /pytorch/aten/src/THNN/generic/ClassNLLCriterion.c:22",
        (r"(?i)squeeze|\(N,\)|one-hot|argmax",),
        (),
    ),
    (
        "RuntimeError: cuda runtime error (59) : device-side assert triggered at "
        "/pytorch/aten/src/THC/generic/THCTensorMath.cu:26",
        (r"(?i)no class|out of range|CPU|below 0|outputs",),
        (),
    ),
    (
        "ValueError: only batches of spatial targets supported (non-empty 3D tensors) but got targets of "
        "size: : [2, 1, 64, 64]",
        (r"(?i)squeeze",),
        (),
    ),
    (
        "Assertion `input >= 0. && input <= 1.` failed.",
        (r"(?i)sigmoid|with_logits|WithLogits|probabilit",),
        (),
    ),
    (
        "ValueError: Target size (torch.Size([2, 3, 64, 64])) must be the same as input size "
        "(torch.Size([2, 1, 64, 64]))",
        (r"(?i)RGB|colou?r|channel|grey|convert\('L'\)",),
        (),
    ),
    (
        "RuntimeError: gather(): Expected dtype int64 for index",
        (r"(?i)int64|\.long\(\)",),
        (),
    ),
    (
        "RuntimeError: stack expects each tensor to be equal size, but got [3] at entry 0 and [1] at entry 1",
        (r"(?i)several labels|multi-hot|multi-label|pad|length",),
        (),
    ),
    (
        "ValueError: too many dimensions 'str'",
        (r"(?i)name|LabelEncoder|convert|ids",),
        (),
    ),
    (
        "ValueError: Expected input batch_size (24) to match target batch_size (8).",
        (
            r"24",
            r"8",
        ),
        (),
    ),
    (
        "ValueError: Could not interpret loss identifier: sparse_crossentropy",
        (r"sparse_categorical_crossentropy",),
        (),
    ),
    (
        "ValueError: Invalid dtype: object",
        (r"(?i)name|text|string|convert|ids",),
        (),
    ),
    (
        "AttributeError: 'list' object has no attribute 'get'",
        (r"(?i)class_weight.*(dict|\{)|(dict|\{).*class_weight",),
        (),
    ),
    (
        "ValueError: Argument `output` must have rank (ndim) `target.ndim - 1`. Received: "
        "target.shape=(None, 3), output.shape=(None, 3)",
        (r"(?i)one-hot|categorical_crossentropy",),
        (),
    ),
    (
        "ValueError: FBetaScore expects 2D inputs with shape (batch_size, output_dim), with output_dim "
        "fully defined (not None). Received input shapes: y_pred.shape=(8,) and y_true.shape=(8,).",
        (r"(?i)one-hot|\(N, |2-?D|column",),
        (),
    ),
    (
        "ValueError: No loss to compute. Provide a `loss` argument in `compile()`.",
        (r"(?i)compile\(|loss=",),
        (),
    ),
    (
        "TypeError: SparseCategoricalCrossentropy.__init__() got an unexpected keyword argument "
        "'label_smoothing'",
        (r"(?i)one-hot|CategoricalCrossentropy",),
        (),
    ),
    (
        "ValueError: Arguments `target` and `output` must have the same shape up until the last "
        "dimension: target.shape=(6,), output.shape=(2,)",
        (r"(?i)batch|rows|\(N, C\)|class axis|axis",),
        (r"one-hot rows",),
    ),
    (
        "ValueError: Incompatible shapes for broadcasting: shapes=[(6, 4), (6,)]",
        (r"\(6, 4\).*\(6,\)|\(6,\).*\(6, 4\)",),
        (),
    ),
    (
        "ValueError: indices and arr must have the same number of dimensions; 3 vs. 2",
        (r"(?i)squeeze|\(N,\)|\[:, 0\]|reshape",),
        (),
    ),
    (
        "TypeError: Gradient only defined for scalar-output functions. Output had shape: (32,).",
        (r"\.mean\(\)|(?i:reduce)",),
        (),
    ),
    (
        "IndexError: arrays used as indices must be of integer (or boolean) type",
        (r"(?i)astype\(int|int64|whole numbers|float",),
        (),
    ),
    (
        "InvalidArgumentError: Received a label value of 7 which is outside the valid range of [0, 7).  "
        "Label values: 7 2 3",
        (r"8|label-offset|subtract",),
        (),
    ),
    (
        "RuntimeError: Detected the following values in `target`: tensor([-1,  0,  1]) but expected only "
        "the following values [0, 1].",
        (r"(?i)0 and 1|--classes|ignore",),
        (),
    ),
    (
        "ValueError: The model did not return a loss from the inputs, only the following keys: logits. "
        "For reference, the inputs it received are input_ids,attention_mask.",
        (r"(?i)labels|label_names|column",),
        (),
    ),
]
"""Messages, patterns of the answer without its first line, and patterns that it must not have."""


@pytest.mark.parametrize(("text", "wanted", "unwanted"), PASTED, ids=[row[0][:50] for row in PASTED])
def test_a_pasted_message_is_answered(text, wanted, unwanted):
    done = inside("explain", text)
    assert (done.returncode, done.stderr) == (0, "")
    answer = done.stdout.partition("\n")[2]
    assert [pattern for pattern in wanted if not re.search(pattern, answer)] == []
    assert [pattern for pattern in unwanted if re.search(pattern, answer)] == []


FURTHER = {
    "src/objective/multiclass_obj.cc:75: Check failed: label_error >= 0 && label_error < nclass "
    "SoftmaxMultiClassObj: label must be in [0, num_class), "
    "num_class=10 but found 10 in label.": "ids run from 0 to 9",
    "MultiClassEvaluation: label must be in [0, "
    "num_class), num_class=1 but found 1 in label": "binary objective",
    "multiclass_obj.cu:64: Check failed: valid: SoftmaxMultiClassObj: label must be discrete values in "
    "the range "
    "of [0, num_class).": "whole numbers from 0",
    "Invalid classes inferred from unique values of `y`.  "
    "Expected: [0 1 2], got ['a' 'b' 'c']": "['a' 'b' 'c']",
    "elementwise_metric.cu:360: Check failed: preds.Size() == info.labels.Size() (60 vs. 20) : label and "
    "prediction "
    "size not match, hint: use merror or mlogloss "
    "for multi-class classification": "20 labels and 60 predictions",
    "Check failed: preds.Size() == info.labels.Size() (489551 vs. 0) : label and prediction size not "
    "match, hint: "
    "use merror": "no labels",
    "data.cc:853: Check failed: weights_.Size() == num_row_ (5 vs. 20) : Size of weights must equal to "
    "number of "
    "rows.": "5 weights and 20 rows",
    "xgboost.core.XGBoostError: value 0 for Parameter "
    "num_class should be greater equal to 1": "num_class is not set",
    "Unknown objective function: `multi:softmx`\nObjective candidate: rank:ndcg": "multi:softmx",
    "[LightGBM] [Fatal] Label must be in [0, 3), but found -1 in label": "label -1",
    "[LightGBM] [Fatal] Multiclass objective and metrics don't match": "multi_logloss",
    "[LightGBM] [Fatal] [cross_entropy]: does not "
    "tolerate element [#2 = 2] outside [0, 1]": "row 2 (from 0) has 2",
    "lightgbm.basic.LightGBMError: Number of classes must be 1 for non-multiclass training": "num_class",
    "_catboost.CatBoostError: "
    "catboost/libs/metrics/metric.cpp:7016: Max target greater than 1: 2": "A label is 2",
    'Dataset test #0 contains class label "3" that is not present in the learn dataset': 'The label "3"',
    'CatBoostError: catboost/libs/target/target_converter.cpp:64: Unknown class name: "2708"': '"2708"',
    "Length of label=4 and length of data=20 is different.": "4 labels and 20 rows",
    "Target 9 is out of bounds.": "at least 10 outputs",
    "Target -9223372036854775808 is out of bounds.": "NaN",
    '"nll_loss_forward_reduce_cuda_kernel_2d_index" not implemented for \'Int\'': "int64",
    "RuntimeError: Found dtype Float but expected Long": "swapped",
    "RuntimeError: mat1 and mat2 must have the same dtype, but got Double and Float": "Double",
    "Expected all tensors to be on the same device, but found at least two devices, cuda:0 and cpu! "
    "(when checking "
    "argument for argument target in method wrapper_CUDA_nll_loss_forward)": "on cuda:0, the other on cpu",
    "AttributeError: 'CrossEntropyLoss' object "
    "has no attribute 'backward'": "CrossEntropyLoss()(logits, target)",
    "size mismatch for fc.weight: copying a param with shape torch.Size([1000, 512]) from checkpoint, "
    "the shape in "
    "current model is torch.Size([10, 512]).": "number of classes",
    "CrossEntropyLoss.__init__() got an unexpected keyword argument 'from_logits'": "Keras",
    "TypeError: CategoricalCrossentropy.__init__() got an "
    "unexpected keyword argument 'ignore_class'": "One-hot",
    "`labels.shape` must equal `logits.shape` except for the last dimension. Received: "
    "labels.shape=(240,) and "
    "logits.shape=(16, 14)": "(16, 14)",
    "Detected more unique values in `target` than expected. Expected only 3 but found 4 in `target`. "
    "Found values: "
    "tensor([0, 1, 2, 255])": "ignore_index",
    "Perhaps your features (`labels` in this case) have excessive nesting (inputs type `list` where type "
    "`int` is "
    "expected).": "-100",
    "continuous format is not supported": "continuous",
    "y_true takes value in {1, 2} and pos_label is not specified": "{1, 2}",
    "n_splits=8 cannot be greater than the number of members in each class.": "fewer than 8 rows",
    "could not convert string to float: ''": "empty",
    "could not convert string to float: '[0.1 0.9]'": "several values",
    "could not convert string to float: np.str_('1,25')": "decimal comma",
    "ValueError: You are trying to merge on object and int64 columns for key 'id'": "keys",
    "take_along_axis indices must be of integer type, got float32": "float32",
    "Expected the input to have a dtype that is a subdtype of <class 'numpy.floating'>, got int32 "
    "instead": "order",
}  # fmt: skip
"""Messages of other versions and of other situations, and words of the answer."""


@pytest.mark.parametrize("text", FURTHER)
def test_a_further_message_is_answered(text):
    done = inside("explain", text)
    assert (done.returncode, done.stderr) == (0, "")
    assert FURTHER[text] in done.stdout.partition("\n")[2]


UNRELATED = [
    "ModuleNotFoundError: No module named 'torch'",
    "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB",
    "FileNotFoundError: [Errno 2] No such file or directory: 'labels.csv'",
    "KeyError: 'label'",
    "RuntimeError: mat1 and mat2 shapes cannot be multiplied (32x512 and 256x10)",
    "RuntimeError: DataLoader worker (pid 4242) is killed by signal: Killed.",
    "AttributeError: 'DataFrame' object has no attribute 'append'",
    "AttributeError: 'dict' object has no attribute 'backwards'",
    "TypeError: 'NoneType' object is not subscriptable",
    "ValueError: not enough values to unpack (expected 3, got 2)",
    "UserWarning: lbfgs failed to converge (status=1)",
    "X has 2 features, but LogisticRegression is expecting 3 features as input.",
    "NotImplementedError: \"add_stub\" not implemented for 'UInt32'",
    "TypeError: OneHotEncoder.__init__() got an unexpected keyword argument 'sparse'",
    "xgboost.core.XGBoostError: Check failed: auc <= 1.0 + kRtEps (1.70595 vs. 1)",
    "CatBoostError: All features are either constant or ignored.",
    "ValueError: The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()",
    "ZeroDivisionError: division by zero",
    "Segmentation fault (core dumped)",
    "Target: 3 is out of stock",
    "the label of the box is missing",
]


@pytest.mark.parametrize("text", UNRELATED)
def test_a_message_about_something_else_gets_no_answer(text):
    assert hear(text) is None
    assert hear(f"Epoch 3: loss 0.2\nTraceback (most recent call last):\n{text}\n") is None
    assert inside("explain", text).returncode == 2


def test_a_message_within_a_longer_one_is_no_message_of_its_own():
    longer = (
        "The 'class_weight' parameter of SVC must be an instance of 'dict', a str among {'balanced'} or None."
    )
    assert hear(longer).meaning.startswith("class_weight of SVC")
    rows = (
        "Check failed: weights_.Size() == num_row_ (5 vs. 20) : Size of weights must equal to number of rows."
    )
    assert hear(rows).message.startswith("Check failed")
    assert hear(f"{rows}\nSize of weights must equal to number of rows.").message.startswith(
        "Size of weights"
    )
