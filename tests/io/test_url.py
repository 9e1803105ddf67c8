"""Inputs in buckets and behind URLs: the answer that files give, and nothing fetched but ranges."""

from __future__ import annotations

import contextlib
import functools
import http.server
import os
import re
import subprocess
import sys
import threading
import time

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from clusters import cluster, waited
from running import ENVIRONMENT, SAMPLES, xentcli

from xentcli.core.errors import InputError, Place
from xentcli.io.arrays.base import ArrayTable
from xentcli.io.concat import open_several

KEYS = {"AWS_ACCESS_KEY_ID": "someone", "AWS_SECRET_ACCESS_KEY": "secret", "AWS_DEFAULT_REGION": "us-east-1"}
ROWS = 40_000


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    folder = tmp_path_factory.mktemp("objects")
    rng = np.random.default_rng(5)
    z = rng.normal(size=(ROWS, 4))
    y = (z + rng.gumbel(size=z.shape)).argmax(axis=1)  # as likely as the logits say
    np.save(folder / "y.npy", y)
    np.save(folder / "z.npy", z)
    for at, cut in enumerate(np.array_split(np.arange(ROWS), 3)):
        np.save(folder / f"z-{at}.npy", z[cut])
    pq.write_table(pa.table({f"z_{k}": z[:, k] for k in range(4)}), folder / "z.parquet", row_group_size=9000)
    (folder / "y.csv").write_text("label\n" + "".join(f"{label}\n" for label in y))
    return folder


class Bucket:
    """A server of objects as a process of its own, and what it was asked for."""

    def __init__(self, folder):
        self.log = folder / "requests.log"
        command = [sys.executable, "-m", "moto.server", "-H", "127.0.0.1", "-p", "0"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=log, env=ENVIRONMENT)
        self.url = waited(self._address)
        self.env = {**KEYS, "AWS_ENDPOINT_URL": self.url, "AWS_EC2_METADATA_DISABLED": "true"}

    def _address(self):
        found = re.search(r"Running on (http://127\.0\.0\.1:\d+)", self.log.read_text())
        return found and found[1]

    def asked(self, since=0):
        """The requests for objects: method, name, status."""
        text = re.sub("\x1b\\[\\d+m", "", self.log.read_text()[since:])
        return re.findall(r'"(GET|HEAD) /bucket/([^ ?]+) HTTP/1\.1" (\d+)', text)


@pytest.fixture(scope="module")
def bucket(tmp_path_factory, files):
    own = Bucket(tmp_path_factory.mktemp("bucket"))
    try:
        import boto3

        client = boto3.client(
            "s3",
            endpoint_url=own.url,
            region_name="us-east-1",
            aws_access_key_id="a",
            aws_secret_access_key="b",
        )
        client.create_bucket(Bucket="bucket", ACL="public-read")
        for path in files.iterdir():
            client.put_object(Bucket="bucket", Key=path.name, Body=path.read_bytes(), ACL="public-read")
        client.close()
        yield own
    finally:
        own.process.kill()
        own.process.wait()


@pytest.fixture
def keys(bucket, monkeypatch):
    for name, value in bucket.env.items():
        monkeypatch.setitem(ENVIRONMENT, name, value)
    return bucket


LINES = [
    "loss {b}y.npy {b}z.npy",
    "loss {b}y.csv {b}z-*.npy",
    "loss {b}y.npy {b}z.parquet",
    "validate {b}y.csv {b}z.npy",
]


def unnamed(text, folder):
    return text.replace("s3://bucket/", "").replace(f"{folder}/", "")


@pytest.mark.parametrize("line", LINES)
def test_a_bucket_gives_what_files_give_and_is_asked_for_ranges_alone(keys, files, line):
    words = line.format(b=f"{files}/").split()
    here = xentcli(*words, "-f", "json")
    since = len(keys.log.read_text())
    there = xentcli(*line.format(b="s3://bucket/").split(), "-f", "json")
    assert (there.returncode, there.stderr) == (0, "")
    assert unnamed(there.stdout, files) == unnamed(here.stdout, files)
    asked = keys.asked(since)
    assert {status for method, _, status in asked if method == "GET"} == {"206"}
    assert {method for method, _, _ in asked} == {"GET", "HEAD"}


