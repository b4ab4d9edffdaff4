"""Load the demonstration when the database is empty, and serve it: what ``make demo`` ends in."""

from __future__ import annotations

import os
import shutil
import socket
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, connections

from reform_site import localdb
from reform_site.demo_logins import LOGINS

HOST = "127.0.0.1"
SETTINGS = "reform_site.settings.demo"
PATIENCE = 3.0  # seconds; a server that was killed a moment ago still holds its port


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa nếu cơ sở dữ liệu còn trống, rồi chạy trang trên máy này."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--reset", action="store_true", help="Xóa dữ liệu minh họa, làm lại từ đầu."
        )
        parser.add_argument("--no-serve", action="store_true", help="Chỉ chuẩn bị dữ liệu.")

    def handle(self, *args: Any, **options: Any) -> None:
        if os.environ.get("DJANGO_SETTINGS_MODULE") != SETTINGS:
            os.environ["DJANGO_SETTINGS_MODULE"] = SETTINGS
            os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 -- ourselves again
        if not options["no_serve"]:
            require_free_port(options["port"])
        require_database()
        is_ours = not os.environ.get("DATABASE_URL")
        if options["reset"] and is_ours:
            self._step("Xóa dữ liệu cũ / Removing the old data")
            reset()
        self._step("Cập nhật cấu trúc cơ sở dữ liệu / Migrating the database")
        call_command("migrate", interactive=False)
        self._step("Nạp tỉnh minh họa / Loading the demo province")
        if options["reset"] and not is_ours:
            call_command("load_demo", reset=True)  # refuses what is no demonstration
        else:
            call_command("load_demo", if_empty=True)
        self._step("Gom tệp tĩnh / Collecting static files")
        call_command("collectstatic", interactive=False, verbosity=0)
        if not options["no_serve"]:
            serve(options["port"])

    def _step(self, text: str) -> None:
        self.stdout.write(self.style.MIGRATE_HEADING(f"▸ {text}"))
        self.stdout.flush()


def require_free_port(port: int) -> None:
    end = time.monotonic() + PATIENCE
    while not is_free(port):
        if time.monotonic() > end:
            other = next((p for p in range(port + 1, port + 100) if is_free(p)), port + 100)
            raise CommandError(
                f"Cổng {port} đang bận (trang có thể đã chạy sẵn tại http://{HOST}:{port}/). "
                f"Dùng cổng khác: make demo PORT={other}\n"
                f"Port {port} is in use (the site may already run there). "
                f"Take another one: make demo PORT={other}"
            )
        time.sleep(0.1)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
        return True


def require_database() -> None:
    """Try the connection, so that a wrong DATABASE_URL gets a sentence and no traceback."""
    try:
        connection.ensure_connection()
    except OperationalError as error:
        raise CommandError(
            f"Không kết nối được cơ sở dữ liệu; kiểm tra DATABASE_URL.\n"
            f"The database cannot be reached; check DATABASE_URL. {error}"
        ) from error


def reset() -> None:
    """Forget the embedded database and the files that belong to it."""
    connections.close_all()
    localdb.renew("main")
    shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
    LOGINS.unlink(missing_ok=True)


def serve(port: int) -> None:
    """Become the server. Its own start counts it as a user of the database again."""
    connections.close_all()
    os.environ |= {"PORT": str(port), "DJANGO_SETTINGS_MODULE": SETTINGS}
    os.environ.setdefault("SITE_URL", f"http://{HOST}:{port}")  # what links to be sent begin with
    os.chdir(Path(settings.BASE_DIR))
    command = [sys.executable, "-m", "gunicorn", "-c", "python:reform_site.demo_server"]
    os.execv(sys.executable, command)  # noqa: S606 -- a fixed program
