"""Takes up one import that waits for a program: what the page starts for each file."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import translation

from dossiers.imports.working import work


class Command(BaseCommand):
    help = "Reads, writes or undoes one import, whichever it waits for, and ends."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", type=int, help="number of the import")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            work(options["run"])
