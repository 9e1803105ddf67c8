"""The rules for single rows of labels, by kind, and the functions that check them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from xentcli.core.frozen import Frozen, replace
from xentcli.core.types import Kind
from xentcli.detection.kind import FINITE, NEEDED
from xentcli.detection.label_evidence import observe_labels
from xentcli.detection.text_cells import cell_sorts
from xentcli.numerics.occurrences import Occurrences, OccurrencesBy, seen_where
from xentcli.numerics.row_stats import any_position, every
from xentcli.numerics.simplex import on_simplex
from xentcli.settings.settings import cell_marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from xentcli.commands.validate.expected import Expected
    from xentcli.core.blocks import Block
    from xentcli.core.types import Mask, Numbers
    from xentcli.detection.evidence import LabelEvidence
    from xentcli.numerics.binary_rows import BinaryRows

WHOLE = "correct it; to choose another column, use --labels-column NAME"
COLUMN = "wrong column? use --labels-column NAME"
FIX = "{fix}"
"""Placeholder for a hint that depends on all labels."""


class Check(Frozen):
    """A rule: its kinds, whether the evidence allows a violation, the check, and the message."""

    code: str
    kinds: frozenset[Kind]
    suspect: Callable[[LabelEvidence, Expected], object]
    find: Callable[[Block, Expected], Mask]
    message: str
    hint: str


LARGEST = 2.0**53
"""The bound from which float64 cannot represent every whole number."""


def where(test: Callable[[Numbers], Mask]) -> Callable[[Block, Expected], Mask]:
    """Return a check for single numbers that fail `test`; ignored labels pass."""

    def find(block: Block, expected: Expected) -> Mask:
        with np.errstate(invalid="ignore"):
            return np.asarray(test(block.values) & _kept(block, expected), dtype=np.bool_)

    return find


def _kept(block: Block, expected: Expected) -> Mask | bool:
    """Return the mask of cells that are not ignored."""
    if expected.vectors:
        return np.isin(block.values, cell_marks(expected.ignore), invert=True) if expected.ignore else True
    left_out = block.are(expected.ignore)
    return True if left_out is None else ~left_out


no_bit = where(lambda v: (v != 0) & (v != 1) & np.isfinite(v))
"""Check for numbers other than 0 and 1."""
no_share = where(lambda v: ((v < 0) | (v > 1)) & np.isfinite(v))
"""Check for numbers outside [0, 1]."""
fraction = where(lambda v: np.isfinite(v) & (v != np.rint(v)))
"""Check for numbers that are not whole."""
huge = where(lambda v: np.isfinite(v) & (np.abs(v) >= LARGEST))
"""Check for numbers too large for float64 to tell from their neighbours."""


def numbers_in(block: Block) -> tuple[Block, Mask]:
    """Return a text block as float64 (NaN for other cells), and the mask of the numbers."""
    sorts = cell_sorts(block)
    assert sorts is not None
    pairs = zip(block.categories or (), sorts.whole.tolist(), strict=True)
    numbers = np.array([float(name) if number else np.nan for name, number in pairs], dtype=np.float64)
    return replace(block, values=numbers[block.values], categories=None), sorts.whole[block.values]


def negative(block: Block, expected: Expected) -> Mask:
    """Return the mask of ids that are negative after adding the offset."""
    return where(lambda v: np.isfinite(v) & (v < -expected.offset) & (v == np.rint(v)))(block, expected)


def stranger(block: Block, expected: Expected) -> Mask:
    """Return the mask of labels that are not a known class; other rules check NaN and fractions."""
    classes = expected.classes
    assert classes is not None
    lost = classes.indices(block) < 0
    if block.categories is None and block.values.dtype.kind == "f":
        with np.errstate(invalid="ignore"):
            lost = lost & (block.values == np.rint(block.values)) & np.isfinite(block.values)
    return np.asarray(lost & _kept(block, expected), dtype=np.bool_)


def no_unit_vector(block: Block, expected: Expected) -> Mask:
    """Return the mask of rows of zeros and ones without exactly one 1."""
    rows = expected.layout.labels(block.values)
    bits = every((rows == 0) | (rows == 1))
    return any_position(block, bits & (np.count_nonzero(rows == 1, axis=1) != 1))


def no_distribution(block: Block, expected: Expected) -> Mask:
    """Return the mask of rows in [0, 1] that do not sum to one."""
    rows = np.asarray(expected.layout.labels(block.values), dtype=np.float64)
    with np.errstate(invalid="ignore"):
        inside = every((rows >= 0) & (rows <= 1))
    return any_position(block, inside & ~on_simplex(np.where(inside[:, None], rows, 0)))


def _if(sighting: str) -> Callable[[LabelEvidence, Expected], object]:
    """Return a function that looks up one field of the evidence."""
    return lambda seen, _expected: getattr(seen, sighting)


def _is_missing(seen: LabelEvidence, expected: Expected) -> bool:
    return bool(seen.missing) and not (expected.vectors and expected.gaps)


def _is_negative(seen: LabelEvidence, expected: Expected) -> bool:
    """Return whether ids may be negative, if the classes are unknown."""
    return expected.classes is None and seen.minimum + expected.offset < 0


def _is_too_large(seen: LabelEvidence, expected: Expected) -> bool:
    largest = max(-seen.minimum, seen.maximum)
    return expected.classes is None and largest >= LARGEST


def _may_be_strange(seen: LabelEvidence, expected: Expected) -> bool:
    """Return whether some label may not be a known class."""
    classes = expected.classes
    if classes is None or expected.vectors or (expected.kind is Kind.BINARY and not expected.named):
        return False
    plain = classes.classes is None and seen.minimum <= seen.maximum
    return not plain or seen.minimum < -classes.offset or seen.maximum >= classes.size - classes.offset


def _may_be_no_bit(seen: LabelEvidence, expected: Expected) -> bool:
    return bool(seen.beyond_bit) and not expected.named


_ANY, _IDS, _SOFT = frozenset(Kind), frozenset({Kind.SPARSE}), frozenset({Kind.SOFT})
_BITS, _HOT = frozenset({Kind.ONE_HOT, Kind.MULTI_LABEL}), frozenset({Kind.ONE_HOT})
_BINARY = frozenset({Kind.BINARY})
LABEL_RULES: tuple[Check, ...] = (
    Check("XE015", _ANY, _is_missing, where(np.isnan), "missing label: {value}", NEEDED),
    Check("XE102", _ANY, _if("infinite"), where(np.isinf), "{value} is not a class", FINITE),
    Check("XE104", _IDS, _if("fractions"), fraction, "{value} is not a whole number", WHOLE),
    Check("XE113", _IDS, _is_negative, negative, "{value} is below the first class id, {first}", FIX),
    Check("XE025", _IDS, _is_too_large, huge, "{value} is too large for a class id", COLUMN),
    Check("XE112", _IDS | _BINARY, _may_be_strange, stranger, "{value} is not a class of {classes}", FIX),
    Check("XE114", _BINARY, _may_be_no_bit, no_bit, "{value} is not a binary label, 0 or 1",
          "use --expect sparse for other ids, or --classes A,B if B counts as 1"),
    Check("XE105", _BITS, _if("beyond_bit"), no_bit, "{value} is neither 0 nor 1",
          "use --expect soft for probabilities; divide a mask of 0 and 255 by 255"),
    Check("XE121", _HOT, _if("not_one_hot"), no_unit_vector, "{value} does not have exactly one 1",
          "--expect multi-label allows any number of ones"),
    Check("XE124", _SOFT, _if("beyond_unit"), no_share, "{value} is not between 0 and 1",
          "soft labels are probabilities that sum to 1 in each row"),
    Check("XE106", _SOFT, _if("not_simplex"), no_distribution, "{value} does not sum to 1",
          "divide each row by its sum"),
)  # fmt: skip
"""All rules for single rows."""

SORTS = {
    "whole": ("a number", "class ids"),
    "names": ("text", "class names"),
    "truths": ("a truth value", "True and False"),
}
"""Kinds of labels that must not be mixed: what messages call one of them, and all of them."""


def check_labels(block: Block, expected: Expected, seen: LabelEvidence) -> OccurrencesBy:
    """Return the violations of each rule, for every kind that the labels may turn out to be."""
    named = expected.classes is not None and expected.classes.classes is not None
    if block.categories is None or named:
        masks = _masks(block, expected, seen)
    else:
        numbers, where_some = numbers_in(block)
        some = _masks(numbers, expected, observe_labels(numbers, expected.layout, expected.ignore))
        masks = {code: mask & where_some for code, mask in some.items()}
    sorts = {} if expected.vectors else {f"sort:{sort}": mask for sort, mask in _sorts(block)}
    found = {name: seen_where(block, mask, expected.most) for name, mask in (masks | sorts).items()}
    return OccurrencesBy({name: hit for name, hit in found.items() if hit})


def _masks(block: Block, expected: Expected, seen: LabelEvidence) -> dict[str, Mask]:
    """Return the mask of each rule that can apply and that the evidence does not rule out."""
    kinds = frozenset({expected.kind}) if expected.kind is not None else _ANY - _BINARY
    names = block.categories is not None
    fitting = [c for c in LABEL_RULES if c.kinds & kinds and (c.find is stranger or not names)]
    return {check.code: check.find(block, expected) for check in fitting if check.suspect(seen, expected)}


def check_bits(block: Block, expected: Expected, bits: BinaryRows) -> OccurrencesBy:
    """Return the violations of label vectors of 0 and 1; only the number of ones per row is checked."""
    found = (
        Occurrences() if bits.one_hot else seen_where(block, any_position(block, ~bits.hot()), expected.most)
    )
    return OccurrencesBy(dict.fromkeys(("XE106", "XE121"), found) if found else {})


def _sorts(block: Block) -> Iterator[tuple[str, Mask]]:
    """Yield the mask of the labels of each kind, and of missing and infinite labels."""
    if block.categories is None:
        sort = "truths" if block.values.dtype.kind == "b" else "whole"
        yield sort, np.ones(block.values.shape, dtype=np.bool_)
        return
    sorts = cell_sorts(block)
    for sort in (*SORTS, "missing", "infinite"):
        yield sort, np.asarray(getattr(sorts, sort)[block.values], dtype=np.bool_)
