"""Form II.06 as agencies return it: typed figures per agency and period."""

from __future__ import annotations

from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from dossiers.form206 import completed
from dossiers.models.procedures import Sector
from dossiers.querysets import ReturnQuerySet, ReturnStepQuerySet
from reporting.models import Period


def _column(label: Any) -> models.PositiveIntegerField:
    """A typed number; empty means not reported, which is not zero."""
    return models.PositiveIntegerField(label, null=True, blank=True)


#: What one return is about.
_CELL = ["period", "agency", "agency_role", "sector", "is_aggregate"]


class Return(models.Model):
    """One agency's form II.06 for one period: columns 3–13, and the optional ones.

    At most one is open (being written, sent or confirmed) and at most one published for a period,
    agency, role and sector, own and aggregate apart. A correction is a row of its own, a
    ``version`` later, that ``replaces`` what it corrects: it counts from its publication, which
    supersedes the old one.
    ``is_aggregate``: the numbers include those of the agencies below, which may return their own,
    as may the agency itself; such a return is compared with theirs (D5), never added to them.
    ``document_number`` and ``as_of`` tell where the numbers stand and of which day they are.

    The three totals (columns 3, 7, 11) are kept as typed and only ever compared with the sums;
    an empty total is no claim, and is added up wherever its parts are complete. Cross-column
    identities are checks, not constraints: real returns break them. Source of the columns:
    Circular 01/2020/TT-VPCP, form II.06.
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

        @classmethod
        def open(cls) -> tuple[str, ...]:
            """Not yet published."""
            return (cls.DRAFT, cls.SUBMITTED, cls.CONFIRMED)

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
    is_aggregate = models.BooleanField(
        _("tổng hợp cả đơn vị trực thuộc"),
        default=False,
        help_text=_("Chọn khi số liệu đã gồm các cơ quan, đơn vị cấp dưới."),
    )
    status = models.CharField(_("trạng thái"), max_length=10, choices=Status, default=Status.DRAFT)
    version = models.PositiveSmallIntegerField(_("lần lập"), default=1, editable=False)
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="replaced_by",
        verbose_name=_("thay thế"),
    )
    document_number = models.CharField(_("số, ký hiệu văn bản"), max_length=60, blank=True)
    as_of = models.DateField(_("số liệu tính đến ngày"), null=True, blank=True)

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

    direct = _column(_("Trực tiếp"))
    postal = _column(_("Dịch vụ bưu chính"))
    returned = _column(_("Trả lại"))
    withdrawn = _column(_("Rút hồ sơ"))
    waiting_supplement = _column(_("Chờ bổ sung"))
    apologies = _column(_("Thư xin lỗi đã gửi"))

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

    #: What some forms tell besides: parts of column 5, of the closed, of the pending; letters sent.
    OPTIONAL = ("direct", "postal", "returned", "withdrawn", "waiting_supplement", "apologies")

    class Meta:
        ordering = ["-period", "agency"]
        verbose_name = _("báo cáo Biểu II.06")
        verbose_name_plural = pgettext_lazy("plural", "báo cáo Biểu II.06")
        constraints = [
            models.UniqueConstraint(
                name="one_return_is_open",
                fields=_CELL,
                condition=models.Q(status__in=("draft", "submitted", "confirmed")),
                nulls_distinct=False,
                violation_error_message=_(
                    "Cơ quan đã có Biểu II.06 cho kỳ và lĩnh vực này; hãy mở biểu đó để sửa."
                ),
            ),
            models.UniqueConstraint(
                name="one_return_is_published",
                fields=_CELL,
                condition=models.Q(status="published"),
                nulls_distinct=False,
                violation_error_message=_("Kỳ và lĩnh vực này đã có biểu được công bố."),
            ),
            models.UniqueConstraint(
                name="return_version_is_written_once",
                fields=[*_CELL, "version"],
                nulls_distinct=False,
                violation_error_message=_(
                    "Cơ quan đã có Biểu II.06 cho kỳ và lĩnh vực này; hãy mở biểu đó để lập bản "
                    "đính chính."
                ),
            ),
            models.CheckConstraint(
                name="return_replaces_one_after_its_first_version",
                condition=models.Q(version=1, replaces=None)
                | models.Q(version__gt=1, replaces__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agency}, {self.period}"

    def get_absolute_url(self) -> str:
        return reverse("dossiers:return", args=[self.pk])

    @property
    def is_locked(self) -> bool:
        """The period, at hand, is locked: nothing of it changes any more."""
        return bool(self.period.status == Period.Status.LOCKED)

    @property
    def is_open(self) -> bool:
        """Neither published nor superseded: its numbers may still change."""
        return self.status in self.Status.open()

    def stated(self) -> dict[str, int]:
        """The typed figures by key, optional columns included; what was left empty is absent."""
        values = {key: getattr(self, key) for key in (*self.COLUMNS, *self.OPTIONAL)}
        return {key: value for key, value in values.items() if value is not None}

    def completed(self) -> dict[str, int | None]:
        """Columns 3 to 13 by key; totals that nobody typed are added up from complete parts."""
        return completed(self.stated())


class ReturnStep(models.Model):
    """A step of a return, as it was taken: the ``status`` that it reached. Append-only.

    ``on`` is the local day of the step, ``entered_at`` its instant. A step to draft after one to
    sent or confirmed gives the return back; ``note`` then says why.
    """

    report = models.ForeignKey(
        Return, models.CASCADE, related_name="steps", verbose_name=_("báo cáo Biểu II.06")
    )
    status = models.CharField(_("trạng thái"), max_length=10, choices=Return.Status)
    on = models.DateField(_("ngày"))
    note = models.TextField(_("ghi chú"), blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("người thực hiện"),
    )
    entered_at = models.DateTimeField(_("nhập lúc"), default=timezone.now, editable=False)

    objects = ReturnStepQuerySet.as_manager()

    class Meta:
        ordering = ["entered_at", "pk"]
        verbose_name = _("bước xử lý biểu")
        verbose_name_plural = pgettext_lazy("plural", "bước xử lý biểu")
        triggers = [
            pgtrigger.Protect(name="return_step_is_never_changed", operation=pgtrigger.Update)
        ]

    def __str__(self) -> str:
        return f"{self.get_status_display()} {self.on:%d/%m/%Y}"


pghistory.track()(Return)
