"""Messages of optax and JAX, which accept much that other frameworks reject."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("optax")

JAX = (
    says(("Expected the input to have a dtype that is a subdtype of <class 'jax.numpy.floating'>, "
          "got <b:word=int32> instead",
          "Expected the input to have a dtype that is a subdtype of <class 'numpy.floating'>, "
          "got <b:word=int32> instead"), "XE831",
         "The predictions are {b}, and a loss of optax takes floats. Most often the order is wrong: it is "
         "logits, then labels.",
         "optax.softmax_cross_entropy_with_integer_labels(logits.astype(float), labels)",
         "xentcli loss y.csv logits.csv --like optax"),
    says("Expected the input to have a dtype that is a subdtype of <a:any=<class 'jax.numpy.integer'>>, "
         "got <b:word=float32> instead", "XE808",
         "A loss of optax got {b} where it takes {a}: class ids must be integers, logits floats. One-hot "
         "labels belong to softmax_cross_entropy.",
         "optax.softmax_cross_entropy_with_integer_labels(logits, labels.astype(int))",
         "xentcli convert y.csv --to sparse --dtype int32 -o ids.npy"),
    says(("got incompatible shapes for broadcasting: <a:shape=(32, 1)>, <b:shape=(32, 10)>",
          "Shape mismatch: got <a:shape=(32, 1)> and <b:shape=(32, 10)>"), "XE302",
         "Arrays of the shapes {a} and {b} do not go together. Take care: optax spreads (N, 1) and (N,) "
         "over each other in silence, and the loss is wrong.",
         "optax.softmax_cross_entropy_with_integer_labels(logits, labels.ravel())",
         "xentcli validate y.csv p.csv"),
    says("Incompatible shapes for broadcasting: shapes=<a:shapes=[(6, 4), (6,)]>", "XE302",
         "The arrays' shapes do not go together: {a}. Class ids of the shape (N,) beside logits (N, C) "
         "belong to softmax_cross_entropy_with_integer_labels, one-hot rows to softmax_cross_entropy; "
         "otherwise they differ in rows or classes.",
         "optax.softmax_cross_entropy_with_integer_labels(logits, labels.ravel())",
         "xentcli detect y.csv p.csv", "xentcli validate y.csv p.csv"),
    says("indices and arr must have the same number of dimensions; <n:int=3> vs. <m:int=2>", "XE302",
         "Class ids must have one axis less than the logits: (N,) beside (N, C). An axis was added or lost "
         "({n} against {m}): a column of ids (N, 1), one-hot rows, or logits without a batch axis.",
         "optax.softmax_cross_entropy_with_integer_labels(logits, labels[:, 0])  # one-hot: "
         "labels.argmax(-1)",
         "xentcli detect y.csv p.csv", "xentcli convert y.csv --to sparse -o ids.npy"),
    says("axis <n:int=2> is out of bounds for array of dimension <m:int=2>", "XE302",
         "Axis {n} was asked for in an array of {m} axes, numbered from 0: the labels have fewer axes than "
         "the predictions allow, or a batch axis was lost by squeeze().",
         "print(logits.shape, labels.shape)",
         "xentcli validate y.npy p.npy"),
    says(("Gradient only defined for scalar-output functions. Output had shape: <a:shape=(32,)>",
          "Gradient only defined for scalar-output functions. Output was <a:list=[0.1, 0.2]>"), None,
         "The loss must be one number, and it is {a}: losses of optax are one number a row, to be reduced "
         "first. A function that returns more than the loss wants has_aux=True.",
         "loss = optax.softmax_cross_entropy_with_integer_labels(logits, labels).mean()",
         "xentcli loss y.csv p.csv --like optax"),
    says("grad requires real- or complex-valued inputs (input dtype that is a sub-dtype of np.inexact), but "
         "got <t:word=int32>", None,
         "The gradient was asked for an array of {t}: labels stand where parameters or logits should, first.",
         "jax.grad(loss)(params, x, labels)",
         "xentcli loss y.csv p.csv --like optax"),
    says("Indexer must have integer or boolean type, got indexer with type <t:word=float32>", "XE808",
         "Class ids that pick from predictions must be whole numbers of an integer type, and these are {t}.",
         "p[jnp.arange(len(labels)), labels.astype(int)]",
         "xentcli convert y.csv --to sparse --dtype int32 -o ids.npy"),
    says("take_along_axis indices must be of integer type, got <t:word=float32>", "XE808",
         "Class ids that pick from predictions must be of an integer type, and these are {t}.",
         "jnp.take_along_axis(p, labels.astype(int)[:, None], axis=1)",
         "xentcli convert y.csv --to sparse --dtype int32 -o ids.npy"),
    says("one_hot input should be integer-typed; got dtype=<t:word=float32>", "XE808",
         "one_hot takes class ids of an integer type, and these are {t}.",
         "jax.nn.one_hot(labels.astype(int), num_classes)",
         "xentcli convert y.csv --to one-hot -o onehot.npy"),
    says("Value <x:cell='cat'> with dtype <t:any=<U1> is not a valid JAX array type", "XE511",
         "{x} is a name, and JAX holds numbers: names become ids by the order of the classes.",
         "labels = jnp.array([classes.index(name) for name in names])",
         "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("invalid value (nan) encountered in <f:word=log>", "XE201",
         "NaN came out of {f}: the logarithm of a negative number, or 0 times infinity. Give the logits to "
         "the loss, not probabilities that were computed before.",
         "jax.nn.log_softmax(logits)",
         "xentcli loss y.csv logits.csv --from-logits --like optax"),
)  # fmt: skip
"""Errors of types and shapes."""
