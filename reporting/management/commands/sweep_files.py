"""Deletes stored files that no row names any more. For cron, once a day."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from reporting.uploads import orphans


class Command(BaseCommand):
    help = "Deletes uploaded files that no row names and that are older than a day."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--hours", type=int, default=24, help="age from which a file goes")
        parser.add_argument("--dry-run", action="store_true", help="only list them")

    def handle(self, *args: Any, hours: int, dry_run: bool, **options: Any) -> None:
        found = list(orphans(timezone.now() - dt.timedelta(hours=hours)))
        for storage, name in found:
            if dry_run:
                self.stdout.write(name)
            else:
                storage.delete(name)
        self.stdout.write(f"{len(found)} files{' to delete' if dry_run else ' deleted'}.")
