"""Imported files: who sent which file when, and what came of it."""

from __future__ import annotations

from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.querysets import Reader, reach_for
from reporting.uploads import random_path


class ImportRunQuerySet(models.QuerySet[Any]):
    def visible_to(self, user: Reader) -> Self:
        """All runs for those who see everything; the own ones for everybody else."""
        if reach_for(user).is_everything:
            return self.all()
        return self.filter(created_by=user.pk) if user.is_authenticated else self.none()

    def of_kind(self, kind: str) -> Self:
        return self.filter(kind=kind)

    def done(self) -> Self:
        return self.filter(status=ImportRun.Status.DONE)


class ImportRun(models.Model):
    """A file on its way in: uploaded, previewed, then imported or dropped.

    ``kind`` names the importer, ``target`` what it was imported into (the code of a programme),
    ``options`` what the form asked besides. The file is kept under a random name until the run
    ends; its SHA-256 stays and tells when the same file comes again.
    """

    class Status(models.TextChoices):
        PENDING = "pending", _("Chờ xác nhận")
        DONE = "done", _("Đã nhập")
        DROPPED = "dropped", _("Đã bỏ")

    kind = models.CharField(_("loại dữ liệu"), max_length=20)
    target = models.CharField(_("nhập vào"), max_length=60, blank=True)
    options = models.JSONField(_("tùy chọn"), default=dict, blank=True)
    file = models.FileField(_("tệp"), upload_to=random_path, blank=True)
    file_name = models.CharField(_("tên tệp"), max_length=200)
    sha256 = models.CharField(_("mã băm SHA-256"), max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"))
    status = models.CharField(_("trạng thái"), max_length=8, choices=Status, default=Status.PENDING)
    counts = models.JSONField(_("kết quả"), default=dict, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    created_at = models.DateTimeField(_("tải lên lúc"), auto_now_add=True)
    finished_at = models.DateTimeField(_("kết thúc lúc"), null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("lần nhập tệp")
        verbose_name_plural = pgettext_lazy("plural", "lần nhập tệp")
        indexes = [models.Index(fields=["kind", "-created_at"], name="import_kind_newest")]

    def __str__(self) -> str:
        return self.file_name


pghistory.track()(ImportRun)
