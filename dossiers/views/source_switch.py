"""Which source a page of form II.06 shows, and the switch to the other one."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from dossiers.links import period_url
from reporting.selection import Selection

#: The parameter of the address, and its two values.
SOURCE, ROWS, RETURNS = "source", "rows", "returns"


def source_name(source: str) -> str:
    if source == RETURNS:
        return _("Biểu II.06 của các cơ quan")
    return _("danh sách hồ sơ")


def source_links(selection: Selection, current: str, **kept: str) -> list[dict[str, Any]]:
    """The same page from either source; ``kept`` are the filters that both know."""
    usual = {name: value for name, value in kept.items() if (name, value) != ("by", "agency")}
    listed = [
        (ROWS, _("Danh sách hồ sơ"), period_url(selection, **usual)),
        (RETURNS, _("Biểu II.06 của đơn vị"), period_url(selection, **usual, source=RETURNS)),
    ]
    return [
        {"url": url, "label": label, "current": source == current} for source, label, url in listed
    ]
