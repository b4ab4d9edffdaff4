"""One PostgreSQL cluster: made, started and stopped."""

from __future__ import annotations

import shutil
import time
from pathlib import Path

import psycopg

from reform_site.errors import SetupError
from reform_site.localdb import binaries, places
from reform_site.localdb.account import Account

ADMIN = "postgres"
OWNER = "reform"  # no superuser: a migration that needs one shall fail here, not in production
PORT = 5432  # only part of the name of the socket

COMMON = {
    "listen_addresses": "",
    "port": str(PORT),
    "unix_socket_permissions": "0700",
    "timezone": "Asia/Ho_Chi_Minh",
    "log_timezone": "Asia/Ho_Chi_Minh",
    "shared_buffers": "256MB",
    "maintenance_work_mem": "128MB",
    "max_wal_size": "2GB",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
FAST = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

START_TIMEOUT = 60  # seconds; recovery after a crash during a large import is the slow case
PATIENCE = 10.0  # seconds until the children of a killed postmaster must be gone


class Cluster:
    """A data directory below the account's root and the server on it.

    ``durable=False`` is for tests: faster, lost with the machine's power, and thrown away when its
    version is another.
    """

    def __init__(self, name: str, account: Account, *, durable: bool) -> None:
        self.account = account
        self.durable = durable
        self.data = account.root / name
        self.log = account.root / f"{name}.log"
        self._socket_note = account.root / f"{name}.socket"

    def start(self) -> Path:
        """Make sure that the server answers; return the directory of its socket."""
        self._check_version()
        if not self.data.exists():
            self._create()
        sockets = places.socket_directory(self._socket_note, self.account.uid)
        if not answers(sockets):
            self._start(sockets)
        return sockets

    def stop(self) -> None:
        places.free_reused_pid(self.data / "postmaster.pid")
        self.account.run("pg_ctl", "stop", "-w", "-m", "fast", "-D", str(self.data), check=False)

    def destroy(self) -> None:
        """Stop and forget everything; the socket directory stays, so that its address does."""
        self.stop()
        shutil.rmtree(self.data)

    def _check_version(self) -> None:
        made_by = self.data / "PG_VERSION"
        ours = binaries.version().split(".")[0]
        if not made_by.exists() or made_by.read_text(encoding="ascii").strip() == ours:
            return
        if not self.durable:
            self.destroy()
            return
        raise SetupError(
            f"Dữ liệu trong {self.data} thuộc phiên bản PostgreSQL khác. "
            f"Để làm lại từ đầu: rm -r '{self.data}'",
            f"{self.data} is of another PostgreSQL version. To begin anew: rm -r '{self.data}'",
        )

    def _create(self) -> None:
        """Build under another name and rename: a killed ``initdb`` leaves nothing half-made."""
        fresh = self.data.with_name(f"{self.data.name}.new")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700)
        places.give(fresh, self.account.uid)
        options = ["-U", ADMIN, "-A", "trust", "-E", "UTF8", "--locale=C"]
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
        options += [] if self.durable else ["--no-sync"]
        self.account.run("initdb", "-D", str(fresh), *options)
        fresh.rename(self.data)

    def _start(self, sockets: Path) -> None:
        self._configure(sockets)
        self.log.touch()
        places.give(self.log, self.account.uid)
        end = time.monotonic() + PATIENCE
        while not self._started(sockets):
            if time.monotonic() > end:
                raise SetupError(
                    f"PostgreSQL không khởi động được; xem {self.log}",
                    f"PostgreSQL did not start; see {self.log}",
                )
            time.sleep(0.3)
        _create_owner(sockets)

    def _started(self, sockets: Path) -> bool:
        places.free_reused_pid(self.data / "postmaster.pid")
        options = ["-w", "-s", "-t", str(START_TIMEOUT), "-D", str(self.data), "-l", str(self.log)]
        result = self.account.run("pg_ctl", "start", *options, check=False)
        return result.returncode == 0 or answers(sockets)

    def _configure(self, sockets: Path) -> None:
        """Settings go to a file: on the command line ``pg_ctl`` would hand them to a shell."""
        settings = COMMON | {"unix_socket_directories": str(sockets)}
        if not self.durable:
            settings |= FAST
        own = self.data / "reform.conf"
        lines = [f"{key} = '{value}'\n" for key, value in settings.items()]
        own.write_text("".join(lines), encoding="utf-8")
        places.give(own, self.account.uid)
        main = self.data / "postgresql.conf"
        include = "include = 'reform.conf'\n"
        if include not in main.read_text(encoding="utf-8"):
            with main.open("a", encoding="utf-8") as handle:
                handle.write(include)


def connect(sockets: Path) -> psycopg.Connection[tuple[object, ...]]:
    return psycopg.connect(
        host=str(sockets), port=PORT, user=ADMIN, dbname=ADMIN, autocommit=True, connect_timeout=5
    )


def answers(sockets: Path) -> bool:
    try:
        connect(sockets).close()
    except psycopg.OperationalError:
        return False
    return True


def _create_owner(sockets: Path) -> None:
    with connect(sockets) as connection:
        role = connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [OWNER])
        if role.fetchone() is None:
            connection.execute(f"CREATE ROLE {OWNER} LOGIN CREATEDB")
        database = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [OWNER])
        if database.fetchone() is None:
            connection.execute(f"CREATE DATABASE {OWNER} OWNER {OWNER}")
