"""Who uses a cluster: the last process to leave stops the server.

Each process holds a shared ``flock`` on one file. The kernel drops it however the process ends, so
a killed process never blocks anybody. Who leaves tries the exclusive lock without waiting: whoever
gets it was the last.
"""

from __future__ import annotations

import contextlib
import fcntl
import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path


class Users:
    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def join(self) -> None:
        """Wait while somebody stops the server, then count as a user."""
        if self._handle is None:
            handle = _open(self.path)
            fcntl.flock(handle, fcntl.LOCK_SH)
            self._handle = handle

    def leave(self, stop: Callable[[], None]) -> bool:
        """Stop counting as a user; call ``stop`` when nobody is left. True if it was called."""
        if self._handle is None:
            return False
        os.close(self._handle)
        self._handle = None
        if not self.path.exists():
            return False  # the clone was deleted meanwhile, and the server ends by itself
        # A new handle: a forked child shares the lock of the old one and must keep it.
        with _attempt(self.path) as is_last:
            if is_last:
                stop()
            return is_last


@contextlib.contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """One process at a time."""
    handle = _open(path)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def first_free(directory: Path, pattern: str) -> tuple[int, int]:
    """The lowest number whose file nobody holds, and the handle that now holds it."""
    for number in itertools.count():
        handle = _open(directory / pattern.format(number))
        if _take(handle):
            return number, handle
        os.close(handle)
    raise AssertionError("count() never ends")


@contextlib.contextmanager
def _attempt(path: Path) -> Iterator[bool]:
    handle = _open(path)
    try:
        yield _take(handle)
    finally:
        os.close(handle)


def _take(handle: int) -> bool:
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _open(path: Path) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
