"""Find the kind of labels from the evidence of the whole input.

Nothing is guessed: if the evidence fits two kinds, the error names both and the option for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.frozen import Frozen
from xentcli.core.names import id_or_name
from xentcli.core.text import counted, shown, spanned
from xentcli.core.types import Kind
from xentcli.detection.refusal import LEVELS, REGRESSION, SHARES, Refusal, refused
from xentcli.io.text.words import ONE_WAY
from xentcli.losses.frameworks.registry import CONVENTIONS
from xentcli.numerics.occurrences import UNSEEN
from xentcli.settings.settings import IGNORE_MARKS

if TYPE_CHECKING:
    from xentcli.core.errors import Note, Way
    from xentcli.core.row_layout import RowLayout
    from xentcli.detection.evidence import LabelEvidence
    from xentcli.numerics.occurrences import Occurrences
    from xentcli.settings.settings import Settings

NEEDED = "every row needs a label; drop the row or fill it in"
FINITE = "labels must be finite"
ONE_KIND = "use only names or only numbers; for names that look like numbers, use --classes"


WHITE = 255
"""What images hold in place of 1."""
ONE_OF = {"numbers": "a number", "names": "a name", "True/False": "a truth value"}
"""What messages call a single label."""


class Found(Frozen):
    """The kind of labels, the reasons for it, and the other kinds that fit the same data."""

    kind: Kind
    reasons: tuple[str, ...] = ()
    also: tuple[Kind, ...] = ()
    notes: tuple[Note, ...] = ()
    """Facts about how classes and columns were matched."""


def find_kind(
    labels: LabelEvidence, layout: RowLayout, settings: Settings, columns: int | None
) -> Found | Refusal:
    """Return the kind of labels; ``columns`` is the number of prediction columns, None if there are none."""
    vectors = layout.vectors and layout.width > 1
    unreadable = _unreadable(labels, named=settings.named, gaps=vectors and settings.unknown is not None)
    if unreadable is not None:
        return unreadable
    found = _vector_kind(labels, layout, settings) if vectors else _id_kind(labels, columns, layout)
    if columns == 1 and isinstance(found, Found) and found.kind is Kind.SPARSE:
        found = _beside_one_column(found, labels, settings)
    if isinstance(found, Refusal) or settings.labels_kind in {None, found.kind}:
        return found
    return _claimed(settings.labels_kind, found, labels, layout)


def _unreadable(labels: LabelEvidence, *, named: bool, gaps: bool) -> Refusal | None:
    """Return the refusal of missing, infinite or mixed labels, or None.

    With ``gaps``, cells without a label are allowed.
    """
    words = UNSEEN if labels.names else labels.nan_words + labels.infinite_words
    numbers = labels.whole or labels.fractions or labels.truths or words
    for gap in (None if gaps else labels.missing, labels.missing_words if numbers else None):
        if gap:
            ways = ({"unknown": str(gap.value)},)
            return refused(gap, f"missing label: {shown(gap.value)}", NEEDED, "XE015", ways)
    infinite = labels.infinite if labels.names else labels.infinite + labels.infinite_words
    if infinite:
        return refused(infinite, f"{shown(infinite.value)} is not a class", FINITE, "XE102")
    return None if named and labels.names else _mixture(labels)  # names from --classes may look like anything


def _mixture(labels: LabelEvidence) -> Refusal | None:
    names = labels.names + labels.infinite_words if labels.names else labels.names
    kinds = [(labels.whole, "numbers"), (names, "names"), (labels.truths, "True/False")]
    seen = [(s, what) for s, what in kinds if s]
    if len(seen) < 2:
        return None
    rare, what = min(seen, key=lambda pair: (pair[0].count, -pair[0].row))
    others = " and ".join(w for s, w in seen if s is not rare)
    code, hint = mixture(names=bool(labels.names))
    message = f"{shown(rare.value)} is {ONE_OF[what]} in a column of {others} ({rare.times('label')})"
    text = str(rare.value)
    ways: tuple[Way, ...] = tuple(
        {"label_separator": mark} for mark in ("|", ";", ",", " ") if mark in text.strip()
    )
    mark = id_or_name(text)
    if names and what == "numbers" and mark in IGNORE_MARKS:
        hint, ways = f"if {mark} is not a class, use --ignore-index {mark}", ({"ignore_index": mark},)
    return refused(rare, message, hint, code, ways[:1])


def mixture(*, names: bool) -> tuple[str, str]:
    """Return the code and the hint for labels of mixed kinds, with or without names."""
    return ("XE103", ONE_KIND) if names else ("XE027", ONE_WAY)


def _id_kind(labels: LabelEvidence, columns: int | None, layout: RowLayout) -> Found | Refusal:
    if labels.names or labels.missing_words or labels.texts:
        return _names_kind(labels)
    one = "one column" if not layout.positions else f"one label at each of {layout.per_row:,} positions"
    if labels.truths:
        return _truths_kind(columns, one)
    if labels.fractions:
        return _fraction_kind(labels)
    bits = not labels.beyond_bit and bool(labels.whole)
    of = f"{one} of" if not layout.positions else f"{one}:"
    if bits and (columns is None or columns <= 2):
        count = labels.rows * layout.per_row
        return Found(Kind.BINARY, (f"{of} 0 and 1 ({counted(count, 'label')})",), (Kind.SPARSE,))
    if bits:
        return Found(Kind.SPARSE, (f"{of} 0 and 1 with {columns} prediction columns",))
    low, high = labels.minimum, labels.maximum
    span = f"{of} numbers as text" if len(labels.classes) else f"{of} ignore marks"
    if low <= high:
        span = f"{of} whole numbers {spanned(low, high, 15)}"
    return Found(Kind.SPARSE, (span, _classes_seen(labels)))


def _truths_kind(columns: int | None, one: str) -> Found:
    """Return binary, or sparse if there are three or more prediction columns."""
    if columns is not None and columns > 2:
        return Found(Kind.SPARSE, (f"{one} of True/False with {columns} prediction columns",))
    return Found(Kind.BINARY, (f"{one} of True/False",), (Kind.SPARSE,))


def _names_kind(labels: LabelEvidence) -> Found:
    first = labels.names.value or labels.missing_words.value or labels.whole.value
    return Found(Kind.SPARSE, (f"one column of names, such as {shown(first)}", _classes_seen(labels)))


def _beside_one_column(found: Found, labels: LabelEvidence, settings: Settings) -> Found | Refusal:
    """Return binary for two classes other than 0 and 1, if options set the positive class."""
    offset, ids = settings.label_offset, {c for c in labels.classes.counts if isinstance(c, int)}
    if offset and len(ids) == len(labels.classes) and {c + offset for c in ids} <= {0, 1}:
        return Found(Kind.BINARY, (*found.reasons, f"0 and 1 with --label-offset {offset}"))
    ranked = CONVENTIONS[settings.like].ranks_labels and len(labels.classes) == 2
    if ranked or (settings.classes is not None and len(settings.classes) == 2):
        return Found(Kind.BINARY, (*found.reasons, "the last class is positive"))
    from xentcli.detection.one_column import no_bits

    return no_bits(labels)


def _fraction_kind(labels: LabelEvidence) -> Found | Refusal:
    if labels.beyond_unit:
        seen = labels.fractions
        hint = "labels come first and must be classes; cross-entropy does not fit regression targets"
        return refused(seen, f"{shown(seen.value)} is not a class", hint, REGRESSION)
    return Found(Kind.SOFT, (f"one column of fractions in [0, 1], such as {shown(labels.fractions.value)}",))


def _classes_seen(labels: LabelEvidence) -> str:
    n = len(labels.classes)
    return "too many classes to count" if labels.classes.full else f"{counted(n, 'class', 'classes')} seen"


def _vector_kind(labels: LabelEvidence, layout: RowLayout, settings: Settings) -> Found | Refusal:
    width = f"{layout.width} columns"
    if not labels.beyond_bit:
        return _bit_kind(labels, width)
    if labels.beyond_unit:
        return _no_share(labels)
    if not labels.not_simplex:
        return Found(Kind.SOFT, (f"{width} of shares, which sum to one in {_every_row(labels)}",))
    strict = CONVENTIONS[settings.like].checks_shares
    if settings.labels_kind in {Kind.MULTI_LABEL, Kind.SOFT} or not strict:
        return Found(settings.labels_kind or Kind.SOFT, (f"{width} of shares, as requested",))
    return _no_distribution(labels.not_simplex)


def _every_row(labels: LabelEvidence) -> str:
    return "the only row" if labels.rows == 1 else f"each of {labels.rows:,} rows"


def _bit_kind(labels: LabelEvidence, width: str) -> Found | Refusal:
    """Return the kind of vectors of 0 and 1; some cells may have no label."""
    if not labels.not_one_hot:
        reason = f"{width} of 0 and 1, exactly one 1 in {_every_row(labels)}"
        found = Found(Kind.ONE_HOT, (reason,), (Kind.MULTI_LABEL, Kind.SOFT))
        return _rows_without(labels.unknown) if labels.unknown else found
    if labels.unknown and not labels.ones:
        return _no_ones(labels.unknown)
    bad = labels.not_one_hot
    reason = f"{width} of 0 and 1, {bad.times('row')} without exactly one 1 (first: row {bad.row + 1})"
    reasons = (reason, f"{labels.ones / max(labels.rows, 1):.3g} ones per row")
    left = (f"{labels.unknown.times('cell')} without a label",) if labels.unknown else ()
    return Found(Kind.MULTI_LABEL, (*reasons, *left))


def _rows_without(gap: Occurrences) -> Refusal:
    message = f"some one-hot rows have no label: {shown(gap.value)}"
    return refused(gap, message, "remove these rows from all files", "XE015")


def _no_ones(seen: Occurrences) -> Refusal:
    """Return the refusal of vectors without a 1, but with another number."""
    message = f"no label vector holds a 1, but {shown(seen.value)} ({seen.times('cell')})"
    hint = (
        f"divide vectors of 0 and {WHITE} by {WHITE}; in NumPy, a // {WHITE}"
        if seen.value == WHITE
        else "vectors need a 1 in the column of a label"
    )
    return refused(seen, message, hint, LEVELS)


def _no_share(labels: LabelEvidence) -> Refusal:
    """Return the refusal of vectors with numbers outside [0, 1]."""
    seen = labels.beyond_unit
    message = f"{shown(seen.value)} in the label vectors is outside [0, 1]"
    mark = labels.mark
    if mark == WHITE and not labels.ones:
        return _no_ones(seen)
    if mark is not None:
        hint = f"if {mark} marks unknown labels, use --ignore-index {mark}"
        return refused(seen, message, hint, LEVELS, ({"ignore_index": mark},))
    hint = "labels come first; for a single column of ids, use --labels-column NAME"
    return refused(seen, message, hint, LEVELS)


def _no_distribution(bad: Occurrences) -> Refusal:
    message = f"{bad.value} does not sum to one ({bad.times('row')}): soft labels or independent shares?"
    hint = "for independent shares, use --labels-kind multi-label; soft labels must sum to one"
    return refused(bad, message, hint, SHARES, ({"labels_kind": "multi-label"},))


def _claimed(kind: Kind, found: Found, labels: LabelEvidence, layout: RowLayout) -> Found | Refusal:
    """Return the kind that `--labels-kind` claims, or a refusal if the data do not fit it."""
    if kind in found.also or (found.kind is Kind.SPARSE and kind is Kind.BINARY and len(labels.classes) == 2):
        return Found(kind, (*found.reasons, "as requested"), ())
    if layout.vectors and kind in {Kind.MULTI_LABEL, Kind.SOFT} and not labels.beyond_unit:
        return Found(kind, (*found.reasons, "as requested"), ())
    message = f"the labels are {found.kind}, not {kind}: {found.reasons[0]}"
    bad = labels.not_one_hot if kind is Kind.ONE_HOT else labels.beyond_bit if kind is Kind.BINARY else None
    hint = f"leave out --labels-kind {kind}, or provide {kind} labels"
    return refused(bad or UNSEEN, message, hint, "XE107", ({"labels_kind": None},))
