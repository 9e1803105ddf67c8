"""Messages of Keras 3 and earlier versions."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("Keras")

KERAS = (
    says("Shapes <a:shape=(None, 1)> and <b:shape=(None, 10)> are incompatible", "XE302",
         "The labels have the shape {a}, the predictions {b}. Use the sparse loss for class ids (one "
         "column), and the categorical loss for one-hot rows, which need as many columns as the {b.last} "
         "outputs.",
         "model.compile(loss='sparse_categorical_crossentropy')  # for class ids",
         "xentcli detect y.csv p.csv", "xentcli convert y.csv --to one-hot -o onehot.npy"),
    says(("Arguments `target` and `output` must have the same shape. Received: "
          "target.shape=<a:shape=(None, 1)>, output.shape=<b:shape=(None, 10)>",
          "Arguments `target` and `output` must have the same rank (ndim). Received: "
          "target.shape=<a:shape=(None,)>, output.shape=<b:shape=(None, 10)>"), "XE302",
         "The labels have the shape {a}, the predictions {b}. Use the sparse loss for class ids (one "
         "column), and the categorical loss for one-hot rows, which need as many columns as the {b.last} "
         "outputs.",
         "model.compile(loss='sparse_categorical_crossentropy')  # for class ids",
         "xentcli detect y.csv p.csv", "xentcli convert y.csv --to one-hot -o onehot.npy"),
    says("Arguments `target` and `output` must have the same shape up until the last dimension: "
         "target.shape=<a:flat=(6,)>, output.shape=<b:flat=(2,)>", "XE302",
         "The labels have the shape {a}, the predictions {b}. The predictions lack the axis of classes, or "
         "the batch axis. A sparse loss needs predictions of shape (N, C): rows and classes.",
         "y_pred = y_pred.reshape(-1, num_classes)",
         "xentcli validate y.npy p.npy"),
    says("Arguments `target` and `output` must have the same shape up until the last dimension: "
         "target.shape=<a:flat=(6,)>, output.shape=<b:shape=(5, 3)>", "XE302",
         "The labels have the shape {a}, the predictions {b}. The sparse loss needs one class id per row of "
         "predictions, but the numbers of rows differ.",
         "print(y.shape, model.predict(x).shape)",
         "xentcli validate y.npy p.npy"),
    says("Arguments `target` and `output` must have the same shape up until the last dimension: "
         "target.shape=<a:shape=(32, 10)>, output.shape=<b:shape=(32, 10)>", "XE302",
         "The labels have the shape {a}, the predictions {b}. The sparse loss needs one class id per row of "
         "predictions. For one-hot rows use the categorical loss.",
         "model.compile(loss='categorical_crossentropy')  # for one-hot rows",
         "xentcli detect y.csv p.csv", "xentcli convert onehot.csv --to sparse -o ids.npy"),
    says("Arguments `target` and `output` must have the same <w:word=shape>", "XE302",
         "Labels and predictions differ in their {w}. Use the sparse loss for class ids (one column), and "
         "the categorical loss for one-hot rows.",
         "model.compile(loss='sparse_categorical_crossentropy')  # for class ids",
         "xentcli detect y.csv p.csv", "xentcli convert y.csv --to one-hot -o onehot.npy"),
    says("Arguments `target` and `output` must be at least rank 1", "XE035",
         "Labels or predictions are a single number. The axes of rows and classes were lost, for example by "
         "squeeze().",
         "y = y.reshape(-1, 1)",
         "xentcli validate y.npy p.npy"),
    says("You are passing a target array of shape <a:shape=(32, 1)> while using as loss "
         "`categorical_crossentropy`", "XE302",
         "Labels of shape {a} are class ids, but categorical_crossentropy needs one-hot rows.",
         "model.compile(loss='sparse_categorical_crossentropy')",
         "xentcli detect y.csv", "xentcli convert y.csv --to one-hot -o onehot.npy"),
    says("A target array with shape <a:shape=(32, 1)> was passed for an output of shape <b:shape=(None, "
         "10)> while using as loss `<loss:word=categorical_crossentropy>`", "XE302",
         "The labels have the shape {a}, the predictions {b}, and the loss is {loss}. Use the sparse loss "
         "for class ids (one column), and the categorical loss for one-hot rows, which need as many columns "
         "as the {b.last} outputs.",
         "model.compile(loss='sparse_categorical_crossentropy')  # for class ids",
         "xentcli detect y.csv p.csv", "xentcli convert y.csv --to one-hot -o onehot.npy"),
    says(("Error when checking target: expected <layer:word=dense_2> to have shape <b:shape=(10,)> but got "
          "array with shape <a:shape=(1,)>",
          "Error when checking model target: expected <layer:word=dense_2> to have shape <b:shape=(10,)> "
          "but got array with shape <a:shape=(1,)>"), "XE302",
         "The labels have the shape {a}, the output layer {layer} has {b}. Use the sparse loss for class "
         "ids (one column), and the categorical loss for one-hot rows, which need as many columns as the "
         "{b.last} outputs.",
         "model.compile(loss='sparse_categorical_crossentropy')  # for class ids",
         "xentcli detect y.csv p.csv", "xentcli convert y.csv --to one-hot -o onehot.npy"),
    says("In loss <loss:word=categorical_crossentropy>, expected y_pred.shape to be (batch_size, "
         "num_classes) with num_classes > 1. Received: y_pred.shape=<a:shape=(None, 1)>", "XE303",
         "{loss} is used with a single output, {a}. Divided by its own sum it is always 1, so the loss is 0 "
         "and the model learns nothing.",
         "model.add(Dense(1, activation='sigmoid')); model.compile(loss='binary_crossentropy')",
         "xentcli loss y.csv p.csv --loss binary --like keras"),
    says("Consider using 'binary_crossentropy' if you only have 2 classes", "XE303",
         "A categorical loss is used with a single output. Divided by its own sum it is always 1, so the "
         "model learns nothing.",
         "model.add(Dense(1, activation='sigmoid')); model.compile(loss='binary_crossentropy')",
         "xentcli loss y.csv p.csv --loss binary --like keras"),
    says("You are using a softmax over axis <n:int=-1> of a tensor of shape <a:shape=(32, 1)>", "XE303",
         "A softmax over axis {n} of the shape {a} normalizes a single number, so it is always 1. The loss "
         "has no meaning, and the accuracy is the share of class 1.",
         "model.add(Dense(1, activation='sigmoid'))",
         "xentcli loss y.csv p.csv --like keras"),
    says("`<loss:word=sparse_categorical_crossentropy>` received `from_logits=True`, but the `output` "
         "argument was produced by a <f:any=sigmoid or softmax> activation", None,
         "{loss} expects logits, but the last layer is a {f}. It would be applied twice, which flattens the "
         "loss.",
         "model.compile(loss=keras.losses.SparseCategoricalCrossentropy(from_logits=False))",
         "xentcli detect y.csv p.csv", "xentcli loss y.csv p.csv --from-probs --like keras"),
    says("Data cardinality is ambiguous", "XE301",
         "Inputs, labels or weights have different numbers of samples. Each sample needs one label.",
         "assert len(x) == len(y)",
         "xentcli validate y.csv p.csv"),
    says("Data cardinality is ambiguous...sizes: <n:int=2140>...sizes: <m:int=4>", "XE301",
         "There are {n} samples and {m} labels, but each sample needs one label. A file may be transposed "
         "or cut.",
         "assert len(x) == len(y)",
         "xentcli validate y.csv --rows {n}"),
    says(("You cannot specify `class_weight` and `sample_weight` at the same time",
          "You cannot `class_weight` and `sample_weight` at the same time",
          "`class_weight` and `sample_weight` cannot be specified at the same time"), None,
         "fit accepts weights of classes or of samples, but not both. Multiply them yourself.",
         "model.fit(x, y, sample_weight=sample_weight * class_weight[y])",
         "xentcli loss y.csv p.csv --class-weight balanced --sample-weight w.csv"),
    says(("Invalid value for argument `reduction`...Received: reduction=<r:word=batchmean>",
          "Invalid Reduction Key <r:word=batchmean>",
          "Invalid value for argument `reduction`...Received: <r:word=batchmean>"), "XE500",
         "Keras supports the reductions sum, mean, sum_over_batch_size, mean_with_sample_weight and none, "
         "but not {r}.",
         "keras.losses.CategoricalCrossentropy(reduction='sum_over_batch_size')",
         "xentcli loss y.csv p.csv --reduction mean --like keras"),
    says("Invalid value for argument `reduction`", "XE500",
         "Keras supports the reductions sum, mean, sum_over_batch_size, mean_with_sample_weight and none.",
         "keras.losses.CategoricalCrossentropy(reduction='sum_over_batch_size')",
         "xentcli loss y.csv p.csv --reduction mean --like keras"),
    says("Only axis=-1 is currently supported. Received: axis=<n:int=1>", None,
         "This backend needs the classes on the last axis, not on axis {n}.",
         "y_pred = keras.ops.moveaxis(y_pred, {n}, -1)",
         "xentcli loss y.npy p.npy --class-axis {n}"),
)  # fmt: skip
"""Errors and warnings of losses and of `fit`."""
