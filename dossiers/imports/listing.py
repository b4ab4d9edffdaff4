"""The rows of a run one by one: what it would write while it waits, then what it wrote."""

from __future__ import annotations

from typing import Any, Final

from django.db.models import Exists, OuterRef, QuerySet

from agencies.models import User
from dossiers.imports.preview import Sample, changed_samples, new_samples
from dossiers.models import Dossier, DossierChange, ImportRow
from reporting.models import ImportRun

#: Kinds as a preview names them, and as the rows do.
KINDS: Final = {
    "new": ImportRow.Kind.NEW,
    "changed": ImportRow.Kind.CHANGED,
    "unchanged": ImportRow.Kind.SAME,
    "repeated": ImportRow.Kind.REPEATED,
}


def rows_of(run: ImportRun, user: User, kind: str) -> QuerySet[Any]:
    """Rows of ``kind``, a key of ``KINDS``; of a done run those of dossiers that ``user`` sees."""
    if run.status == ImportRun.Status.PENDING:
        return ImportRow.objects.filter(run_id=run.pk, kind=KINDS[kind]).order_by("row")
    if run.status != ImportRun.Status.DONE:
        return ImportRow.objects.none()
    seen = Dossier.objects.visible_to(user).filter(pk=OuterRef("dossier_id"))
    written = DossierChange.objects.filter(Exists(seen), run_id=run.pk, kind=KINDS[kind])
    return written.order_by("dossier_id")


def samples_of(rows: list[Any], kind: str) -> list[Sample]:
    """A page of ``rows_of`` in words; a constant number of queries."""
    is_written = bool(rows) and isinstance(rows[0], DossierChange)
    dossiers = Dossier.objects.in_bulk([row.dossier_id for row in rows if row.dossier_id])
    if kind == "changed":
        pairs = [(dossiers.get(row.dossier_id), row) for row in rows]
        if is_written:
            return changed_samples([(old, new) for new, old in pairs if new is not None])
        return changed_samples([(old, new) for old, new in pairs if old is not None])
    if is_written:
        return new_samples([dossiers[row.dossier_id] for row in rows if row.dossier_id in dossiers])
    return new_samples(rows)
