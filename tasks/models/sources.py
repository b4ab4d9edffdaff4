"""Where tasks come from: documents and programmes."""

from __future__ import annotations

import pghistory
from django.core.validators import FileExtensionValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reporting.numbers import in_language
from reporting.uploads import FileOwner, random_path, size_limit, true_to_its_name
from tasks.querysets.documents import DocumentQuerySet


class Document(FileOwner):
    """An official document that gives work or tells of its result."""

    class Kind(models.TextChoices):
        RESOLUTION = "NQ", _("Nghị quyết")
        DIRECTIVE = "CT", _("Chỉ thị")
        DECISION = "QĐ", _("Quyết định")
        PLAN = "KH", _("Kế hoạch")
        OFFICIAL_LETTER = "CV", _("Công văn")
        TELEGRAM = "CĐ", _("Công điện")
        NOTICE = "TB", _("Thông báo")
        REPORT = "BC", _("Báo cáo")
        PROPOSAL = "TTr", _("Tờ trình")
        OTHER = "K", _("Văn bản khác")

    number = models.CharField(
        _("số, ký hiệu"), max_length=60, blank=True, help_text=_("Ví dụ: 03/CT-UBND.")
    )
    kind = models.CharField(_("loại văn bản"), max_length=4, choices=Kind)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200)
    issued_on = models.DateField(_("ngày ban hành"), null=True, blank=True)
    signer = models.CharField(_("người ký"), max_length=100, blank=True)
    excerpt = models.TextField(_("trích yếu"))
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
    is_generated = models.BooleanField(_("dữ liệu minh họa"), default=False, editable=False)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_on", "number"]
        verbose_name = _("văn bản")
        verbose_name_plural = pgettext_lazy("plural", "văn bản")
        constraints = [
            models.UniqueConstraint(
                name="document_is_entered_once",
                fields=["number", "issuer", "issued_on"],
                condition=~Q(number=""),
                violation_error_message=_("Văn bản có số, ký hiệu này đã được nhập."),
            )
        ]

    def __str__(self) -> str:
        return " ".join(part for part in (self.number, self.excerpt[:80]) if part)

    def get_absolute_url(self) -> str:
        return reverse("tasks:document", args=[self.pk])

    def file_url(self) -> str:
        """Address of the download; empty without a file."""
        return reverse("tasks:document-file", args=[self.pk]) if self.file else ""


class Programme(models.Model):
    """What tasks are counted together: a plan, or what one authority has assigned."""

    class Kind(models.TextChoices):
        PLAN = "plan", _("Kế hoạch CCHC")
        GOVERNMENT = "government", _("Chính phủ, Thủ tướng Chính phủ giao")
        PROVINCE = "province", _("UBND tỉnh, Chủ tịch UBND tỉnh giao")
        DIGITAL = "digital", _("Chuyển đổi số")
        PROJECT_06 = "project06", _("Đề án 06")

    code = models.SlugField(_("mã"), max_length=20, unique=True)
    name = models.CharField(_("tên chương trình"), max_length=200)
    short_name = models.CharField(_("tên ngắn"), max_length=60)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    kind = models.CharField(_("loại"), max_length=12, choices=Kind)
    year = models.PositiveSmallIntegerField(_("năm"), null=True, blank=True)
    starts_on = models.DateField(_("bắt đầu"), null=True, blank=True)
    ends_on = models.DateField(
        _("kết thúc"),
        null=True,
        blank=True,
        help_text=_("Để trống: hết năm của chương trình. Dùng để tính nhịp độ cần đạt."),
    )
    document = models.ForeignKey(
        Document,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="programmes",
        verbose_name=_("văn bản ban hành"),
    )
    note = models.TextField(
        _("ghi chú"), blank=True, help_text=_("Hiện bên cạnh số liệu của chương trình.")
    )

    class Meta:
        ordering = ["kind", "-year", "code"]
        verbose_name = _("chương trình")
        verbose_name_plural = pgettext_lazy("plural", "chương trình")

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    def get_absolute_url(self) -> str:
        return f"{reverse('tasks:list')}?programme={self.code}"


for tracked in (Document, Programme):
    pghistory.track()(tracked)
