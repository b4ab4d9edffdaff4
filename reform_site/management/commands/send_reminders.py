"""``send_reminders``: digests by e-mail. For cron, every few minutes or once a morning."""

from __future__ import annotations

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _

from reform_site import reminders
from reporting.models import Digest
from reporting.selection import parse_day


class Command(BaseCommand):
    help = (
        "Gửi thư nhắc việc hằng ngày và tổng hợp hằng tuần; không có nội dung thì không gửi. Chạy "
        "lại, hoặc chạy ở nhiều máy, mỗi thư vẫn chỉ gửi một lần. Máy chủ thư không trả lời thì "
        "thư chờ trong hàng đợi."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--on", type=_day, metavar="NGÀY", help="mặc định: hôm nay")
        parser.add_argument("--kind", choices=Digest.Kind.values, help="mặc định: theo ngày")
        parser.add_argument(
            "--queue-only", action="store_true", help="chỉ gửi thư đang chờ, không lập thư mới"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        self.is_told = options["verbosity"] > 0
        now = timezone.now()
        on = options["on"] or timezone.localdate(now)
        calendar = reminders.calendar_or_none()
        kinds = [Digest.Kind(options["kind"])] if options["kind"] else []
        for kind in [] if options["queue_only"] else kinds or reminders.kinds_of(on, calendar):
            asked = reminders.ask_for(kind, on, now=now)
            self._say(_("%(kind)s: %(n)s thư mới.") % {"kind": kind.label, "n": asked.new})
            if asked.without_address:
                names = ", ".join(asked.without_address)
                self._say(_("Chưa có địa chỉ thư: %(names)s.") % {"names": names})
        ended = reminders.send(now=now)
        for status in Digest.Status:
            if ended[status]:
                self._say(f"{status.label}: {ended[status]}")

    def _say(self, text: str) -> None:
        if self.is_told:
            self.stdout.write(text)


def _day(text: str) -> dt.date:
    found = parse_day(text)
    if found is None:
        raise CommandError(
            _("Ngày “%(text)s” không đọc được; hãy ghi như 14/06/2024.") % {"text": text}
        )
    return found
