"""Where the rows of this installation come from, when they are not a province's own."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Provenance(models.Model):
    """Says that the rows are a demonstration. No row: the data are the province's own.

    At most one row. Pages, exports and prints read it and bear ``label``; what resets or
    replaces all data refuses to work without it. ``targets`` keeps the published numbers that
    the rows were made to meet, with their source, as they stood in the file.
    """

    class Kind(models.TextChoices):
        DEMO = "demo", _("Dữ liệu minh họa")

    kind = models.CharField(_("loại dữ liệu"), max_length=10, choices=Kind)
    label = models.CharField(_("nhãn"), max_length=250)
    source = models.TextField(_("nguồn của các tổng số"), blank=True)
    loaded_at = models.DateTimeField(_("nạp lúc"))
    targets = models.JSONField(_("số liệu làm đích"), default=dict)

    class Meta:
        verbose_name = _("nguồn gốc dữ liệu")
        verbose_name_plural = pgettext_lazy("plural", "nguồn gốc dữ liệu")
        constraints = [
            models.CheckConstraint(name="there_is_one_provenance", condition=Q(pk=1)),
        ]

    def __str__(self) -> str:
        return self.label

    @classmethod
    def current(cls) -> Self | None:
        """The row, or None where the data are the province's own. One query."""
        return cls.objects.first()
