"""Messages of PyTorch about types, options and gradients."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("PyTorch")

TORCH_TYPES = (
    says(("expected target dtype to be Long or Byte, but got <t:word=Float>",
          "expected scalar type Long but found <t:word=Float>",
          "Expected object of scalar type Long but got scalar type <t:word=Float>"), "XE808",
         "Class ids must be int64, but these are {t}. CSV columns with missing values become floats. "
         "One-hot or soft targets may be floats, with the shape of the logits.",
         "loss = F.cross_entropy(logits, target.long())",
         "xentcli convert y.csv --to sparse --dtype int64 -o ids.npy"),
    says("Expected floating point type for target with class probabilities, got <t:word=Long>", "XE302",
         "Logits and target have the same shape, so PyTorch reads the target as probabilities, which cannot "
         "be {t}. One-hot rows must be floats. One column of 0 and 1 needs binary cross-entropy.",
         "loss = F.cross_entropy(logits, one_hot.float())  # one column: F.binary_cross_entropy_with_logits",
         "xentcli detect y.csv p.csv", "xentcli convert y.csv --to one-hot --dtype float32 -o onehot.npy"),
    says("one_hot is only applicable to index tensor", "XE808",
         "one_hot needs class ids of type int64, but these have another type.",
         "target = F.one_hot(target.long(), num_classes)",
         "xentcli convert y.csv --to one-hot -o onehot.npy"),
    says("argument '<x:word=target>' (position <n:int=2>) must be Tensor, not <t:word=list>", None,
         "Argument {n} ('{x}') is a {t}, but PyTorch takes only tensors.",
         "{x} = torch.as_tensor({x})",
         "xentcli loss y.csv p.csv --like torch"),
    says("can't convert np.ndarray of type numpy.<t:word=str_>", "XE511",
         "An array of {t} does not hold numbers: the labels are names, or the rows differ in length. "
         "Convert names to ids first.",
         "ids = torch.tensor([classes.index(name) for name in names])",
         "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("label_smoothing must be between 0.0 and 1.0. Got: <a:number=1.5>", "XE500",
         "Label smoothing must be between 0 and 1, and {a} is not. Some versions silently read a negative "
         "value as 0.",
         "loss = F.cross_entropy(logits, target, label_smoothing=0.1)",
         "xentcli loss y.csv p.csv --label-smoothing 0.1 --like torch"),
    says("ignore_index is not supported for floating point target", "XE500",
         "Targets that are probabilities have no value to ignore. Leave the rows out, or use class ids.",
         "loss = F.cross_entropy(logits[keep], target[keep])",
         "xentcli convert soft.csv --to sparse --argmax -o ids.npy"),
    says("<r:word=batchmean> is not a valid value for reduction", "XE500",
         "cross_entropy supports the reductions none, mean and sum, but not {r} (batchmean belongs to "
         "kl_div).",
         "loss = F.cross_entropy(logits, target, reduction='sum') / len(target)",
         "xentcli loss y.csv p.csv --reduction mean --like torch"),
    says("Implicit dimension choice for <f:word=softmax> has been deprecated", None,
         "{f} was called without an axis, and guesses it from the number of axes. In logits of shape (N, C) "
         "the classes are on axis 1.",
         "p = F.{f}(logits, dim=1)",
         "xentcli loss y.csv logits.npy --from-logits"),
    says("index out of range in self", "XE112",
         "An id is not below the number of rows of an embedding. Ids of words or labels are too large.",
         "assert ids.max() < embedding.num_embeddings",
         "xentcli validate y.csv --num-classes 1000"),
    says("reduction: 'mean' divides the total loss by both the batch size and the support size", None,
         "The mean of kl_div divides by the number of elements, so it is C times too small. batchmean "
         "divides by the number of rows.",
         "loss = F.kl_div(log_p, target, reduction='batchmean')",
         "xentcli loss soft.csv p.csv"),
    says("torch.nn.BCELoss are unsafe to autocast", None,
         "In float16 a sigmoid rounds to 0 and 1, and its logarithm is then wrong. Pass the logits to the "
         "loss.",
         "loss = F.binary_cross_entropy_with_logits(logits, target)",
         "xentcli loss y.csv logits.npy --loss BCEWithLogitsLoss --like torch"),
    says("element 0 of tensors does not require grad and does not have a grad_fn", None,
         "The loss does not depend on anything that can learn. It was cut off by argmax, round, detach(), "
         ".item() or no_grad().",
         "loss = F.cross_entropy(logits, target)  # the logits, not logits.argmax(1)",
         "xentcli detect y.csv p.csv"),
    says("a Tensor with <n:int=2> elements cannot be converted to Scalar", None,
         "The loss has {n} numbers, one per row, as with reduction='none'. Reduce it first.",
         "loss = F.cross_entropy(logits, target, reduction='none').mean()",
         "xentcli loss y.csv p.csv --per-sample losses.csv"),
)  # fmt: skip
"""Errors and warnings of types, options and gradients."""
