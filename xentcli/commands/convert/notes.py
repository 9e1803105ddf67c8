"""Notes and warnings about a successful conversion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from xentcli.commands.convert.class_columns import is_numbered, is_read_back
from xentcli.commands.convert.class_names import forgets_titles
from xentcli.core.class_columns import numbers_of
from xentcli.core.class_map import as_option
from xentcli.core.errors import Caution, Note
from xentcli.core.names import FORMULA_HINT, formula_warnings
from xentcli.core.text import shown
from xentcli.io.write.registry import TEXT

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from xentcli.commands.convert.conversion import Conversion
    from xentcli.commands.convert.run import Converted


def notes_on(job: Conversion, done: Converted) -> Iterator[Note]:
    """Yield notes about the output."""
    yield from job.labels.table.notes
    yield from job.labels.notes
    titles = done.plan.titles
    told = job.settings.classes is not None or job.accepted.positive is not None
    usual = job.accepted.of_scores and titles is not None and _are_in_usual_order(titles)
    if titles and not (told or usual) and forgets_titles(job) and not _count_from_zero(titles):
        text = f"the class names are not in the output; --classes {as_option(titles)} restores them"
        yield Note("XE855", text)


def _are_in_usual_order(titles: Sequence[str]) -> bool:
    """Return whether names are sorted, as ids usually follow them, or there is only one."""
    return list(titles) == sorted(titles) and (len(titles) < 2 or numbers_of(titles) is None)


def _count_from_zero(titles: Sequence[str]) -> bool:
    """Return whether names only give the order of the classes, and do not count from 1."""
    return is_numbered(tuple(titles)) and (numbers_of(titles) or (0,))[0] != 1


def warnings_on(job: Conversion, done: Converted) -> Iterator[Caution]:
    """Yield warnings about problems that readers of the output may have."""
    if job.format not in TEXT:
        return
    yield from formula_warnings((*done.sheet.names, *done.sheet.titles))
    if done.seen.formulas:
        seen = done.seen.formulas
        text = f"{seen.place}: {shown(seen.value)} starts like a formula ({seen.times('cell')})"
        yield Caution("XE809", text, FORMULA_HINT)
    if job.class_names and not is_read_back(done.sheet.names):
        text = f"the header {shown(','.join(done.sheet.names))} looks like labels"
        yield Caution("XE811", text, "use --header when you read the file again")
