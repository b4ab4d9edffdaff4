"""The dated tree of agencies.

Source of the demo's rows: ``agencies/data/``. Historic figures stay with the agency that had
them; what became of an agency is told by its successions.
"""

from __future__ import annotations

import datetime as dt

import pghistory
import pgtrigger
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import F, Func, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.collation import sort_key
from agencies.querysets import AgencyQuerySet, ValidityQuerySet, is_valid_on


class DateRange(Func):
    """``daterange(from, to, '[]')`` over two nullable date columns, both ends included."""

    function = "daterange"
    output_field = DateRangeField()


class Level(models.TextChoices):
    """The levels of form II.06. District stays as a historic level after 01/07/2025."""

    PROVINCE = "province", _("Cấp tỉnh")
    DISTRICT = "district", _("Cấp huyện")
    COMMUNE = "commune", _("Cấp xã")


class Agency(models.Model):
    """A public body that owns tasks and settles dossiers.

    ``code`` is never used for a second agency. ``valid_from`` None means that the start is
    not known; ``valid_to`` is the last day on which the agency exists. ``level`` never changes:
    an agency that moves to another level is a successor (statistics by level rely on it).
    """

    class Kind(models.TextChoices):
        LEADERSHIP = "leadership", _("Lãnh đạo tỉnh")
        DEPARTMENT = "department", _("Sở, cơ quan chuyên môn")
        BOARD = "board", _("Ban quản lý")
        VERTICAL = "vertical", _("Cơ quan ngành dọc")
        DISTRICT = "district", _("UBND cấp huyện")
        COMMUNE = "commune", _("UBND cấp xã")
        PUBLIC_SERVICE = "public_service", _("Đơn vị sự nghiệp công lập")

    Level = Level

    code = models.CharField(_("mã"), max_length=20, unique=True)
    name = models.CharField(_("tên cơ quan"), max_length=200)
    short_name = models.CharField(_("tên viết tắt"), max_length=60, blank=True)
    kind = models.CharField(_("loại"), max_length=20, choices=Kind)
    level = models.CharField(_("cấp"), max_length=10, choices=Level)
    gso_code = models.CharField(_("mã đơn vị hành chính (GSO)"), max_length=10, blank=True)
    is_ranked = models.BooleanField(_("được xếp hạng"), default=True)
    valid_from = models.DateField(_("có hiệu lực từ"), null=True, blank=True)
    valid_to = models.DateField(_("có hiệu lực đến hết"), null=True, blank=True)
    sort_key = models.TextField(editable=False, default="", db_default="")

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["sort_key", "code"]
        verbose_name = _("cơ quan")
        verbose_name_plural = pgettext_lazy("plural", "cơ quan")
        constraints = [
            models.CheckConstraint(
                name="agency_validity_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
                violation_error_message=_("Ngày hết hiệu lực không được trước ngày có hiệu lực."),
            )
        ]
        triggers = [
            pgtrigger.Protect(
                name="agency_level_is_fixed",
                operation=pgtrigger.UpdateOf("level"),
                condition=pgtrigger.Q(old__level__df=pgtrigger.F("new__level")),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        self.sort_key = sort_key(self.name)
        super().save(*args, **kwargs)  # type: ignore[arg-type]

    def get_absolute_url(self) -> str:
        return reverse("agency-detail", args=[self.code])

    def exists_on(self, day: dt.date) -> bool:
        return is_valid_on(self, day)

    @property
    def label(self) -> str:
        """The short name where there is one: for tables and charts."""
        return self.short_name or self.name


class AgencyPlacement(models.Model):
    """Where an agency stands in the tree, from when to when. No row: it is at the top."""

    agency = models.ForeignKey(
        Agency, models.CASCADE, related_name="placements", verbose_name=_("cơ quan")
    )
    parent = models.ForeignKey(
        Agency, models.PROTECT, related_name="placed_below", verbose_name=_("cơ quan cấp trên")
    )
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        verbose_name = _("vị trí trong cây tổ chức")
        verbose_name_plural = pgettext_lazy("plural", "vị trí trong cây tổ chức")
        constraints = [
            models.CheckConstraint(
                name="agency_is_not_placed_below_itself", condition=~Q(agency=F("parent"))
            ),
            models.CheckConstraint(
                name="placement_validity_in_order",
                condition=Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to")),
            ),
            ExclusionConstraint(
                name="agency_has_one_parent_at_a_time",
                expressions=[
                    ("agency", RangeOperators.EQUAL),
                    (
                        DateRange(
                            "valid_from",
                            "valid_to",
                            RangeBoundary(inclusive_lower=True, inclusive_upper=True),
                        ),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                violation_error_message=_("Cơ quan đã có cấp trên trong khoảng thời gian này."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency} ← {self.parent}"


class AgencySuccession(models.Model):
    """One agency gives way to another on a day. Merges and splits are several rows."""

    class Kind(models.TextChoices):
        RENAMED = "renamed", _("Đổi tên")
        MERGED = "merged", _("Hợp nhất")
        SPLIT = "split", _("Chia tách")
        ABSORBED = "absorbed", _("Sáp nhập vào")
        ABOLISHED = "abolished", _("Giải thể, kết thúc hoạt động")

    predecessor = models.ForeignKey(
        Agency, models.PROTECT, related_name="successions", verbose_name=_("cơ quan cũ")
    )
    successor = models.ForeignKey(
        Agency,
        models.PROTECT,
        related_name="origins",
        null=True,
        blank=True,
        verbose_name=_("cơ quan kế thừa"),
    )
    kind = models.CharField(_("hình thức"), max_length=10, choices=Kind)
    on = models.DateField(_("ngày có hiệu lực"), help_text=_("Ngày đầu tiên của tổ chức mới."))
    legal_reference = models.CharField(_("căn cứ pháp lý"), max_length=200, blank=True)

    class Meta:
        ordering = ["-on", "predecessor"]
        verbose_name = _("kế thừa tổ chức")
        verbose_name_plural = pgettext_lazy("plural", "kế thừa tổ chức")
        constraints = [
            models.UniqueConstraint(
                name="succession_is_told_once", fields=["predecessor", "successor", "on"]
            ),
            models.CheckConstraint(
                name="only_abolition_has_no_successor",
                condition=~Q(successor=None) | Q(kind="abolished"),
                violation_error_message=_("Chỉ hình thức giải thể mới không có cơ quan kế thừa."),
            ),
            models.CheckConstraint(
                name="agency_does_not_succeed_itself",
                condition=Q(successor=None) | ~Q(predecessor=F("successor")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor or '–'}"


for tracked in (Agency, AgencyPlacement, AgencySuccession):
    pghistory.track()(tracked)
