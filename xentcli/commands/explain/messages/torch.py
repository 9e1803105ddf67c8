"""Messages of PyTorch about shapes and values."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("PyTorch")

TORCH = (
    says("Target -9223372036854775808 is out of bounds", "XE015",
         "A label is NaN, which becomes this number when it is converted to an integer. A label is missing "
         "in the data.",
         "keep = ~np.isnan(y); x, y = x[keep], y[keep].astype(int)",
         "xentcli validate y.csv"),
    says("Target 255 is out of bounds", "XE112",
         "The label 255 is not a class. In image masks 255 marks void pixels to ignore. In masks of 0 and "
         "255 it is class 1. A mask saved with a palette or as JPEG holds values other than ids.",
         "loss = F.cross_entropy(logits, target, ignore_index=255)  # 0 and 255: target // 255",
         "xentcli loss y.npy p.npy --ignore-index 255 --like torch", "xentcli detect y.npy"),
    says("Target 1 is out of bounds", "XE112",
         "The label 1 is not a class: the model has one output, and cross_entropy needs one per class. For "
         "two classes, use two outputs, or use binary cross-entropy with the single output.",
         "loss = F.binary_cross_entropy_with_logits(logits.squeeze(1), target.float())",
         "xentcli loss y.csv p.csv --loss BCEWithLogitsLoss --like torch", "xentcli detect y.csv p.csv"),
    says("Target <id:minus=-1> is out of bounds", "XE112",
         "The label {id} is not a class: ids start at 0. It often marks rows to ignore, but PyTorch ignores "
         "-100 by default. Labels of -1 and 1 must become 0 and 1.",
         "loss = F.cross_entropy(logits, target, ignore_index={id})",
         "xentcli loss y.csv p.csv --ignore-index={id}", "xentcli validate y.csv p.csv --ignore-index={id}"),
    says("Target <id:int=10> is out of bounds", "XE112",
         "The label {id} is not a class of this model: with C outputs, ids run from 0 to C - 1, so {id} "
         "needs at least {id+1} outputs. If the labels run from 1 to {id}, subtract 1.",
         "loss = F.cross_entropy(logits, target - 1)",
         "xentcli validate y.csv p.csv", "xentcli convert y.csv --to sparse --label-offset -1 -o ids.npy"),
    says(("Assertion `t >= 0 && t < n_classes` failed",
          "Assertion `cur_target >= 0 && cur_target < n_classes` failed",
          "Assertion `target_val >= 0 && target_val < n_classes` failed",
          "Assertion `idx_dim >= 0 && idx_dim < index_size`",
          "device-side assert triggered",
          "target out of range"), "XE112",
         "Most likely a label is not a class of the model: it is negative, or not below the number of "
         "outputs. Only ignore_index, -100 by default, may be outside. Run the same batch on the CPU to see "
         "the label. A GPU needs a restart.",
         "assert ((target == -100) | (target >= 0) & (target < logits.shape[1])).all()",
         "xentcli validate y.csv p.csv", "xentcli convert y.csv --to sparse --label-offset -1 -o ids.npy"),
    says(("0D or 1D target tensor expected, multi-target not supported",
          "1D target tensor expected, multi-target not supported",
          "multi-target not supported"), "XE302",
         "Class ids must have the shape (N,), but these have a second axis: a column (N, 1), or one-hot "
         "rows of integers. One-hot or soft targets must be floats with the shape of the logits.",
         "loss = F.cross_entropy(logits, target.squeeze(1))  # one-hot: target.argmax(1), soft: "
         "target.float()",
         "xentcli detect y.csv", "xentcli convert y.csv --to sparse -o ids.npy"),
    says("Expected input batch_size (<n:int=2>) to match target batch_size (<m:int=3>)", "XE301",
         "There are {n} rows of predictions and {m} labels. A row was lost or duplicated, or the logits "
         "were reshaped and axis 0 is no longer the batch.",
         "print(logits.shape, target.shape)  # (N, C) and (N,)",
         "xentcli validate y.csv p.csv"),
    says("weight tensor should be defined either for all <c:int=3> classes or no classes but got weight "
         "tensor of shape: <s:shape=[2]>", "XE404",
         "There must be one class weight for each of the {c} outputs, but the weights have the shape {s}.",
         "loss = F.cross_entropy(logits, target, weight=torch.ones({c}))",
         "xentcli loss y.csv p.csv --class-weight balanced --like torch"),
    says("weight tensor should be defined either for all", "XE404",
         "There must be one class weight for each output.",
         "loss = F.cross_entropy(logits, target, weight=torch.ones(logits.shape[1]))",
         "xentcli loss y.csv p.csv --class-weight balanced --like torch"),
    says("size mismatch (got input: <a:shape=[2, 3, 4, 4]> , target: <b:shape=[2, 4, 5]>", "XE302",
         "Predictions {a} and class ids {b} must agree in every axis except axis 1, which holds the classes "
         "and exists only in the predictions.",
         "logits = F.interpolate(logits, size=target.shape[1:])  # for images",
         "xentcli loss y.npy p.npy --like torch"),
    says(("only batches of spatial targets supported (3D tensors) but got targets of <w:word=dimension>: "
          "<n:any=4>...",
          "only batches of spatial targets supported (3D tensors) but got targets of <w:word=size>: : "
          "<n:shape=[2, 1, 64, 64]>",
          "only batches of spatial targets supported (non-empty 3D tensors) but got targets of "
          "<w:word=size>: : <n:shape=[2, 1, 64, 64]>"), "XE302",
         "Class ids of images have the shape (N, H, W), but these have the {w} {n}: an extra axis of length "
         "1, or one-hot or color channels.",
         "loss = F.cross_entropy(logits, target.squeeze(1))  # one-hot channels: target.argmax(1)",
         "xentcli loss y.npy p.npy --like torch"),
    says("Expected target size <a:shape=[2, 4]>, got <b:shape=[2]>", "XE302",
         "The class ids have the shape {b}, but these predictions need {a}. PyTorch uses axis 1 for the "
         "classes, so for text of shape (N, T, C) move the classes there.",
         "loss = F.cross_entropy(logits.transpose(1, 2), target)",
         "xentcli loss y.npy p.npy --class-axis -1"),
    says("The size of tensor a (<n:int=3>) must match the size of tensor b (<m:int=2>) at non-singleton "
         "dimension <d:int=1>", "XE302",
         "Two shapes differ in axis {d}: {n} and {m}. In a loss these are predictions and targets, or "
         "pos_weight, which needs one number per output.",
         "print(logits.shape, target.shape)",
         "xentcli validate y.csv p.csv"),
    says("For 1D input, 1D target must have size 1, but got target size: <n:int=2>", "XE302",
         "There is one row of predictions for {n} class ids. The batch axis was lost, for example by "
         "squeeze().",
         "loss = F.cross_entropy(logits.view(len(target), -1), target)",
         "xentcli validate y.csv p.csv"),
    says("Class values must be smaller than num_classes", "XE112",
         "A label is not below num_classes. Labels may start at 1, 255 or another number may mark rows to "
         "ignore, or num_classes is too small.",
         "target = F.one_hot(target, num_classes=int(target.max()) + 1)",
         "xentcli validate y.csv --num-classes 10", "xentcli convert y.csv --to one-hot --label-offset -1"),
    says("Class values must be non-negative", "XE113",
         "A label is negative, so it is not a class. It may mark rows to ignore, or the labels are -1 and 1.",
         "target = F.one_hot(target[target >= 0])",
         "xentcli validate y.csv --ignore-index=-1"),
    says("index <id:int=5> is out of bounds for dimension <d:int=1> with size <c:int=3>", "XE112",
         "The label {id} selects from {c} columns (axis {d}), with ids from 0 to {c-1}.",
         "assert 0 <= target.min() and target.max() < {c}",
         "xentcli validate y.csv p.csv", "xentcli validate y.csv --num-classes {c}"),
    says("Expected parameter probs...to satisfy the constraint Simplex()", "XE205",
         "Rows of probabilities must be between 0 and 1 and sum to 1. These may be logits.",
         "torch.distributions.Categorical(logits=logits)",
         "xentcli detect y.csv p.csv"),
    says("probability tensor contains either `inf`, `nan` or element < 0", "XE203",
         "A probability is negative, infinite or NaN. Either these are logits, or training diverged.",
         "p = torch.softmax(logits, dim=1)",
         "xentcli validate y.csv p.csv"),
)  # fmt: skip
"""Errors of shapes and values."""
