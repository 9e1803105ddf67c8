"""Arrays that cannot be labels or predictions: codes XE030 to XE037."""

from __future__ import annotations

from xentcli.commands.explain.codes.entry import entry

ARRAYS = (
    entry("XE030", "complex numbers are not labels, predictions or weights",
          "The array is complex. Silently taking the real part would lose the rest.",
          "Save the part you need: np.save(FILE, a.real)",
          "python -c \"import numpy as np; np.save('p.npy', np.array([1j, 2]))\"", "xentcli validate p.npy"),
    entry("XE031", "dates or durations are not labels, predictions or weights",
          "The array holds datetime64 or timedelta64.",
          "Save numbers, or text for names: a.astype(str)",
          "python -c \"import numpy as np; np.save('y.npy', np.array(['2024-01-01'], 'M8[D]'))\"",
          "xentcli validate y.npy"),
    entry("XE032", "structured or raw array is not an array of numbers",
          "The array has named fields and several axes, or bytes without a type.",
          "Save an array of numbers. An array with fields must have one axis: a.ravel()",
          "python -c \"import numpy as np; np.save('y.npy', np.zeros((2, 2), [('a', 'i4'), ('b', 'i4')]))\"",
          "xentcli validate y.npy"),
    entry("XE033", "unsupported number type",
          "The type of the array is wider than float64 (np.longdouble), or has no meaning for a loss.",
          "Save it as float64: np.save(FILE, a.astype('float64'))",
          "python -c \"import numpy as np; np.save('p.npy', np.zeros(2, np.longdouble))\"",
          "xentcli validate p.npy"),
    entry("XE034", "no columns",
          "The array has rows, but an axis has length 0.",
          "Check that this is the right array.",
          "python -c \"import numpy as np; np.save('p.npy', np.zeros((3, 0)))\"", "xentcli validate p.npy"),
    entry("XE035", "single number: no rows",
          "The array has no axes.",
          "Save an array with one row per sample: np.save(FILE, a.reshape(-1))",
          "python -c \"import numpy as np; np.save('y.npy', np.array(3))\"", "xentcli validate y.npy"),
    entry("XE036", "boolean that is neither 0 nor 1",
          "A byte of a boolean array is greater than 1. Programs differ in how they read it.",
          "The file is damaged. Write it again.",
          "python -c \"import numpy as np; np.save('y.npy', np.array([0, 1, 2], 'u1').view(bool))\"",
          "xentcli validate y.npy"),
    entry("XE037", "values do not form an array or column",
          "A call passes rows of different lengths, a column of mixed types, or blocks that differ from the "
          "first one.",
          "Give every row the same number of values, and every column one type."),
)  # fmt: skip
"""Errors in the type or shape of an array."""
