"""``check_ledger``: do the ledgers say what the dossiers say?"""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers.books.upkeep import Difference, differences

LIMIT = 50


class Command(BaseCommand):
    """Ends with code 1 when anything differs, so that a nightly job can send the output."""

    help = "Đối chiếu hai sổ thống kê với toàn bộ hồ sơ, mọi ngày; in những chỗ khác nhau."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--agency", metavar="MÃ", help="chỉ đối chiếu sổ của một cơ quan giải quyết"
        )
        parser.add_argument(
            "--limit", type=int, default=LIMIT, metavar="N", help="số chỗ khác nhau được in ra"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        for difference in differences(_agency(options["agency"])):
            count += 1
            if count <= options["limit"]:
                self.stdout.write(_line(difference))
        if count:
            raise CommandError(
                _("Sổ và hồ sơ khác nhau ở %(count)d chỗ. Chạy rebuild_ledger để lập lại sổ.")
                % {"count": count}
            )
        self.stdout.write(self.style.SUCCESS(_("Sổ và hồ sơ khớp nhau.")))


def _agency(code: str | None) -> int | None:
    if code is None:
        return None
    found = Agency.objects.filter(code=code).values_list("pk", flat=True).first()
    if found is None:
        raise CommandError(_("Không có cơ quan mang mã “%(code)s”.") % {"code": code})
    return int(found)


def _line(found: Difference) -> str:
    where = _("sổ %(ledger)s, %(key)s, %(day)s") % {
        "ledger": found.ledger.upper(),
        "key": found.key,
        "day": found.day,
    }
    if found.counter is None:
        return _("%(where)s: thiếu số dư đầu tháng") % {"where": where}
    name = found.counter if found.what == "day" else _("số dư %(name)s") % {"name": found.counter}
    return _("%(where)s: %(name)s trong sổ %(booked)d, theo hồ sơ %(counted)d") % {
        "where": where,
        "name": name,
        "booked": found.booked,
        "counted": found.counted,
    }
