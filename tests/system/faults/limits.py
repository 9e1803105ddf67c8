"""Little of everything: descriptors, memory, processes, file size, temporary folders, environment."""

import os
import resource
from dataclasses import dataclass, field

from promises import judged
from subjects import SUBJECTS

GIB = 1 << 30


@dataclass(frozen=True)
class Limit:
    """Words before the command, limits of the process, its environment; what the run may then exit with."""

    statuses: frozenset[int]
    soft: dict[int, int] = field(default_factory=dict)
    env: dict[str, str | None] = field(default_factory=dict)
    before: tuple[str, ...] = ()


def _limit(*statuses, soft=None, env=None, before=()):
    return Limit(frozenset(statuses), soft or {}, env or {}, before)


LIMITS = {
    "files of no byte": _limit(0, 3, 4, soft={resource.RLIMIT_FSIZE: 0}),
    "files of 1,000 bytes": _limit(0, 3, 4, soft={resource.RLIMIT_FSIZE: 1000}),
    "files of 70,000 bytes": _limit(0, 4, soft={resource.RLIMIT_FSIZE: 70_000}),
    "16 descriptors": _limit(0, soft={resource.RLIMIT_NOFILE: 16}),
    "8 descriptors": _limit(0, 3, 4, soft={resource.RLIMIT_NOFILE: 8}),
    "6 descriptors": _limit(0, 3, 4, soft={resource.RLIMIT_NOFILE: 6}),
    "1 GiB of addresses": _limit(0, soft={resource.RLIMIT_AS: GIB}),
    "one process": _limit(0, soft={resource.RLIMIT_NPROC: 1}),
    "no TMPDIR": _limit(0, env={"TMPDIR": "/no/such/folder"}),
    "TMPDIR that takes nothing": _limit(0, env={"TMPDIR": "/proc"}),
    "no HOME": _limit(0, env={"HOME": None}),
    "HOME that is none": _limit(0, env={"HOME": "/no/such/home"}),
    "no TERM, no LANG": _limit(0, env={"TERM": None, "LANG": None, "LC_ALL": None}),
    "a small stack": _limit(0, soft={resource.RLIMIT_STACK: 1 << 20}),
    "low priority": _limit(0, before=("nice", "-n", "19")),
}
"""Where containers and cron jobs run."""

if not os.geteuid():
    del LIMITS["one process"]  # which is no limit for root; tracing.py lets every clone and fork fail


def trials(bench, *, subjects=SUBJECTS, limits=LIMITS):
    """Every limit on every subject; what is then wrong."""
    for name, limit in limits.items():
        for title, subject in subjects.items():
            env, lower = _environment(bench, limit), _lowered(limit.soft)
            done = bench.run(subject, limit.before, env=env, preexec_fn=lower)
            yield f"{title} with {name}", judged(bench, subject, done, limit.statuses)


def _environment(bench, limit):
    changed = bench.environment() | limit.env
    return {name: value for name, value in changed.items() if value is not None}


def _lowered(soft):
    def lower():
        for kind, most in soft.items():
            hard = resource.getrlimit(kind)[1]
            resource.setrlimit(kind, (most, most if kind == resource.RLIMIT_AS else hard))

    return lower
