"""The catalogue of administrative procedures."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.collation import sort_key
from agencies.models import Agency
from dossiers.books.triggers import PROCEDURE_TRIGGERS
from dossiers.codes import NORMAL_PROCEDURE_CODE, PROCEDURE_CODE, OnlineKind, ProcedureState
from dossiers.querysets import ProcedureQuerySet
from dossiers.querysets.terms import FIRST_DAY

#: Levels in the order of the forms.
LEVELS = tuple(Agency.Level.values)


class Sector(models.Model):
    """A field of procedures: land, civil status, construction …"""

    code = models.SlugField(_("mã"), max_length=30, unique=True)
    name = models.CharField(_("lĩnh vực"), max_length=150)
    sort_key = models.TextField(editable=False, default="", db_default="")

    class Meta:
        ordering = ["sort_key", "code"]
        verbose_name = _("lĩnh vực")
        verbose_name_plural = pgettext_lazy("plural", "lĩnh vực")

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]


def _levels(label: object, **kwargs: object) -> ArrayField[list[str], list[str]]:
    """Some of ``LEVELS``, each once, in their order."""
    one = models.CharField(max_length=10, choices=Agency.Level)
    return ArrayField(one, verbose_name=label, **kwargs)  # type: ignore[arg-type]


class Procedure(models.Model):
    """An administrative procedure. ``working_days`` None: no time limit is laid down. It is the
    last limit known; those before stand with the decisions that changed them (``with_allowed``).

    ``code`` is stored in its normal spelling (``codes.normal_procedure_code``). ``levels`` are
    those at which it is settled; statistics by level go by the agency that resolves a dossier,
    not by them. ``one_stop_levels``: at the one-stop units of which levels it is received, empty
    where at none. The internal workflow has been issued where ``workflow_number`` is filled.
    What the catalogue says of a day is told by its changes (``ProcedureChange``).
    """

    class Serves(models.TextChoices):
        PEOPLE = "people", _("Người dân")
        BUSINESSES = "businesses", _("Doanh nghiệp")
        BOTH = "both", _("Người dân và doanh nghiệp")

    OnlineKind = OnlineKind
    State = ProcedureState

    code = models.CharField(
        _("mã thủ tục"), max_length=30, unique=True, validators=[PROCEDURE_CODE]
    )
    name = models.CharField(_("tên thủ tục"), max_length=500)
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="procedures", verbose_name=_("lĩnh vực")
    )
    managing_agency = models.ForeignKey(
        Agency,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="procedures",
        verbose_name=_("cơ quan quản lý"),
        help_text=_("Cơ quan tham mưu công bố và rà soát thủ tục."),
    )
    levels = _levels(_("cấp giải quyết"))
    online_kind = models.CharField(
        _("dịch vụ công trực tuyến"), max_length=8, choices=OnlineKind, default=OnlineKind.NONE
    )
    serves = models.CharField(_("đối tượng"), max_length=12, choices=Serves)
    working_days = models.PositiveSmallIntegerField(
        _("thời hạn giải quyết (ngày làm việc)"), null=True, blank=True
    )
    one_stop_levels = _levels(
        _("tiếp nhận tại Bộ phận Một cửa"),
        blank=True,
        default=list,
        help_text=_("Để trống khi thủ tục không đưa ra Bộ phận Một cửa."),
    )
    workflow_number = models.CharField(_("quyết định quy trình nội bộ"), max_length=60, blank=True)
    workflow_on = models.DateField(_("ngày quyết định quy trình nội bộ"), null=True, blank=True)
    is_generated = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        verbose_name = _("thủ tục hành chính")
        verbose_name_plural = pgettext_lazy("plural", "thủ tục hành chính")
        permissions = [("import_procedure", "Can import the catalogue of procedures")]
        triggers = PROCEDURE_TRIGGERS
        constraints = [
            models.CheckConstraint(
                name="procedure_code_is_normal",
                condition=Q(code__regex=NORMAL_PROCEDURE_CODE),
                violation_error_message=PROCEDURE_CODE.message,
            ),
            models.CheckConstraint(
                name="procedure_is_settled_at_some_level",
                condition=Q(levels__contained_by=list(LEVELS)) & ~Q(levels=[]),
                violation_error_message=_("Hãy chọn ít nhất một cấp giải quyết."),
            ),
            models.CheckConstraint(
                name="procedure_one_stop_levels_exist",
                condition=Q(one_stop_levels__contained_by=list(LEVELS)),
            ),
            models.CheckConstraint(
                name="procedure_workflow_day_has_a_decision",
                condition=Q(workflow_on=None) | ~Q(workflow_number=""),
                violation_error_message=_(
                    "Đã ghi ngày quyết định quy trình nội bộ thì phải ghi số quyết định."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        return reverse("dossiers:procedure", args=[self.code])

    def abolition(self, day: dt.date) -> ProcedureChange | None:
        """The decision by which it is abolished on ``day``, None while it may be used. A query."""
        known = self.changes.annotate(since=FIRST_DAY).filter(since__lte=day)
        last = known.order_by("since", "decided_on", "pk").last()
        is_over = last is not None and last.kind == ProcedureChange.Kind.ABOLISHED
        return last if is_over else None

    def allowed_on(self, day: dt.date) -> int | None:
        """The working days allowed for what is received on ``day``. One query."""
        row: Any = Procedure.objects.with_allowed(day).get(pk=self.pk)
        found: int | None = row.allowed
        return found


class ProcedureChange(models.Model):
    """A decision that publishes, amends or abolishes a procedure.

    In force from ``effective_on``, or from ``decided_on`` where that is not known.
    ``published_on`` is the day on which it was made public on the portal; None: not yet, or not
    known. Source: Decision 766/QĐ-TTg, group 1. Where it ``changes_term``, dossiers received until
    the day before fall under ``working_days_before`` (None: no limit was laid down).
    """

    class Kind(models.TextChoices):
        PUBLISHED = "published", _("Công bố")
        AMENDED = "amended", _("Sửa đổi, bổ sung")
        ABOLISHED = "abolished", _("Bãi bỏ")

    procedure = models.ForeignKey(
        Procedure, models.CASCADE, related_name="changes", verbose_name=_("thủ tục")
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind)
    decision_number = models.CharField(_("quyết định công bố"), max_length=60)
    decided_on = models.DateField(_("ngày quyết định"))
    effective_on = models.DateField(
        _("ngày có hiệu lực"),
        null=True,
        blank=True,
        help_text=_("Ngày văn bản quy định thủ tục có hiệu lực."),
    )
    published_on = models.DateField(_("ngày công khai"), null=True, blank=True)
    changes_term = models.BooleanField(
        _("đổi thời hạn"),
        default=False,
        db_default=False,
        help_text=_("Quyết định này thay thời hạn giải quyết từ ngày có hiệu lực."),
    )
    working_days_before = models.PositiveSmallIntegerField(
        _("thời hạn trước đó (ngày làm việc)"),
        null=True,
        blank=True,
        help_text=_("Của hồ sơ tiếp nhận trước ngày có hiệu lực; để trống: không quy định."),
    )
    note = models.TextField(_("ghi chú"), blank=True)
    is_generated = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)

    class Meta:
        ordering = ["procedure", "decided_on", "pk"]
        verbose_name = _("quyết định về thủ tục")
        verbose_name_plural = pgettext_lazy("plural", "quyết định về thủ tục")
        indexes = [models.Index(fields=["decided_on"], name="procedure_change_decided")]
        constraints = [
            models.UniqueConstraint(
                fields=["procedure", "decision_number", "kind"],
                name="procedure_is_changed_once_by_a_decision",
                violation_error_message=_("Quyết định này đã được ghi cho thủ tục."),
            ),
            models.CheckConstraint(
                name="procedure_change_ends_a_term_or_says_none",
                condition=Q(changes_term=True) | Q(working_days_before=None),
                violation_error_message=_(
                    "Đã ghi thời hạn trước đó thì phải đánh dấu “Đổi thời hạn”; nếu quyết định "
                    "không đổi thời hạn, hãy xóa ô này."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.decision_number}"

    @property
    def first_day(self) -> dt.date:
        """On which it is in force."""
        return self.effective_on or self.decided_on


for tracked in (Sector, Procedure, ProcedureChange):
    pghistory.track()(tracked)
