"""``generate_occurrences``: the reports that recurring tasks are due to make. For cron, daily."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from tasks.models import Task
from tasks.recurrence import generate
from tasks.states import DeadlineKind


class Command(BaseCommand):
    help = (
        "Tạo các kỳ báo cáo của nhiệm vụ định kỳ theo quy tắc đã nhập; chạy lại không tạo trùng. "
        "Kỳ đã có kết quả không đổi."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        recurring = Task.objects.filter(deadline_kind=DeadlineKind.RECURRING, completed_on=None)
        made = sum(generate(task) for task in recurring.select_related("programme").iterator())
        if options["verbosity"]:
            self.stdout.write(_("Đã tạo %(n)s kỳ báo cáo.") % {"n": made})
