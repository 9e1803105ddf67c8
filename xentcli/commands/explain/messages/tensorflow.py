"""Messages of TensorFlow's operations, with or without Keras."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("TensorFlow")

TENSORFLOW = (
    says("Received a label value of <id:minus=-1> which is outside the valid range of [0, <c:int=3>)",
         "XE112",
         "The label {id} is not one of the {c} classes of the model: ids run from 0 to {c-1}. It may mark "
         "rows to ignore. On a GPU the loss becomes NaN instead.",
         "keras.losses.SparseCategoricalCrossentropy(ignore_class={id})",
         "xentcli validate y.csv --num-classes {c} --ignore-index={id}"),
    says("Received a label value of <id:int=3> which is outside the valid range of [0, <c:int=3>)", "XE112",
         "The label {id} is not one of the {c} classes of the model: ids run from 0 to {c-1}. If labels "
         "start at 1, subtract 1. Otherwise use {id+1} outputs. On a GPU the loss becomes NaN instead.",
         "model.fit(x, y - 1)  # or Dense({id+1})",
         "xentcli validate y.csv --num-classes {c}",
         "xentcli convert y.csv --to sparse --label-offset -1 -o ids.npy"),
    says("logits and labels must be broadcastable: logits_size=<b:shape=[32,10]> "
         "labels_size=<a:shape=[32,13]>", "XE302",
         "Predictions have the shape {b}, and labels {a}. The model has {b.last} outputs, but the one-hot "
         "labels {a.last} columns.",
         "model.add(Dense({a.last}, activation='softmax'))",
         "xentcli detect y.csv p.csv", "xentcli validate y.csv p.csv"),
    says("logits and labels must have the same first dimension, got logits shape <b:shape=[32,10]> and "
         "labels shape <a:shape=[320]>", "XE302",
         "Predictions have the shape {b}, and labels {a}. The sparse loss needs one class id per row. "
         "Flattened one-hot labels cause this message.",
         "model.compile(loss='categorical_crossentropy')  # for one-hot labels",
         "xentcli detect y.csv p.csv", "xentcli convert onehot.csv --to sparse -o ids.npy"),
    says(("`logits` and `labels` must have the same shape, received (<b:shape=(None, 10)> vs "
          "<a:shape=(None, 1)>)",
          "logits and labels must have the same shape (<b:shape=(None, 10)> vs <a:shape=(None, 1)>)"),
         "XE302",
         "Binary cross-entropy got predictions {b} and labels {a}, but needs a 0 or 1 for every output. For "
         "class ids with {b.last} outputs use the sparse loss.",
         "model.compile(loss='sparse_categorical_crossentropy')  # for class ids",
         "xentcli detect y.csv p.csv"),
    says("Rank of labels (received <n:int=2>) should equal rank of logits minus 1 (received <m:int=2>)",
         "XE302",
         "The labels have {n} axes, and the logits {m}. Class ids have one axis fewer than the logits. For "
         "one-hot labels use softmax_cross_entropy_with_logits.",
         "tf.nn.sparse_softmax_cross_entropy_with_logits(labels=ids, logits=logits)  # ids of shape (N,)",
         "xentcli detect y.csv p.csv", "xentcli convert onehot.csv --to sparse -o ids.npy"),
    says("Can not squeeze dim[<d:int=1>], expected a dimension of 1, got <n:int=10>", "XE302",
         "Axis {d} of the labels has {n} columns, but the sparse loss expects one. These are one-hot rows.",
         "model.compile(loss='categorical_crossentropy')",
         "xentcli detect y.csv", "xentcli convert onehot.csv --to sparse -o ids.npy"),
    says("Incompatible shapes: <a:shape=[32,1]> vs. <b:shape=[32,10]>", "XE302",
         "An operation got arrays of the shapes {a} and {b}. In a loss these are labels and predictions.",
         "print(y.shape, model.predict(x).shape)",
         "xentcli validate y.csv p.csv"),
    says("Value passed to parameter 'labels' has DataType <t:word=float32> not in list of allowed values",
         "XE808",
         "Class ids must be int32 or int64, but these are {t}. For one-hot rows use the categorical loss.",
         "y = tf.cast(y, tf.int64)",
         "xentcli convert y.csv --to sparse --dtype int64 -o ids.npy"),
    says("Cast string to <t:word=float> is not supported", "XE511",
         "Labels are names, but a loss needs numbers ({t}). Convert names to ids, in the order of the "
         "classes.",
         "y = keras.layers.StringLookup(vocabulary=classes, num_oov_indices=0)(names)",
         "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("`labels.shape` must equal `logits.shape` except for the last dimension. Received: "
         "labels.shape=<a:shape=(240,)> and logits.shape=<b:shape=(16, 14)>", "XE302",
         "The labels have the shape {a}, and the logits {b}. The sparse loss needs one class id per row of "
         "logits. Flattened one-hot labels cause this message.",
         "model.compile(loss='categorical_crossentropy')  # for one-hot labels",
         "xentcli detect y.csv p.csv", "xentcli convert onehot.csv --to sparse -o ids.npy"),
    says("Shapes must be equal rank, but are <n:int=1> and <m:int=2>", "XE302",
         "Arrays have {n} and {m} axes, but need the same number. In a loss, use the sparse loss for class "
         "ids, and the categorical loss for one-hot rows.",
         "model.compile(loss='sparse_categorical_crossentropy')  # for class ids",
         "xentcli detect y.csv p.csv"),
    says("Dimensions must be equal, but are <n:int=10> and <m:int=32> for", "XE302",
         "Two arrays have {n} and {m} entries along an axis, but need the same number. In a loss or metric, "
         "class ids meet one column per class, or the numbers of classes differ.",
         "model.compile(loss='sparse_categorical_crossentropy')  # for class ids",
         "xentcli detect y.csv p.csv"),
    says("Only call `<f:word=softmax_cross_entropy_with_logits>` with named arguments", "XE831",
         "{f} takes its arguments only by name, to prevent swapped labels and logits.",
         "tf.nn.softmax_cross_entropy_with_logits(labels=onehot, logits=logits)",
         "xentcli loss y.csv logits.csv --from-logits"),
    says(("No gradients provided for any variable",), None,
         "The loss does not depend on anything that can learn. It was cut off by argmax, round or a "
         "threshold, or the dataset has no labels.",
         "model.fit(x, y)  # use probabilities in the loss, not classes",
         "xentcli detect y.csv p.csv"),
    says(("predictions must be >= 0",
          "predictions must be <= 1"), "XE203",
         "A metric needs probabilities, but these are outside [0, 1]. Most often they are logits.",
         "tf.keras.metrics.AUC(from_logits=True)",
         "xentcli detect y.csv p.csv"),
    says(("`labels` out of bound",
          "`predictions` out of bound"), "XE112",
         "A label or a predicted class is not below the number of classes of the confusion matrix.",
         "tf.math.confusion_matrix(y, predicted, num_classes=10)",
         "xentcli validate y.csv --num-classes 10"),
)  # fmt: skip
"""Errors of losses and metrics."""
