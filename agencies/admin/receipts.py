"""A form is saved once, however often it is sent."""

from __future__ import annotations

import datetime as dt
from uuid import UUID, uuid4

from django.utils import timezone

from agencies.models import SavedForm

KEPT = dt.timedelta(days=2)


def new_key() -> str:
    return str(uuid4())


def keep_receipt(key: str) -> None:
    """Notes that the form ``key`` is being saved. Raises IntegrityError if it was before.

    Waits for a simultaneous save of the same form to end. A form without a key is not guarded.
    """
    known = _parsed(key)
    if known is None:
        return
    SavedForm.objects.filter(saved_at__lt=timezone.now() - KEPT).delete()
    SavedForm.objects.create(key=known)


def was_saved(key: str) -> bool:
    known = _parsed(key)
    return known is not None and SavedForm.objects.filter(key=known).exists()


def _parsed(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None
