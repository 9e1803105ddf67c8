"""Messages of torchmetrics."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("torchmetrics")

TORCHMETRICS = (
    says("Detected the following values in `<w:word=target>`: tensor(<x:list=[-1, 0, 1]>...) but expected "
         "only the following values", "XE114",
         "The {w} of a binary or multi-label metric must be 0 and 1, but it has {x}. To ignore rows, set "
         "ignore_index. For ids of several classes use task='multiclass'. Convert -1 and 1 to 0 and 1.",
         "metric = Accuracy(task='binary', ignore_index=-1)",
         "xentcli detect y.csv", "xentcli convert y.csv --to binary --positive 1 -o binary.npy"),
    says("Detected more unique values in `<w:word=preds>` than expected. Expected only <c:int=3> but found "
         "<n:int=4> in `target`", "XE112",
         "There are {n} different values in {w}, but num_classes is {c}. It is too small, or a value that "
         "marks rows to ignore, such as -1 or 255, needs ignore_index.",
         "metric = Accuracy(task='multiclass', num_classes={n}, ignore_index=-1)",
         "xentcli validate y.csv --num-classes {c}"),
    says("Detected more unique values in `<w:word=preds>` than expected. Expected only <c:int=3> but found "
         "<n:int=4>", "XE112",
         "There are {n} different values in {w}, but num_classes is {c}. It is too small, or a value that "
         "marks rows to ignore, such as -1 or 255, needs ignore_index.",
         "metric = Accuracy(task='multiclass', num_classes={n}, ignore_index=-1)",
         "xentcli validate y.csv --num-classes {c}"),
    says("If `preds` have one dimension more than `target`, `preds.shape[1]` should be equal to number of "
         "classes", "XE116",
         "The number of prediction columns differs from num_classes. The classes must be on axis 1.",
         "metric = Accuracy(task='multiclass', num_classes=preds.shape[1])",
         "xentcli validate y.csv p.csv"),
    says(("If `preds` have one dimension more than `target`, `preds` should be a float tensor",
          "Expected argument `preds` to be floating tensor with probabilities/logits",
          "Expected `preds` to be a float tensor"), "XE305",
         "The predictions are whole numbers, but the metric needs scores of the classes. Either they are "
         "predicted classes, or labels and predictions were swapped.",
         "metric(logits.softmax(dim=1), target)",
         "xentcli detect y.csv p.csv"),
    says("Optional arg `<x:word=num_classes>` must be type `int` when task is...Got", "XE116",
         "The metric needs {x}.",
         "metric = Accuracy(task='multiclass', num_classes=3)  # or task='multilabel', num_labels=3",
         "xentcli detect y.csv"),
    says("Expected argument `num_classes` to be an integer larger than 1, but got <n:int=1>", "XE116",
         "num_classes is {n}, but must be at least 2. For one output of 0 and 1 use task='binary'.",
         "metric = Accuracy(task='binary')",
         "xentcli detect y.csv"),
    says("The `preds` and `target` should have the same shape, got `preds` with "
         "shape=<a:shape=torch.Size([2])> and `target` with shape=<b:shape=torch.Size([3])>", "XE302",
         "Predictions have the shape {a}, and targets {b}. They have different numbers of rows, or one has "
         "an extra axis.",
         "metric(preds, target.view_as(preds))",
         "xentcli validate y.csv p.csv"),
    says("Predictions and targets are expected to have the same shape, but got <a:shape=torch.Size([4, 3])> "
         "and <b:shape=torch.Size([4])>", "XE302",
         "Predictions have the shape {a}, and targets {b}. For class ids with one column of scores per "
         "class use task='multiclass'. Binary and multi-label metrics need a 0 or 1 for every score.",
         "metric = Accuracy(task='multiclass', num_classes=3)",
         "xentcli detect y.csv p.csv"),
    says("Either `preds` and `target` both should have the (same) shape (N, ...), or `target` should be (N, "
         "...) and `preds` should be (N, C, ...)", "XE302",
         "For several classes, predictions have the shape (N, C) and class ids (N,). Convert one-hot rows "
         "to ids, and put the classes on axis 1.",
         "metric(preds, target.argmax(dim=1))",
         "xentcli detect y.csv p.csv", "xentcli convert onehot.csv --to sparse -o ids.npy"),
    says("Expected both `target.shape[1]` and `preds.shape[1]` to be equal to the number of labels but got "
         "<n:int=3> and expected <m:int=4>", "XE116",
         "There are {n} columns, but num_labels is {m}.",
         "metric = Accuracy(task='multilabel', num_labels={n})",
         "xentcli validate y.csv p.csv"),
    says("Expected `preds` to have one more dimension than `target` but got <n:int=1> and <m:int=1>", "XE302",
         "Predictions have {n} axes and targets {m}. This metric needs one score per class, (N, C), and "
         "class ids, (N,).",
         "metric(logits, target)  # not logits.argmax(1)",
         "xentcli detect y.csv p.csv"),
    says("Expected argument `target` to be an int or long tensor, but got tensor with dtype "
         "<t:word=torch.float32>", "XE808",
         "The targets are {t}, but a metric needs whole numbers.",
         "metric(preds, target.long())",
         "xentcli convert y.csv --to sparse --dtype int64 -o ids.npy"),
    says("Invalid Classification: expected one of <x:list=['BINARY', 'MULTICLASS']>, but got <y:word=multi>",
         None,
         "There is no task {y}. Use one of {x}.",
         "metric = Accuracy(task='multiclass', num_classes=3)",
         "xentcli detect y.csv"),
    says(("__new__() missing 1 required positional argument: 'task'",
          "accuracy() missing 1 required positional argument: 'task'"), None,
         "Since version 0.11 a metric needs its task: task='binary', 'multiclass' or 'multilabel'.",
         "metric = Accuracy(task='multiclass', num_classes=3)",
         "xentcli detect y.csv"),
    says("Input tensor `preds` is expected to have 3 dimensions, [batch_size, seq_len, vocab_size], but got "
         "<n:int=2>", "XE302",
         "Perplexity needs logits of shape (N, T, V), which is sequences, positions and tokens, but these "
         "have {n} axes.",
         "metric(logits.unsqueeze(0), target.unsqueeze(0))",
         "xentcli loss ids.npy logits.npy"),
    says("The implied number of classes (from shape of inputs) does not match num_classes", "XE116",
         "The number of prediction columns differs from num_classes.",
         "metric = Accuracy(task='multiclass', num_classes=preds.shape[1])",
         "xentcli validate y.csv p.csv"),
    says("The highest label in `target` should be smaller than the size of the `C` dimension of `preds`",
         "XE112",
         "A label is not below the number of prediction columns. The labels may start at 1.",
         "metric(preds, target - 1)",
         "xentcli validate y.csv p.csv", "xentcli convert y.csv --to sparse --label-offset -1 -o ids.npy"),
    says("No positive samples in targets, true positive value should be meaningless", "XE803",
         "No label is 1, so the score has no meaning. The batch has no positives, or only one class.",
         "metric.update(preds, target)  # over all batches, compute() at the end",
         "xentcli detect y.csv"),
)  # fmt: skip
"""Errors and warnings of metrics."""
