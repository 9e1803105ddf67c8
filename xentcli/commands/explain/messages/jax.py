"""Messages of optax and JAX, which accept much that other frameworks reject."""

from __future__ import annotations

from xentcli.commands.explain.messages.pattern import speaker

says = speaker("optax")

JAX = (
    says("Expected the input to have a dtype that is a subdtype of <a:any=<class 'jax.numpy.integer'>>, "
         "got <b:word=float32> instead", "XE808",
         "A loss of optax got {b} where it takes {a}: class ids must be integers, logits floats. One-hot "
         "labels belong to softmax_cross_entropy.",
         "optax.softmax_cross_entropy_with_integer_labels(logits, labels.astype(int))",
         "xentcli convert y.csv --to sparse --dtype int32 -o ids.npy"),
    says("got incompatible shapes for broadcasting: <a:shape=(32, 1)>, <b:shape=(32, 10)>", "XE302",
         "Arrays of the shapes {a} and {b} do not go together. Take care: optax spreads (N, 1) and (N,) "
         "over each other in silence, and the loss is wrong.",
         "optax.softmax_cross_entropy_with_integer_labels(logits, labels.ravel())",
         "xentcli validate y.csv p.csv"),
    says("Incompatible shapes for broadcasting: shapes=<a:any=[(32, 1), (32, 10)]>", "XE302",
         "The arrays' shapes do not go together: {a}.",
         "optax.softmax_cross_entropy_with_integer_labels(logits, labels.ravel())",
         "xentcli validate y.csv p.csv"),
)  # fmt: skip
"""Errors of types and shapes."""
