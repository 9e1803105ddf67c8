"""Arrays that cannot be labels or predictions: codes XE030 to XE037."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

ARRAYS = (
    entry("XE030", "complex numbers are no labels, predictions or weights",
          "The array is complex; taking the real part in silence would lose the rest.",
          "Save the part that is meant: np.save(FILE, a.real)",
          "python -c \"import numpy as np; np.save('p.npy', np.array([1j, 2]))\"", "xentcli validate p.npy"),
    entry("XE031", "dates or durations are no labels, predictions or weights",
          "The array holds datetime64 or timedelta64.",
          "Save numbers, or text for names: a.astype(str)",
          "python -c \"import numpy as np; np.save('y.npy', np.array(['2024-01-01'], 'M8[D]'))\"",
          "xentcli validate y.npy"),
    entry("XE032", "a structured or raw array is none of numbers",
          "The array has named fields and several axes, or bytes without a type.",
          "Save an array of numbers; one with fields needs one axis: a.ravel()",
          "python -c \"import numpy as np; np.save('y.npy', np.zeros((2, 2), [('a', 'i4'), ('b', 'i4')]))\"",
          "xentcli validate y.npy"),
    entry("XE033", "numbers of a type that is not read",
          "The array's type is wider than float64 (np.longdouble), or none that a loss has a meaning for.",
          "Save it as float64: np.save(FILE, a.astype('float64'))",
          "python -c \"import numpy as np; np.save('p.npy', np.zeros(2, np.longdouble))\"",
          "xentcli validate p.npy"),
    entry("XE034", "no columns",
          "The array has rows, but an axis of length 0.",
          "Look whether it is the right array.",
          "python -c \"import numpy as np; np.save('p.npy', np.zeros((3, 0)))\"", "xentcli validate p.npy"),
    entry("XE035", "a single number: no rows",
          "The array has no axis at all.",
          "Save an array with one row for every sample: np.save(FILE, a.reshape(-1))",
          "python -c \"import numpy as np; np.save('y.npy', np.array(3))\"", "xentcli validate y.npy"),
    entry("XE036", "a truth value that is neither 0 nor 1",
          "A byte of an array of truth values is over 1; programs differ in what they take it for.",
          "The file is damaged: write it again.",
          "python -c \"import numpy as np; np.save('y.npy', np.array([0, 1, 2], 'u1').view(bool))\"",
          "xentcli validate y.npy"),
    entry("XE037", "values that are no one array or column",
          "A call hands over rows of different lengths, a column of several sorts of values, or blocks that "
          "do not go on as the first began.",
          "Give every row as many values, and every column one sort of them."),
)  # fmt: skip
"""Errors in the type or shape of an array."""
