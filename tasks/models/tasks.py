"""Tasks: two axes, progress (stored, with dates) and timeliness (computed for a day)."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from tasks.models.sources import Conclusion, Document, Programme
from tasks.querysets import TaskQuerySet, TaskUpdateQuerySet
from tasks.states import DeadlineKind, Field, Progress


class Task(models.Model):
    """A piece of work with one lead agency and, mostly, a deadline.

    State on a day D is read from dates, never from ``progress`` alone: completed when
    ``completed_on`` ≤ D, and so on (``tasks.querysets``). ``completed_on`` is the date of the
    result document, not of the data entry. ``effective_due_on`` and ``extension_count`` are
    kept by the database from the extensions; they say how things stand today.
    """

    Progress = Progress
    DeadlineKind = DeadlineKind
    Field = Field

    code = models.CharField(_("mã"), max_length=30, unique=True)
    title = models.TextField(_("nội dung nhiệm vụ"))
    programme = models.ForeignKey(
        Programme, models.PROTECT, related_name="tasks", verbose_name=_("chương trình")
    )
    field = models.PositiveSmallIntegerField(_("lĩnh vực"), choices=Field)
    product = models.CharField(_("sản phẩm"), max_length=250, blank=True)
    lead = models.ForeignKey(
        Agency, models.PROTECT, related_name="led_tasks", verbose_name=_("cơ quan chủ trì")
    )
    coordinating = models.ManyToManyField(
        Agency, blank=True, related_name="coordinated_tasks", verbose_name=_("cơ quan phối hợp")
    )
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("căn cứ"),
    )
    document_clause = models.CharField(_("điều, khoản, mục"), max_length=60, blank=True)
    conclusion = models.ForeignKey(
        Conclusion,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("kết luận phiên họp"),
    )
    external_number = models.CharField(_("mã trên hệ thống cấp trên"), max_length=60, blank=True)
    assigned_by = models.CharField(_("người giao"), max_length=150, blank=True)
    assigned_on = models.DateField(_("ngày giao"))
    deadline_kind = models.CharField(_("loại thời hạn"), max_length=10, choices=DeadlineKind)
    deadline_label = models.CharField(
        _("thời hạn như đã ghi"), max_length=100, blank=True, help_text=_("Ví dụ: Quý II/2024.")
    )
    original_due_on = models.DateField(_("hạn gốc"), null=True, blank=True)
    effective_due_on = models.DateField(_("hạn có hiệu lực"), null=True, editable=False)
    extension_count = models.PositiveSmallIntegerField(
        _("số lần gia hạn"), default=0, db_default=0, editable=False
    )
    progress = models.CharField(
        _("tiến độ"), max_length=12, choices=Progress, default=Progress.NOT_STARTED
    )
    started_on = models.DateField(_("ngày bắt đầu"), null=True, blank=True)
    submitted_on = models.DateField(_("ngày trình xác nhận"), null=True, blank=True)
    completed_on = models.DateField(
        _("ngày hoàn thành"),
        null=True,
        blank=True,
        help_text=_("Ngày của văn bản kết quả, không phải ngày nhập liệu."),
    )
    postponed_on = models.DateField(_("ngày tạm dừng"), null=True, blank=True)
    resumed_on = models.DateField(_("ngày thực hiện tiếp"), null=True, blank=True)
    cancelled_on = models.DateField(_("ngày thôi thực hiện"), null=True, blank=True)
    returned_on = models.DateField(_("ngày trả lại để làm lại"), null=True, blank=True)
    result_number = models.CharField(_("số, ký hiệu văn bản kết quả"), max_length=60, blank=True)
    evidence = models.TextField(_("minh chứng"), blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    is_generated = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)
    entered_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("nhiệm vụ")
        verbose_name_plural = pgettext_lazy("plural", "nhiệm vụ")
        indexes = [
            models.Index(fields=["lead", "effective_due_on"], name="task_lead_due"),
            models.Index(fields=["programme", "completed_on"], name="task_programme_done"),
        ]
        constraints = [
            models.CheckConstraint(
                name="task_deadline_date_fits_its_kind",
                condition=Q(deadline_kind__in=DeadlineKind.without_date(), original_due_on=None)
                | (
                    ~Q(deadline_kind__in=DeadlineKind.without_date())
                    & Q(original_due_on__isnull=False)
                ),
                violation_error_message=_(
                    "Loại thời hạn này phải có hạn gốc; nhiệm vụ thường xuyên hoặc theo tiến độ "
                    "của Trung ương thì để trống hạn gốc."
                ),
            ),
            models.CheckConstraint(
                name="task_completion_has_its_date",
                condition=Q(progress=Progress.COMPLETED, completed_on__isnull=False)
                | (~Q(progress=Progress.COMPLETED) & Q(completed_on=None)),
                violation_error_message=_(
                    "Nhiệm vụ hoàn thành phải có ngày hoàn thành; nhiệm vụ chưa hoàn thành thì để "
                    "trống ngày này."
                ),
            ),
            models.CheckConstraint(
                name="task_state_has_its_date",
                condition=(~Q(progress=Progress.SUBMITTED) | Q(submitted_on__isnull=False))
                & (~Q(progress=Progress.POSTPONED) | Q(postponed_on__isnull=False))
                & (~Q(progress=Progress.CANCELLED) | Q(cancelled_on__isnull=False))
                & (~Q(progress=Progress.RETURNED) | Q(returned_on__isnull=False)),
                violation_error_message=_(
                    "Hãy nhập ngày của tiến độ đã chọn (trình xác nhận, tạm dừng, thôi thực hiện "
                    "hoặc trả lại)."
                ),
            ),
        ]
        triggers = [
            # The clerk's row carries the deadline that is in force, whoever writes it.
            pgtrigger.Trigger(
                name="task_due_follows_extensions",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("latest", "date"), ("times", "integer")],
                func="""
                    SELECT count(*), (array_agg(due_on ORDER BY decided_on DESC, id DESC))[1]
                      INTO times, latest
                      FROM tasks_extension WHERE task_id = NEW.id;
                    NEW.extension_count := times;
                    NEW.effective_due_on := coalesce(latest, NEW.original_due_on);
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title[:80]}"

    def get_absolute_url(self) -> str:
        return reverse("tasks:detail", args=[self.code])


