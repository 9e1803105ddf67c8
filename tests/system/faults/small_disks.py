"""A file system of 64 KB, and a folder that nothing can be written to, in a namespace of its own."""

import shutil
import subprocess

from subjects import OLD, SUBJECTS

NAMESPACE = ("unshare", "--mount", "--map-root-user")
MOUNT = 'mount -t tmpfs -o size=64k none "$1" || exit 99; shift; '
SMALL = MOUNT + 'cp -r old/. small; "$@"; s=$?; cp -r small/. after; exit $s'
READ_ONLY = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" || exit 99; cd "$1"; shift; exec "$@"'
WRITING = {name: subject for name, subject in SUBJECTS.items() if subject.output}
SPOOLING = {name: subject for name, subject in SUBJECTS.items() if subject.piped}
ERROR = (b"xentcli: error: ", b'{"code": ')
MUCH = {"per sample, text", "per sample, NPY", "convert to NPY"}
"""What these write is hardly less than 64 KB, or more."""


def can_mount():
    """Whether there can be file systems of one's own here."""
    if not shutil.which("unshare"):
        return False
    return subprocess.run([*NAMESPACE, "true"], capture_output=True, check=False).returncode == 0


def trials(bench, *, subjects=WRITING):
    """Every output on a disk too small for it, and in a folder that takes none; what is then wrong."""
    if not can_mount():
        return
    for name, subject in subjects.items():
        yield f"{name} on a disk of 64 KB", _small(bench, subject, full=name in MUCH)
        done = _mounted(bench, subject, READ_ONLY, [str(bench.folder), *subject.command])
        yield (
            f"{name} in a folder to be read",
            _broken(done, 4, bench.written(subject), OLD, bench.left(subject)),
        )
    for name, subject in SPOOLING.items():
        done = bench.run(subject, [*NAMESPACE, "bash", "-c", MOUNT + 'exec "$@"', "-", str(bench.scratch)])
        yield f"{name} kept on a disk of 64 KB", [] if done.returncode in {0, 3} else [repr(done)]


def _small(bench, subject, *, full):
    """What is in the small file system afterwards is copied out of it."""
    bench.wanted(subject)
    bench.set_up(subject)
    for name in ("old", "small", "after"):
        (bench.folder / name).mkdir()
    (bench.folder / "old" / subject.output).write_bytes(OLD)
    (bench.folder / "old" / "filler").write_bytes(bytes(40_000))
    words = [word.replace(subject.output, f"small/{subject.output}") for word in subject.command]
    done = _mounted(bench, subject, SMALL, ["small", *words], fresh=False)
    after = bench.folder / "after"
    found = {path.name: path.read_bytes() for path in after.iterdir()}
    for name in ("old", "small", "after"):
        shutil.rmtree(bench.folder / name)
    file, extra = found.pop(subject.output, None), sorted(set(found) - {"filler"})
    if full:
        return _broken(done, 4, file, OLD, extra)
    return _broken(done, 0, file, bench.wanted(subject)[1], extra) if done.returncode == 0 else _broken(
        done, 4, file, OLD, extra
    )  # fmt: skip


def _mounted(bench, subject, script, words, *, fresh=True):
    before = [*NAMESPACE, "bash", "-c", script, "-"]
    return bench.run(subject, before, command=words, old=True if fresh else None)


def _broken(done, status, file, wanted, left):
    rules = {
        f"status {done.returncode}: {done.stderr!r}": done.returncode == status,
        f"no error line: {done.stderr!r}": status == 0 or done.stderr.startswith(ERROR),
        "the file is not as it must be": file == wanted,
        f"left behind: {left}": not left,
    }
    return [rule for rule, kept in rules.items() if not kept]
