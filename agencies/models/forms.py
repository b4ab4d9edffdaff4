"""Which entry forms have been saved, so that none is saved twice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class SavedForm(models.Model):
    """The key of a form that was saved, written in the same transaction.

    A second click sends the same key and meets the primary key, even while the first one is
    still being saved. Kept for days, not for ever (``agencies.admin.receipts``).
    """

    key = models.UUIDField(_("khóa"), primary_key=True)
    saved_at = models.DateTimeField(_("lưu lúc"), auto_now_add=True, db_index=True)

    class Meta:
        verbose_name = _("biểu mẫu đã lưu")
        verbose_name_plural = pgettext_lazy("plural", "biểu mẫu đã lưu")

    def __str__(self) -> str:
        return str(self.key)
