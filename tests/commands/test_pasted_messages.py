"""Messages as people paste them: each is answered with what is wrong, and those of other kinds not at all."""

import json
import re
from pathlib import Path

import pytest
from running import inside

from xentcli.commands.explain.messages.registry import hear

LINES = Path(__file__).with_name("pasted_messages.jsonl").read_text(encoding="utf-8").splitlines()
PASTED = [tuple(json.loads(line).values()) for line in LINES]
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
    "Length of label=4 and length of data=20 is different.": "4 labels for 20 rows",
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
