"""The other kinds of labels and shapes of logits: cases with peers, but without a target."""

from __future__ import annotations

from contenders import Case, Contender, cat, ours, peer


def _pair(
    name: str,
    title: str,
    inputs: str,
    files: tuple[str, str],
    *peers: Contender,
    options: tuple[str, ...] = (),
) -> Case:
    """The loss of two NPY files, compared with peers and `cat`."""
    mine = ours("loss", *files, "-f", "value", *options)
    return Case(name, title, inputs, (mine, *peers, cat(*files)), ("cat",))


def _vectors(name: str, title: str, *options: str) -> Case:
    files = (f"{name.replace('-', '')}_y.npy", "vectors_p.npy")
    return _pair(
        f"npy-{name}",
        title,
        f"vectors {name}",
        files,
        peer("NumPy", "numpy_vectors", *files, needs="numpy"),
        peer("torch", "torch_vectors", *files, needs="torch"),
        options=options,
    )


def _logits(name: str, title: str, rounds: int | None = None) -> Case:
    files = (f"{name}_y.npy", f"{name}_z.npy")
    return _pair(
        f"npy-{name}",
        title,
        f"more_logits {name}",
        files,
        peer("NumPy, by hand in chunks", "numpy_logits", *files, needs="numpy", rounds=rounds),
        peer("torch, by hand in chunks", "torch_logits", *files, needs="torch"),
    )


_BITS, _SCORES = ("binary_y.npy", "binary_p.npy"), ("binary_y.npy", "binary_z.npy")
KINDS: tuple[Case, ...] = (
    _vectors("one-hot", "NPY, one-hot labels, probabilities 5M x 10 float32"),
    _vectors("soft", "NPY, soft labels, probabilities 5M x 10 float32"),
    _pair(
        "npy-binary-probs",
        "NPY, binary labels, 30M probabilities float32",
        "binary",
        _BITS,
        peer("NumPy", "numpy_binary", *_BITS, needs="numpy"),
        peer("torch", "torch_binary", *_BITS, "probabilities", needs="torch"),
        peer("scikit-learn", "sklearn_binary", *_BITS, needs="sklearn", rounds=1),
    ),
    _pair(
        "npy-binary-logits",
        "NPY, binary labels, 30M logits float32",
        "binary",
        _SCORES,
        peer("NumPy", "numpy_binary_logits", *_SCORES, needs="numpy", rounds=1),
        peer("torch", "torch_binary", *_SCORES, "logits", needs="torch"),
    ),
    _logits("narrow", "NPY, sparse labels, logits 10M x 10 float32", rounds=1),
    _logits("wide", "NPY, sparse labels, logits 20k x 50,000 float32", rounds=1),
    _logits("double", "NPY, sparse labels, logits 300k x 1000 float64", rounds=1),
)
"""One case a kind."""
