"""What is no scheduler is said in one line and in time, whoever answers at the address."""

import contextlib
import socket
import subprocess
import sys
import threading
import time
from types import SimpleNamespace

import pytest
from clusters import cluster, waited
from running import ENVIRONMENT, xentcli

from xentcli.core.errors import ClusterError
from xentcli.execution.dask.fingerprint import fingerprint
from xentcli.execution.dask.greeting import greet

SAID = {
    "a web server": (b"HTTP/1.1 400 Bad Request\r\n\r\n", "does not speak the dask protocol"),
    "a shell": (b"SSH-2.0-OpenSSH_9.6\r\n", "does not speak the dask protocol"),
    "odd frames": (
        b"\2" + b"\0" * 15 + b"\5" + b"\0" * 7 + b"hello" + b"\0" * 9,
        "does not speak the dask protocol",
    ),
    "silence": (b"", "no answer in 1 seconds"),
    "a closed door": (None, ""),
}


@contextlib.contextmanager
def listening(words):
    """A server that says this to everybody, and no more; None: hangs up."""
    kept = []
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve():
            with contextlib.suppress(OSError):
                while True:
                    kept.append(server.accept()[0])
                    kept[-1].close() if words is None else kept[-1].sendall(words)

        threading.Thread(target=serve, daemon=True).start()
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    for one in kept:
        one.close()


def loss(address, *options):
    start = time.monotonic()
    done = xentcli(
        "loss", "digits_labels.npy", "digits_logits.npy", "--scheduler", address, "--timeout", "1", *options
    )
    assert (done.returncode, done.stdout, time.monotonic() - start < 10) == (5, "", True), done.stderr
    first, hint = done.stderr.splitlines()
    assert first.startswith(f"xentcli: error: no scheduler answers at {address}: ")
    return first, hint


@pytest.mark.parametrize(("words", "said"), SAID.values(), ids=SAID)
def test_another_server_is_an_error_in_time(words, said):
    with listening(words) as address:
        first, hint = loss(address)
    assert said in first
    assert hint.startswith("hint: check the address")


def test_a_worker_leads_to_its_scheduler(tmp_path):
    with cluster(tmp_path) as own:
        own.worker()
        log = tmp_path / "1.log"
        line = waited(lambda: [line for line in log.read_text().splitlines() if "Start worker at" in line])
        first, hint = loss(line[0].split()[-1])
        assert first.endswith(": the server there is a dask worker [XE910]")
        assert hint == f"hint: try --scheduler {own.address}"


def test_certificates_that_lack_are_named():
    _, hint = loss("tls://127.0.0.1:9")
    assert hint.startswith("hint: set DASK_DISTRIBUTED__COMM__TLS__CA_FILE")


def test_another_version_of_dask_is_refused(tmp_path):
    import distributed

    mine = SimpleNamespace(rpc=distributed.rpc, Security=distributed.Security, __version__="0.1")
    with cluster(tmp_path) as own, pytest.raises(ClusterError) as caught:
        greet(mine, own.address, 10)
    assert caught.value.message.endswith(f"has distributed {distributed.__version__}, this machine has 0.1")
    assert ("distributed", distributed.__version__) in fingerprint().versions


SLOW_TO_END = """
import sys, xentcli.execution.dask.connect as connect
from xentcli.__main__ import main
connect.GOODBYE = 1e-6
sys.exit(main())
"""


def test_a_cluster_of_this_machine_that_is_slow_to_end_spoils_no_answer(tmp_path):
    (tmp_path / "y.csv").write_text("label\n0\n1\n2\n")
    words = ["detect", "y.csv", "--scheduler", "local:1", "-f", "value"]
    command = [sys.executable, "-c", SLOW_TO_END, *words]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, env=ENVIRONMENT)
    assert (done.returncode, done.stdout, done.stderr) == (0, "sparse\n", "")
