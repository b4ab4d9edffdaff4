"""One dossier per row, without a trace of the applicant."""

from __future__ import annotations

from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from dossiers.books.triggers import DOSSIER_TRIGGERS
from dossiers.codes import DOSSIER_CODE, Channel, Status
from dossiers.models.lateness import DelayCause
from dossiers.models.procedures import Procedure
from dossiers.querysets import DossierQuerySet


class Dossier(models.Model):
    """One submission of a procedure, from reception to result.

    Days are local calendar days. ``due_on`` is the last day that still counts as on time; None
    means no time limit. ``is_due_computed``: the site worked it out from ``due_term`` working days
    and may move it with the calendar; else it was promised as it is. ``waiting_since`` is empty
    whenever the status is not 5, and the clock then runs (``conditions.WAITS``). Names, identity
    numbers, phones and addresses are not stored.
    Every write, by whatever way, moves the two ledgers in the same transaction
    (``dossiers.books.triggers``).
    """

    Channel = Channel
    Status = Status

    code = models.CharField(_("mã hồ sơ"), max_length=40, unique=True, validators=[DOSSIER_CODE])
    procedure = models.ForeignKey(
        Procedure,
        models.PROTECT,
        related_name="dossiers",
        verbose_name=_("thủ tục"),
        db_index=False,
    )
    receiving_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="received_dossiers",
        verbose_name=_("nơi tiếp nhận"),
        db_index=False,
    )
    resolving_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="resolved_dossiers",
        verbose_name=_("cơ quan giải quyết"),
        db_index=False,
    )
    channel = models.PositiveSmallIntegerField(
        _("hình thức nộp"), choices=Channel, default=Channel.IN_PERSON
    )
    received_on = models.DateField(_("ngày tiếp nhận"))
    due_on = models.DateField(_("ngày hẹn trả"), null=True, blank=True)
    resolved_on = models.DateField(_("ngày kết thúc xử lý"), null=True, blank=True)
    status = models.PositiveSmallIntegerField(
        _("trạng thái"), choices=Status, default=Status.ACCEPTED
    )
    waiting_since = models.DateField(
        _("chờ bổ sung từ ngày"),
        null=True,
        blank=True,
        help_text=_("Ngày yêu cầu bổ sung; chỉ ghi khi hồ sơ ở trạng thái 5."),
    )
    is_due_computed = models.BooleanField(
        _("hạn do hệ thống tính"), default=False, db_default=False, editable=False
    )
    due_term = models.PositiveSmallIntegerField(
        _("thời hạn đã dùng để tính (ngày làm việc)"), null=True, editable=False
    )
    delay_cause = models.ForeignKey(
        DelayCause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="dossiers",
        verbose_name=_("nguyên nhân quá hạn"),
        db_index=False,
    )

    objects = DossierQuerySet.as_manager()

    class Meta:
        ordering = ["-received_on", "-id"]
        verbose_name = _("hồ sơ")
        verbose_name_plural = pgettext_lazy("plural", "hồ sơ")
        indexes = [
            models.Index(fields=["received_on", "id"], name="dossier_received"),
            models.Index(
                fields=["resolving_agency", "received_on", "id"], name="dossier_agency_received"
            ),
            models.Index(fields=["procedure", "resolved_on"], name="dossier_procedure_resolved"),
            models.Index(
                fields=["resolving_agency", "due_on"],
                name="dossier_open_due",
                condition=Q(resolved_on=None),
            ),
            models.Index(
                fields=["resolved_on", "id"],
                name="dossier_resolved_late",
                condition=Q(resolved_on__gt=F("due_on")),
            ),
            models.Index(
                fields=["resolving_agency", "resolved_on"],
                name="dossier_without_result",
                condition=Q(status__in=Status.without_result()),
            ),
            models.Index(
                fields=["delay_cause"],
                name="dossier_delay_cause",
                condition=Q(delay_cause__isnull=False),
            ),
            models.Index(
                fields=["due_on", "id"], name="dossier_open_due_day", condition=Q(resolved_on=None)
            ),
            # A thousandth of a usual index, and as cheap to keep: which rows a day after the
            # as-of day has closed since then.
            BrinIndex(fields=["resolved_on"], name="dossier_resolved_day", autosummarize=True),
        ]
        constraints = [
            models.CheckConstraint(
                name="dossier_resolved_not_before_received",
                condition=Q(resolved_on=None) | Q(resolved_on__gte=F("received_on")),
                violation_error_message=_(
                    "Ngày kết thúc xử lý không được trước ngày tiếp nhận; "
                    "hãy sửa một trong hai ngày."
                ),
            ),
            models.CheckConstraint(
                name="dossier_is_resolved_exactly_when_closed",
                condition=Q(status__in=Status.closed(), resolved_on__isnull=False)
                | (~Q(status__in=Status.closed()) & Q(resolved_on=None)),
                violation_error_message=_(
                    "Hồ sơ ở trạng thái 7–10 phải có ngày kết thúc xử lý; hồ sơ ở trạng thái khác "
                    "thì để trống ngày này."
                ),
            ),
            models.CheckConstraint(
                name="dossier_computed_due_day_has_its_term",
                condition=Q(is_due_computed=False)
                | Q(due_term__isnull=False, due_on__isnull=False),
            ),
            models.CheckConstraint(
                name="dossier_status_is_of_the_national_list", condition=Q(status__range=(1, 10))
            ),
            models.CheckConstraint(
                name="dossier_channel_is_of_the_national_list", condition=Q(channel__range=(1, 3))
            ),
        ]
        triggers = DOSSIER_TRIGGERS

    def __str__(self) -> str:
        return self.code

    def get_absolute_url(self) -> str:
        return reverse("dossiers:detail", args=[self.code])
