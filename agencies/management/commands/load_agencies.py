"""``load_agencies``: the agencies of a province from a data file."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from agencies.loading import HAI_DUONG, AgencyFileError, load_agencies


class Command(BaseCommand):
    help = "Thêm các cơ quan còn thiếu từ một tệp dữ liệu; cơ quan đã có được giữ nguyên."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=HAI_DUONG, metavar="TỆP")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            loaded = load_agencies(options["file"])
        except AgencyFileError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("Cơ quan: thêm %(added)d, đã có %(kept)d.")
            % {"added": loaded.added, "kept": loaded.kept}
        )
