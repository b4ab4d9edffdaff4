"""The worker for those who keep one running: with ``DOSSIERS_IMPORTS_BY = "worker"``."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from dossiers.imports.waiting import next_run
from dossiers.imports.working import work

_PAUSE = 2.0


class Command(BaseCommand):
    help = (
        "Takes up imports that wait, one after the other, until it is stopped. Several may run at "
        "once. An import whose program was killed is taken up again."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="end when nothing waits")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            while True:
                run = next_run()
                if run is not None:
                    work(run)
                elif options["once"]:
                    return
                else:
                    time.sleep(_PAUSE)
