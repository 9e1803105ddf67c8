"""Select columns by their roles, and join rows by the keys that were found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.core.errors import DataError, Note, Place, UsageError, XentError
from xentcli.core.frozen import Frozen, replace
from xentcli.core.text import listed, shown
from xentcli.inputs.defaults import left_out, selected
from xentcli.inputs.roles.column_stats import column_stats
from xentcli.inputs.roles.decide import Chosen, Given, LabelOrPredictedError, ScoresInDoubtError, choose
from xentcli.inputs.roles.key_pairs import KeyPair, is_unnamed
from xentcli.inputs.roles.names import Role, suggested
from xentcli.inputs.roles.probabilities import top_one_of
from xentcli.inputs.roles.report import roles_of
from xentcli.inputs.roles.rules import is_proved
from xentcli.inputs.roles.select import select_labels
from xentcli.inputs.roles.truth import refuse_other_truth
from xentcli.inputs.roles.unused import COUNTS, UNUSED, notes_on_unused
from xentcli.inputs.selection import Selection
from xentcli.io.table import Cells

if TYPE_CHECKING:
    from collections.abc import Sequence

    from xentcli.inputs.roles.column import ColumnRole
    from xentcli.inputs.top_one import TopOne
    from xentcli.io.table import Table
    from xentcli.settings.settings import Settings


class Named(Frozen):
    """The column specs of the user: labels, predictions, and columns that are neither."""

    labels: str | None
    predictions: str | None
    others: tuple[str, ...] = ()
    weights: str | None = None
    on: str | None = None
    where: tuple[str, ...] = ()
    """The conditions of `--where`."""
    vectors: bool = False
    """Whether an option says that the labels are one-hot, multi-label or soft."""
    spare: str | None = None
    """The input with more rows; rows without a partner are left out."""


class Selected(Frozen):
    """The selected labels and predictions, the key of their rows, and the roles of all columns."""

    labels: Selection
    predictions: Selection
    key: KeyPair | None
    roles: tuple[ColumnRole, ...]


def select_by_evidence(mine: Table, theirs: Table, named: Named, settings: Settings) -> Selected:
    """Return the selected columns of both tables; raise a question if the evidence is not enough."""
    given = _given(mine, theirs, named)
    top = top_one_of(mine, theirs, given, settings)
    if top is not None:
        mine, theirs, given = top if mine is theirs else mine, top, replace(given, scores=top.added)
    chosen = choose(mine, theirs, given)
    refuse_other_truth(mine, theirs, chosen, () if top is None else top.pair)
    notes = _notes(mine, theirs, chosen, named, top)
    labels = _labels(mine, chosen, as_names=settings.named)
    predictions = Selection(theirs, chosen.scores, Cells.NUMBERS, notes)
    return Selected(labels, predictions, chosen.key, roles_of(chosen, named.weights, top))


def select_labels_alone(table: Table, taken: Sequence[str | None], *, as_names: bool) -> Selection:
    """Return the labels of a table without predictions."""
    from xentcli.inputs.roles.labels_alone import labels_alone

    columns = labels_alone(table, taken)
    if columns is None:
        return select_labels(table, None, as_names=as_names)
    cells = Cells.NUMBERS if len(columns) > 1 else Cells.NAMES if as_names else Cells.LABELS
    names = [table.columns[index] for index in columns] if table.columns else []
    usual = len(names) == 1 and suggested(names[0]) is Role.LABEL
    return Selection(table, columns, cells, () if usual else left_out(table, columns))


def hold_both(table: Table, named: Named, *, as_names: bool) -> Selected | None:
    """Return the labels and predictions of one table if the data prove that it holds both, else None."""
    try:
        chosen = choose(table, table, _given(table, table, named))
    except LabelOrPredictedError:
        if _has_fractions(table):
            raise
        return None  # labels of several classes, one column per class
    except ScoresInDoubtError:
        raise
    except XentError:
        return None
    if not is_proved(chosen.reading):
        return None
    notes = _notes(table, table, chosen, named, None)
    labels = _labels(table, chosen, as_names=as_names)
    predictions = Selection(table, chosen.scores, Cells.NUMBERS, notes)
    return Selected(labels, predictions, None, roles_of(chosen, named.weights))


def _has_fractions(table: Table) -> bool:
    """Return whether a column holds fractions, as scores do."""
    numbers = [column for column, numeric in enumerate(table.numeric) if numeric]
    return any(column_stats(table, [column])[column].fractions for column in numbers)


def _labels(table: Table, chosen: Chosen, *, as_names: bool) -> Selection:
    if table.dtype is not None:
        one = table.shape[1:] in {(), (1,)}
        return Selection(table, None, Cells.LABELS if one else Cells.NUMBERS)
    several = len(chosen.labels or ()) > 1
    cells = Cells.NUMBERS if several else Cells.NAMES if as_names else Cells.LABELS
    return Selection(table, chosen.labels, cells)


def _given(mine: Table, theirs: Table, named: Named) -> Given:
    labels = None if named.labels is None or mine.dtype is not None else selected(named.labels, mine)
    taken = _columns_called(mine, named.others)
    apart = [c for c in taken if not _may_group(mine, c, named)]
    barred = set(taken if mine is theirs else _columns_called(theirs, named.others))
    if mine is theirs and labels is not None:
        barred.update(labels)
    scores: tuple[int, ...] | None = None
    if named.predictions is not None and theirs.dtype is None:
        scores = selected(named.predictions, theirs)
        if is_exclusion(named.predictions, theirs):
            barred |= set(range(int(theirs.shape[1] or 0))) - set(scores)
            scores = None
        elif wrong := [c for c in scores if c in barred]:
            raise _no_prediction(theirs, wrong[0])
    return Given(
        labels, scores, frozenset(apart), frozenset(barred), named.on is not None, named.vectors, named.spare
    )


def _may_group(table: Table, column: int, named: Named) -> bool:
    """Return whether a column of --by may be the labels themselves."""
    name = (table.columns or ())[column]
    return name not in {named.on, named.weights} and suggested(name) is Role.LABEL


def is_exclusion(spec: str, table: Table) -> bool:
    """Return whether a column spec only leaves columns out."""
    if table.columns is not None and spec in table.columns:
        return False
    return all(term.strip().startswith("!") for term in spec.split(","))


def _columns_called(table: Table, names: Sequence[str]) -> tuple[int, ...]:
    return tuple(i for i, name in enumerate(table.columns or ()) if name in names)


def _no_prediction(table: Table, column: int) -> DataError | UsageError:
    name = table.columns[column] if table.columns else str(column)
    message = f"--prediction-columns: column '{shown(name)}' has another role"
    hint = "labels, keys, weights and the column of --by cannot be predictions; leave it out"
    return UsageError(message, hint, code="XE554", place=Place(table.name))


def _notes(mine: Table, theirs: Table, chosen: Chosen, named: Named, top: TopOne | None) -> tuple[Note, ...]:
    """Return notes on the columns that were chosen and left out, and on the key."""
    notes: list[Note] = []
    scores, labels = chosen.reading.scores.columns, chosen.reading.labels
    barred = {*scores, *labels, *(c for c in chosen.columns if c.name == named.weights)}
    left = [c for c in chosen.columns if c not in barred and not _in_key(c, chosen.key)]
    if top is not None:
        computed, own = scores, [c for c in chosen.columns if mine is theirs or c.input == "predictions"]
        scores = tuple(c for c in own if c.index in top.pair)
        used = {*computed, *scores}
        left = [c for c in left if c not in used]
    if theirs.dtype is None and named.predictions is None:
        taken = "" if mine is not theirs else f"labels are {listed([shown(c.name) for c in labels], 4)}, "
        out = [shown(c.name) for c in left if mine is theirs or c.input == "predictions"]
        out = [name or "the unnamed column" for name in out]
        told = f"; left out {listed(out, 4)}" if out else ""
        if out or mine is theirs:
            choice = f"{theirs.name}: {taken}predictions are {listed([shown(c.name) for c in scores], 4)}"
            both = "--labels-column and " if taken and named.labels is None else ""
            notes.append(Note("XE852", f"{choice}{told}; to choose others, use {both}--prediction-columns"))
    used = {*scores, *labels}
    left = [c for c in chosen.columns if c not in used and not _in_key(c, chosen.key)]
    if any(c.hint in UNUSED or c.name.casefold() in COUNTS for c in left):
        notes += notes_on_unused(left, (named.weights, *named.others), named.where)
    if chosen.key is not None and not chosen.key.in_order:
        notes.append(joined_by(chosen.key, theirs))
    return tuple(notes)


def joined_by(key: KeyPair, theirs: Table) -> Note:
    """Return the note on rows that are joined by a key that was found."""
    form = ", read as dates" if key.sides else ""
    return Note("XE857", f"rows joined by {_called(key)}{form}; {theirs.name} has them in another order")


def _in_key(column: object, key: KeyPair | None) -> bool:
    return key is not None and column in {key.mine, key.theirs}


def _called(key: KeyPair) -> str:
    if is_unnamed(key.mine):
        return "the unnamed first column"
    return f"'{shown(key.mine.name)}'"
