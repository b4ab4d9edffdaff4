"""Words of a list that nothing is known by that name: counted, and settled once for the source."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.utils import timezone

from agencies.models import User
from agencies.querysets import may_everywhere
from dossiers.imports.launching import start
from dossiers.imports.meanings import RIGHT
from dossiers.imports.rights import may_lead
from dossiers.imports.rules import bit
from dossiers.imports.state import note
from reporting.imports.text import fold
from reporting.models import ImportRun, ImportTerm

Field = ImportTerm.Field
#: Words told of each field, most rows first.
MOST_WORDS = 50

#: Field → (SQL of the cell that was read, rules that hold where the word does not name one thing).
_UNKNOWN: dict[str, list[tuple[str, tuple[str, ...]]]] = {
    Field.STATUS: [("l.status", ("status_unknown",))],
    Field.CHANNEL: [("l.channel", ("channel_unknown",))],
    Field.AGENCY: [
        ("coalesce(l.resolving, l.receiving)", ("resolving_unknown",)),
        ("coalesce(l.receiving, l.resolving)", ("receiving_unknown",)),
    ],
    Field.PROCEDURE: [
        (
            "coalesce(l.procedure, l.procedure_name)",
            ("procedure_unknown", "procedure_ambiguous"),
        ),
    ],
}


@dataclass(frozen=True)
class Word:
    """``text`` as most rows write it, ``rows`` on which it stands in whatever case and accents."""

    field: str
    text: str
    rows: int


def unknown_words(run: ImportRun) -> list[Word]:
    """What the rows of the preview are refused for. One query for each column."""
    return [word for field in _UNKNOWN for word in _of_field(run, field)]


def may_settle(run: ImportRun, user: User) -> bool:
    """Who imports this file, and may say for all what the words of its source mean."""
    may_write = user.has_perm("reporting.add_importterm")
    return may_lead(run, user) and may_write and may_everywhere(user, RIGHT)


def settle(run: ImportRun, user: User, meanings: Iterable[tuple[str, str, str]]) -> ImportRun:
    """Notes (field, text, value) of each word for the source of the run, and reads the file anew.

    A run that no longer waits for a person is left as it is. Raises ``PermissionDenied``.
    """
    with transaction.atomic():
        found: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
        if not may_settle(found, user):
            raise PermissionDenied
        source = found.options.get("source")
        if found.status != ImportRun.Status.PENDING or source is None:
            return found
        for field, text, value in meanings:
            ImportTerm.objects.update_or_create(
                source_id=source,
                field=field,
                folded=fold(text),
                defaults={"text": text, "value": value},
            )
        found.status = ImportRun.Status.READING
        found.save(update_fields=["status"])
        note(found, beat_at=None, asked_at=timezone.now(), problem={})
    start(found)
    return found


def _of_field(run: ImportRun, field: str) -> list[Word]:
    found: dict[str, Word] = {}
    for cell, rules in _UNKNOWN[field]:
        for text, rows in _counted(run.pk, cell, rules):
            key = fold(text)
            known = found.get(key, Word(field, text, 0))
            found[key] = Word(field, known.text, known.rows + rows)
    return sorted(found.values(), key=lambda word: (-word.rows, word.text))[:MOST_WORDS]


def _counted(run: int, cell: str, rules: Iterable[str]) -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {cell}, count(*) FROM dossiers_importrow AS r"  # noqa: S608 -- constants
            " JOIN dossiers_importline AS l USING (run_id, row)"
            f" WHERE r.run_id = %s AND r.problems & %s <> 0 AND length({cell}) <= 200"
            " GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT 500",
            [run, sum(map(bit, rules))],
        )
        return cursor.fetchall()
