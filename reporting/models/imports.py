"""Imported files: who sent which file when, and what came of it."""

from __future__ import annotations

from typing import Any, Self

import pghistory
from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.querysets import Reader, reach_for
from reporting.imports.text import fold
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
    ends; its SHA-256 stays and tells when the same file comes again. What moves while a program
    works on it stands in ``ImportProgress``.
    """

    class Status(models.TextChoices):
        READING = "reading", _("Đang đọc")
        MAPPING = "mapping", _("Chờ ghép cột")
        PENDING = "pending", _("Chờ xác nhận")
        WRITING = "writing", _("Đang ghi")
        DONE = "done", _("Đã nhập")
        DROPPED = "dropped", _("Đã bỏ")
        FAILED = "failed", _("Không nhập được")
        UNDONE = "undone", _("Đã hoàn tác")

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
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("người hoàn tác"),
    )
    undone_at = models.DateTimeField(_("hoàn tác lúc"), null=True, blank=True)

    objects = ImportRunQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("lần nhập tệp")
        verbose_name_plural = pgettext_lazy("plural", "lần nhập tệp")
        indexes = [models.Index(fields=["kind", "-created_at"], name="import_kind_newest")]

    def __str__(self) -> str:
        return self.file_name


class ImportProgress(models.Model):
    """How far the program that works on a run has come. Its own table, because it is written every
    few seconds: no page is kept from it and no history of it is kept.

    ``beat_at`` is the last sign of life, None until a program has taken the run up, which was
    asked for at ``asked_at``. ``is_cancelled`` tells it to stop; of a done run, to undo it.
    ``layout`` says where the table stands in the file, ``found`` what the preview counted,
    ``problem`` why the run waits or has failed. ``order`` counts the runs that wrote, in the order
    in which they did.
    """

    run = models.OneToOneField(ImportRun, models.CASCADE, primary_key=True, related_name="progress")
    step = models.CharField(max_length=12, blank=True)
    rows_read = models.PositiveIntegerField(default=0)
    rows_total = models.PositiveIntegerField(null=True, blank=True)
    beat_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(default=timezone.now)
    is_cancelled = models.BooleanField(default=False)
    layout = models.JSONField(default=dict, blank=True)
    found = models.JSONField(default=dict, blank=True)
    problem = models.JSONField(default=dict, blank=True)
    order = models.PositiveBigIntegerField(null=True, blank=True, unique=True)

    class Meta:
        verbose_name = _("tiến độ nhập tệp")
        verbose_name_plural = pgettext_lazy("plural", "tiến độ nhập tệp")

    def __str__(self) -> str:
        return f"{self.run_id} {self.step}"


class ImportSource(models.Model):
    """A system or office that files come from, and what it calls its columns.

    ``headings``: folded heading (``reporting.imports.text.fold``) → key of the importer's column.
    """

    kind = models.CharField(_("loại dữ liệu"), max_length=20)
    name = models.CharField(_("tên nguồn"), max_length=100)
    headings = models.JSONField(_("cột đã ghép"), default=dict, blank=True)

    class Meta:
        ordering = ["kind", "name"]
        verbose_name = _("nguồn tệp nhập")
        verbose_name_plural = pgettext_lazy("plural", "nguồn tệp nhập")
        constraints = [
            models.UniqueConstraint(name="one_source_of_a_name", fields=["kind", "name"])
        ]

    def __str__(self) -> str:
        return self.name


class ImportTerm(models.Model):
    """A word of a source and what it means: vendor status → number of the national list, agency in
    the source's writing → code of the agency here.

    ``folded`` is ``text`` without accents and case, by which it is found.
    """

    class Field(models.TextChoices):
        STATUS = "status", _("Trạng thái")
        CHANNEL = "channel", _("Hình thức nộp")
        AGENCY = "agency", _("Cơ quan")
        PROCEDURE = "procedure", _("Thủ tục")

    source = models.ForeignKey(
        ImportSource, models.CASCADE, related_name="terms", verbose_name=_("nguồn tệp nhập")
    )
    field = models.CharField(_("cột"), max_length=10, choices=Field)
    text = models.CharField(_("ghi trong tệp"), max_length=200)
    folded = models.CharField(max_length=200, editable=False)
    value = models.CharField(
        _("hiểu là"),
        max_length=60,
        help_text=_(
            "Trạng thái: số 1–10 của Cổng dịch vụ công quốc gia. Hình thức nộp: 1 trực tiếp, "
            "2 trực tuyến, 3 bưu chính. Cơ quan, thủ tục: mã trong hệ thống này."
        ),
    )

    class Meta:
        ordering = ["source", "field", "text"]
        verbose_name = _("cách ghi của nguồn")
        verbose_name_plural = pgettext_lazy("plural", "cách ghi của nguồn")
        constraints = [
            models.UniqueConstraint(
                name="one_meaning_of_a_term",
                fields=["source", "field", "folded"],
                violation_error_message=_("Cách ghi này đã có trong danh sách của nguồn."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.text} → {self.value}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.folded = fold(self.text)
        super().save(*args, **kwargs)

    def clean(self) -> None:
        self.folded = fold(self.text)


for tracked in (ImportRun, ImportSource, ImportTerm):
    pghistory.track()(tracked)
