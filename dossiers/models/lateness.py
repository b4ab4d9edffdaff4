"""What explains and answers lateness: causes, supplements, apologies, moved due days."""

from __future__ import annotations

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dossiers.querysets import DossierPartQuerySet
from reporting.numbers import in_language


class DelayCause(models.Model):
    """Why dossiers are late, as an agency states it. The list is edited by the procedure office."""

    class Group(models.TextChoices):
        OBJECTIVE = "objective", _("Khách quan")
        SUBJECTIVE = "subjective", _("Chủ quan")

    code = models.SlugField(_("mã"), max_length=30, unique=True)
    name = models.CharField(_("nguyên nhân"), max_length=150)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=150, blank=True)
    group = models.CharField(_("nhóm"), max_length=10, choices=Group)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    is_offered = models.BooleanField(_("còn dùng"), default=True)

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("nguyên nhân quá hạn")
        verbose_name_plural = pgettext_lazy("plural", "nguyên nhân quá hạn")

    def __str__(self) -> str:
        return f"{self.get_group_display()}: {in_language(self.name, self.name_en)}"


class Supplement(models.Model):
    """One request to the applicant to complete a dossier, and its answer.

    ``days_waited``: the working days by which the answer moved the due day. None while it is
    awaited, and where the clock was not stopped: asked for when the due day had passed, a dossier
    without a due day, or a status that had moved on by itself. Written by ``dossiers.late.clock``.
    """

    dossier = models.ForeignKey(
        "dossiers.Dossier", models.CASCADE, related_name="supplements", verbose_name=_("hồ sơ")
    )
    asked_on = models.DateField(_("ngày yêu cầu bổ sung"))
    answered_on = models.DateField(_("ngày nộp bổ sung"), null=True, blank=True)
    days_waited = models.PositiveSmallIntegerField(
        _("số ngày làm việc được cộng vào hạn"), null=True, blank=True
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("người ghi yêu cầu"),
    )
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("người ghi ngày nộp"),
    )
    entered_at = models.DateTimeField(_("ghi lúc"), auto_now_add=True)

    objects = DossierPartQuerySet.as_manager()

    class Meta:
        ordering = ["dossier", "asked_on", "pk"]
        verbose_name = _("lần yêu cầu bổ sung")
        verbose_name_plural = pgettext_lazy("plural", "lần yêu cầu bổ sung")
        constraints = [
            models.UniqueConstraint(
                fields=["dossier"],
                condition=Q(answered_on=None),
                name="supplement_is_awaited_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(answered_on=None) | Q(answered_on__gte=F("asked_on")),
                name="supplement_not_answered_before_asked",
                violation_error_message=_(
                    "Ngày nộp bổ sung không được trước ngày yêu cầu bổ sung; "
                    "hãy sửa một trong hai ngày."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.asked_on:%d/%m/%Y}"


class Apology(models.Model):
    """The letter that apologises for a late dossier and names a new day: one, never a second.

    The due day of the dossier stays what it was: late is late.
    """

    dossier = models.OneToOneField(
        "dossiers.Dossier",
        models.CASCADE,
        related_name="apology",
        verbose_name=_("hồ sơ"),
        error_messages={
            "unique": _("Hồ sơ này đã có văn bản xin lỗi; chỉ được hẹn lại ngày trả một lần.")
        },
    )
    number = models.CharField(_("số văn bản xin lỗi"), max_length=50)
    issued_on = models.DateField(_("ngày văn bản"))
    new_due_on = models.DateField(_("ngày hẹn lại"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    entered_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)

    objects = DossierPartQuerySet.as_manager()

    class Meta:
        ordering = ["dossier"]
        verbose_name = _("văn bản xin lỗi")
        verbose_name_plural = pgettext_lazy("plural", "văn bản xin lỗi")
        constraints = [
            models.CheckConstraint(
                condition=Q(new_due_on__gte=F("issued_on")),
                name="apology_new_due_day_not_before_letter",
                violation_error_message=_(
                    "Ngày hẹn lại không được trước ngày của văn bản xin lỗi; "
                    "hãy sửa một trong hai ngày."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.number


class DueDateChange(models.Model):
    """One move of the due day of a dossier: rows are added, never changed."""

    class Reason(models.TextChoices):
        CALENDAR = "calendar", _("Lịch làm việc thay đổi")
        SUPPLEMENT = "supplement", _("Cộng thời gian chờ bổ sung")
        CORRECTION = "correction", _("Sửa ngày hẹn trả")

    dossier = models.ForeignKey(
        "dossiers.Dossier", models.CASCADE, related_name="due_changes", verbose_name=_("hồ sơ")
    )
    old_due_on = models.DateField(_("hạn cũ"), null=True)
    new_due_on = models.DateField(_("hạn mới"), null=True)
    reason = models.CharField(_("lý do"), max_length=10, choices=Reason)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("người đổi"),
    )
    changed_at = models.DateTimeField(_("đổi lúc"), db_default=Now())

    objects = DossierPartQuerySet.as_manager()

    class Meta:
        ordering = ["dossier", "pk"]
        verbose_name = _("lần đổi ngày hẹn trả")
        verbose_name_plural = pgettext_lazy("plural", "lần đổi ngày hẹn trả")
        triggers = [
            pgtrigger.Trigger(
                name="due_change_is_kept",
                when=pgtrigger.Before,
                operation=pgtrigger.UpdateOf(
                    "dossier_id", "old_due_on", "new_due_on", "reason", "changed_at"
                ),
                func="RAISE EXCEPTION 'a change of a due day is written once';",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id} {self.get_reason_display()}"


for tracked in (DelayCause, Supplement, Apology):
    pghistory.track()(tracked)
