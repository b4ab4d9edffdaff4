"""``load_calendar``: the working calendar, and the reporting periods of some years."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.loading import load_calendar, load_periods
from reporting.periods import PeriodError
from reporting.workdays import SEED_FILE


class Command(BaseCommand):
    help = (
        "Thêm ngày nghỉ, ngày làm bù còn thiếu từ một tệp; với --periods thì thêm cả các kỳ báo "
        "cáo của những năm đó. Dòng đã có được giữ nguyên."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=SEED_FILE, metavar="TỆP")
        parser.add_argument("--periods", nargs="+", type=int, default=[], metavar="NĂM")
        parser.add_argument(
            "--closed-until",
            type=dt.date.fromisoformat,
            metavar="NGÀY",
            help="kỳ kết thúc đến hết ngày này là kỳ đã chốt (dạng 2024-06-14; mặc định: hôm nay)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        on = options["closed_until"] or timezone.localdate()
        try:
            days = load_calendar(options["file"])
            periods = load_periods(options["periods"], on=on)
        except (OSError, PeriodError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            _("Lịch làm việc: thêm %(days)d ngày; kỳ báo cáo: thêm %(periods)d.")
            % {"days": days, "periods": periods}
        )