class Extension(models.Model):
    """A decided extension: from ``decided_on`` on, ``due_on`` is the deadline in force."""

    task = models.ForeignKey(
        Task, models.CASCADE, related_name="extensions", verbose_name=_("nhiệm vụ")
    )
    due_on = models.DateField(_("hạn mới"))
    decided_on = models.DateField(_("ngày quyết định"))
    document_number = models.CharField(_("số, ký hiệu văn bản cho phép"), max_length=60, blank=True)
    reason = models.TextField(_("lý do"), blank=True)

    class Meta:
        ordering = ["decided_on", "pk"]
        verbose_name = _("gia hạn")
        verbose_name_plural = pgettext_lazy("plural", "gia hạn")
        triggers = [
            pgtrigger.Trigger(
                name="extension_moves_the_due_date",
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
        ]

    def __str__(self) -> str:
        return f"{self.due_on:%d/%m/%Y}"


class TaskUpdate(models.Model):
    """What the lead reported on a day: percent, result so far, cause of delay, remedy."""

    task = models.ForeignKey(
        Task, models.CASCADE, related_name="updates", verbose_name=_("nhiệm vụ")
    )
    reported_on = models.DateField(_("ngày báo cáo"))
    percent = models.PositiveSmallIntegerField(
        _("tiến độ (%)"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    result = models.TextField(_("kết quả thực hiện"), blank=True)
    delay_reason = models.TextField(_("lý do chậm"), blank=True)
    remedy = models.TextField(_("giải pháp"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    entered_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)

    objects = TaskUpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_on", "-pk"]
        verbose_name = _("báo cáo tiến độ")
        verbose_name_plural = pgettext_lazy("plural", "báo cáo tiến độ")
        indexes = [models.Index(fields=["task", "-reported_on"], name="update_task_newest")]
        constraints = [
            models.CheckConstraint(name="update_percent_up_to_100", condition=Q(percent__lte=100))
        ]

    def __str__(self) -> str:
        return f"{self.reported_on:%d/%m/%Y}"


for tracked in (Task, Extension, TaskUpdate):
    pghistory.track()(tracked)
