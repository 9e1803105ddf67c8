"""Texts of tools with any bytes: they are read, or refused with an error of ours, and twice alike."""

from reading import SORTS, read_twice
from scratchfile import Scratch

SUFFIXES = (".txt", ".csv", ".arff", ".out", ".svm", ".tab")
SCRATCHES = [Scratch(suffix) for suffix in SUFFIXES]


def check(data):
    """The first byte chooses the name of the file, and how its cells are read."""
    if not data:
        return
    sort, suffix = divmod(data[0], len(SUFFIXES))
    read_twice(SCRATCHES[suffix].hold(data[1:]), SORTS[sort % len(SORTS)])