def test_a_cluster_reads_a_bucket_by_itself(keys, files, tmp_path):
    here = xentcli("loss", files / "y.npy", f"{files}/z-*.npy", "-f", "json")
    with cluster(tmp_path) as own:
        own.worker()
        words = ("loss", "s3://bucket/y.npy", "s3://bucket/z-*.npy", "--scheduler", own.address)
        there = xentcli(*words, "-f", "json")
    assert (there.returncode, there.stdout, there.stderr) == (0, here.stdout, "")


def test_a_worker_without_keys_says_which(bucket, monkeypatch, tmp_path):
    for name, value in bucket.env.items():
        if name not in KEYS:
            monkeypatch.setitem(ENVIRONMENT, name, value)
    monkeypatch.setitem(ENVIRONMENT, "HOME", str(tmp_path))
    with cluster(tmp_path / "cluster") as own:
        own.worker()
        for name, value in KEYS.items():
            monkeypatch.setitem(ENVIRONMENT, name, value)
        done = xentcli("validate", "s3://bucket/y.npy", "--scheduler", own.address)
    assert (done.returncode, done.stdout) == (5, "")
    assert "another file on the worker: no credentials were found (worker " in done.stderr
    hint = done.stderr.splitlines()[1]
    assert hint.startswith("hint: set AWS_PROFILE")
    assert hint.endswith(", on every worker")


def test_an_output_is_no_url():
    done = xentcli("convert", SAMPLES / "digits_labels.npy", "--to", "one-hot", "-o", "s3://bucket/y.npy")
    assert (done.returncode, "write one, then upload it" in done.stderr) == (4, True)


def test_the_environment_must_have_keys(keys, monkeypatch, tmp_path):
    for name in KEYS:
        monkeypatch.delitem(ENVIRONMENT, name)
    monkeypatch.setitem(ENVIRONMENT, "HOME", str(tmp_path))
    done = xentcli("loss", "s3://bucket/y.npy", "s3://bucket/z.npy")
    assert (done.returncode, done.stdout) == (3, "")
    first, hint = done.stderr.splitlines()
    assert first == "xentcli: error: s3://bucket/y.npy: no credentials were found [XE626]"
    assert "AWS_ACCESS_KEY_ID" in hint


@pytest.mark.parametrize("url", ["s3://bucket/no.npy", "s3://nowhere/y.npy", "s3://bucket/no-*.npy"])
def test_what_is_not_there_is_said(keys, url):
    done = xentcli("validate", url)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"xentcli: error: {url}: no such file [XE601]\n")


def test_a_url_gives_what_the_file_gives(keys, files):
    here = xentcli("loss", files / "y.npy", files / "z.npy", "-f", "value")
    base = f"{keys.url}/bucket"
    there = xentcli("loss", f"{base}/y.npy", f"{base}/z.npy", "-f", "value")
    assert (there.returncode, there.stdout, there.stderr) == (0, here.stdout, "")
    names = xentcli("loss", f"file://{files}/y.npy", f"file://{files}/z-*.npy", "-f", "value")
    assert (names.returncode, names.stdout, names.stderr) == (0, here.stdout, "")


class Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_):
        pass


class Refusing(Quiet):
    """A server that answers with the number that is asked for."""

    def do_HEAD(self):
        self.send_error(int(self.path[1:]))

    def do_GET(self):
        self.do_HEAD()


@contextlib.contextmanager
def served(handler):
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()


