"""How much a file may be. Each importer chooses; these are the measures of a small table."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Limits:
    """Sizes in bytes, times in seconds. ``ratio`` is unpacked ÷ packed of a large member."""

    size: int = 20 * MEGABYTE
    unpacked: int = 200 * MEGABYTE
    ratio: int = 150
    members: int = 2_000
    rows: int = 20_000
    columns: int = 256
    text: int = 32_767
    memory: int = 600 * MEGABYTE
    seconds: int = 60

    def as_words(self) -> dict[str, Any]:
        return asdict(self)


#: Of a list of dossiers: half a million rows and more, in a process that stays small.
LARGE = Limits(
    size=200 * MEGABYTE,
    unpacked=2048 * MEGABYTE,
    rows=2_000_000,
    memory=256 * MEGABYTE,
    seconds=900,
)


class Refused(Exception):  # noqa: N818 -- what is told to the person who sent it
    """A file that is not read. ``code`` is a key of ``refusals.TEXTS``, ``words`` fill its gaps."""

    def __init__(self, code: str, **words: object) -> None:
        super().__init__(code)
        self.code = code
        self.words = words


def misread(encoding: str) -> Refused:
    """The refusal of a file in an encoding as ``encodings`` names it; of several, it may be any."""
    codes = {
        "TCVN3": "encoding",
        "VNI": "encoding",
        "Windows-1258": "encoding_1258",
        "twice": "encoding_twice",
    }
    return Refused(codes.get(encoding, "encoding_unknown"), name=encoding)
