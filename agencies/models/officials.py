"""People who hold an office, and the steering committee as a dated body."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models.agency import Agency
from agencies.querysets import ValidityQuerySet

_DATES_IN_ORDER = Q(valid_from=None) | Q(valid_to=None) | Q(valid_from__lte=F("valid_to"))


class Official(models.Model):
    """Somebody in an office, from when to when: who chairs, answers for a task, sits in a body.

    An official needs no account; ``user`` links the one who has one. A new office of the same
    person is a new row, so that what was signed under the old title keeps it.
    """

    full_name = models.CharField(_("họ và tên"), max_length=150)
    title = models.CharField(
        _("chức vụ"), max_length=150, help_text=_("Ví dụ: Phó Chủ tịch UBND tỉnh.")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="officials", verbose_name=_("cơ quan")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="offices",
        verbose_name=_("tài khoản"),
    )
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    is_generated = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        ordering = ["full_name", "pk"]
        verbose_name = _("lãnh đạo")
        verbose_name_plural = pgettext_lazy("plural", "lãnh đạo")
        constraints = [
            models.UniqueConstraint(
                name="official_holds_an_office_once",
                fields=["full_name", "title", "agency", "valid_from"],
                nulls_distinct=False,
                violation_error_message=_("Người này đã được nhập với chức vụ này."),
            ),
            models.CheckConstraint(
                name="official_validity_in_order",
                condition=_DATES_IN_ORDER,
                violation_error_message=_("Ngày bắt đầu không được sau ngày kết thúc."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}, {self.title}"


class Committee(models.Model):
    """A steering committee or its working group, from the decision that set it up to its end.

    A merged committee is a new row with ``predecessors``: the old ones keep their members.
    """

    name = models.CharField(_("tên"), max_length=250)
    short_name = models.CharField(_("tên ngắn"), max_length=80)
    decision_number = models.CharField(
        _("số quyết định thành lập"), max_length=60, blank=True, help_text=_("Ví dụ: 12/QĐ-UBND.")
    )
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    predecessors = models.ManyToManyField(
        "self",
        symmetrical=False,
        blank=True,
        related_name="successors",
        verbose_name=_("hợp nhất từ"),
    )
    note = models.TextField(_("ghi chú"), blank=True)
    is_generated = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        ordering = ["-valid_from", "name"]
        verbose_name = _("ban chỉ đạo")
        verbose_name_plural = pgettext_lazy("plural", "ban chỉ đạo")
        constraints = [
            models.CheckConstraint(
                name="committee_validity_in_order",
                condition=_DATES_IN_ORDER,
                violation_error_message=_("Ngày bắt đầu không được sau ngày kết thúc."),
            ),
        ]

    def __str__(self) -> str:
        return self.short_name


class CommitteeSeat(models.Model):
    """An official's position in a committee, both days included."""

    class Position(models.TextChoices):
        HEAD = "head", _("Trưởng ban")
        STANDING_DEPUTY = "standing_deputy", _("Phó Trưởng ban thường trực")
        DEPUTY = "deputy", _("Phó Trưởng ban")
        MEMBER = "member", _("Ủy viên")
        SECRETARY = "secretary", _("Thư ký")

    committee = models.ForeignKey(
        Committee, models.CASCADE, related_name="seats", verbose_name=_("ban chỉ đạo")
    )
    official = models.ForeignKey(
        Official, models.PROTECT, related_name="seats", verbose_name=_("lãnh đạo")
    )
    position = models.CharField(_("vị trí"), max_length=16, choices=Position)
    area = models.CharField(_("lĩnh vực phụ trách"), max_length=200, blank=True)
    valid_from = models.DateField(_("từ ngày"), null=True, blank=True)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    objects = ValidityQuerySet.as_manager()

    class Meta:
        ordering = ["committee", "pk"]
        verbose_name = _("thành viên ban chỉ đạo")
        verbose_name_plural = pgettext_lazy("plural", "thành viên ban chỉ đạo")
        constraints = [
            models.UniqueConstraint(
                name="seat_is_told_once",
                fields=["committee", "official", "position", "valid_from"],
                nulls_distinct=False,
                violation_error_message=_("Thành viên này đã được nhập với vị trí này."),
            ),
            models.CheckConstraint(
                name="seat_validity_in_order",
                condition=_DATES_IN_ORDER,
                violation_error_message=_("Ngày bắt đầu không được sau ngày kết thúc."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_position_display()}: {self.official}"


for tracked in (Official, Committee, CommitteeSeat):
    pghistory.track()(tracked)
