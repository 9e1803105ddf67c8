"""Choose the labels and scores with the most evidence, or ask a question that names the candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Place
from xentcli.core.frozen import Frozen, replace
from xentcli.core.names import look
from xentcli.core.text import listed, shown
from xentcli.inputs.doubts.footers import refuse_footer
from xentcli.inputs.doubts.key_forms import refuse_other_forms
from xentcli.inputs.doubts.survival import refuse_survival
from xentcli.inputs.long_table import Pivoted
from xentcli.inputs.roles.column import Column, columns_of, spec_of
from xentcli.inputs.roles.column_stats import ColumnStats, array_stats
from xentcli.inputs.roles.key_pairs import (
    KeyPair,
    ask_for_key,
    is_counter,
    key_pairs,
    may_be_key,
    same_name,
)
from xentcli.inputs.roles.names import Role, suggested
from xentcli.inputs.roles.readings import (
    is_predicted,
    possible_labels,
    possible_scores,
    possible_vector,
    readings,
    without_predicted,
)
from xentcli.inputs.roles.rivals import rivals_of, whole_series
from xentcli.inputs.roles.same_rows import other_order
from xentcli.inputs.roles.select import no_predictions
from xentcli.inputs.roles.series import Series
from xentcli.inputs.roles.sums import with_sums
from xentcli.inputs.where import no_key

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from xentcli.core.errors import Way, XentError
    from xentcli.inputs.roles.reading import Reading
    from xentcli.inputs.roles.readings import Rated
    from xentcli.io.table import Table

MARGIN = 1.5
"""How much more evidence the best reading needs than the next."""
MOST_ASKED = 3


class LabelOrPredictedError(DataError):
    """The question which of two columns holds the labels, where one may hold the predicted classes."""


class ScoresInDoubtError(DataError):
    """The question whether scores that sum to one are all of the scores, or some."""


class Given(Frozen):
    """The columns that options name: labels, scores and others; and whether rows are joined."""

    labels: tuple[int, ...] | None = None
    scores: tuple[int, ...] | None = None
    taken_of_labels: frozenset[int] = frozenset()
    taken_of_scores: frozenset[int] = frozenset()
    joined: bool = False
    vectors: bool = False
    """Whether the labels are said to be vectors."""
    spare: str | None = None
    """The input that holds more rows than the other: "labels", "predictions" or none."""


class Chosen(Frozen):
    """The labels and scores that were chosen, the key of the rows, and all columns that were looked at."""

    labels: tuple[int, ...] | None
    scores: tuple[int, ...] | None
    reading: Reading
    key: KeyPair | None
    columns: tuple[Column, ...]


def choose(mine: Table, theirs: Table, given: Given) -> Chosen:
    """Return the columns of labels and scores; raise a question if the evidence is not enough."""
    one = mine is theirs
    own = _columns(mine, "labels")
    others = own if one else _not_labels(_columns(theirs, "predictions"), own)
    key = None if one or given.joined else find_key(own, others, (mine, theirs), given.spare)
    if given.labels is None or given.scores is None:
        refuse_footer(own, mine)
        refuse_footer(others, theirs)
    labels = _labels(mine, own, others, given, key)
    scores = _scores(theirs, others, labels, given, key)
    numbers = [
        c for c in others if c.numeric and c.index not in given.taken_of_scores and not _is_key(c, key)
    ]
    found = readings(labels, scores, numbers, given.labels is not None, _sum_to_one(mine, labels))
    if given.labels is None and one:
        found = without_predicted(mine, found)
        found = _with_labels(mine, found)
    columns = tuple(own if one else [*own, *others])
    best = _best(found, mine, theirs, numbers, given.scores is None)
    chosen = tuple(c.index for c in best.labels), best.scores.indices
    return Chosen(
        chosen[0] if mine.dtype is None else None,
        chosen[1] if theirs.dtype is None else None,
        best,
        key,
        columns,
    )


def _with_labels(table: Table, found: Sequence[Rated]) -> list[Rated]:
    """Return the readings with labels; raise if the only labels are predicted classes with their scores."""
    left = [one for one in found if not is_predicted(table, one.reading)]
    if found and not left and (label := found[0].reading.label) is not None:
        message = f"column '{shown(label.name)}' holds predicted classes, and no column holds labels"
        hint = "pass the file of the labels first: xentcli loss LABELS PREDICTIONS"
        raise DataError(message, hint, code="XE305", place=Place(table.name))
    return left


def _sum_to_one(table: Table, labels: Sequence[tuple[Column, ...]]) -> bool:
    """Return whether the rows of the label vectors sum to one, if some columns can be vectors."""
    vector = next((some for some in labels if len(some) > 1), None)
    if vector is None or table.dtype is not None:
        return vector is not None
    return with_sums(table, [Series(vector)])[0].sums


def _columns(table: Table, side: str) -> list[Column]:
    return columns_of(table, side) if table.dtype is None else []


def _not_labels(columns: Sequence[Column], labels: Sequence[Column]) -> list[Column]:
    """Return the columns; one with fractions that is named like whole-number labels is marked as scores.

    Competitions use the same name for the column of a solution and of a submission.
    """
    whole = {look(c.name) for c in labels if c.named and not c.stats.fractions}
    named = [c for c in columns if c.hint is Role.LABEL and c.stats.fractions and look(c.name) in whole]
    return [replace(c, said=Role.SCORE) if c in named else c for c in columns]


def find_key(
    mine: Sequence[Column], theirs: Sequence[Column], tables: tuple[Table, Table], spare: str | None = None
) -> KeyPair | None:
    """Return the key columns of both tables, or None; ask if only their names differ."""
    files = tables[0].name, tables[1].name
    pairs = key_pairs(mine, theirs, spare)
    same = [pair for pair in pairs if same_name(pair.mine, pair.theirs)]
    if same and not same[0].in_order:
        return same[0]
    if spare is None:
        other = other_order(mine, theirs, tables, keyed=bool(same))
        if other is not None:
            return other
    if same:
        return same[0]
    if spare is not None:
        raise no_key(spare, *tables)
    dates = None if any(pair.in_order for pair in pairs) else _date_key(mine, theirs, tables)
    if dates is not None:
        return dates
    asked = pairs[0] if pairs and not any(pair.in_order for pair in pairs) else None
    if asked is None or is_counter(asked):
        from xentcli.inputs.doubts.key_case import refuse_unequal_keys

        refuse_unequal_keys(mine, theirs, tables)
    if asked is not None:
        raise ask_for_key(asked, files)
    if not pairs:
        refuse_other_forms(mine, theirs, tables)
    return pairs[0] if pairs else None


def _date_key(
    mine: Sequence[Column], theirs: Sequence[Column], tables: tuple[Table, Table]
) -> KeyPair | None:
    """Return the key of columns of dates, if both inputs have columns of the same name that may be keys."""
    if not any(may_be_key(a) and same_name(a, b) and may_be_key(b) for a in mine for b in theirs):
        return None
    from xentcli.inputs.doubts.date_keys import date_key

    return date_key(mine, theirs, tables)


def _labels(
    table: Table, columns: Sequence[Column], others: Sequence[Column], given: Given, key: KeyPair | None
) -> list[tuple[Column, ...]]:
    if table.dtype is not None:
        return [_of_array(table, given.labels, "labels")]
    if given.labels is not None:
        if table.unread.intersection(given.labels):
            _check_read(table, given.labels, {c.index: c for c in columns})
        return [tuple(c for c in columns if c.index in given.labels)]
    free = [c for c in columns if c.index not in given.taken_of_labels and not _is_key(c, key)]
    vector = possible_vector(free)
    if given.vectors:
        return [vector]
    scores = [c for c in others if c.index not in given.taken_of_scores]
    # what the columns of a vector are is said when they are read
    return possible_labels(free, scores) or ([vector] if vector else [])


def _scores(
    table: Table,
    columns: Sequence[Column],
    labels: Sequence[tuple[Column, ...]],
    given: Given,
    key: KeyPair | None,
) -> list[Series]:
    if table.dtype is not None:
        return [Series(_of_array(table, given.scores, "predictions"))]
    by_index = {c.index: c for c in columns}
    if given.scores is not None:
        _check_read(table, given.scores, by_index)
        return [Series(tuple(by_index[c] for c in given.scores))]
    free = [c for c in columns if c.index not in given.taken_of_scores and not _is_key(c, key)]
    return possible_scores(table, free, labels)


def _of_array(table: Table, columns: tuple[int, ...] | None, side: str) -> tuple[Column, ...]:
    """Return the columns of an array, which are not looked at: all of them have the same role."""
    width = int(table.shape[-1] or 0) if len(table.shape) > 1 else 1
    names = table.columns
    if side == "labels" and table.shape[1:] in {(), (1,)}:
        return (Column(side, 0, "labels", False, array_stats(table)),)
    some = range(width) if columns is None else columns
    return tuple(
        Column(side, c, names[c] if names else str(c), names is not None, ColumnStats()) for c in some
    )


def _check_read(table: Table, columns: tuple[int, ...], known: Mapping[int, Column]) -> None:
    """Raise the error of a column that was named and cannot be read."""
    if not {*columns} <= {*known}:
        next(iter(table.blocks(columns)), None)


def _is_key(column: Column, key: KeyPair | None) -> bool:
    if key is not None and column in {key.mine, key.theirs}:
        return True
    return column.hint is Role.KEY and column.stats.keys is not None


def _best(
    found: Sequence[Rated], mine: Table, theirs: Table, numbers: Sequence[Column], is_open: bool
) -> Reading:
    """Return the reading with the most evidence; raise if there is none, or if another has as much."""
    if not found:
        raise _nothing(theirs, numbers, one=mine is theirs)
    best = found[0]
    if is_open and theirs.columns:
        refuse_survival(theirs.columns, theirs.name, [c.name for c in best.reading.labels])
    if is_open and theirs.dtype is None and best.reading.left:
        refuse_some_of_scores(best.reading, found, mine, theirs)
    near = [one.reading for one in found if one.evidence > best.evidence - MARGIN]
    others: list[Reading] = []
    if is_open and theirs.dtype is None and all(r.labels == best.reading.labels for r in near):
        others = rivals_of(best.reading, found, numbers, theirs)
    rivals = {(r.labels, r.scores.indices): r for r in reversed((best.reading, *others, *near[1:]))}
    if len(rivals) > 1 and is_open and (whole := whole_series([*rivals.values()], theirs)) is not None:
        return whole
    if len(rivals) > 1:
        decided = any(one.decided and one.evidence > best.evidence - MARGIN for one in found)
        likeliest = [*rivals.values()][::-1]
        some = _with_fractions([one for one in likeliest if not _are_models(one)])
        raise _ask((some or likeliest)[:MOST_ASKED], mine, theirs, decided=decided)
    return best.reading


def refuse_some_of_scores(best: Reading, found: Sequence[Rated], mine: Table, theirs: Table) -> None:
    """Raise a question if scores may lack a column, which was left out."""
    from xentcli.inputs.doubts.some_of_scores import wider_than

    wider = wider_than(best, found, theirs)
    if wider is not None:
        error = _ask((wider, best), mine, theirs, decided=False)
        raise ScoresInDoubtError(
            error.message, error.hint, code=error.code, place=error.place, ways=error.ways
        )


def _with_fractions(found: Sequence[Reading]) -> list[Reading]:
    """Return the readings without whole numbers as scores, if others have scores with fractions."""
    some = [r for r in found if not all(c.stats.is_whole for c in r.scores.columns)]
    return some or [*found]


def _are_models(reading: Reading) -> bool:
    """Return whether several probabilities with labels 0 and 1 can only be those of several models."""
    columns = reading.scores.columns
    bits = reading.label is not None and reading.label.stats.is_bits
    return bits and len(columns) > 2 and not reading.scores.sums and all(c.stats.inside for c in columns)


def _nothing(theirs: Table, numbers: Sequence[Column], *, one: bool) -> XentError:
    if not [c for c in numbers if c.hint is not Role.LABEL]:
        return no_predictions(theirs, one)
    unread = [e for e in theirs.refusals if e.place.column and suggested(e.place.column) is Role.LABEL]
    if one and unread:
        return unread[0]
    some = listed(theirs.columns or [f"number {c.index}" for c in numbers], 6)
    message = f"no prediction columns fit the labels: {some}"
    hint = "name the columns: --labels-column NAME --prediction-columns NAMES"
    return DataError(message, hint, code="XE306", place=Place(theirs.name))


def _ask(rivals: Sequence[Reading], mine: Table, theirs: Table, *, decided: bool) -> DataError:
    """Return the question which reading is meant, with the options for each.

    Set ``decided`` if the labels of one are what the scores decide for.
    """
    labels = list(dict.fromkeys(r.labels for r in rivals))
    series = list(dict.fromkeys(r.scores.indices for r in rivals))
    apart = mine is theirs and all(r.label is not None and len(r.scores) > 1 for r in rivals)
    ways = [_way(reading, len(labels) > 1 or apart, decided or len(series) > 1) for reading in rivals]
    if len(labels) > 1:
        message = f"several columns could be the labels: {_named_all(labels)}"
        kind = LabelOrPredictedError if decided else DataError
        return kind(message, _option(ways[0]), code="XE305", place=Place(mine.name), ways=ways)
    if isinstance(theirs, Pivoted) and all(len(r.scores) == 1 for r in rivals):
        from xentcli.inputs.doubts.runs import which_run

        told = f"each of {theirs.shape[0] or 0:,} samples is in {len(theirs.classes):,} rows"
        return which_run(theirs, told, (theirs.parted_by,), [(title,) for title in theirs.classes])
    message = f"several columns could be the predictions: {_named_all([r.scores.columns for r in rivals])}"
    return DataError(message, _option(ways[0]), code="XE306", place=Place(theirs.name), ways=ways)


def _way(reading: Reading, labels: bool, scores: bool) -> Way:
    found: dict[str, object] = {}
    if labels:
        found["labels_column"] = spec_of(reading.labels)
    if scores:
        found["prediction_columns"] = spec_of(reading.scores.columns)
    return found


def _option(way: Way) -> str:
    return "choose with " + " ".join(f"--{name.replace('_', '-')} {value}" for name, value in way.items())


def _named_all(groups: Sequence[Sequence[Column]]) -> str:
    return "; ".join(listed([shown(c.name) for c in group], 4) for group in groups)
