"""Deadlines that change: extensions with their requests, and recurring tasks."""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import FileExtensionValidator, MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.uploads import FileOwner, random_path, size_limit, true_to_its_name
from tasks.models.tasks import Task
from tasks.querysets import OccurrenceQuerySet, TaskPartQuerySet


def touches_its_task(name: str) -> Any:
    """A trigger that lets the task read again what is in force (see ``Task``)."""
    return pgtrigger.Trigger(
        name=name,
        when=pgtrigger.After,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func="""
            IF TG_OP <> 'INSERT' THEN
                UPDATE tasks_task SET extension_count = 0 WHERE id = OLD.task_id;
            END IF;
            IF TG_OP <> 'DELETE' THEN
                UPDATE tasks_task SET extension_count = 0 WHERE id = NEW.task_id;
            END IF;
            RETURN NULL;
        """,
    )


class ExtensionRequest(FileOwner):
    """A lead asks for a later deadline; the secretariat answers."""

    class Status(models.TextChoices):
        PENDING = "pending", _("Chờ quyết định")
        GRANTED = "granted", _("Đồng ý")
        REFUSED = "refused", _("Không đồng ý")
        WITHDRAWN = "withdrawn", _("Đã rút")

    task = models.ForeignKey(
        Task, models.CASCADE, related_name="extension_requests", verbose_name=_("nhiệm vụ")
    )
    proposed_due_on = models.DateField(_("hạn đề nghị"))
    reason = models.TextField(_("lý do"))
    document_number = models.CharField(_("số, ký hiệu văn bản đề nghị"), max_length=60, blank=True)
    file = models.FileField(
        _("tệp"),
        upload_to=random_path,
        blank=True,
        validators=[
            FileExtensionValidator(["pdf", "docx", "doc", "odt", "png", "jpg", "jpeg"]),
            size_limit,
            true_to_its_name,
        ],
        help_text=_("PDF, Word hoặc ảnh; không quá 20 MB."),
    )
    requested_on = models.DateField(_("ngày đề nghị"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người đề nghị"),
    )
    status = models.CharField(
        _("trạng thái"), max_length=10, choices=Status, default=Status.PENDING, editable=False
    )
    answered_on = models.DateField(_("ngày trả lời"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người trả lời"),
    )
    answer_number = models.CharField(_("số, ký hiệu văn bản trả lời"), max_length=60, blank=True)
    answer = models.TextField(_("nội dung trả lời"), blank=True)
    entered_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)

    objects = TaskPartQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_on", "-pk"]
        verbose_name = _("đề nghị gia hạn")
        verbose_name_plural = pgettext_lazy("plural", "đề nghị gia hạn")
        constraints = [
            models.UniqueConstraint(
                name="one_extension_request_is_open",
                fields=["task"],
                condition=Q(status="pending"),
                violation_error_message=_(
                    "Nhiệm vụ này đang có một đề nghị gia hạn chờ quyết định."
                ),
            ),
            models.CheckConstraint(
                name="extension_answer_has_its_date",
                condition=Q(status="pending", answered_on=None)
                | (~Q(status="pending") & Q(answered_on__isnull=False)),
                violation_error_message=_("Đề nghị đã trả lời phải có ngày trả lời."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requested_on:%d/%m/%Y}"

    def file_url(self) -> str:
        """Address of the download; empty without a file."""
        return reverse("tasks:extension-request-file", args=[self.pk]) if self.file else ""


class Extension(models.Model):
    """A decision on a deadline: from ``decided_on`` on, ``due_on`` is the deadline in force.

    A correction or a cancellation is a decision of its own, never a change of an earlier one;
    a cancellation names the deadline that is in force again. “Đã gia hạn n lần” counts what was
    granted and not cancelled.
    """

    class Kind(models.TextChoices):
        GRANTED = "granted", _("Gia hạn")
        CORRECTED = "corrected", _("Đính chính hạn")
        CANCELLED = "cancelled", _("Hủy gia hạn")

    task = models.ForeignKey(
        Task, models.CASCADE, related_name="extensions", verbose_name=_("nhiệm vụ")
    )
    request = models.ForeignKey(
        ExtensionRequest,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decisions",
        verbose_name=_("đề nghị gia hạn"),
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind, default=Kind.GRANTED)
    due_on = models.DateField(_("hạn mới"))
    decided_on = models.DateField(_("ngày quyết định"))
    document_number = models.CharField(_("số, ký hiệu văn bản cho phép"), max_length=60, blank=True)
    reason = models.TextField(_("lý do"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    entered_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True, null=True)

    objects = TaskPartQuerySet.as_manager()

    class Meta:
        ordering = ["decided_on", "pk"]
        verbose_name = _("gia hạn")
        verbose_name_plural = pgettext_lazy("plural", "gia hạn")
        triggers = [touches_its_task("extension_moves_the_due_date")]

    def __str__(self) -> str:
        return f"{self.due_on:%d/%m/%Y}"


class RecurrenceRule(models.Model):
    """How often a recurring task is reported on: by day ``day`` of each month, or of the
    last month of each quarter.

    A change is a new rule with a later ``valid_from``: occurrences that begin before it stay.
    ``day`` beyond the end of a month means its last day.
    """

    class Every(models.TextChoices):
        MONTH = "month", _("Hằng tháng")
        QUARTER = "quarter", _("Hằng quý")

    task = models.ForeignKey(
        Task, models.CASCADE, related_name="recurrence_rules", verbose_name=_("nhiệm vụ")
    )
    every = models.CharField(_("chu kỳ"), max_length=8, choices=Every)
    day = models.PositiveSmallIntegerField(
        _("trước hoặc trong ngày"),
        validators=[MinValueValidator(1), MaxValueValidator(31)],
        help_text=_("Ngày của tháng cuối chu kỳ, ví dụ 20; 31 là ngày cuối tháng."),
    )
    valid_from = models.DateField(_("áp dụng từ ngày"))
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = TaskPartQuerySet.as_manager()

    class Meta:
        ordering = ["valid_from"]
        verbose_name = _("quy tắc định kỳ")
        verbose_name_plural = pgettext_lazy("plural", "quy tắc định kỳ")
        constraints = [
            models.UniqueConstraint(
                name="recurrence_rule_starts_once",
                fields=["task", "valid_from"],
                violation_error_message=_("Đã có quy tắc áp dụng từ ngày này."),
            ),
            models.CheckConstraint(
                name="recurrence_day_of_month", condition=Q(day__gte=1, day__lte=31)
            ),
            models.CheckConstraint(
                name="recurrence_validity_in_order",
                condition=Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                violation_error_message=_("Ngày bắt đầu không được sau ngày kết thúc."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_every_display()}, {self.day}"


class Occurrence(models.Model):
    """One report of a recurring task, with its own deadline and result.

    ``due_on`` is stored, so that a later change of rule leaves it as it was.
    """

    task = models.ForeignKey(
        Task, models.CASCADE, related_name="occurrences", verbose_name=_("nhiệm vụ")
    )
    rule = models.ForeignKey(
        RecurrenceRule,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="occurrences",
        verbose_name=_("quy tắc định kỳ"),
    )
    label = models.CharField(_("kỳ"), max_length=60)
    covers_from = models.DateField(_("từ ngày"))
    covers_to = models.DateField(_("đến hết ngày"))
    due_on = models.DateField(_("hạn"))
    completed_on = models.DateField(_("ngày văn bản kết quả"), null=True, blank=True)
    result_number = models.CharField(_("số, ký hiệu văn bản kết quả"), max_length=60, blank=True)
    result = models.TextField(_("kết quả"), blank=True)
    cancelled_on = models.DateField(_("ngày thôi thực hiện"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    entered_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)

    objects = OccurrenceQuerySet.as_manager()

    class Meta:
        ordering = ["task", "due_on"]
        verbose_name = _("kỳ báo cáo của nhiệm vụ")
        verbose_name_plural = pgettext_lazy("plural", "kỳ báo cáo của nhiệm vụ")
        indexes = [models.Index(fields=["task", "due_on"], name="occurrence_task_due")]
        constraints = [
            models.UniqueConstraint(name="occurrence_is_told_once", fields=["task", "covers_from"]),
            models.CheckConstraint(
                name="occurrence_covers_in_order", condition=Q(covers_from__lte=F("covers_to"))
            ),
        ]
        triggers = [touches_its_task("occurrence_moves_the_due_date")]

    def __str__(self) -> str:
        return f"{self.label} ({self.due_on:%d/%m/%Y})"


for tracked in (ExtensionRequest, Extension, RecurrenceRule, Occurrence):
    pghistory.track()(tracked)
