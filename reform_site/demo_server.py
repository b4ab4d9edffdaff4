"""Gunicorn's configuration for the demonstration; a real server has its own, see README."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from contextlib import suppress

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"
workers = 2
worker_class = "gthread"  # looks every second whether its parent lives; see also post_fork
threads = 4
preload_app = True  # so that the parent, too, is a user of the embedded database
timeout = 60
graceful_timeout = 10
loglevel = "warning"
control_socket_disable = True
wsgi_app = "reform_site.wsgi"

PR_SET_PDEATHSIG = 1


def when_ready(server: object) -> None:
    """Say where the site is, once it answers."""
    from reform_site.demo_logins import welcome  # noqa: PLC0415 -- Gunicorn reads this module bare

    print(welcome(f"http://{bind}/"), flush=True)


def post_fork(server: object, worker: object) -> None:
    """A killed parent takes its workers with it, or they would keep the port occupied."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
