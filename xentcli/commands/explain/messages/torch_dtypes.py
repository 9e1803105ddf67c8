"""Messages of PyTorch about the types of predictions and targets."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("PyTorch")

TORCH_DTYPES = (
    says(("log_softmax_lastdim_kernel_impl` not implemented for `Half`",
          "softmax_lastdim_kernel_impl` not implemented for `Half`",
          "nll_loss_out_frame` not implemented for `Half`",
          "binary_cross_entropy` not implemented for `Half`"), None,
         "This version cannot compute the loss of float16 (Half) numbers on the CPU. Convert them to "
         "float32 first.",
         "loss = F.cross_entropy(logits.float(), target)",
         "xentcli loss y.csv logits.npy"),
    says(("log_softmax_lastdim_kernel_impl` not implemented for `<t:word=Long>`",
          "log_softmax...not implemented for `<t:word=Long>`",
          "softmax_lastdim_kernel_impl` not implemented for `<t:word=Long>`",
          "log_sigmoid_cpu` not implemented for `<t:word=Long>`"), "XE831",
         "The predictions are {t}, but a softmax or sigmoid needs floats. Most often the arguments are "
         "swapped: predictions come first, then the target. Or the logits went through argmax.",
         "loss = F.cross_entropy(logits, target)  # the logits come first, as .float()",
         "xentcli detect y.csv p.csv", "xentcli loss y.csv p.csv --like torch"),
    says(("nll_loss_out_frame` not implemented for `<t:word=Long>`",
          "nll_loss...out_frame` not implemented for `<t:word=Int>`",
          "nll_loss...not implemented for `<t:long=Long>`"), "XE831",
         "The predictions are whole numbers ({t}), but the loss needs log-probabilities as floats. Either "
         "they are predicted classes, or the target was passed first.",
         "loss = F.nll_loss(F.log_softmax(logits, dim=1), target)",
         "xentcli detect y.csv p.csv"),
    says("nll_loss...not implemented for `<t:word=Float>`", "XE808",
         "Class ids must be int64 and predictions floats, but one of them is {t}. Ids from images are "
         "bytes, and ids from CSV columns with missing values are floats.",
         "loss = F.cross_entropy(logits.float(), target.long())",
         "xentcli convert y.csv --to sparse --dtype int64 -o ids.npy"),
    says(("Found dtype Long but expected <t:word=Float>",
          "result type <t:word=Float> can't be cast to the desired output type Long",
          "Found dtype Bool but expected <t:word=Float>",
          "Found dtype Int but expected <t:word=Float>"), None,
         "Binary cross-entropy needs targets with the type of the predictions, {t}, but these are whole "
         "numbers or booleans.",
         "loss = F.binary_cross_entropy_with_logits(logits, target.to(logits.dtype))",
         "xentcli convert y.csv --to binary --dtype float32 -o y.npy"),
    says("Found dtype <t:word=Float> but expected Long", "XE831",
         "The predictions are whole numbers (Long), and the target is {t}. Either they were swapped, or the "
         "predictions went through argmax or round.",
         "loss = F.binary_cross_entropy(p, target.float())  # the probabilities come first",
         "xentcli detect y.csv p.csv"),
    says(("Found dtype <a:word=Double> but expected <b:word=Float>",
          "expected scalar type <b:word=Float> but found <a:word=Double>",
          "Expected object of scalar type <b:word=Float> but got scalar type <a:word=Double>",
          "mat1 and mat2 must have the same dtype, but got <a:word=Double> and <b:word=Float>",
          "expected m1 and m2 to have the same dtype, but got: <a:word=double> != <b:word=float>"), None,
         "Two tensors have different types, {a} and {b}. Arrays of NumPy and pandas are float64 (Double), "
         "and models are float32 (Float). Targets and class weights need the type of the predictions.",
         "x, target = x.float(), target.float()  # class ids: target.long()",
         "xentcli convert y.csv --to binary --dtype float32 -o y.npy"),
    says(("gather(): Expected dtype <t:word=int64> for index",
          "gather(): Expected dtype <t:word=int32>/int64 for index",
          "scatter(): Expected dtype <t:word=int64> for index",
          "scatter(): Expected dtype <t:word=int32>/int64 for index"), "XE808",
         "Class ids that select from predictions must be {t} or int64, but these are floats or another type.",
         "p.gather(1, target.long()[:, None])",
         "xentcli convert y.csv --to sparse --dtype int64 -o ids.npy"),
    says("tensors used as indices must be long, <t:any=int, byte or bool> tensors", "XE808",
         "Class ids that select from a tensor must be int64 (long), but these are floats.",
         "p[torch.arange(len(target)), target.long()]",
         "xentcli convert y.csv --to sparse --dtype int64 -o ids.npy"),
    says("Expected tensor for argument #1 'indices' to have one of the following scalar types: Long, Int; "
         "but got torch.<t:word=FloatTensor> instead", "XE808",
         "Ids for an embedding must be whole numbers, but these are {t}. Inputs and labels may be swapped.",
         "embedding(ids.long())",
         "xentcli convert y.csv --to sparse --dtype int64 -o ids.npy"),
    says("Subtraction, the `-` operator, with two bool tensors is not supported", None,
         "The loss computes with the targets, so True and False must become 1 and 0.",
         "loss = F.binary_cross_entropy_with_logits(logits, target.float())",
         "xentcli convert y.csv --to binary --dtype float32 -o y.npy"),
    says("Expected all tensors to be on the same device, but found at least two devices, <a:device=cuda:0> "
         "and <b:device=cpu>", None,
         "One tensor is on {a}, the other on {b}. In a loss these are most often the targets or the class "
         "weights, which do not move with the model.",
         "target = target.to(logits.device); weight = weight.to(logits.device)",
         "xentcli loss y.csv p.csv --like torch"),
    says(("Expected all tensors to be on the same device, but got <x:word=target> is on <a:device=cpu>, "
          "different from other tensors on <b:device=cuda:0>",), None,
         "{x} is on {a}, but the other tensors are on {b}. Targets and class weights do not move with the "
         "model.",
         "{x} = {x}.to(logits.device)",
         "xentcli loss y.csv p.csv --like torch"),
)  # fmt: skip
"""Errors of types and devices."""
