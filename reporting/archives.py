"""Zip archives from strangers: their measures are taken before anything in them is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import PurePath
from typing import IO

from reporting.imports.limits import MEGABYTE, Limits, Refused

#: How files begin that hold streams: Word and Excel of old, whatever has a password.
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Members smaller than this may be packed as tightly as they like.
_RATIO_FROM = 5 * MEGABYTE
#: The directory ends within so many bytes of the end: its record and the longest comment.
_TAIL = 66_000

#: What reading a broken archive raises; a method of packing that is not known is a RuntimeError.
BROKEN = (zipfile.BadZipFile, OSError, EOFError, RuntimeError)


def opened(file: IO[bytes], size: int, limits: Limits) -> zipfile.ZipFile:
    """The archive in ``file`` of ``size`` bytes.

    Raises ``Refused``: ``members``, ``encrypted``, ``broken``, ``bomb`` or ``unpacked``; and the
    exceptions of ``BROKEN``.
    """
    if _count_of_members(file, size) > limits.members:
        raise Refused("members", limit=limits.members)
    archive = zipfile.ZipFile(file)
    _check_sizes(archive, size, limits)
    return archive


def has_stream(content: bytes, *names: str) -> bool:
    """Whether an OLE container names one of the streams ``names`` in its directory."""
    return any(name.encode("utf-16-le") in content for name in names)


def has_macros(archive: zipfile.ZipFile) -> bool:
    """Macros of Office or OpenDocument, or a list of contents that announces some."""
    paths = [PurePath(name.lower()) for name in archive.namelist()]
    if any(
        path.name.endswith(("vbaproject.bin", "vbadata.xml"))
        or "macrosheets" in path.parts
        or path.parts[:1] in (("basic",), ("scripts",))
        for path in paths
    ):
        return True
    for info in archive.infolist():
        if info.filename.lower() == "[content_types].xml":
            with archive.open(info) as member:
                if b"macroenabled" in member.read(MEGABYTE).lower():
                    return True
    return False


def _count_of_members(file: IO[bytes], size: int) -> int:
    """As the end of the archive tells, before its directory is read into memory."""
    file.seek(max(0, size - _TAIL))
    tail = file.read()
    place = tail.rfind(b"PK\x05\x06")
    if place < 0:
        raise Refused("broken")
    return int.from_bytes(tail[place + 10 : place + 12], "little")


def _check_sizes(archive: zipfile.ZipFile, size: int, limits: Limits) -> None:
    infos = archive.infolist()
    if len(infos) > limits.members:
        raise Refused("members", limit=limits.members)
    if any(info.flag_bits & 1 for info in infos):
        raise Refused("encrypted")
    if len({info.filename for info in infos}) < len(infos):
        raise Refused("broken")
    # Members that share their bytes: each is small, all together are not.
    if sum(info.compress_size for info in infos) > size:
        raise Refused("bomb")
    unpacked = sum(info.file_size for info in infos)
    if unpacked > limits.unpacked:
        raise Refused("unpacked", limit=limits.unpacked // MEGABYTE)
    for info in infos:
        packed = max(info.compress_size, 1)
        if info.file_size > _RATIO_FROM and info.file_size > limits.ratio * packed:
            raise Refused("bomb")
