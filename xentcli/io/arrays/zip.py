"""Read the directory of a zip file, and validate its members."""

from __future__ import annotations

import os
import struct
import zipfile
from typing import TYPE_CHECKING

from xentcli.core.errors import InputError, Place
from xentcli.core.text import shown
from xentcli.io.source.file import Reader

if TYPE_CHECKING:
    from xentcli.io.source.file import Source

MOST_MEMBERS = 4096
LARGEST_DIRECTORY = 4 << 20
"""Maximum size in bytes of a directory."""
METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
"""Compression methods of np.savez and np.savez_compressed; others can expand a thousandfold in one step."""
_END, ZIP_64 = struct.Struct("<4s4H2IH"), 0xFFFF
"""The end of the directory, and the count that it has where the real one stands elsewhere."""
_LOCAL = struct.Struct("<4s5H3I2H")


def directory(source: Source) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
    """Return the archive, and its arrays by name (without ``.npy``)."""
    archive, found = members_of(source)
    members: dict[str, zipfile.ZipInfo] = {}
    for name, info in found.items():
        key = name.removesuffix(".npy")
        if key in members:
            raise _error(source, f"has two members called '{shown(key)}'", "XE642")
        members[key] = info
    if any(key.endswith("data.pkl") for key in members):
        hint = "if you trust the file, save the tensor: np.save(NEW, torch.load(FILE)['y'].numpy())"
        raise _error(source, "pickle refused: a PyTorch file can run any code", "XE613", hint)
    if not any(name.endswith(".npy") for name in found):
        raise _error(source, "is a zip file without arrays", "XE641", "unpack it, and name the file you need")
    return archive, members


def members_of(source: Source) -> tuple[zipfile.ZipFile, dict[str, zipfile.ZipInfo]]:
    """Return the archive, and its files by name; raise if it is damaged, or could expand without limit."""
    archive = _opened(source)
    infos = archive.infolist()
    if len(infos) > MOST_MEMBERS:
        raise _error(source, f"has {len(infos)} members; the limit is {MOST_MEMBERS}", "XE645")
    _check_count(source, archive)
    _check_overlap(source, infos)
    members: dict[str, zipfile.ZipInfo] = {}
    for info in infos:
        if info.is_dir():
            continue
        if info.filename in members:
            raise _error(source, f"has two members called '{shown(info.filename)}'", "XE642")
        _check_member(source, info)
        _check_name(source, archive, info)
        members[info.filename] = info
    if not members:
        raise _error(source, "is an empty zip file", "XE641", "did the program that wrote it fail?")
    return archive, members


def _opened(source: Source) -> zipfile.ZipFile:
    try:
        reader = _Wary(source)
        archive = zipfile.ZipFile(reader)
    except _TooMuchError:
        raise _error(source, f"has a directory of more than {LARGEST_DIRECTORY} bytes", "XE645") from None
    except Exception as error:  # zipfile raises many exceptions for invalid files
        raise _error(source, "is not a complete zip file: is it truncated?", "XE640") from error
    reader.limit = None
    return archive


def _check_member(source: Source, info: zipfile.ZipInfo) -> None:
    if info.flag_bits & 0x1:
        raise _error(
            source, f"'{shown(info.filename)}' is encrypted", "XE643", "save it again without a password"
        )
    if info.compress_type not in METHODS:
        message = f"'{shown(info.filename)}' has an unsupported compression ({info.compress_type})"
        raise _error(source, message, "XE646", "save it again with np.savez_compressed")


def _check_count(source: Source, archive: zipfile.ZipFile) -> None:
    """Raise if the directory holds fewer members than its end says: zipfile takes a damaged one as it is."""
    end = source.read_at(source.size - _END.size - len(archive.comment), _END.size)
    count = int(_END.unpack(end)[4])
    if end[:4] == b"PK\x05\x06" and count not in {len(archive.infolist()), ZIP_64}:
        message = f"its directory has {len(archive.infolist())} members, and says {count}"
        raise _error(source, f"is damaged: {message}", "XE640")


def _check_name(source: Source, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Raise if a member has another name than the directory says, which would then be missing."""
    try:
        archive.open(info).close()
    except Exception as error:  # as in _opened
        message = f"'{shown(info.filename)}' is not where the directory says"
        raise _error(source, message, "XE640") from error


def _check_overlap(source: Source, infos: list[zipfile.ZipInfo]) -> None:
    """Raise if members overlap: overlaps let a small file expand without limit (CVE-2024-0450)."""
    last = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        end = _end(source, info)
        if info.header_offset < last or end > source.size:
            message = f"'{shown(info.filename)}' shares its bytes with another member, or has too few"
            raise _error(source, message, "XE644")
        last = end


def _end(source: Source, info: zipfile.ZipInfo) -> int:
    """Return the offset where the data of a member ends, from its local header."""
    raw = b"" if info.header_offset < 0 else source.read_at(info.header_offset, _LOCAL.size)
    if len(raw) < _LOCAL.size or raw[:4] != b"PK\x03\x04":
        raise _error(source, f"'{shown(info.filename)}' is not where the directory says", "XE640")
    *_, name, extra = _LOCAL.unpack(raw)
    return info.header_offset + _LOCAL.size + int(name) + int(extra) + info.compress_size


def _error(source: Source, message: str, code: str, hint: str = "save it again with np.savez") -> InputError:
    return InputError(message, hint, code=code, place=Place(source.name))


class _TooMuchError(Exception):
    """A read is larger than the directory may be."""


class _Wary(Reader):
    """The file for ``zipfile``, with a limit on the size of reads while the directory is parsed."""

    limit: int | None = LARGEST_DIRECTORY

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, up to ``size``, fewer at the end."""
        rest = max(0, self.source.size - self.tell())
        wanted = rest if size < 0 else min(size, rest)
        if self.limit is not None and wanted > self.limit:
            raise _TooMuchError
        piece = self.source.read_at(self.tell(), wanted)
        self.seek(len(piece), os.SEEK_CUR)
        return piece
