"""Messages of PyTorch about types, options and gradients."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("PyTorch")

TORCH_TYPES = (
    says(("expected target dtype to be Long or Byte, but got <t:word=Float>",
          "expected scalar type Long but found <t:word=Float>",
          "Expected object of scalar type Long but got scalar type <t:word=Float>"), "XE808",
         "Class ids must be int64, and these are {t}. CSV columns with missing values become floats. "
         "One-hot or soft targets may be floats, in the shape of the logits.",
         "loss = F.cross_entropy(logits, target.long())",
         "xentcli convert y.csv --to sparse --dtype int64 -o ids.npy"),
    says("Expected floating point type for target with class probabilities, got <t:word=Long>", "XE302",
         "Logits and target have the same shape, so PyTorch takes the target for probabilities, and {t} is "
         "no type of those: one-hot rows want floats, and one column of 0 and 1 wants binary cross-entropy.",
         "loss = F.cross_entropy(logits, one_hot.float())  # one column: F.binary_cross_entropy_with_logits",
         "xentcli detect y.csv p.csv", "xentcli convert y.csv --to one-hot --dtype float32 -o onehot.npy"),
    says("one_hot is only applicable to index tensor", "XE808",
         "one_hot takes class ids of int64, and these are of another type.",
         "target = F.one_hot(target.long(), num_classes)",
         "xentcli convert y.csv --to one-hot -o onehot.npy"),
    says("argument '<x:word=target>' (position <n:int=2>) must be Tensor, not <t:word=list>", None,
         "Argument {n} ('{x}') is a {t}; PyTorch takes tensors alone.",
         "{x} = torch.as_tensor({x})",
         "xentcli loss y.csv p.csv --like torch"),
    says("can't convert np.ndarray of type numpy.<t:word=str_>", "XE511",
         "An array of {t} is none of numbers: labels are names, or rows differ in length. Names need ids "
         "first.",
         "ids = torch.tensor([classes.index(name) for name in names])",
         "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("label_smoothing must be between 0.0 and 1.0. Got: <a:number=1.5>", "XE500",
         "Label smoothing is a share, and {a} is none. A negative one is taken for 0 in silence.",
         "loss = F.cross_entropy(logits, target, label_smoothing=0.1)",
         "xentcli loss y.csv p.csv --label-smoothing 0.1 --like torch"),
    says("ignore_index is not supported for floating point target", "XE500",
         "Targets that are probabilities have no mark to ignore: leave the rows out, or give class ids.",
         "loss = F.cross_entropy(logits[keep], target[keep])",
         "xentcli convert soft.csv --to sparse --argmax -o ids.npy"),
    says("<r:word=batchmean> is not a valid value for reduction", "XE500",
         "cross_entropy knows the reductions none, mean and sum; {r} is none of them (batchmean belongs to "
         "kl_div).",
         "loss = F.cross_entropy(logits, target, reduction='sum') / len(target)",
         "xentcli loss y.csv p.csv --reduction mean --like torch"),
    says("Implicit dimension choice for <f:word=softmax> has been deprecated", None,
         "{f} was not told its axis and guesses it from the rank. For logits (N, C) the classes are axis 1.",
         "p = F.{f}(logits, dim=1)",
         "xentcli loss y.csv logits.npy --from-logits"),
    says("index out of range in self", "XE112",
         "An id is not below the number of rows of an embedding: here ids of words or of labels run too "
         "far.",
         "assert ids.max() < embedding.num_embeddings",
         "xentcli validate y.csv --num-classes 1000"),
    says("reduction: 'mean' divides the total loss by both the batch size and the support size", None,
         "kl_div's mean divides by all elements, so it is C times too small; batchmean divides by the rows.",
         "loss = F.kl_div(log_p, target, reduction='batchmean')",
         "xentcli loss soft.csv p.csv"),
    says("torch.nn.BCELoss are unsafe to autocast", None,
         "In float16 a sigmoid rounds to 0 and 1, and the logarithm of that is wrong. Give the logits to "
         "the loss.",
         "loss = F.binary_cross_entropy_with_logits(logits, target)",
         "xentcli loss y.csv logits.npy --loss BCEWithLogitsLoss --like torch"),
    says("element 0 of tensors does not require grad and does not have a grad_fn", None,
         "The loss hangs on nothing that can learn: argmax, round, detach(), .item() or no_grad() cut it "
         "off.",
         "loss = F.cross_entropy(logits, target)  # the logits, not logits.argmax(1)",
         "xentcli detect y.csv p.csv"),
    says("a Tensor with <n:int=2> elements cannot be converted to Scalar", None,
         "The loss has {n} numbers, one a row, as reduction='none' gives: it must be reduced first.",
         "loss = F.cross_entropy(logits, target, reduction='none').mean()",
         "xentcli loss y.csv p.csv --per-sample losses.csv"),
)  # fmt: skip
"""Errors and warnings of types, options and gradients."""
