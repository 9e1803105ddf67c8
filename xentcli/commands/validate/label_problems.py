"""Turn the audit of labels into problems with hints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.validate.label_rules import FIX, LABEL_RULES, SORTS
from xentcli.commands.validate.problem import Finding, alone, as_refused, found
from xentcli.core.class_map import ClassMap
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import counted, listed
from xentcli.core.types import Kind
from xentcli.detection.kind import FINITE, NEEDED, find_kind, mixture
from xentcli.detection.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Iterator

    from xentcli.commands.validate.audit import Audit
    from xentcli.commands.validate.expected import Expected
    from xentcli.detection.evidence import LabelEvidence
    from xentcli.numerics.occurrences import Occurrences
    from xentcli.settings.settings import Settings

SPARSE = "use --expect sparse for a column of class ids or names"
MARKING = "if it marks rows without a label, use --ignore-index with it; otherwise, correct it"
UNKNOWN = "set the classes with --num-classes K or --classes A,B,..."


class Labels(Frozen):
    """Labels after the audit of all rows."""

    file: str
    expected: Expected
    audit: Audit
    kind: Kind
    """The given kind, otherwise the detected kind, otherwise the nearest one."""
    doubt: Refusal | None = None
    """Why the labels are not clearly of that kind, or None."""

    @property
    def seen(self) -> LabelEvidence:
        """The evidence of the labels."""
        return self.audit.labels


def settled(file: str, expected: Expected, audit: Audit, settings: Settings, columns: int | None) -> Labels:
    """Return the labels with their kind; `columns` is the number of prediction columns, or None."""
    seen, said = audit.labels, replace(settings, labels_kind=expected.kind)
    found = find_kind(seen, expected.layout, said, columns)
    if not isinstance(found, Refusal):
        return Labels(file, expected, audit, found.kind)
    nearest = expected.kind or _nearest(seen, vectors=expected.vectors)
    return Labels(file, expected, audit, nearest, found)


def _nearest(seen: LabelEvidence, *, vectors: bool) -> Kind:
    """Return the kind whose rules the fewest labels break."""
    if not vectors:
        shares = seen.fractions.count > seen.whole.count and not seen.beyond_unit
        return Kind.SOFT if shares else Kind.SPARSE
    if seen.fractions:
        return Kind.SOFT
    return Kind.ONE_HOT if seen.one_hot.count * 2 > seen.rows else Kind.MULTI_LABEL


def label_findings(labels: Labels) -> Iterator[Finding]:
    """Yield the problems of the shape and of single rows, or if there are none, of the whole input."""
    of_rows = [*_misfits(labels)] or [*_mixtures(labels), *_broken_rules(labels)]
    yield from of_rows or _wholes(labels)


def _wholes(labels: Labels) -> Iterator[Finding]:
    """Yield problems that no single row shows."""
    doubt, seen, mark = labels.doubt, labels.seen, labels.expected.ignore
    if doubt is not None:
        yield as_refused(doubt, labels.file)
    elif mark and seen.whole.count == seen.rows and not (seen.classes or seen.classes.full):
        text = f"every row is ignored (label {mark[0]})"
        yield alone("XE111", text, "check --ignore-index: it matches every label", labels.file)


def _misfits(labels: Labels) -> Iterator[Finding]:
    """Yield a problem if the shape or the number of classes does not match the kind."""
    expected, kind, file = labels.expected, labels.kind, labels.file
    width, told, names = expected.layout.width, expected.told, len(labels.seen.classes)
    if expected.vectors and kind in {Kind.SPARSE, Kind.BINARY}:
        text = f"{counted(width, 'column')}, but {kind} labels have one"
        yield alone(
            "XE107",
            text,
            "select the column with --labels-column NAME, or pass another kind to --expect",
            file,
        )
    elif not expected.vectors and kind in {Kind.ONE_HOT, Kind.MULTI_LABEL}:
        text = f"one column, but {kind} labels have one per class"
        yield alone("XE107", text, SPARSE, file)
    elif expected.vectors and told not in {None, width}:
        text = f"{counted(width, 'column')} for {counted(told or 0, 'class', 'classes')}"
        yield alone("XE116", text, "there must be one column per class", file)
    elif not labels.seen.names or labels.seen.whole or expected.named:
        return
    elif kind is Kind.SPARSE and told is not None and names > told:
        hint = "list all names: --classes A,B,..."
        yield alone(
            "XE116", f"{names:,} names, but {counted(told, 'class', 'classes')}{_some(labels)}", hint, file
        )
    elif kind is Kind.BINARY and names > 2:
        text = f"{names:,} names, but binary labels have two{_some(labels)}"
        yield alone("XE114", text, SPARSE, file)


def _some(labels: Labels) -> str:
    """Return the first names, for messages."""
    return f": {listed(labels.seen.classes.ordered(), 5)}"


def _mixtures(labels: Labels) -> Iterator[Finding]:
    """Yield problems of mixed labels, such as numbers among names; the rarer kind is reported."""
    hits = {sort: labels.audit.hits[f"sort:{sort}"] for sort in (*SORTS, "missing", "infinite")}
    if hits["names"]:  # next to names, an infinity is a name
        hits["names"] += hits["infinite"]
    seen = {sort: hits[sort] for sort in SORTS if hits[sort]}
    if labels.expected.named or labels.kind is Kind.SOFT or labels.expected.vectors:
        return
    if "names" not in seen and seen:
        yield from found("XE015", hits["missing"], "missing label: {value}", NEEDED)
        yield from found("XE102", hits["infinite"], "{value} is not a class", FINITE)
    if len(seen) > 1:
        rare = min(seen, key=lambda sort: (seen[sort].count, -seen[sort].spots[0].row))
        others = " and ".join(all_of for sort, (_, all_of) in SORTS.items() if sort in seen and sort != rare)
        code, hint = mixture(names="names" in seen)
        text = f"{{value}} is {SORTS[rare][0]} in a column of {others}"
        yield from found(code, seen[rare], text, hint)


def _broken_rules(labels: Labels) -> Iterator[Finding]:
    classes = labels.expected.classes
    words = {
        "classes": classes.describe() if classes is not None else "",
        "first": f"{-labels.expected.offset}",
    }
    for check in LABEL_RULES:
        hits = labels.audit.hits[check.code]
        if hits and labels.kind in check.kinds:
            other = MARKING if check.code == "XE113" else UNKNOWN
            hint = _fix(labels, hits, other) if check.hint is FIX else check.hint
            yield from found(check.code, hits, check.message, hint, **words)


def _fix(labels: Labels, found: Occurrences, otherwise: str) -> str:
    """Return the hint for labels that are not a known class."""
    classes = labels.expected.classes or ClassMap(0)
    value = found.spots[0].value if found else None
    from xentcli.detection.strange_labels import hint_for_stranger

    return hint_for_stranger(classes, labels.seen, value, otherwise)[0]
