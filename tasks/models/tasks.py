"""Tasks: two axes, progress (stored, with dates) and timeliness (computed for a day)."""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency, Official
from tasks.models.meetings import Conclusion
from tasks.models.sources import Document, Programme
from tasks.querysets import TaskQuerySet
from tasks.querysets.masking import refuse
from tasks.states import Communication, DeadlineKind, Field, Progress


class Task(models.Model):
    """A piece of work with one lead agency and, mostly, a deadline.

    State on a day D is read from dates, never from ``progress`` alone: completed when
    ``completed_on`` ≤ D, and so on (``tasks.querysets``). The lead names the date of its result
    document in ``result_on``; the secretariat confirms it as ``completed_on``. When it was typed
    is told by the steps (``TaskStep``), apart. ``effective_due_on`` and the counts of
    extensions, decisions and handovers are kept by the database; they say how things stand today.
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
    responsible = models.ForeignKey(
        Official,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tasks",
        verbose_name=_("lãnh đạo chịu trách nhiệm"),
    )
    communication = models.CharField(
        _("loại hoạt động tuyên truyền"), max_length=12, choices=Communication, blank=True
    )
    is_restricted = models.BooleanField(
        _("hạn chế xem"),
        default=False,
        help_text=_(
            "Nội dung chỉ hiện với người có quyền; nhiệm vụ vẫn được tính trong mọi số liệu."
        ),
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
    decision_count = models.PositiveSmallIntegerField(
        _("số quyết định về thời hạn"), default=0, db_default=0, editable=False
    )
    lead_change_count = models.PositiveSmallIntegerField(
        _("số lần đổi cơ quan chủ trì"), default=0, db_default=0, editable=False
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
        help_text=_("Ngày của văn bản kết quả đã được xác nhận, không phải ngày nhập liệu."),
    )
    postponed_on = models.DateField(_("ngày tạm dừng"), null=True, blank=True)
    resumed_on = models.DateField(_("ngày thực hiện tiếp"), null=True, blank=True)
    cancelled_on = models.DateField(_("ngày thôi thực hiện"), null=True, blank=True)
    returned_on = models.DateField(_("ngày trả lại để làm lại"), null=True, blank=True)
    result_number = models.CharField(_("số, ký hiệu văn bản kết quả"), max_length=60, blank=True)
    result_on = models.DateField(
        _("ngày văn bản kết quả"),
        null=True,
        blank=True,
        help_text=_("Do cơ quan chủ trì khai; thành ngày hoàn thành khi được xác nhận."),
    )
    evidence = models.TextField(_("mô tả minh chứng"), blank=True)
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
            models.CheckConstraint(
                name="task_communication_is_steering",
                condition=Q(communication="") | Q(field=Field.STEERING),
                violation_error_message=_(
                    "Hoạt động tuyên truyền thuộc lĩnh vực “Chỉ đạo, điều hành”; hãy chọn lĩnh "
                    "vực này hoặc để trống loại hoạt động."
                ),
            ),
        ]
        triggers = [
            # The clerk's row carries what is in force today, whoever writes it: the deadline
            # of the newest decision, and of a recurring task that of the first report not yet
            # made.
            pgtrigger.Trigger(
                name="task_carries_what_is_in_force",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                declare=[("latest", "date"), ("times", "integer"), ("first_open", "date")],
                func="""
                    IF TG_OP = 'INSERT' THEN  -- nothing can hang on it yet
                        NEW.extension_count := 0;
                        NEW.decision_count := 0;
                        NEW.lead_change_count := 0;
                        NEW.effective_due_on := NEW.original_due_on;
                        RETURN NEW;
                    END IF;
                    SELECT greatest(
                               count(*) FILTER (WHERE kind = 'granted')
                             - count(*) FILTER (WHERE kind = 'cancelled'), 0),
                           count(*), (array_agg(due_on ORDER BY decided_on DESC, id DESC))[1]
                      INTO times, NEW.decision_count, latest
                      FROM tasks_extension WHERE task_id = NEW.id;
                    NEW.extension_count := times;
                    NEW.effective_due_on := coalesce(latest, NEW.original_due_on);
                    IF NEW.deadline_kind = 'recurring' THEN
                        SELECT min(due_on) INTO first_open FROM tasks_occurrence
                         WHERE task_id = NEW.id AND completed_on IS NULL AND cancelled_on IS NULL;
                        NEW.effective_due_on := coalesce(first_open, NEW.effective_due_on);
                    END IF;
                    SELECT count(*) INTO NEW.lead_change_count
                      FROM tasks_leadchange WHERE task_id = NEW.id;
                    RETURN NEW;
                """,
            )
        ]

    #: Set for a reader who must not read what the task is about (``tasks.querysets.masking``).
    is_hidden = False

    def __str__(self) -> str:
        return f"{self.code} {self.title[:80]}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Raises :class:`PermissionDenied` for an instance whose content has been left out."""
        if self.is_hidden:
            refuse()
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("tasks:detail", args=[self.code])

    @property
    def lead_on_day(self) -> Agency:
        """The lead on the day of ``standing``: after a handover the page of an earlier day still
        names the old one."""
        then = self.__dict__.get("lead_then")
        if then in (None, self.lead_id):
            return self.lead
        if "_lead_on_day" not in self.__dict__:
            self._lead_on_day = Agency.objects.get(pk=then)
        return self._lead_on_day


pghistory.track()(Task)
