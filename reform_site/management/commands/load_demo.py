"""``load_demo``: the demonstration province, generated towards published totals."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from reform_site.demo import load as demo
from reform_site.demo.comparison import print_comparison
from reform_site.demo.targets import HAI_DUONG, TargetsError, read_targets
from reform_site.demo_logins import LOGINS


class Command(BaseCommand):
    help = (
        "Nạp tỉnh minh họa: cơ quan thật, tổng số đã công bố, phần còn lại được sinh ra. Cùng tệp "
        "đích, tỷ lệ và hạt giống thì cho cùng dữ liệu."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--targets", type=Path, default=HAI_DUONG, metavar="TỆP")
        parser.add_argument(
            "--scale", type=_positive, default=1, metavar="N", help="chia số hồ sơ cho N"
        )
        parser.add_argument("--seed", type=int, help="mặc định: theo tệp đích")
        parser.add_argument("--logins", type=Path, default=LOGINS, metavar="TỆP")
        parser.add_argument("--if-empty", action="store_true", help="đã có dữ liệu thì thôi")
        parser.add_argument(
            "--reset", action="store_true", help="xóa dữ liệu minh họa đang có, kể cả người dùng"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        started = time.perf_counter()
        try:
            targets = read_targets(options["targets"])
            if not self._make_room(options):
                return
            seed = targets.generated["seed"] if options["seed"] is None else options["seed"]
            demo.load(
                targets,
                scale=options["scale"],
                seed=seed,
                logins=options["logins"],
                write=self._write if options["verbosity"] else _silent,
            )
        except (TargetsError, demo.NotDemoError) as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            print_comparison(targets, self._write, scale=options["scale"])
            self._write(
                _("Đã nạp %(name)s trong %(seconds).1f giây.")
                % {"name": targets.raw["name"], "seconds": time.perf_counter() - started}
            )

    def _make_room(self, options: dict[str, Any]) -> bool:
        """Whether the database is empty now. ``CommandError`` when it may not be emptied."""
        if options["reset"]:
            demo.reset()
        if demo.is_empty():
            return True
        if options["if_empty"]:
            self._write(_("Cơ sở dữ liệu đã có dữ liệu; giữ nguyên."))
            return False
        raise CommandError(
            _("Cơ sở dữ liệu đã có dữ liệu. Dùng --reset để làm lại, hoặc --if-empty để bỏ qua.")
        )

    def _write(self, text: str) -> None:
        self.stdout.write(text)
        self.stdout.flush()


def _silent(text: str) -> None:
    """Progress that nobody asked for."""


def _positive(text: str) -> int:
    number = int(text)
    if number < 1:
        raise ValueError(text)
    return number
