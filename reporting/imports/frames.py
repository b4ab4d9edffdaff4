"""What the child process says while it copies: frames of a kind, a count of rows and bytes."""

from __future__ import annotations

import json
import struct
import threading
from collections.abc import Iterator
from typing import IO, Any

#: Kind, rows read so far, length of what follows.
_HEAD = struct.Struct("<cQI")

LINES = b"D"  #: lines for COPY
ALIVE = b"A"  #: nothing but the count, once a second
SKIPPED = b"S"  #: [row number, kind]
REFUSED = b"R"  #: [code, words]
END = b"E"  #: [rows of the table, {kind of row left out: count}]


class Sender:
    """Writes frames; ``rows`` is told with each. May be used by two threads."""

    def __init__(self, out: IO[bytes]) -> None:
        self._out, self._lock = out, threading.Lock()
        self.rows = 0

    def send(self, kind: bytes, content: bytes = b"") -> None:
        with self._lock:
            self._out.write(_HEAD.pack(kind, self.rows, len(content)))
            self._out.write(content)
            self._out.flush()

    def tell(self, kind: bytes, words: Any) -> None:
        self.send(kind, json.dumps(words).encode())


def frames(source: IO[bytes]) -> Iterator[tuple[bytes, int, bytes]]:
    """(kind, rows, content) up to the last whole frame."""
    while len(head := source.read(_HEAD.size)) == _HEAD.size:
        kind, rows, length = _HEAD.unpack(head)
        content = source.read(length)
        if len(content) < length:
            return
        yield kind, rows, content
