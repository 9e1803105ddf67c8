"""The tables: one for each case, and one with a line for each target."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from contenders import Case, Target
    from figures import Runs, Timed

OURS = "xentcli"


def best_of(case: Case, runs: Runs, names: Iterable[str] = ()) -> str | None:
    """Return the fastest of some contenders, or of all peers; None if none of them ran."""
    wanted = tuple(names) or tuple(c.name for c in case.contenders if c.name not in {OURS, *case.floors})
    return min((name for name in wanted if name in runs), key=lambda name: runs[name].median, default=None)


def case_table(case: Case, runs: Runs) -> str:
    """Return a Markdown table of one case, the fastest first."""
    ours = runs[OURS].median
    lines = [f"### {case.title}", "", "| | s | to xentcli | MiB | answer |", "|---|---|---|---|---|"]
    for name, t in sorted(runs.items(), key=lambda item: item[1].median):
        lines.append(
            f"| {name} | {t.median:.3f} | {t.median / ours:.2f} | {t.mebibytes:.0f} | {t.answer[:40]} |"
        )
    best = best_of(case, runs)
    rivals = ([("the best peer, ", best)] if best else []) + [("", f) for f in case.floors if f in runs]
    lines += ["", *(f"xentcli to {what}{who}: **{ours / runs[who].median:.2f}**  " for what, who in rivals)]
    missing = [c.name for c in case.contenders if c.name not in runs]
    return "\n".join(lines + ([f"not here: {', '.join(missing)}"] if missing else [])).rstrip()


def _cells(timed: Timed | None) -> str:
    return "n/a | n/a" if timed is None else f"{timed.median:.3f} | {timed.mebibytes:.0f}"


def _line(case: Case, runs: Runs, target: Target | None) -> str:
    """Return the line of a target: met or not; without a target, whether xentcli is faster."""
    ours = runs.get(OURS)
    rival = best_of(case, runs, target.against if target else ())
    ratio = ours.median / runs[rival].median if ours and rival else None
    wanted = "-" if target is None else f"≤ {target.most:g}"
    measured = "n/a" if ratio is None else f"{ratio:.2f}"
    name = rival or "n/a, " + (" or ".join(target.against) if target and target.against else "any peer")
    return (
        f"| {case.title} | {name} | {wanted} | {measured} | {_verdict(ratio, target)} "
        f"| {_cells(ours)} | {_cells(runs[rival] if rival else None)} |"
    )


def _verdict(ratio: float | None, target: Target | None) -> str:
    if ratio is None:
        return "n/a"
    if target is None:
        return "faster" if ratio <= 1 else "**slower**"
    return "yes" if ratio <= target.most else "**no**"


NOTHING = " | n/a" * 5 + " |"
ELSEWHERE = (
    f"| bits over threads, blocks, orders (tests/system/test_same_bits.py) | - | identical | n/a{NOTHING}",
    f"| a task on an existing dask cluster (benchmarks/scale.py) | - | ≤ 5 ms | n/a{NOTHING}",
)
"""Targets that are not measured here."""


def overview(cases: Iterable[Case], measured: Mapping[str, Runs]) -> str:
    """Return one line for each target, and for each case without one; missing figures are n/a."""
    lines = [
        "| what | compared with | target | ratio | met | xentcli s | MiB | its s | its MiB |",
        "|---|---|---|---|---|---|---|---|---|",
    ]
    for case in cases:
        if len(case.contenders) > 1:
            lines += [_line(case, measured.get(case.name, {}), target) for target in case.targets or (None,)]
    return "\n".join([*lines, *ELSEWHERE])
