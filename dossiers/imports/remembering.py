"""What a source calls its columns, once a person has said so."""

from __future__ import annotations

from agencies.models import User
from agencies.querysets import may_everywhere
from dossiers.imports.meanings import RIGHT
from reporting.imports.layout import Layout
from reporting.imports.text import fold
from reporting.models import ImportRun, ImportSource


def remember(run: ImportRun, user: User, layout: Layout) -> None:
    """What a source calls its columns. Only who imports for all may change what is remembered."""
    source = ImportSource.objects.select_for_update().filter(pk=run.options.get("source")).first()
    if source is None:
        return
    said = {fold(layout.titles[at]): key for at, key in layout.places.items() if layout.titles[at]}
    may_change = may_everywhere(user, RIGHT)
    source.headings = source.headings | said if may_change else said | source.headings
    source.save(update_fields=["headings"])
