"""``rebuild_ledger``: remakes both ledgers from the dossiers."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from dossiers.books.upkeep import rebuild


class Command(BaseCommand):
    help = (
        "Lập lại hai sổ thống kê từ hồ sơ, trong một giao dịch; người ghi hồ sơ phải chờ, "
        "người xem thì không."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        self.count = 0
        rebuild(self.tell if options["verbosity"] else None)
        self.stdout.write(
            self.style.SUCCESS(_("Đã lập lại sổ từ %(count)d hồ sơ.") % {"count": self.count})
        )

    def tell(self, month: str, count: int) -> None:
        self.count += count
        self.stdout.write(
            _("Tiếp nhận tháng %(month)s: %(count)d hồ sơ") % {"month": month[:-3], "count": count}
        )
