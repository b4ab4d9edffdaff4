"""The path of a task: who moved it on, when, and why; and who led it before."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from tasks.models.deadlines import touches_its_task
from tasks.models.tasks import Task
from tasks.querysets import StepQuerySet, TaskPartQuerySet


class TaskStep(models.Model):
    """A step of a task, as it was taken. Append-only: a later step corrects an earlier one.

    ``on`` is the day that the step speaks of (of a confirmation: that of the result document),
    ``entered_at`` when it was taken on the site.
    """

    class Kind(models.TextChoices):
        STARTED = "started", _("Bắt đầu thực hiện")
        RESET = "reset", _("Ghi lại là chưa thực hiện")
        SUBMITTED = "submitted", _("Trình xác nhận")
        RECALLED = "recalled", _("Rút lại, chưa trình")
        CONFIRMED = "confirmed", _("Xác nhận hoàn thành")
        RETURNED = "returned", _("Trả lại để làm lại")
        POSTPONED = "postponed", _("Tạm dừng")
        RESUMED = "resumed", _("Thực hiện tiếp")
        CANCELLED = "cancelled", _("Thôi thực hiện")
        REOPENED = "reopened", _("Mở lại")

    task = models.ForeignKey(Task, models.CASCADE, related_name="steps", verbose_name=_("nhiệm vụ"))
    kind = models.CharField(_("bước"), max_length=10, choices=Kind)
    on = models.DateField(_("ngày"))
    reason = models.TextField(_("lý do"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("người thực hiện"),
    )
    entered_at = models.DateTimeField(_("nhập lúc"), default=timezone.now, editable=False)

    objects = StepQuerySet.as_manager()

    class Meta:
        ordering = ["entered_at", "pk"]
        verbose_name = _("bước xử lý")
        verbose_name_plural = pgettext_lazy("plural", "bước xử lý")
        indexes = [models.Index(fields=["task", "kind"], name="step_task_kind")]
        triggers = [pgtrigger.Protect(name="step_is_never_changed", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on:%d/%m/%Y}"


class LeadChange(models.Model):
    """A task handed over from one lead to another: before ``on`` it counts for the old one."""

    task = models.ForeignKey(
        Task, models.CASCADE, related_name="lead_changes", verbose_name=_("nhiệm vụ")
    )
    from_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("cơ quan giao lại")
    )
    to_agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="+", verbose_name=_("cơ quan nhận")
    )
    on = models.DateField(_("từ ngày"))
    document_number = models.CharField(_("số, ký hiệu văn bản"), max_length=60, blank=True)
    reason = models.TextField(_("lý do"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    entered_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)

    objects = TaskPartQuerySet.as_manager()

    class Meta:
        ordering = ["on", "pk"]
        verbose_name = _("đổi cơ quan chủ trì")
        verbose_name_plural = pgettext_lazy("plural", "đổi cơ quan chủ trì")
        constraints = [
            models.CheckConstraint(
                name="lead_changes_to_another", condition=~Q(from_agency=F("to_agency"))
            )
        ]
        triggers = [touches_its_task("lead_change_is_counted")]

    def __str__(self) -> str:
        return f"{self.from_agency.label} → {self.to_agency.label}, {self.on:%d/%m/%Y}"


pghistory.track()(LeadChange)
