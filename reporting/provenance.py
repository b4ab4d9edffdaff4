"""Whether the rows are a demonstration, and how each of its totals came to be."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from django.utils.translation import gettext as _

from reporting.models import Provenance

_CACHE_KEY = "reporting.provenance"
_SECONDS = 60


def _current() -> dict[str, Any]:
    """Label, source and targets; empty for real data. Kept for a minute: it rarely changes."""
    found: dict[str, Any] | None = cache.get(_CACHE_KEY)
    if found is None:
        row = Provenance.current()
        found = {"label": row.label, "source": row.source, "targets": row.targets} if row else {}
        cache.set(_CACHE_KEY, found, _SECONDS)
    return found


def forget() -> None:
    """After the row was written: ask again."""
    cache.delete(_CACHE_KEY)


def demo_label() -> str | None:
    """What pages, exports and prints of a demonstration bear; None for real data."""
    return _current().get("label")


def demo_line() -> str | None:
    """The label as a line of a file: it says what it is, whatever was entered."""
    label, word = demo_label(), _("Dữ liệu minh họa")
    if not label or label.startswith(word):
        return label
    return _("Dữ liệu minh họa: %(label)s") % {"label": label}


def demo_source() -> str:
    """Where the totals of a demonstration come from, in a sentence; empty for real data."""
    return str(_current().get("source", ""))


def demo_targets() -> dict[str, Any]:
    """The published numbers that a demonstration was made to meet; empty for real data."""
    targets: dict[str, Any] = _current().get("targets", {})
    return targets
