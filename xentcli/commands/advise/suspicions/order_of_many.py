"""The suspicion that more classes than can be compared with each column are in another order."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.advise.case import Diagnosis
from xentcli.commands.advise.column_orders import MOST_LISTED, order_fix
from xentcli.commands.advise.fixes import rewritten, with_options
from xentcli.commands.advise.many_classes.orders import order_of_many
from xentcli.commands.advise.quantize import nats
from xentcli.commands.advise.significance import LEVEL
from xentcli.commands.advise.suspicions.class_shares import excess
from xentcli.core.text import counted

if TYPE_CHECKING:
    from xentcli.commands.advise.case import Case
    from xentcli.commands.advise.many_classes.orders import Found

RANKS = "np.argsort(np.arange(t.shape[1]).astype(str))"
ORDERS = {
    "reversed": "::-1",
    "in lexicographic order (10 before 9)": f"np.argsort({RANKS})",
    "in numeric order, the labels in lexicographic": RANKS,
}
"""The columns in the order of the classes, for ids from 0."""
SHIFTS = {"shifted by one": -1, "shifted by minus one": 1}


def class_order_of_many(case: Case) -> Diagnosis | None:
    """Report more than 256 classes whose columns are in another order.

    The loss must be no better than that of the class shares. False alarms are kept away as `class_order` has
    it: by Hoeffding's bound for the gains of the usual orders, and Chernoff's for the rows that gain; for
    rotations by Chernoff's bound for the rows whose largest column is that of the rotation; else by the rows
    of each column that agree on a class, beyond the first.
    """
    above = excess(case)
    if above is None or above.loss <= above.shares:
        return None
    found = order_of_many(case)
    if found is None:
        return None
    evidence = {
        "order": found.name,
        "columns": list(found.order[:64]),
        "rows_for": found.wins,
        "rows_against": found.defeats,
        "loss_before": above.loss,
        "level": LEVEL,
    }
    if found.gain is not None:
        evidence["loss_after"] = above.loss - nats(found.gain) / case.rows
    said = (
        f"the columns of {case.width:,} classes are {found.name}: "
        f"{counted(found.wins, 'row supports', 'rows support')} that order, {found.defeats:,} the current one"
    )
    return Diagnosis("class-order", said, evidence, _fix(case, found))


def _fix(case: Case, found: Found) -> str:
    """Return the shortest fix: an offset of the ids, the classes in order, or the columns rewritten."""
    by = SHIFTS.get(found.name, int(found.name[11:]) if found.name.startswith("rotated by ") else 0)
    seen, classes = case.seen.labels, case.reading.classes
    ids = classes.classes is None and not case.reading.layout.vectors and not seen.names
    offset = classes.offset + by
    if by and ids and seen.minimum + offset >= 0 and seen.maximum + offset < case.width:
        return with_options(case, "--label-offset", str(offset))
    if -1 in found.order:
        return "list the classes in the order of the columns with --classes"
    if case.width <= MOST_LISTED:
        return order_fix(case, list(found.order))
    side, change = case.predictions, ORDERS.get(found.name)
    assert side is not None
    if change is None and by:
        change = f"(np.arange(t.shape[1]) + {by}) % t.shape[1]"
    if change is None or not (ids or found.name == "reversed"):
        return "list the classes in the order of the columns with --classes @FILE, one per line"
    if side.table.dtype is not None:
        return rewritten(side, f"t[:, {change}]")
    return rewritten(side, f"t.iloc[:, {change}].set_axis(list(t), axis=1)")
