"""What stands on the agenda of a meeting."""

from __future__ import annotations

import pghistory
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from reporting.models import Statement
from tasks.models.meetings import Conclusion, Meeting
from tasks.querysets.meetings import AgendaItemQuerySet


class AgendaItem(models.Model):
    """A point of a meeting's agenda: proposed from what is open, or entered.

    ``key`` names what a proposed point is about, so that building again finds it; it is empty for
    one that was entered. A point that the secretariat leaves out stays here with ``is_kept`` off,
    so that it is not proposed again.
    """

    class Kind(models.TextChoices):
        CONCLUSION = "conclusion", _("Kết luận chưa kết thúc")
        OVERDUE = "overdue", _("Nhiệm vụ quá hạn")
        DUE = "due", _("Nhiệm vụ đến hạn trước phiên họp sau")
        EXTENSION = "extension", _("Đề nghị gia hạn chờ quyết định")
        CHECK = "check", _("Số liệu không khớp")
        OTHER = "other", _("Nội dung khác")

    meeting = models.ForeignKey(
        Meeting, models.CASCADE, related_name="agenda_items", verbose_name=_("phiên họp")
    )
    kind = models.CharField(_("loại"), max_length=10, choices=Kind, default=Kind.OTHER)
    key = models.CharField(max_length=60, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    title = models.CharField(_("nội dung"), max_length=300)
    agency = models.ForeignKey(
        Agency, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cơ quan")
    )
    task = models.ForeignKey(
        "tasks.Task",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("nhiệm vụ"),
    )
    conclusion = models.ForeignKey(
        Conclusion,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("kết luận"),
    )
    statement = models.ForeignKey(
        Statement,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("số liệu đã công bố"),
    )
    note = models.TextField(_("ghi chú"), blank=True)
    outcome = models.TextField(_("kết quả xem xét"), blank=True)
    is_kept = models.BooleanField(_("đưa vào chương trình"), default=True)

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["meeting", "position", "pk"]
        verbose_name = _("nội dung chương trình họp")
        verbose_name_plural = pgettext_lazy("plural", "nội dung chương trình họp")
        constraints = [
            models.UniqueConstraint(
                name="agenda_item_is_proposed_once",
                fields=["meeting", "key"],
                condition=~Q(key=""),
            )
        ]

    def __str__(self) -> str:
        return self.title


pghistory.track()(AgendaItem)
