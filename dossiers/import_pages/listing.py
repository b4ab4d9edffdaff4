"""A run in a line, and its counts in words."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.imports.counts import counts_in_words, names_of_counts
from reporting.models import ImportRun
from reporting.numbers import moment

Status = ImportRun.Status

#: States in which somebody, or a program, still has something to do.
WAITING = (Status.READING, Status.MAPPING, Status.PENDING, Status.WRITING, Status.FAILED)

#: Counts of a run, in the order of a preview.
KINDS = ("new", "changed", "unchanged", "refused", "repeated", "missing", "warnings")


def names() -> dict[str, str]:
    """Kind of row → its name, with those that only lists of dossiers have."""
    return names_of_counts() | {
        "repeated": _("Lặp lại"),
        "missing": _("Vắng trong tệp"),
        "warnings": _("Cần xem lại"),
    }


def counts_of(run: ImportRun) -> dict[str, int]:
    """As a preview names them: rows that change nothing are ``unchanged``."""
    return {{"same": "unchanged"}.get(key, key): count for key, count in run.counts.items()}


def told_counts(run: ImportRun) -> str:
    return counts_in_words(counts_of(run))


def listed(run: ImportRun) -> dict[str, Any]:
    """A run as a list of imports shows it (``reporting/_import_recent.html``)."""
    return {
        "url": reverse("dossiers:import-run", args=[run.pk]),
        "name": run.file_name,
        "target": _status(run),
        "by": str(run.created_by or ""),
        "at": moment(run.finished_at or run.created_at),
        "counts": told_counts(run) if run.counts else str(run.get_status_display()).lower(),
    }


def _status(run: ImportRun) -> str:
    return str(run.get_status_display())


def who_and_when(run: ImportRun) -> dict[str, str]:
    return {
        "name": run.file_name,
        "who": str(run.created_by or _("tài khoản đã xóa")),
        "when": moment(run.finished_at or run.created_at),
    }


def before(run: ImportRun | None) -> str:
    """When the very same bytes were imported; empty where nobody did."""
    if run is None:
        return ""
    words = who_and_when(run) | {"counts": told_counts(run)}
    return _("Đúng tệp này đã được %(who)s nhập lúc %(when)s (%(counts)s).") % words


def busy(other: ImportRun) -> str:
    """Why a second file of the same agencies has to wait."""
    return _(
        "Tệp “%(name)s” của cùng phạm vi cơ quan đang được xử lý (%(who)s, %(when)s); hãy đợi "
        "tệp đó xong rồi tải lại."
    ) % who_and_when(other)
