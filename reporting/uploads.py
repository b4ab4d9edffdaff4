"""Uploaded files: stored under random names, outside the web root."""

from __future__ import annotations

import secrets
from pathlib import PurePath
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

MEGABYTE = 1024 * 1024
MAX_MEGABYTES = 20


def random_path(instance: Any, filename: str) -> str:
    """``<model>/<32 hex digits><suffix>``: nothing of the sender's file name reaches the disk."""
    suffix = PurePath(filename).suffix.lower()[:8]
    return f"{instance._meta.model_name}/{secrets.token_hex(16)}{suffix}"


def size_limit(file: Any) -> None:
    """Raises ValidationError above 20 MB."""
    if file.size > MAX_MEGABYTES * MEGABYTE:
        raise ValidationError(
            _("Tệp “%(name)s” nặng %(size)d MB; hãy giảm còn không quá %(limit)d MB.")
            % {"name": file.name, "size": file.size // MEGABYTE, "limit": MAX_MEGABYTES}
        )
