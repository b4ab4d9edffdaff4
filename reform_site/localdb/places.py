"""Files around a cluster: the directory of its socket, owners, a stale process number."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path

LONGEST = 60  # bytes; the address of a socket has room for 107


def socket_directory(note: Path, uid: int) -> Path:
    """A short private directory for the socket, remembered in ``note``.

    Short, because a clone may lie at any depth. Remembered, so that processes which were connected
    before a crash find the new server.
    """
    if note.exists():
        known = Path(note.read_text(encoding="utf-8"))
        if _is_private(known, uid):
            return known
    base = tempfile.gettempdir()
    if len(os.fsencode(base)) > LONGEST:
        base = "/tmp"  # noqa: S108 -- mkdtemp below makes a private directory
    fresh = Path(tempfile.mkdtemp(prefix="reform-pg-", dir=base))
    give(fresh, uid)
    note.write_text(str(fresh), encoding="utf-8")
    return fresh


def give(path: Path, uid: int) -> None:
    if uid != os.geteuid():
        os.chown(path, uid, uid)


def _is_private(directory: Path, uid: int) -> bool:
    try:
        found = directory.lstat()
    except OSError:
        return False
    return stat.S_ISDIR(found.st_mode) and found.st_uid == uid and not found.st_mode & 0o077


def free_reused_pid(pid_file: Path) -> None:
    """Free a stale lock whose process number now belongs to another program.

    After a power cut, or in a new container, the number is often taken by something else. Then
    PostgreSQL refuses to start, and ``pg_ctl stop`` would send its signal there. The file stays,
    because it also guards the shared memory of children that may still live; only its first line
    is replaced by a number that is free.
    """
    try:
        lines = pid_file.read_text(encoding="utf-8").splitlines(keepends=True)
        is_ours = _works_in(int(lines[0]), pid_file.parent.resolve())
    except (OSError, ValueError, IndexError):
        return
    if not is_ours:
        with pid_file.open("r+", encoding="utf-8") as handle:
            handle.writelines([f"{_free_pid()}\n", *lines[1:]])
            handle.truncate()


def _works_in(pid: int, directory: Path) -> bool:
    """Whether process ``pid`` has its working directory there, as a postmaster has in its data.

    Raises OSError when that cannot be seen. A killed process that nobody has waited for has none.
    """
    process = Path(f"/proc/{pid}")
    process.lstat()
    try:
        return (process / "cwd").readlink() == directory
    except FileNotFoundError:
        return False


def _free_pid() -> int:
    child = os.posix_spawn("/bin/sh", ["sh", "-c", ":"], {})
    os.waitpid(child, 0)
    return child
