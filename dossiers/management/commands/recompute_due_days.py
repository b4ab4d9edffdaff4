"""``recompute_due_days``: moves computed due days to the working calendar as it stands."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dossiers.late import due_days


class Command(BaseCommand):
    help = (
        "Tính lại ngày hẹn trả do hệ thống tính của các hồ sơ đang giải quyết theo lịch làm việc "
        "hiện hành; ghi lại từng lần đổi."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            found = due_days.recompute()
        except ValueError as error:
            raise CommandError(str(error)) from error
        for line in due_days.said(found):
            self.stdout.write(line)
