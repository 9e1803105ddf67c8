"""Messages of PyTorch's binary cross-entropy."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("PyTorch")

TORCH_BINARY = (
    says(("all elements of input should be between 0 and 1",
          "Assertion `input_val >= zero && input_val <= one` failed",
          "Assertion `input >= 0. && input <= 1.` failed",
          "Assertion `x >= 0. && x <= 1.` failed"), "XE203",
         "BCELoss takes probabilities, and these are outside [0, 1] or NaN: most often logits without a "
         "sigmoid.",
         "loss = F.binary_cross_entropy_with_logits(logits, target.float())",
         "xentcli detect y.csv p.csv", "xentcli loss y.csv p.csv --loss BCEWithLogitsLoss --like torch"),
    says(("all elements of target should be between 0 and 1",
          "Assertion `target_val >= zero && target_val <= one` failed"), "XE114",
         "Binary targets must be 0, 1 or between: these may be class ids (then take cross_entropy), -1 and "
         "1, or 0 and 255.",
         "target = (target > 0).float()",
         "xentcli detect y.csv", "xentcli validate y.csv p.csv"),
    says(("Target size (<b:rgb=torch.Size([2, 3, 64, 64])>) must be the same as input size "
          "(<a:gray=torch.Size([2, 1, 64, 64])>)",
          "Using a target size (<b:rgb=torch.Size([2, 3, 64, 64])>) that is different to the input size "
          "(<a:gray=torch.Size([2, 1, 64, 64])>)"), "XE302",
         "The masks {b} have the three channels of an RGB image, and the model gives one, {a}: read the "
         "masks as grayscale, and make them 0 and 1.",
         "mask = Image.open(path).convert('L')  # then (mask > 0), as float",
         "xentcli detect y.npy p.npy"),
    says("Using a target size (<b:shape=torch.Size([2])>) that is different to the input size "
         "(<a:shape=torch.Size([2, 1])>)", "XE302",
         "Predictions {a} and targets {b} are not of one shape. Where PyTorch broadcasts them, as for (N, "
         "1) and (N,), the loss is that of all pairs: a wrong number.",
         "loss = F.binary_cross_entropy(p, target.view_as(p))",
         "xentcli validate y.csv p.csv"),
    says("Target size (<b:shape=torch.Size([2])>) must be the same as input size (<a:shape=torch.Size([2, "
         "1])>)", "XE302",
         "Logits {a} and targets {b} are not of one shape. Binary cross-entropy wants a target for every "
         "output; class ids beside several outputs belong to cross_entropy.",
         "loss = F.binary_cross_entropy_with_logits(logits, target.view_as(logits))",
         "xentcli validate y.csv p.csv", "xentcli detect y.csv p.csv"),
    says("Attempting to broadcast a dimension of length <n:int=2> at -1! Mismatching argument at index 1 "
         "had <b:shape=torch.Size([2])>; but expected shape should be broadcastable to <a:shape=[2, 3]>",
         "XE404",
         "The weight has {n} numbers, shape {b}, and the losses have the shape {a}. `weight` is spread "
         "over the last axis: weights of rows need the shape (N, 1).",
         "loss = F.binary_cross_entropy(p, target, weight=weight[:, None])",
         "xentcli loss y.csv p.csv --sample-weight w.csv"),
)  # fmt: skip
"""Errors of shapes and values of binary labels."""
