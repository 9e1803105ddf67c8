"""Texts as tools write them, made from known labels and probabilities, and their loss."""

import json

import numpy as np
from running import inside

ROWS = 24


def sample(classes, seed=0, form="%.6f"):
    """Return class indexes and the cells of their probabilities, with each class at least once."""
    rng = np.random.default_rng([seed, classes])
    logits = 1.5 * rng.normal(size=(ROWS, classes))
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    y = np.array([rng.choice(classes, p=row) for row in p])
    y[:classes] = np.arange(classes)
    return y, [[form % value for value in row] for row in p]


def numbers(cells):
    """The numbers that the cells hold."""
    return np.array([[float(cell) for cell in row] for row in cells])


def loss_of(y, cells):
    """The mean loss of class indexes and cells."""
    return float(-np.log(numbers(cells)[np.arange(len(y)), y]).mean())


def lines(rows, sep=",", end="\n"):
    """Rows of cells as lines."""
    return "".join(sep.join(map(str, row)) + end for row in rows)


def answer(*arguments):
    """The loss that the command prints, or the code of its error."""
    done = inside("loss", *arguments, "-f", "json")
    if done.returncode:
        return json.loads(done.stderr)["code"]
    return json.loads(done.stdout)["value"]


def written(folder, **texts):
    """Return the paths of files with these texts; the last underscore in a name stands for a dot."""
    paths = []
    for name, text in texts.items():
        path = folder / ".".join(name.rsplit("_", 1))
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        paths.append(path)
    return paths
