"""Messages of PyTorch's binary cross-entropy."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("PyTorch")

TORCH_BINARY = (
    says(("all elements of input should be between 0 and 1",
          "Assertion `input_val >= zero && input_val <= one` failed",
          "Assertion `input >= 0. && input <= 1.` failed",
          "Assertion `x >= 0. && x <= 1.` failed"), "XE203",
         "BCELoss needs probabilities, but these are outside [0, 1] or NaN. Most often they are logits "
         "without a sigmoid.",
         "loss = F.binary_cross_entropy_with_logits(logits, target.float())",
         "xentcli detect y.csv p.csv", "xentcli loss y.csv p.csv --loss BCEWithLogitsLoss --like torch"),
    says(("all elements of target should be between 0 and 1",
          "Assertion `target_val >= zero && target_val <= one` failed"), "XE114",
         "Binary targets must be between 0 and 1. These may be class ids, which need cross_entropy, or -1 "
         "and 1, or 0 and 255.",
         "target = (target > 0).float()",
         "xentcli detect y.csv", "xentcli validate y.csv p.csv"),
    says(("Target size (<b:rgb=torch.Size([2, 3, 64, 64])>) must be the same as input size "
          "(<a:gray=torch.Size([2, 1, 64, 64])>)",
          "Using a target size (<b:rgb=torch.Size([2, 3, 64, 64])>) that is different to the input size "
          "(<a:gray=torch.Size([2, 1, 64, 64])>)"), "XE302",
         "The masks {b} have the three channels of an RGB image, but the model gives one channel, {a}. Read "
         "the masks as grayscale, and convert them to 0 and 1.",
         "mask = Image.open(path).convert('L')  # then (mask > 0), as float",
         "xentcli detect y.npy p.npy"),
    says("Using a target size (<b:shape=torch.Size([2])>) that is different to the input size "
         "(<a:shape=torch.Size([2, 1])>)", "XE302",
         "Predictions {a} and targets {b} have different shapes. If PyTorch broadcasts them, as for (N, 1) "
         "and (N,), the loss is computed over all pairs, which is wrong.",
         "loss = F.binary_cross_entropy(p, target.view_as(p))",
         "xentcli validate y.csv p.csv"),
    says("Target size (<b:shape=torch.Size([2])>) must be the same as input size (<a:shape=torch.Size([2, "
         "1])>)", "XE302",
         "Logits {a} and targets {b} have different shapes. Binary cross-entropy needs one target per "
         "output. For class ids with several outputs, use cross_entropy.",
         "loss = F.binary_cross_entropy_with_logits(logits, target.view_as(logits))",
         "xentcli validate y.csv p.csv", "xentcli detect y.csv p.csv"),
    says("Attempting to broadcast a dimension of length <n:int=2> at -1! Mismatching argument at index 1 "
         "had <b:shape=torch.Size([2])>; but expected shape should be broadcastable to <a:shape=[2, 3]>",
         "XE404",
         "The weight has {n} numbers, shape {b}, and the losses have the shape {a}. `weight` is broadcast "
         "over the last axis, so weights per row need the shape (N, 1).",
         "loss = F.binary_cross_entropy(p, target, weight=weight[:, None])",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
)  # fmt: skip
"""Errors of shapes and values of binary labels."""
