"""Uploaded files: stored under random names, outside the web root, as what they say they are."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Collection, Iterable, Iterator
from functools import partial
from pathlib import PurePath
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.storage import Storage
from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from reporting.imports.limits import MEGABYTE, Refused
from reporting.sniffing import KNOWN, SUFFIXES, sniff

MAX_MEGABYTES = 20
_LONGEST_NAME = 80

_REFUSALS = {
    "empty": gettext_lazy("Tệp “%(name)s” không có nội dung; hãy chọn lại tệp."),
    "program": gettext_lazy(
        "Tệp “%(name)s” là chương trình hoặc có chứa chương trình chạy được; hãy đính kèm tài "
        "liệu PDF, Word, Excel hoặc ảnh."
    ),
    "markup": gettext_lazy(
        "Tệp “%(name)s” thực chất là trang web (HTML, XML); hãy lưu thành PDF rồi đính kèm."
    ),
    "packed": gettext_lazy(
        "Tệp “%(name)s” thực chất là tệp nén; hãy giải nén rồi đính kèm từng tài liệu."
    ),
    "encrypted": gettext_lazy(
        "Tệp “%(name)s” có mật khẩu nên người xác nhận không mở được; hãy bỏ mật khẩu rồi đính kèm."
    ),
    "macros": gettext_lazy(
        "Tệp “%(name)s” có macro; hãy lưu lại thành PDF, .docx hoặc .xlsx không có macro."
    ),
    "bomb": gettext_lazy("Tệp “%(name)s” nén bất thường nên không được nhận; hãy lưu thành PDF."),
    "broken": gettext_lazy("Tệp “%(name)s” bị hỏng hoặc chưa tải trọn; hãy mở thử rồi chọn lại."),
    "strange": gettext_lazy(
        "Tệp “%(name)s” không phải PDF, Word, Excel hay ảnh PNG, JPEG dù có đuôi như vậy; hãy chọn "
        "đúng tệp."
    ),
    "renamed": gettext_lazy(
        "Tệp “%(name)s” thực chất là tệp .%(kind)s; hãy đổi lại đuôi tên hoặc chọn đúng tệp."
    ),
}
_REFUSALS |= dict.fromkeys(("unpacked", "members"), _REFUSALS["bomb"])


def random_path(instance: Any, filename: str) -> str:
    """``<model>/<32 hex digits><suffix>``: nothing of the sender's file name reaches the disk."""
    suffix = PurePath(filename).suffix.lower()[:8]
    return f"{instance._meta.model_name}/{secrets.token_hex(16)}{suffix}"


# Validators. What is stored already has passed them and may have gone from the disk. -------------


def size_limit(file: Any) -> None:
    """Raises ValidationError above 20 MB."""
    if not _is_stored(file) and file.size > MAX_MEGABYTES * MEGABYTE:
        # Rounded up: 20,1 MB is not “20 MB of 20”.
        words = {
            "name": _short(file.name),
            "size": -(-file.size // MEGABYTE),
            "limit": MAX_MEGABYTES,
        }
        text = _("Tệp “%(name)s” nặng %(size)d MB; hãy giảm còn không quá %(limit)d MB.")
        raise ValidationError(text % words)


def true_to_its_name(file: Any) -> None:
    """Raises ValidationError where the bytes are not what the ending of the name says, or hold
    macros, programs, a password or a bomb. Other endings are for FileExtensionValidator."""
    suffix = PurePath(file.name or "").suffix.lower().removeprefix(".")
    if _is_stored(file) or suffix not in KNOWN or file.size > MAX_MEGABYTES * MEGABYTE:
        return
    try:
        kind = sniff(file, file.size)
        if suffix not in SUFFIXES[kind]:
            raise Refused("renamed", kind=SUFFIXES[kind][0])
    except Refused as refused:
        words = {"name": _short(file.name), **refused.words}
        raise ValidationError(str(_REFUSALS[refused.code]) % words, refused.code) from None
    finally:
        file.seek(0)


def _is_stored(file: Any) -> bool:
    return bool(getattr(file, "_committed", False))


def _short(name: str) -> str:
    name = PurePath(name).name
    return name if len(name) <= _LONGEST_NAME else f"{name[:_LONGEST_NAME]}…"


def fingerprint(file: Any) -> tuple[str, int]:
    """SHA-256 (hex) and size in bytes, read in chunks; leaves the file at its beginning."""
    digest, size = hashlib.sha256(), 0
    for chunk in file.chunks():
        digest.update(chunk)
        size += len(chunk)
    file.seek(0)
    return digest.hexdigest(), size


# Cleaning up --------------------------------------------------------------------------------------


def discard(storage: Storage, names: Iterable[str]) -> None:
    """Deletes files once the transaction has gone through: one that fails keeps them."""
    for name in names:
        transaction.on_commit(partial(storage.delete, name), robust=True)


class FileOwner(models.Model):
    """A row with ``file``: what it replaces or takes along leaves the disk, too."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        before = self._stored_name(kwargs.get("update_fields"))
        super().save(*args, **kwargs)
        file: Any = self.file  # type: ignore[attr-defined]
        if before and before != file.name:
            discard(file.storage, [before])

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        file: Any = self.file  # type: ignore[attr-defined]
        storage, name = file.storage, file.name
        found = super().delete(*args, **kwargs)
        if name:
            discard(storage, [name])
        return found

    def _stored_name(self, saved: Collection[str] | None) -> str:
        """What the row in the database names; not asked for where nothing can have changed."""
        if self._state.adding or (saved is not None and "file" not in saved):
            return ""
        rows: Any = type(self)._base_manager.filter(pk=self.pk)
        return rows.values_list("file", flat=True).first() or ""


def files_of(rows: Any) -> tuple[Storage, list[str]]:
    """The storage and the names of the files of ``rows`` (a queryset), for ``discard``."""
    storage = rows.model._meta.get_field("file").storage
    return storage, list(rows.exclude(file="").order_by().values_list("file", flat=True))


def orphans(before: dt.datetime) -> Iterator[tuple[Storage, str]]:
    """Stored files that no row names, last written ``before``: left by transactions that failed
    and by rows that went with others."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if not isinstance(field, models.FileField) or field.upload_to is not random_path:
                continue
            storage, folder = field.storage, str(model._meta.model_name)
            if not storage.exists(folder):
                continue
            named = set(model._base_manager.values_list(field.name, flat=True))
            for name in storage.listdir(folder)[1]:
                path = f"{folder}/{name}"
                if path not in named and storage.get_modified_time(path) < before:
                    yield storage, path
