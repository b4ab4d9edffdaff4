"""Money for tasks: planned, allocated, spent, each amount with its day and document."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from tasks.models.tasks import Task
from tasks.querysets import FundingQuerySet


class Funding(models.Model):
    """An amount in đồng that counts from ``on``. A correction is a second row, maybe negative."""

    class Kind(models.TextChoices):
        PLANNED = "planned", _("Dự kiến")
        ALLOCATED = "allocated", _("Đã cấp")
        SPENT = "spent", _("Đã chi")

    task = models.ForeignKey(
        Task, models.CASCADE, related_name="fundings", verbose_name=_("nhiệm vụ")
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    amount = models.BigIntegerField(_("số tiền (đồng)"))
    on = models.DateField(_("ngày"))
    document_number = models.CharField(_("số, ký hiệu văn bản"), max_length=60, blank=True)
    note = models.CharField(_("ghi chú"), max_length=250, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    entered_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)
    is_generated = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)

    objects = FundingQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("kinh phí")
        verbose_name_plural = pgettext_lazy("plural", "kinh phí")
        indexes = [models.Index(fields=["task", "kind", "on"], name="funding_task_kind_on")]
        constraints = [
            models.CheckConstraint(
                name="funding_is_not_zero",
                condition=~Q(amount=0),
                violation_error_message=_("Số tiền phải khác 0."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.amount}"


pghistory.track()(Funding)
