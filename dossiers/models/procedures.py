"""The catalogue of administrative procedures."""

from __future__ import annotations

import pghistory
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from dossiers.codes import PROCEDURE_CODE, OnlineKind
from dossiers.ledger_triggers import PROCEDURE_TRIGGERS


class Sector(models.Model):
    """A field of procedures: land, civil status, construction …"""

    code = models.SlugField(_("mã"), max_length=30, unique=True)
    name = models.CharField(_("lĩnh vực"), max_length=150)

    class Meta:
        ordering = ["name"]
        verbose_name = _("lĩnh vực")
        verbose_name_plural = pgettext_lazy("plural", "lĩnh vực")

    def __str__(self) -> str:
        return self.name


class Procedure(models.Model):
    """An administrative procedure. ``working_days`` None: no time limit is laid down."""

    class Serves(models.TextChoices):
        PEOPLE = "people", _("Người dân")
        BUSINESSES = "businesses", _("Doanh nghiệp")
        BOTH = "both", _("Người dân và doanh nghiệp")

    OnlineKind = OnlineKind

    code = models.CharField(
        _("mã thủ tục"), max_length=30, unique=True, validators=[PROCEDURE_CODE]
    )
    name = models.CharField(_("tên thủ tục"), max_length=500)
    sector = models.ForeignKey(
        Sector, models.PROTECT, related_name="procedures", verbose_name=_("lĩnh vực")
    )
    level = models.CharField(_("cấp giải quyết"), max_length=10, choices=Agency.Level)
    online_kind = models.CharField(
        _("dịch vụ công trực tuyến"), max_length=8, choices=OnlineKind, default=OnlineKind.NONE
    )
    serves = models.CharField(_("đối tượng"), max_length=12, choices=Serves)
    working_days = models.PositiveSmallIntegerField(
        _("thời hạn giải quyết (ngày làm việc)"), null=True, blank=True
    )
    is_generated = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)

    class Meta:
        ordering = ["code"]
        verbose_name = _("thủ tục hành chính")
        verbose_name_plural = pgettext_lazy("plural", "thủ tục hành chính")
        triggers = PROCEDURE_TRIGGERS

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


for tracked in (Sector, Procedure):
    pghistory.track()(tracked)
