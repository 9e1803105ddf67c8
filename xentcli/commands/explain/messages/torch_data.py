"""Messages of PyTorch about batches, tensors made of data, calls and checkpoints."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("PyTorch")

TORCH_DATA = (
    says(("Boolean value of Tensor with more than one value is ambiguous",
          "bool value of Tensor with more than one value is ambiguous"), None,
         "A tensor is used as True or False. Often the tensors were passed to the constructor, "
         "CrossEntropyLoss(logits, target), where they become its weight and options. Create the loss "
         "first, then call it.",
         "loss = nn.CrossEntropyLoss()(logits, target)  # or F.cross_entropy(logits, target)",
         "xentcli loss y.csv p.csv --like torch"),
    says("'<f:loss=CrossEntropyLoss>' object has no attribute '<a:word=backward>'", None,
         "{f} was created but never called on predictions and targets, so there is no loss yet and no {a}. "
         "Call the instance.",
         "loss = {f}()(logits, target)",
         "xentcli loss y.csv p.csv --like torch"),
    says("'NoneType' object has no attribute 'backward'", None,
         "The loss is None. The function that computes it returns nothing, or the model got no labels.",
         "loss = model(**batch, labels=labels).loss",
         "xentcli loss y.csv p.csv --like torch"),
    says("'<t:word=float>' object has no attribute 'backward'", None,
         "The loss is a {t}, a plain number. It was cut off from the model by .item(), NumPy or "
         "scikit-learn.",
         "loss = F.cross_entropy(logits, target); loss.backward()",
         "xentcli loss y.csv p.csv --like torch"),
    says(("argument 'input' (position 1) must be Tensor, not <t:word=tuple>",
          "'<t:word=SequenceClassifierOutput>' object has no attribute...softmax"), None,
         "The predictions are a {t}, not a tensor. If the model returns several values, the logits are one "
         "of them. Convert a list to a tensor.",
         "logits = model(x).logits  # a tuple: model(x)[0]",
         "xentcli loss y.csv p.csv --like torch"),
    says("<f:loss=CrossEntropyLoss>.__init__() got an unexpected keyword argument 'from_logits'", None,
         "{f} has no from_logits, which is an option of Keras. CrossEntropyLoss and BCEWithLogitsLoss take "
         "logits, NLLLoss log-probabilities, and BCELoss probabilities.",
         "loss = nn.CrossEntropyLoss()(logits, target)",
         "xentcli loss y.csv logits.csv --from-logits --like torch"),
    says(("BCEWithLogitsLoss.__init__() got an unexpected keyword argument 'label_smoothing'",
          "BCELoss.__init__() got an unexpected keyword argument 'label_smoothing'",
          "NLLLoss.__init__() got an unexpected keyword argument 'label_smoothing'"), None,
         "Only CrossEntropyLoss can smooth labels in PyTorch. For other losses, smooth the targets yourself.",
         "target = target * (1 - 0.1) + 0.1 / 2  # for targets of 0 and 1",
         "xentcli loss y.csv p.csv --label-smoothing 0.1"),
    says("cannot assign '<t:word=numpy.ndarray>' object to buffer 'weight'", "XE404",
         "The class weights are a {t}, but must be a tensor with the type of the logits.",
         "loss = nn.CrossEntropyLoss(weight=torch.as_tensor(weight, dtype=torch.float32))",
         "xentcli loss y.csv p.csv --class-weight balanced --like torch"),
    says("Dimension out of range (expected to be in range of [-1, 0], but got 1)", "XE302",
         "A softmax or loss needs axis 1 for the classes, but these predictions have only one axis. The "
         "batch axis was lost. A single row has the shape (1, C), a batch (N, C).",
         "logits = logits.unsqueeze(0)  # one row; or remove the squeeze() before",
         "xentcli loss y.npy p.npy --like torch"),
    says("Dimension out of range (expected to be in range of [<a:int=-2>, <b:int=1>], but got <n:int=2>)",
         "XE302",
         "Axis {n} does not exist: the tensor has the axes {a} to {b}. An axis of the batch (N, C, ...) was "
         "lost.",
         "print(logits.shape, target.shape)",
         "xentcli validate y.npy p.npy"),
    says("Index tensor must have the same number of dimensions as input tensor", "XE302",
         "gather needs ids with as many axes as the predictions: reshape ids from (N,) to (N, 1).",
         "p.gather(1, target.long()[:, None]).squeeze(1)",
         "xentcli validate y.csv p.csv"),
    says("grad can be implicitly created only for scalar outputs", None,
         "The loss is not a single number. It is one number per row (reduction='none'), or the predictions "
         "themselves. Reduce it first.",
         "loss = F.cross_entropy(logits, target, reduction='none').mean(); loss.backward()",
         "xentcli loss y.csv p.csv --reduction mean --like torch"),
    says("only one element tensors can be converted to Python scalars", None,
         "A tensor with several numbers is used as one number. It may be the loss of each row "
         "(reduction='none'), or a list of tensors.",
         "loss = F.cross_entropy(logits, target, reduction='none').mean()",
         "xentcli loss y.csv p.csv --per-sample losses.csv"),
    says(("stack expects each tensor to be equal size, but got <a:shape=[3]> at entry <i:int=0> and "
          "<b:shape=[1]> at entry <j:int=1>",), "XE043",
         "Rows {i} and {j} of a batch have the shapes {a} and {b}. If each row has several labels, make "
         "them multi-hot. Pad sequences to the same length.",
         "DataLoader(data, collate_fn=lambda rows: pad_sequence(rows, batch_first=True, padding_value=-100))",
         "xentcli convert y.csv --to multi-label -o multihot.npy"),
    says("each element in list of batch should be of equal size", "XE043",
         "The rows of a batch are lists of different lengths. Several labels per row must become multi-hot "
         "vectors, and sequences must be padded.",
         "DataLoader(data, collate_fn=collate)  # pad, or make multi-hot, in collate",
         "xentcli convert y.csv --to multi-label -o multihot.npy"),
    says("default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; found", None,
         "A dataset returns something other than a number or an array: None for a row without a label, or a "
         "name or object as the label.",
         "item = x, torch.tensor(label)  # what __getitem__ returns, with an id as the label",
         "xentcli detect y.csv"),
    says(("too many dimensions 'str'",
          "new(): invalid data type 'str'"), "XE511",
         "Labels are names, but a tensor holds only numbers. Give each name an id, in the order of the "
         "classes.",
         "ids = torch.tensor([classes.index(name) for name in names])  # or LabelEncoder",
         "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("expected sequence of length <n:int=2> at dim <d:int=1> (got <m:int=1>)", "XE043",
         "Rows differ in length: one has {n} cells along axis {d}, and another {m}. Several labels per row "
         "must become multi-hot vectors, and sequences must be padded.",
         "ids = pad_sequence([torch.tensor(row) for row in rows], batch_first=True, padding_value=-100)",
         "xentcli convert y.csv --to multi-label -o multihot.npy"),
    says("Size mismatch between tensors", "XE301",
         "Inputs and labels of a TensorDataset have different numbers of rows.",
         "assert len(x) == len(y)",
         "xentcli validate y.csv p.csv"),
    says("cross_entropy() missing 1 required positional argument: 'target'", None,
         "A loss needs two arguments, the predictions and then the labels, but got one.",
         "loss = F.cross_entropy(logits, target)",
         "xentcli loss y.csv p.csv --like torch"),
    says("Could not infer dtype of NoneType", "XE015",
         "A label is None: it is missing in the data.",
         "rows = [row for row in rows if row.label is not None]",
         "xentcli validate y.csv"),
    says("size mismatch for <w:word=fc.weight>: copying a param with shape <a:shape=torch.Size([1000, 512])> "
         "from checkpoint, the shape in current model is <b:shape=torch.Size([10, 512])>", "XE116",
         "The saved layer {w} has the shape {a}, and the layer of this model {b}. If it is the last layer, "
         "the models have different numbers of classes, which is the first number.",
         "model = Model(num_classes=10)  # as many as in the checkpoint",
         "xentcli detect y.csv p.csv"),
    says("shape '<a:shape=[3, 3]>' is invalid for input of size <n:int=17>", "XE302",
         "{n} numbers do not fill the shape {a}: the number of rows or classes is wrong. In a confusion "
         "matrix of torchmetrics, a label is not below num_classes.",
         "print(target.min(), target.max(), logits.shape)",
         "xentcli validate y.csv p.csv"),
    says("Target values should be in [0, <b:int=9>], but values in range [<a:int=0>, <m:int=12>] were found",
         "XE112",
         "Labels run from {a} to {m}, but the classes from 0 to {b}.",
         "assert 0 <= target.min() and target.max() <= {b}",
         "xentcli validate y.csv --num-classes {b+1}"),
)  # fmt: skip
"""Errors of data, calls and checkpoints."""