@pytest.mark.parametrize(
    ("status", "said"),
    [
        (401, "permission denied [XE603]"),
        (403, "permission denied [XE603]"),
        (404, "no such file [XE601]"),
        (429, "cannot be read: the server answered 429 Too Many Requests [XE600]"),
        (503, "cannot be read: the server answered 503 Service Unavailable [XE600]"),
    ],
)
def test_what_a_web_server_answers_is_said(status, said):
    with served(Refusing) as base:
        done = xentcli("validate", f"{base}/{status}")
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.startswith(f"xentcli: error: {base}/{status}: {said}\n")


def test_a_web_server_that_is_down_is_no_missing_file():
    with served(Refusing) as base:
        pass
    done = xentcli("validate", f"{base}/y.npy")
    assert (done.returncode, done.stdout) == (3, "")
    assert ": cannot be read: Cannot connect to host 127.0.0.1" in done.stderr


def test_a_server_without_ranges_is_an_error_and_not_a_number(files):
    with served(functools.partial(Quiet, directory=files)) as base:
        done = xentcli("loss", f"{base}/y.npy", f"{base}/z.npy")
    assert (done.returncode, done.stdout) == (3, "")
    assert "bytes instead of 262144" in done.stderr


def test_an_object_that_is_replaced_meanwhile_is_an_error(keys, files, monkeypatch):
    import s3fs

    from xentcli.io.open_table import open_table
    from xentcli.io.table import ReadOptions

    for name, value in keys.env.items():
        monkeypatch.setenv(name, value)
    s3fs.S3FileSystem.clear_instance_cache()
    table = open_table("s3://bucket/z-1.npy", ReadOptions())
    parts = table.parts()
    next(parts).load()
    system = s3fs.S3FileSystem()
    data = system.cat_file("bucket/z-1.npy")
    system.pipe_file("bucket/z-1.npy", data[:-8] + bytes(8))
    with pytest.raises(InputError, match="changed while reading"):
        table.verify()
    system.pipe_file("bucket/z-1.npy", data)
    s3fs.S3FileSystem.clear_instance_cache()


def test_only_the_command_line_names_urls(keys, tmp_path):
    (tmp_path / "list").write_text("s3://bucket/y.npy\n")
    done = xentcli("validate", f"@{tmp_path / 'list'}")
    assert (done.returncode, "URLs are not allowed" in done.stderr) == (2, True)
    assert os.environ.get("AWS_ENDPOINT_URL") is None


@pytest.fixture
def here(keys, monkeypatch):
    """The bucket for this process, too."""
    for name, value in keys.env.items():
        monkeypatch.setenv(name, value)


def test_objects_are_opened_together_and_stay_in_order(here):
    meeting = threading.Barrier(3, timeout=20)

    def opened(name):
        meeting.wait()
        return ArrayTable(np.full(2, int(name[-5])), name)

    table = open_several("s3://bucket/z-*.npy", opened)
    assert [one.name for one in table.tables] == [f"s3://bucket/z-{n}.npy" for n in range(3)]
    assert np.concatenate([block.values for block in table.blocks()]).tolist() == [0, 0, 1, 1, 2, 2]


def test_of_several_objects_that_fail_the_first_is_named(here):
    def opened(name):
        if "0" not in name:
            time.sleep(0.2 if "1" in name else 0)
            raise InputError("gone", place=Place(name))
        return ArrayTable(np.zeros(2, int), name)

    with pytest.raises(InputError) as caught:
        open_several("s3://bucket/z-*.npy", opened)
    assert caught.value.place.file == "s3://bucket/z-1.npy"


@pytest.mark.parametrize("form", ["table", "json"])
def test_passwords_and_signatures_of_urls_are_not_shown(form, files):
    url = "http://me:hush@127.0.0.1:9/y.npy?v=2&X-Amz-Signature=hush&token=hush"
    done = xentcli("loss", url, "z.npy", "-f", form, cwd=files)
    assert done.returncode == 3
    assert "http://me:***@127.0.0.1:9/y.npy?v=2&X-Amz-Signature=***&token=***" in done.stderr
    assert "hush" not in done.stderr + done.stdout
