"""What a source calls its columns, once a person has said so."""

from __future__ import annotations

from agencies.models import User
from agencies.querysets import may_everywhere
from dossiers.imports.meanings import RIGHT
from reporting.imports.layout import Layout
from reporting.imports.masking import MARK
from reporting.imports.spellings import LONGEST_TITLE
from reporting.imports.text import fold
from reporting.models import ImportRun, ImportSource


def remember(run: ImportRun, user: User, layout: Layout) -> None:
    """What a source calls its columns. Only who imports for all may change what is remembered.
    A heading that was masked or is too long to be known again is not."""
    source = ImportSource.objects.select_for_update().filter(pk=run.options.get("source")).first()
    if source is None:
        return
    said = {
        text: key
        for at, key in layout.places.items()
        if MARK not in (title := layout.titles[at])
        and len(title) <= LONGEST_TITLE
        and (text := fold(title))
    }
    may_change = may_everywhere(user, RIGHT)
    source.headings = source.headings | said if may_change else said | source.headings
    source.save(update_fields=["headings"])
