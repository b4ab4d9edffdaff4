"""The PostgreSQL server that comes with the project, for the demo, development and tests.

``ensure("main")`` starts it when it is not running, counts this process as a user of it and returns
an entry for ``DATABASES``. The last user to leave stops it: on a normal end, on Ctrl-C and on
SIGTERM. ``DATABASE_URL`` makes all of this unnecessary; the settings then never call it.
"""

from __future__ import annotations

import atexit
import os
import signal
import threading
from pathlib import Path
from types import FrameType
from typing import Any

from reform_site.errors import SetupError
from reform_site.localdb.account import choose
from reform_site.localdb.cluster import OWNER, PORT, Cluster
from reform_site.localdb.users import Users, exclusive, first_free

__all__ = ["ensure", "private_test_name", "release", "renew"]

ROOT = Path(__file__).resolve().parents[2] / "var" / "postgres"
DURABLE = {"main": True, "test": False}

_joined: dict[str, tuple[Users, Cluster]] = {}
_slots: list[int] = []


def ensure(name: str, *, root: Path = ROOT) -> dict[str, Any]:
    """Start cluster ``name`` ("main" or "test") unless it runs; return its ``DATABASES`` entry.

    Costs 1 to 2 s the first time, 0.3 s for a start, 20 ms when the server runs.
    Raises :class:`SetupError`.
    """
    if name not in _joined:
        account = choose(root)
        account.prepare()
        root.mkdir(parents=True, exist_ok=True)  # the locks are here even when the data is not
        cluster = Cluster(name, account, durable=DURABLE[name])
        _joined[name] = Users(root / f"{name}.users"), cluster
        _leave_at_the_end()
    users, cluster = _joined[name]
    users.join()
    with exclusive(root / f"{name}.starting"):
        sockets = cluster.start()
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": OWNER,
        "USER": OWNER,
        "HOST": str(sockets),
        "PORT": str(PORT),
    }


def renew(name: str) -> None:
    """Replace cluster ``name``, which this process uses, by an empty one at the same address.

    Raises :class:`SetupError` when another process uses it.
    """
    users, cluster = _joined[name]
    if not users.leave(cluster.destroy):
        users.join()
        raise SetupError(
            "Cơ sở dữ liệu đang được dùng. Dừng trang (Ctrl-C) rồi chạy lại.",
            "The database is in use: stop the site (Ctrl-C), then try again.",
        )
    ensure(name, root=users.path.parent)


def release() -> None:
    """Leave all clusters; a server without users stops."""
    while _joined:
        _, (users, cluster) = _joined.popitem()
        users.leave(cluster.stop)


def private_test_name(*, root: Path = ROOT) -> str:
    """A name for the test database that no other process uses now; left-overs are used again."""
    number, handle = first_free(root, "test-{}.slot")
    _slots.append(handle)
    return f"test_reform_{number}"


def _leave_at_the_end() -> None:
    if len(_joined) > 1:
        return
    atexit.register(release)
    is_main = threading.current_thread() is threading.main_thread()
    if is_main and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, _on_terminate)


def _on_terminate(number: int, frame: FrameType | None) -> None:
    """Leave, then end as the signal asks: its default would skip ``atexit``."""
    release()
    signal.signal(number, signal.SIG_DFL)
    os.kill(os.getpid(), number)
