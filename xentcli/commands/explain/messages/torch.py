"""Messages of PyTorch about shapes and values."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("PyTorch")

TORCH = (
    says("Target -9223372036854775808 is out of bounds", "XE015",
         "A label is NaN: made an integer, it becomes this number. A label is missing in the data.",
         "keep = ~np.isnan(y); x, y = x[keep], y[keep].astype(int)",
         "xentcli validate y.csv"),
    says("Target 255 is out of bounds", "XE112",
         "The label 255 is no class. In masks of images 255 marks void pixels, to be left out; in masks of 0 "
         "and 255 it is class 1. Saved with a palette or as JPEG, a mask has other values than ids.",
         "loss = F.cross_entropy(logits, target, ignore_index=255)  # 0 and 255: target // 255",
         "xentcli loss y.npy p.npy --ignore-index 255 --like torch", "xentcli detect y.npy"),
    says("Target 1 is out of bounds", "XE112",
         "The label 1 is no class: the model has one output, and cross_entropy wants one for each class. For "
         "two classes give it two outputs, or take binary cross-entropy with the one.",
         "loss = F.binary_cross_entropy_with_logits(logits.squeeze(1), target.float())",
         "xentcli loss y.csv p.csv --loss BCEWithLogitsLoss --like torch", "xentcli detect y.csv p.csv"),
    says("Target <id:minus=-1> is out of bounds", "XE112",
         "The label {id} is no class: ids run from 0. It is often the mark of rows to leave out; PyTorch "
         "leaves out -100 unless told otherwise. Labels of -1 and 1 must become 0 and 1.",
         "loss = F.cross_entropy(logits, target, ignore_index={id})",
         "xentcli loss y.csv p.csv --ignore-index={id}", "xentcli validate y.csv p.csv --ignore-index={id}"),
    says("Target <id:int=10> is out of bounds", "XE112",
         "The label {id} is no class of this model: with C outputs, ids run from 0 to C - 1, so {id} needs "
         "at least {id+1} outputs. Where labels run from 1 to {id}, subtract 1.",
         "loss = F.cross_entropy(logits, target - 1)",
         "xentcli validate y.csv p.csv", "xentcli convert y.csv --to sparse --label-offset -1 -o ids.npy"),
    says(("Assertion `t >= 0 && t < n_classes` failed",
          "Assertion `cur_target >= 0 && cur_target < n_classes` failed",
          "Assertion `target_val >= 0 && target_val < n_classes` failed",
          "Assertion `idx_dim >= 0 && idx_dim < index_size`",
          "device-side assert triggered",
          "target out of range"), "XE112",
         "A label is most likely no class of the model: below 0, or not below the number of outputs. Only "
         "ignore_index, -100 unless told otherwise, may be outside. The same batch on the CPU names the "
         "label; a GPU needs a restart.",
         "assert ((target == -100) | (target >= 0) & (target < logits.shape[1])).all()",
         "xentcli validate y.csv p.csv", "xentcli convert y.csv --to sparse --label-offset -1 -o ids.npy"),
    says(("0D or 1D target tensor expected, multi-target not supported",
          "1D target tensor expected, multi-target not supported",
          "multi-target not supported"), "XE302",
         "Class ids must have the shape (N,), and these have a second axis: a column (N, 1), or one-hot "
         "rows of integers. One-hot or soft targets must be floats of the shape of the logits.",
         "loss = F.cross_entropy(logits, target.squeeze(1))  # one-hot: target.argmax(1), soft: "
         "target.float()",
         "xentcli detect y.csv", "xentcli convert y.csv --to sparse -o ids.npy"),
    says("Expected input batch_size (<n:int=2>) to match target batch_size (<m:int=3>)", "XE301",
         "There are {n} rows of predictions and {m} labels: a row was lost or doubled, or the logits were "
         "reshaped so that axis 0 is no longer the batch.",
         "print(logits.shape, target.shape)  # (N, C) and (N,)",
         "xentcli validate y.csv p.csv"),
    says("weight tensor should be defined either for all <c:int=3> classes or no classes but got weight "
         "tensor of shape: <s:shape=[2]>", "XE404",
         "The class weights must be one number for each of the {c} outputs; theirs is the shape {s}.",
         "loss = F.cross_entropy(logits, target, weight=torch.ones({c}))",
         "xentcli loss y.csv p.csv --class-weight balanced --like torch"),
    says("weight tensor should be defined either for all", "XE404",
         "The class weights must be one number for each of the outputs.",
         "loss = F.cross_entropy(logits, target, weight=torch.ones(logits.shape[1]))",
         "xentcli loss y.csv p.csv --class-weight balanced --like torch"),
    says("size mismatch (got input: <a:shape=[2, 3, 4, 4]> , target: <b:shape=[2, 4, 5]>", "XE302",
         "Predictions {a} and class ids {b} must agree in every axis but axis 1, which holds the classes "
         "in the predictions alone.",
         "logits = F.interpolate(logits, size=target.shape[1:])  # for images",
         "xentcli loss y.npy p.npy --like torch"),
    says(("only batches of spatial targets supported (3D tensors) but got targets of <w:word=dimension>: "
          "<n:any=4>...",
          "only batches of spatial targets supported (3D tensors) but got targets of <w:word=size>: : "
          "<n:shape=[2, 1, 64, 64]>",
          "only batches of spatial targets supported (non-empty 3D tensors) but got targets of "
          "<w:word=size>: : <n:shape=[2, 1, 64, 64]>"), "XE302",
         "Class ids of images have the shape (N, H, W); these have the {w} {n}: an axis of 1 too many, or "
         "one-hot or color channels.",
         "loss = F.cross_entropy(logits, target.squeeze(1))  # one-hot channels: target.argmax(1)",
         "xentcli loss y.npy p.npy --like torch"),
    says("Expected target size <a:shape=[2, 4]>, got <b:shape=[2]>", "XE302",
         "The class ids have the shape {b}, and these predictions want {a}: PyTorch takes axis 1 for the "
         "classes, so text of (N, T, C) needs its classes moved there.",
         "loss = F.cross_entropy(logits.transpose(1, 2), target)",
         "xentcli loss y.npy p.npy --class-axis -1"),
    says("The size of tensor a (<n:int=3>) must match the size of tensor b (<m:int=2>) at non-singleton "
         "dimension <d:int=1>", "XE302",
         "Two shapes differ in axis {d}: {n} and {m}. Beside a loss these are predictions and targets, or "
         "pos_weight, which wants one number for each output.",
         "print(logits.shape, target.shape)",
         "xentcli validate y.csv p.csv"),
    says("For 1D input, 1D target must have size 1, but got target size: <n:int=2>", "XE302",
         "One row of predictions beside {n} class ids: the batch axis was lost, as by squeeze().",
         "loss = F.cross_entropy(logits.view(len(target), -1), target)",
         "xentcli validate y.csv p.csv"),
    says("Class values must be smaller than num_classes", "XE112",
         "A label is not below num_classes: labels from 1, an ignore mark such as 255, or too few classes "
         "said.",
         "target = F.one_hot(target, num_classes=int(target.max()) + 1)",
         "xentcli validate y.csv --num-classes 10", "xentcli convert y.csv --to one-hot --label-offset -1"),
    says("Class values must be non-negative", "XE113",
         "A label is negative, and no class is: a mark of rows to leave out, or labels of -1 and 1.",
         "target = F.one_hot(target[target >= 0])",
         "xentcli validate y.csv --ignore-index=-1"),
    says("index <id:int=5> is out of bounds for dimension <d:int=1> with size <c:int=3>", "XE112",
         "The label {id} picks from {c} columns (axis {d}), whose ids run from 0 to {c-1}.",
         "assert 0 <= target.min() and target.max() < {c}",
         "xentcli validate y.csv p.csv", "xentcli validate y.csv --num-classes {c}"),
    says("Expected parameter probs...to satisfy the constraint Simplex()", "XE205",
         "Rows of probabilities must be from 0 to 1 and sum to 1; these may be logits.",
         "torch.distributions.Categorical(logits=logits)",
         "xentcli detect y.csv p.csv"),
    says("probability tensor contains either `inf`, `nan` or element < 0", "XE203",
         "A probability is negative, infinite or NaN: logits were taken for probabilities, or training "
         "diverged.",
         "p = torch.softmax(logits, dim=1)",
         "xentcli validate y.csv p.csv"),
)  # fmt: skip
"""Errors of shapes and values."""
