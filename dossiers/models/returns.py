"""Form II.06 as agencies return it: typed figures per agency and period."""

from __future__ import annotations

from typing import Any

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from dossiers.models.procedures import Sector
from dossiers.querysets import ReturnQuerySet
from reporting.models import Period


def _column(label: Any) -> models.PositiveIntegerField:
    """A typed number; empty means not reported, which is not zero."""
    return models.PositiveIntegerField(label, null=True, blank=True)


class Return(models.Model):
    """One agency's form II.06 for one period: columns 3–13, and the optional ones.

    The three totals (columns 3, 7, 11) are kept as typed and only ever compared with the sums;
    an empty total is no claim. Cross-column identities are checks, not constraints: real
    returns break them. Source of the columns: Circular 01/2020/TT-VPCP, form II.06.
    """

    class AgencyRole(models.TextChoices):
        RESOLVING = "resolving", _("Cơ quan giải quyết")
        RECEIVING = "receiving", _("Nơi tiếp nhận")

    class Status(models.TextChoices):
        DRAFT = "draft", _("Bản nháp")
        SUBMITTED = "submitted", _("Đã gửi")
        CONFIRMED = "confirmed", _("Đã xác nhận")
        PUBLISHED = "published", _("Đã công bố")
        SUPERSEDED = "superseded", _("Đã thay thế")

    period = models.ForeignKey(
        Period, models.PROTECT, related_name="returns", verbose_name=_("kỳ báo cáo")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="returns", verbose_name=_("cơ quan")
    )
    agency_role = models.CharField(
        _("số liệu tính theo"), max_length=10, choices=AgencyRole, default=AgencyRole.RESOLVING
    )
    sector = models.ForeignKey(
        Sector,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="returns",
        verbose_name=_("lĩnh vực"),
        help_text=_("Để trống khi số liệu gồm mọi lĩnh vực."),
    )
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status, default=Status.DRAFT)

    received_total = _column(_("Cột 3: Tiếp nhận, tổng số"))
    online = _column(_("Cột 4: Trực tuyến"))
    direct_postal = _column(_("Cột 5: Trực tiếp, dịch vụ bưu chính"))
    carried_over = _column(_("Cột 6: Từ kỳ trước"))
    resolved_total = _column(_("Cột 7: Đã giải quyết, tổng số"))
    resolved_early = _column(_("Cột 8: Trước hạn"))
    resolved_on_time = _column(_("Cột 9: Đúng hạn"))
    resolved_overdue = _column(_("Cột 10: Quá hạn"))
    pending_total = _column(_("Cột 11: Đang giải quyết, tổng số"))
    pending_in_time = _column(_("Cột 12: Trong hạn"))
    pending_overdue = _column(_("Cột 13: Quá hạn"))

    note = models.TextField(_("ghi chú"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    entered_at = models.DateTimeField(_("nhập lúc"), auto_now_add=True)

    objects = ReturnQuerySet.as_manager()

    #: Columns 3–13 of the form, in its order.
    COLUMNS = (
        "received_total",
        "online",
        "direct_postal",
        "carried_over",
        "resolved_total",
        "resolved_early",
        "resolved_on_time",
        "resolved_overdue",
        "pending_total",
        "pending_in_time",
        "pending_overdue",
    )

    class Meta:
        ordering = ["-period", "agency"]
        verbose_name = _("báo cáo Biểu II.06")
        verbose_name_plural = pgettext_lazy("plural", "báo cáo Biểu II.06")
        constraints = [
            models.UniqueConstraint(
                name="one_return_in_force",
                fields=["period", "agency", "agency_role", "sector"],
                condition=~models.Q(status="superseded"),
                nulls_distinct=False,
                violation_error_message=_(
                    "Cơ quan đã có Biểu II.06 cho kỳ và lĩnh vực này; hãy mở biểu đó để sửa."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("dossiers:return", args=[self.pk])

    def stated(self) -> dict[str, int]:
        """The typed figures by key; columns left empty are absent."""
        values = {key: getattr(self, key) for key in self.COLUMNS}
        return {key: value for key, value in values.items() if value is not None}


pghistory.track()(Return)
