"""A database with every migration, of which each run and each worker copies its own.

Migrating from nothing takes half a minute, a copy a fraction of a second. Another text of any
migration is another template; ``migrate`` runs over each copy, too, and sets the triggers anew.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote, urlencode

import psycopg
from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from psycopg import sql

#: Everybody who makes or seeks a template waits for this lock of the server.
LOCK = 20_240_614


def template() -> str | None:
    """The name of a migrated database on our own server; None on a server of somebody else."""
    if os.environ.get("DATABASE_URL"):
        return None
    name = f"template_{_digest()}"
    with psycopg.connect(_address("postgres"), autocommit=True) as server:
        server.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        known = "SELECT datname FROM pg_database WHERE datname LIKE 'template\\_%%'"
        found = {str(one) for (one,) in server.execute(known)}
        if name not in found:
            for old in found:
                server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(old)))
            _make(server, name)
    return name


def _make(server: psycopg.Connection[tuple[object, ...]], name: str) -> None:
    """Under another name first: what is interrupted leaves no half of a template."""
    fresh = sql.Identifier(f"fresh_{name}")
    server.execute(sql.SQL("DROP DATABASE IF EXISTS {}").format(fresh))
    server.execute(sql.SQL("CREATE DATABASE {}").format(fresh))
    command = [sys.executable, "manage.py", "migrate", "-v0"]
    environment = os.environ | {"DATABASE_URL": _address(f"fresh_{name}")}
    subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True)
    server.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(fresh, sql.Identifier(name)))


def _digest() -> str:
    """Of the text of all migrations and of the files that they load."""
    loader = MigrationLoader(None)
    modules = {sys.modules[one.__module__] for one in loader.disk_migrations.values()}
    paths = {str(module.__file__) for module in modules}
    paths |= {str(path) for path in Path(settings.BASE_DIR).glob("*/data/*.json")}
    content = b"".join(Path(path).read_bytes() for path in sorted(paths))
    return hashlib.sha256(content).hexdigest()[:16]


def _address(name: str) -> str:
    server = connection.settings_dict
    where = urlencode({"host": server["HOST"], "port": server["PORT"], "user": server["USER"]})
    return f"postgresql:///{quote(name)}?{where}"
