"""Gunicorn with two workers on the benchmark's database, asked by one reader who is logged in."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection

WORKERS = 2


class Server:
    """``get(path)`` answers how long one page took, in ms, and how many bytes it has."""

    def __init__(self, port: int, cookie: str) -> None:
        self.port = port
        self.headers = {"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}", "Host": "localhost"}

    def get(self, path: str) -> tuple[float, int]:
        started = time.perf_counter()
        link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        link.request("GET", path, headers=self.headers)
        answer = link.getresponse()
        body = answer.read()
        link.close()
        took = (time.perf_counter() - started) * 1000
        if answer.status != 200:
            sys.exit(f"{path} answers {answer.status}.")
        return took, len(body)


@contextmanager
def serving(user: Any) -> Iterator[Server]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(WORKERS), "--no-control-socket"]
    command += ["--log-level", "warning", "reform_site.wsgi"]
    environment = {"DJANGO_SETTINGS_MODULE": "benchmarks.settings", "DATABASE_URL": address()}
    running = subprocess.Popen(command, env=os.environ | environment)  # noqa: S603 -- our own
    try:
        _wait(running, port)
        yield Server(port, log_in(user))
    finally:
        running.terminate()
        running.wait(20)


def log_in(user: Any) -> str:
    """The key of a new session of ``user``."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "agencies.auth.RoleBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def address() -> str:
    found = connection.settings_dict
    options = {
        name: found[name.upper()] for name in ("host", "port", "user") if found[name.upper()]
    }
    return f"postgresql:///{quote(str(found['NAME']))}?{urlencode(options)}"


def _wait(running: subprocess.Popen[Any], port: int) -> None:
    for _ in range(300):
        if running.poll() is not None:
            sys.exit("The server does not start.")
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    sys.exit("The server does not answer.")
