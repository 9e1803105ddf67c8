"""Tests of first bytes, for formats without magic bytes."""

from __future__ import annotations

import io
import re
import tarfile

WORD = rb"[A-Za-z_][\w.-]*"
KALDI_BINARY = re.compile(rb"[^\s\0]+ \0B(?:[FDC][MV]|CM[23]?) ")
KALDI_VECTOR = re.compile(rb"[^\s\0]+ \0B\x04")
HTML = re.compile(
    rb"\s*+(?:<!--(?>.*?-->)\s*+)*+<(?:!doctype html|html|head|body|table)\b", re.IGNORECASE | re.DOTALL
)
MSGPACK = re.compile(rb"(?:[\x90-\x9f]|\xdc..|\xdd....)?[\x80-\x8f]([\xa1-\xbf])", re.DOTALL)
CBOR = re.compile(rb"(?:[\x80-\x97]|\x98.|\x99..)?[\xa1-\xb7]([\x61-\x77])", re.DOTALL)
POLYNOMIAL = 0x82F63B78
"""Of CRC-32C, reversed."""


def is_pickle(head: bytes) -> bool:
    """Return whether this is a pickle of protocol 2 to 5."""
    return head[:1] == b"\x80" and 2 <= int.from_bytes(head[1:2], "big") <= 5


def is_tfrecord(head: bytes) -> bool:
    """Return whether the file starts with a length and its checksum.

    >>> is_tfrecord(bytes.fromhex("2d000000000000003c418afb")), is_tfrecord(b"label,p_0,p_1")
    (True, False)
    """
    crc = 0xFFFFFFFF
    for byte in head[:8]:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (POLYNOMIAL if crc & 1 else 0)
    crc ^= 0xFFFFFFFF
    masked = ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF
    return len(head) >= 12 and int.from_bytes(head[8:12], "little") == masked


def is_tar(head: bytes) -> bool:
    """Return whether this is a tar archive."""
    return head[257:262] == b"ustar"


def is_webdataset(head: bytes) -> bool:
    """Return whether this is a tar archive of samples: files that differ only in their suffixes."""
    return is_tar(head) and any(map(_is_part, _names(head)))


def _is_part(name: str) -> bool:
    return name.endswith((".cls", ".npy", ".npz", ".pth", ".pyd", ".__key__"))


def _names(head: bytes) -> list[str]:
    """Return the names of the files whose headers are in the first bytes."""
    found: list[str] = []
    try:
        with tarfile.open(fileobj=io.BytesIO(head), mode="r:") as archive:
            found.extend(member.name for member in archive)
    except (tarfile.TarError, EOFError, OSError, ValueError):
        pass
    return found


def is_kaldi(head: bytes) -> bool:
    """Return whether this is a binary Kaldi archive; text archives are detected when text is read.

    >>> is_kaldi(b"utt1 \\0BFM \\4"), is_kaldi(b"label p\\n")
    (True, False)
    """
    return any(known.match(head) for known in (KALDI_BINARY, KALDI_VECTOR))


def is_html(head: bytes) -> bool:
    """Return whether this is a web page, or a table from one."""
    return HTML.match(head.removeprefix(b"\xef\xbb\xbf")) is not None


def is_msgpack(head: bytes) -> bool:
    """Return whether this starts with a MessagePack map with a word as its first key."""
    return _starts_with_key(head, MSGPACK, 0xA0)


def is_cbor(head: bytes) -> bool:
    """Return whether this starts with a CBOR map with a word as its first key."""
    return _starts_with_key(head, CBOR, 0x60)


def _starts_with_key(head: bytes, start: re.Pattern[bytes], base: int) -> bool:
    found = start.match(head)
    if found is None:
        return False
    size = found[1][0] - base
    key = head[found.end() : found.end() + size]
    return len(key) == size and re.fullmatch(WORD, key) is not None
