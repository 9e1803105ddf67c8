"""Runs that get in each other's way, and input that comes byte by byte: all whole, all alike."""

import fcntl
import struct
import subprocess
import termios
import time

from subjects import SUBJECTS, Subject, new

SAME = [
    Subject(f"convert - --to one-hot --num-classes {width} -o out.npy --force", (), "out.npy", "y.npy")
    for width in (10, 20, 40, 80)
]
"""Runs that write different things to the same destination."""
SLOW = {
    "labels": Subject("loss - p.npy -f value", piped="y.csv"),
    "compressed labels": Subject("loss - p.npy -f value", piped="y.csv.gz"),
    "an array": Subject("detect - -f json", piped="y.npy"),
    "an archive": Subject("convert - --to one-hot", piped="y.npz"),
}


def trials(bench, *, crowd=100, runs=1000, slow=tuple(SLOW)):
    """So many of each sort; what is then wrong."""
    yield from _replacing(bench, crowd)
    yield f"{crowd} make one new file", _making(bench, crowd)
    yield from _in_a_row(bench, runs)
    for name in slow:
        yield f"{name} byte by byte, each read before the next", _slowly(bench, SLOW[name])


def _replacing(bench, count):
    """All to the same destination, which is then one of the whole files."""
    wholes = {bench.wanted(subject)[1] for subject in SAME}
    bench.set_up(SAME[0], old=False)
    for nth, done in enumerate(_at_once(bench, SAME, count)):
        right = (done.returncode, done.stdout + done.stderr) == (0, b"")
        yield f"{count} replace one file, {nth}", [] if right else [f"{done}"]
    wrong = [] if bench.written(SAME[0]) in wholes else ["the output is none of the whole ones"]
    yield f"{count} replace one file", wrong + [f"left behind: {name}" for name in bench.left(SAME[0])]


def _making(bench, count):
    """Without --force one of all makes the file, and the others say that it is there now."""
    wholes = [bench.wanted(subject)[1] for subject in SAME]
    bench.set_up(SAME[0], old=False)
    ended = _at_once(bench, [new(subject) for subject in SAME], count)
    first = [nth for nth, done in enumerate(ended) if done.returncode == 0]
    said = [done for done in ended if done.returncode == 4 and b"already exists" in done.stderr]
    rules = {
        f"{len(first)} made it": len(first) == 1,
        "it is not what its maker wrote": first and bench.written(SAME[0]) == wholes[first[0] % len(SAME)],
        f"not all others say why: {ended}": len(said) == count - 1,
        f"left behind: {bench.left(SAME[0])}": not bench.left(SAME[0]),
    }
    return [rule for rule, kept in rules.items() if not kept]


def _at_once(bench, subjects, count):
    """So many runs, each of which has begun to read before the first is given the rest of its input."""
    data = (bench.folder / subjects[0].piped).read_bytes()
    running = [_start(bench, subjects[nth % len(subjects)]) for nth in range(count)]
    for process in running:
        process.stdin.write(data[:1])
        _wait_until_read(process.stdin)
    for process in running:
        process.stdin.write(data[1:])
        process.stdin.close()
        process.stdin = None
    return [_ended(process) for process in running]


def _start(bench, subject):
    return subprocess.Popen(
        subject.command, cwd=bench.folder, env=bench.environment(), bufsize=0,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip


def _ended(process):
    out, err = process.communicate(timeout=600)
    return subprocess.CompletedProcess(process.args, process.returncode, out, err)


def _in_a_row(bench, count):
    subjects = list(SUBJECTS.values())
    for nth in range(count):
        subject = subjects[nth % len(subjects)]
        out, whole = bench.wanted(subject)
        done = bench.run(subject)
        right = (done.returncode, done.stdout, done.stderr, bench.written(subject)) == (0, out, b"", whole)
        wrong = [] if right else [f"{done}"]
        yield f"run {nth} in a row", wrong + [f"left behind: {name}" for name in bench.left(subject)]


def _slowly(bench, subject):
    data, wanted = (bench.folder / subject.piped).read_bytes(), bench.wanted(subject)[0]
    process = _start(bench, subject)
    for at in range(len(data)):
        process.stdin.write(data[at : at + 1])
        _wait_until_read(process.stdin)
    done = _ended(process)
    return [] if (done.returncode, done.stdout, done.stderr) == (0, wanted, b"") else [repr(done)]


def _wait_until_read(pipe):
    until = time.monotonic() + 60
    while struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0]:
        assert time.monotonic() < until, "nobody reads"
        time.sleep(0)
