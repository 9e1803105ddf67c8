"""Messages of optax and JAX, which accept much that other frameworks reject."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("optax")

JAX = (
    says(("Expected the input to have a dtype that is a subdtype of <class 'jax.numpy.floating'>, "
          "got <b:word=int32> instead",
          "Expected the input to have a dtype that is a subdtype of <class 'numpy.floating'>, "
          "got <b:word=int32> instead"), "XE831",
         "The predictions are {b}, but a loss of optax needs floats. Most often the order is wrong: logits "
         "come first, then labels.",
         "optax.softmax_cross_entropy_with_integer_labels(logits.astype(float), labels)",
         "xentcli loss y.csv logits.csv --like optax"),
    says("Expected the input to have a dtype that is a subdtype of <a:any=<class 'jax.numpy.integer'>>, "
         "got <b:word=float32> instead", "XE808",
         "A loss of optax got {b} but needs {a}. Class ids must be integers, and logits floats. For one-hot "
         "labels use softmax_cross_entropy.",
         "optax.softmax_cross_entropy_with_integer_labels(logits, labels.astype(int))",
         "xentcli convert y.csv --to sparse --dtype int32 -o ids.npy"),
    says(("got incompatible shapes for broadcasting: <a:shape=(32, 1)>, <b:shape=(32, 10)>",
          "Shape mismatch: got <a:shape=(32, 1)> and <b:shape=(32, 10)>"), "XE302",
         "Arrays of shapes {a} and {b} do not fit together. Note that optax silently broadcasts (N, 1) and "
         "(N,), which gives a wrong loss.",
         "optax.softmax_cross_entropy_with_integer_labels(logits, labels.ravel())",
         "xentcli validate y.csv p.csv"),
    says("Incompatible shapes for broadcasting: shapes=<a:shapes=[(6, 4), (6,)]>", "XE302",
         "The shapes of the arrays do not fit together: {a}. For class ids of shape (N,) with logits (N, C) "
         "use softmax_cross_entropy_with_integer_labels, for one-hot rows softmax_cross_entropy. Otherwise "
         "rows or classes differ.",
         "optax.softmax_cross_entropy_with_integer_labels(logits, labels.ravel())",
         "xentcli detect y.csv p.csv", "xentcli validate y.csv p.csv"),
    says("indices and arr must have the same number of dimensions; <n:int=3> vs. <m:int=2>", "XE302",
         "Class ids must have one axis fewer than the logits: (N,) and (N, C). An axis was added or lost "
         "({n} and {m}): a column of ids (N, 1), one-hot rows, or logits without a batch axis.",
         "optax.softmax_cross_entropy_with_integer_labels(logits, labels[:, 0])  # one-hot: "
         "labels.argmax(-1)",
         "xentcli detect y.csv p.csv", "xentcli convert y.csv --to sparse -o ids.npy"),
    says("axis <n:int=2> is out of bounds for array of dimension <m:int=2>", "XE302",
         "Axis {n} does not exist in an array with {m} axes, numbered from 0. The labels have too few axes "
         "for the predictions, or squeeze() removed a batch axis.",
         "print(logits.shape, labels.shape)",
         "xentcli validate y.npy p.npy"),
    says(("Gradient only defined for scalar-output functions. Output had shape: <a:shape=(32,)>",
          "Gradient only defined for scalar-output functions. Output was <a:list=[0.1, 0.2]>"), None,
         "The loss must be one number, but it is {a}. Losses of optax return one number per row and must be "
         "reduced. A function that returns more than the loss needs has_aux=True.",
         "loss = optax.softmax_cross_entropy_with_integer_labels(logits, labels).mean()",
         "xentcli loss y.csv p.csv --like optax"),
    says("grad requires real- or complex-valued inputs (input dtype that is a sub-dtype of np.inexact), but "
         "got <t:word=int32>", None,
         "The gradient was taken of an array of {t}. Labels were passed first, where parameters or logits "
         "belong.",
         "jax.grad(loss)(params, x, labels)",
         "xentcli loss y.csv p.csv --like optax"),
    says("Indexer must have integer or boolean type, got indexer with type <t:word=float32>", "XE808",
         "Class ids that select from predictions must have an integer type, but these are {t}.",
         "p[jnp.arange(len(labels)), labels.astype(int)]",
         "xentcli convert y.csv --to sparse --dtype int32 -o ids.npy"),
    says("take_along_axis indices must be of integer type, got <t:word=float32>", "XE808",
         "Class ids that select from predictions must have an integer type, but these are {t}.",
         "jnp.take_along_axis(p, labels.astype(int)[:, None], axis=1)",
         "xentcli convert y.csv --to sparse --dtype int32 -o ids.npy"),
    says("one_hot input should be integer-typed; got dtype=<t:word=float32>", "XE808",
         "one_hot needs class ids of an integer type, but these are {t}.",
         "jax.nn.one_hot(labels.astype(int), num_classes)",
         "xentcli convert y.csv --to one-hot -o onehot.npy"),
    says("Value <x:cell='cat'> with dtype <t:any=<U1> is not a valid JAX array type", "XE511",
         "{x} is a name, but JAX holds only numbers. Convert names to ids, in the order of the classes.",
         "labels = jnp.array([classes.index(name) for name in names])",
         "xentcli convert names.csv --to sparse --classes cat,dog -o ids.npy"),
    says("invalid value (nan) encountered in <f:word=log>", "XE201",
         "{f} returned NaN: the logarithm of a negative number, or 0 times infinity. Pass the logits to the "
         "loss, not probabilities that were computed before.",
         "jax.nn.log_softmax(logits)",
         "xentcli loss y.csv logits.csv --from-logits --like optax"),
)  # fmt: skip
"""Errors of types and shapes."""
