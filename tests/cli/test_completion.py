"""What a tab offers, asked of the program itself and of every real shell that is there."""

import os
import pty
import re
import select
import shutil
import subprocess
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from running import ENVIRONMENT, SAMPLES, inside, shell

PAIR = "xentcli loss iris_labels.csv iris_probs.csv"
SHELLS = ("bash", "zsh", "fish", "powershell")


def offered(line, cwd=SAMPLES, *, timeout=60, stdin=None):
    """The words that the program offers bash for the end of a line."""
    words = line.split(" ")
    environment = ENVIRONMENT | {
        "_XENTCLI_COMPLETE": "bash_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": str(len(words) - 1),
    }
    done = subprocess.run(
        ["xentcli"], env=environment, cwd=cwd, stdin=stdin, text=True, capture_output=True, timeout=timeout,
        check=False,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, "")
    return [item.partition(",")[2] for item in done.stdout.split()]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("xentcli v", ["validate"]),
        ("xentcli loss --label-", ["--label-offset", "--label-separator", "--label-smoothing"]),
        ("xentcli loss --like k", ["keras"]),
        ("xentcli convert --to mu", ["multi-label"]),
        ("xentcli completion f", ["fish"]),
        ("xentcli loss iris_labels.csv --labels-column ", ["label"]),
        (f"{PAIR} --prediction-columns prob_v", ["prob_virginica", "prob_versicolor"]),
        (f"{PAIR} --prediction-columns prob_setosa,prob_vi", ["prob_setosa,prob_virginica"]),
        (f"{PAIR} -j 1 --prediction-columns prob_s", ["prob_setosa"]),
        (f"{PAIR} --by ", ["class", "label"]),
        ("xentcli loss nowhere.csv --labels-column ", []),
        ("xentcli loss make.py --labels-column ", []),
        ("xentcli nonsense --li", []),
    ],
)
def test_what_is_offered(line, words):
    assert offered(line) == words


def test_arrays_of_an_archive_are_offered(tmp_path):
    import numpy as np

    np.savez(tmp_path / "both.npz", y=[0, 1], probabilities=[[1.0, 0], [0, 1]])
    assert offered(f"xentcli loss {tmp_path}/both.npz --labels-column ") == ["y", "probabilities"]


@pytest.mark.parametrize("scheme", ["", "file://"])
def test_columns_of_a_regular_file_are_offered(tmp_path, scheme):
    (tmp_path / "y.csv").write_text("label,p\n0,0.1\n")
    assert offered(f"xentcli loss {scheme}{tmp_path}/y.csv --labels-column ") == ["label", "p"]


@pytest.mark.parametrize("name", ["-", "/dev/stdin", "pipe.csv", "link.csv", "@pipe.csv", "pipe*.csv"])
def test_completion_waits_for_no_pipe(tmp_path, name):
    os.mkfifo(tmp_path / "pipe.csv")
    (tmp_path / "link.csv").symlink_to("pipe.csv")
    reader, writer = os.pipe()  # nothing is ever written to it, and it stays open
    try:
        assert offered(f"xentcli loss {name} --labels-column ", tmp_path, timeout=15, stdin=reader) == []
    finally:
        os.close(reader)
        os.close(writer)


def test_completion_fetches_no_url(tmp_path):
    asked = []

    class Server(BaseHTTPRequestHandler):
        def handle_one_request(self):
            asked.append(self.rfile.readline())
            self.wfile.write(b"HTTP/1.0 404 Not Found\r\n\r\n")

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/y.csv"
        try:
            assert offered(f"xentcli loss {url} --labels-column ", tmp_path) == []
        finally:
            server.shutdown()
    assert asked == []


def test_every_command_is_offered():
    listed = re.findall(r"^  (\w+)  ", inside("--help").stdout.partition("Commands:")[2], re.MULTILINE)
    assert offered("xentcli ") == listed


@pytest.mark.parametrize("name", SHELLS)
def test_every_shell_has_a_script(name):
    done = inside("completion", name)
    assert (done.returncode, done.stderr) == (0, "")
    assert "_XENTCLI_COMPLETE" in done.stdout


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
def test_bash_completes():
    line = """
        eval "$(xentcli completion bash)"
        COMP_WORDS=(xentcli loss iris_labels.csv --labels-column la) COMP_CWORD=4
        compopt() { :; }
        _xentcli_completion xentcli
        echo "${COMPREPLY[@]}"
        complete -p xentcli
    """
    done = shell(line)
    assert done.stdout.splitlines()[0] == "label"
    assert "_xentcli_completion" in done.stdout.splitlines()[1]


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash")
@pytest.mark.parametrize(
    ("typed", "words"),
    [("p", ["p\\ a", "p\\$d", "p_b"]), ("'p", ["p a", "p$d", "p_b"])],
    ids=["bare", "quoted"],
)
def test_bash_types_names_so_that_they_stay_one_word(tmp_path, typed, words):
    (tmp_path / "my file.csv").write_text("y,p a,p$d,p_b\n1,0.5,0.25,0.25\n")
    line = f"""
        eval "$(xentcli completion bash)"
        COMP_WORDS=(xentcli loss 'my\\ file.csv' --prediction-columns "{typed}") COMP_CWORD=4
        _xentcli_completion xentcli
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    assert shell(line, tmp_path).stdout.splitlines() == words


@pytest.mark.skipif(not shutil.which("fish"), reason="no fish")
def test_fish_goes_on_after_a_comma(tmp_path):
    line = f"complete -C '{PAIR} --prediction-columns prob_setosa,prob_vi'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", f"xentcli completion fish | source; {line}"], cwd=SAMPLES,
        env=ENVIRONMENT | {"HOME": str(tmp_path)}, text=True, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["prob_setosa,prob_virginica"]


@pytest.mark.skipif(not shutil.which("fish"), reason="no fish")
def test_fish_completes(tmp_path):
    script = "xentcli completion fish | source; complete -C 'xentcli loss iris_labels.csv --labels-column la'"
    done = subprocess.run(
        ["fish", "--no-config", "-c", script], env=ENVIRONMENT | {"HOME": str(tmp_path)}, cwd=SAMPLES,
        text=True, capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert done.stdout.split() == ["label"]


@pytest.mark.skipif(not shutil.which("zsh"), reason="no zsh")
def test_zsh_completes(tmp_path):
    setup = "PS1='> '; autoload -Uz compinit; compinit -u -d $HOME/dump; eval \"$(xentcli completion zsh)\""
    environment = ENVIRONMENT | {"HOME": str(tmp_path), "TERM": "dumb", "ZDOTDIR": str(tmp_path)}
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        ["zsh", "-f", "-i"], env=environment, cwd=SAMPLES, stdin=theirs, stdout=theirs, stderr=theirs,
        start_new_session=True,
    )  # fmt: skip
    os.close(theirs)
    try:
        os.write(ours, f"{setup}; echo rea''dy\r".encode())
        until(ours, "ready")
        os.write(ours, b"xentcli loss iris_labels.csv iris_probs.csv --prediction-columns prob_vi\t")
        assert "prob_virginica" in until(ours, "prob_virginica")
    finally:
        process.kill()
        process.wait()
        os.close(ours)


def until(terminal, pattern):
    """What a terminal shows until a pattern is seen, at most for some seconds."""
    seen, end = "", time.monotonic() + 30
    while time.monotonic() < end and not re.search(pattern, seen.partition("\r\n")[2] or seen):
        if select.select([terminal], [], [], 0.5)[0]:
            seen += os.read(terminal, 4096).decode(errors="replace")
    return seen
