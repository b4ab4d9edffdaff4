"""The ways to the returns of many agencies at once: typed, from a file, into a file."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.querysets import Reader
from dossiers.returns.entry import may_enter
from reporting.export_pages import FORMATS
from reporting.selection import Selection


def ways(selection: Selection, reader: Reader) -> list[dict[str, str]]:
    """Buttons (url, label) of the list of returns, as far as they are open to ``reader``."""
    period = {"period": selection.period.code}
    found = []
    if may_enter(reader):
        found = [
            (reverse("admin:dossiers_return_grid"), _("Nhập nhiều cơ quan"), period),
            (reverse("dossiers:return-import"), _("Nhập từ tệp"), period),
        ]
    sheet = reverse("dossiers:return-sheet")
    for kind in FORMATS:
        label = _("Tải bảng\u00a0.%(kind)s") % {"kind": kind}
        found.append((sheet, label, selection.query | {"export": kind}))
    return [{"url": f"{path}?{urlencode(query)}", "label": label} for path, label, query in found]
