"""Outputs whose place is changed while they are made, and folders in which others may plant names."""

import os
import stat
import zlib

from layered import READS, disturbed
from subjects import OLD, Subject

LINK = Subject("convert y.npy --to one-hot -f csv -o link --force", ("y.npy",), "link")
NEW = Subject("convert y.npy --to one-hot -o out.csv", ("y.npy",), "out.csv")
HEAD = b"class_0,class_1,"


def trials(bench):
    """Every way; what is then wrong."""
    for calls in (READS, ("write",), ("fsync",), ("link",), ("replace",)):
        yield f"a link swapped at {calls[0]}", _swapped(bench, calls)
    for calls in (("write",), ("fsync",)):
        yield f"a folder takes the place at {calls[0]}", _taken(bench, calls)
    yield "names planted by others", _planted(bench)
    bench.set_up(NEW)


def _swapped(bench, calls):
    """The link that is the output leads elsewhere meanwhile: one place or the other gets all, never both."""
    bench.set_up(LINK, old=False)
    first, other, link = (bench.folder / name for name in ("first", "other", "link"))
    first.write_bytes(OLD), other.write_bytes(OLD)
    link.symlink_to("first")
    reached, done = disturbed(bench, LINK, calls, 1, "swap", path=link, old=None, all_calls=True)
    changed = [path for path in (first, other) if path.read_bytes() != OLD]
    return _broken({
        "never reached": reached,
        f"status {done.returncode}: {done.stderr!r}": (done.returncode, done.stderr) == (0, b""),
        f"changed: {changed}": len(changed) == 1 and changed[0].read_bytes().startswith(HEAD),
        "the place that was looked at is not the one written": calls == READS or changed == [first],
        "the link is gone": link.is_symlink(),
    })  # fmt: skip


def _taken(bench, calls):
    """There is a folder where the new file was to be."""
    bench.set_up(NEW, old=False)
    path = bench.folder / "out.csv"
    reached, done = disturbed(bench, NEW, calls, 1, "folder", path=path, old=None, all_calls=True)
    empty = path.is_dir() and not os.listdir(path)
    path.rmdir()
    return _broken({
        "never reached": reached,
        f"status {done.returncode}: {done.stderr!r}": done.returncode == 4 and b"out.csv" in done.stderr,
        "the folder is not as it was": empty,
        f"left behind: {bench.left(NEW)}": not bench.left(NEW),
    })  # fmt: skip


def _planted(bench):
    """Links, FIFOs and other files under names of drafts, where everybody may write: none is followed."""
    bench.set_up(NEW, old=False)
    victim = bench.scratch / "victim"
    victim.write_bytes(OLD)
    prefix = f".xentcli-{zlib.crc32(b'out.csv'):08x}-"
    planted = [bench.folder / (prefix + letter * 16) for letter in "abc"]
    planted[0].symlink_to(victim)
    os.mkfifo(planted[1])
    os.link(victim, planted[2])
    bench.folder.chmod(0o1777)
    done = bench.run(NEW, old=None)
    rules = {
        f"status {done.returncode}: {done.stderr!r}": (done.returncode, done.stderr) == (0, b""),
        "another file was written": victim.read_bytes() == OLD,
        "the output is not whole": (bench.written(NEW) or b"").startswith(HEAD),
        "the output is a link": stat.S_ISREG((bench.folder / "out.csv").lstat().st_mode),
    }
    victim.unlink()
    bench.folder.chmod(0o755)
    return _broken(rules)


def _broken(rules):
    return [rule for rule, kept in rules.items() if not kept]
