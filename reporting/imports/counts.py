"""What came of a file, in counts of rows."""

from __future__ import annotations

from django.utils.translation import gettext as _

from reporting.numbers import number


def names_of_counts() -> dict[str, str]:
    """Kind of row → its name, in the order of a preview."""
    return {
        "new": _("Mới"),
        "changed": _("Thay đổi"),
        "unchanged": _("Không đổi"),
        "refused": _("Bị từ chối"),
        "closed": _("Đã đóng, giữ nguyên"),
    }


def counts_in_words(counts: dict[str, int]) -> str:
    """``45 mới, 3 thay đổi, 2 không đổi``; what is none stays out."""
    names = names_of_counts()
    parts = [f"{number(counts[kind])} {names[kind].lower()}" for kind in names if counts.get(kind)]
    return ", ".join(parts) or _("không có dòng nào")
