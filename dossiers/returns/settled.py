"""Which agencies settle procedures of their own, and so owe form II.06."""

from __future__ import annotations

from django.conf import settings


def not_asked() -> tuple[str, ...]:
    """Kinds of agencies that settle no procedures of their own and owe no form."""
    return tuple(settings.DOSSIERS_KINDS_NOT_ASKED)
