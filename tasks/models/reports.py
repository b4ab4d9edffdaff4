"""What the lead reports: progress, the cause of a delay, evidence."""

from __future__ import annotations

from typing import Any

import pghistory
from django.conf import settings
from django.core.validators import FileExtensionValidator, MaxValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.numbers import in_language
from reporting.uploads import FileOwner, fingerprint, random_path, size_limit, true_to_its_name
from tasks.models.tasks import Task
from tasks.querysets import EvidenceQuerySet, UpdateQuerySet


class DelayCause(models.Model):
    """A cause that a lead may name for a delay. The list is the office's own to change."""

    class Group(models.TextChoices):
        OBJECTIVE = "objective", _("Khách quan")
        SUBJECTIVE = "subjective", _("Chủ quan")

    code = models.SlugField(_("mã"), max_length=30, unique=True)
    name = models.CharField(_("nguyên nhân"), max_length=150)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=150, blank=True)
    group = models.CharField(_("nhóm"), max_length=10, choices=Group)
    is_offered = models.BooleanField(_("còn dùng"), default=True)

    class Meta:
        ordering = ["group", "name"]
        verbose_name = _("nguyên nhân chậm")
        verbose_name_plural = pgettext_lazy("plural", "nguyên nhân chậm")

    def __str__(self) -> str:
        return f"{self.get_group_display()}: {in_language(self.name, self.name_en)}"


class TaskUpdate(models.Model):
    """What the lead reported on a day: percent, result so far, cause of delay, remedy."""

    task = models.ForeignKey(
        Task, models.CASCADE, related_name="updates", verbose_name=_("nhiệm vụ")
    )
    reported_on = models.DateField(_("ngày báo cáo"))
    percent = models.PositiveSmallIntegerField(
        _("tiến độ (%)"), null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    result = models.TextField(_("kết quả thực hiện"), blank=True)
    cause = models.ForeignKey(
        DelayCause,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("nguyên nhân chậm"),
    )
    delay_reason = models.TextField(_("lý do chậm"), blank=True)
    remedy = models.TextField(_("giải pháp"), blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    entered_at = models.DateTimeField(_("nhập lúc"), default=timezone.now, editable=False)

    objects = UpdateQuerySet.as_manager()

    class Meta:
        ordering = ["-reported_on", "-pk"]
        verbose_name = _("báo cáo tiến độ")
        verbose_name_plural = pgettext_lazy("plural", "báo cáo tiến độ")
        indexes = [models.Index(fields=["task", "-reported_on"], name="update_task_newest")]
        constraints = [
            models.CheckConstraint(name="update_percent_up_to_100", condition=Q(percent__lte=100))
        ]

    def __str__(self) -> str:
        return f"{self.reported_on:%d/%m/%Y}"


class Evidence(FileOwner):
    """A document that proves a result: named by number and date, mostly with its file.

    ``sha256`` (hex) tells the same file used twice; empty without a file.
    """

    class Kind(models.TextChoices):
        DECISION = "decision", _("Quyết định")
        PLAN = "plan", _("Kế hoạch")
        REPORT = "report", _("Báo cáo")
        LETTER = "letter", _("Công văn")
        MINUTES = "minutes", _("Biên bản")
        IMAGE = "image", _("Hình ảnh, ảnh chụp màn hình")
        DATA = "data", _("Bảng số liệu")
        OTHER = "other", _("Tài liệu khác")

    task = models.ForeignKey(
        Task, models.CASCADE, related_name="proofs", verbose_name=_("nhiệm vụ")
    )
    update = models.ForeignKey(
        TaskUpdate,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="proofs",
        verbose_name=_("báo cáo tiến độ"),
    )
    kind = models.CharField(_("loại tài liệu"), max_length=10, choices=Kind)
    number = models.CharField(_("số, ký hiệu"), max_length=60, blank=True)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200, blank=True)
    title = models.CharField(_("tên tài liệu"), max_length=250, blank=True)
    file = models.FileField(
        _("tệp"),
        upload_to=random_path,
        blank=True,
        validators=[
            FileExtensionValidator(["pdf", "docx", "doc", "odt", "xlsx", "png", "jpg", "jpeg"]),
            size_limit,
            true_to_its_name,
        ],
        help_text=_("PDF, Word, Excel hoặc ảnh; không quá 20 MB."),
    )
    sha256 = models.CharField(max_length=64, blank=True, editable=False, db_index=True)
    size = models.PositiveIntegerField(_("dung lượng (byte)"), default=0, editable=False)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("người nhập"),
    )
    entered_at = models.DateTimeField(_("nhập lúc"), default=timezone.now, editable=False)
    is_generated = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)

    #: The upload whose print the row holds already.
    _printed: Any = None

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["issued_on", "pk"]
        verbose_name = _("minh chứng")
        verbose_name_plural = pgettext_lazy("plural", "minh chứng")
        constraints = [
            models.CheckConstraint(
                name="evidence_names_a_document_or_has_a_file",
                condition=~Q(number="") | ~Q(file=""),
                violation_error_message=_("Hãy nhập số, ký hiệu của tài liệu hoặc đính kèm tệp."),
            )
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.title) if part) or str(self.pk)

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Measures a new file on its way to the disk, unless ``keep_print`` has told."""
        if not self.file:
            self.sha256, self.size = "", 0
        elif not getattr(self.file, "_committed", True) and self._printed is not self.file.file:
            self.sha256, self.size = fingerprint(self.file)
        super().save(*args, **kwargs)

    def keep_print(self, taken: tuple[str, int]) -> None:
        """Takes the print of the new file from who has it already; it is not read once more."""
        self.sha256, self.size = taken
        self._printed = self.file.file

    def file_url(self) -> str:
        """Address of the download; empty without a file."""
        return reverse("tasks:evidence-file", args=[self.pk]) if self.file else ""


for tracked in (DelayCause, TaskUpdate, Evidence):
    pghistory.track()(tracked)
