"""What a figure means, for the panel that opens on request."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from reporting.figures import Figure
from reporting.numbers import date


def definition_panel(figure: Figure) -> dict[str, Any]:
    """The input of ``_components/definition.html``."""
    meant = figure.definition
    rows = [
        (_("Công thức"), meant.formula),
        (_("Cơ sở"), figure.note),
        (_("Nguồn"), figure.source or meant.source),
        (_("Phụ trách"), meant.owner),
        (_("Căn cứ"), meant.legal_basis),
        (_("Tính đến"), date(figure.as_of)),
    ]
    return {
        "title": str(meant.short or meant.label),
        "rows": [{"term": term, "text": text} for term, text in rows if text],
        "url": reverse("reporting:figure", args=[meant.code]),
    }
