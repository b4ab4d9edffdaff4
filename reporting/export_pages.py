"""Pages whose rows are also a file."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.generic import View
from django.views.generic.base import ContextMixin, TemplateResponseMixin

from reporting.exports import Export, Format
from reporting.selection import Selection

FORMATS: tuple[Format, ...] = ("xlsx", "csv")

#: Where in the rows a page stands, which means nothing for the file or for other filters.
_PLACES = ("page", "cursor", "export")


class ExportPage(TemplateResponseMixin, ContextMixin, View):
    """``?export=xlsx`` or ``csv`` gives the rows of the page, its filters kept, as a file.

    Stands last among the bases. ``export`` says what is in the file.
    """

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        for kind in FORMATS:
            if request.GET.get("export") == kind:
                return self.export().response(kind)
        return self.render_to_response(self.get_context_data(**kwargs))

    def export(self) -> Export:
        raise ImproperlyConfigured(f"{type(self).__name__} does not say what its file holds")

    def query(self, **changes: str | None) -> str:
        """The parameters of this page from its first row, with ``changes``; None takes one off."""
        query: QueryDict = self.request.GET.copy()
        for name in _PLACES:
            query.pop(name, None)
        selection: Selection | None = getattr(self, "selection", None)
        kept: dict[str, str | None] = {**(selection.query if selection else {})}
        for name, value in (kept | changes).items():
            if value is None:
                query.pop(name, None)
            else:
                query[name] = value
        return query.urlencode()

    def export_url(self, kind: Format) -> str:
        return f"?{self.query(export=kind)}"

    def export_links(self) -> list[dict[str, str]]:
        """The buttons of ``_components/filter_form.html``."""
        return [
            {"url": self.export_url(kind), "label": _("Tải\u00a0.%(kind)s") % {"kind": kind}}
            for kind in FORMATS
        ]
