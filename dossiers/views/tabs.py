"""The pages of a period beside each other, as tabs."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dossiers.links import period_url, procedures_url, reported_url, returns_url, sources_url
from reporting.selection import Selection

AGENCY, LEVEL, SECTOR = "agency", "level", "sector"
CHARTS, LATE, RETURNS = "charts", "late", "returns"
REPORTED, SOURCES, PROCEDURES = "reported", "sources", "procedures"


def tabs(selection: Selection, current: str, **kept: str) -> list[dict[str, Any]]:
    """The tabs for ``_components/states_bar.html``; ``kept`` are the filters that all take.

    ``source`` goes to the pages that have two of them, ``since`` and ``until`` to those of form
    II.06; neither any further.
    """
    by_level = period_url(selection, by=LEVEL, **kept)
    one_source = {name: value for name, value in kept.items() if name != "source"}
    by_sector = period_url(selection, by=SECTOR, **one_source)
    of_period = {name: one_source[name] for name in one_source if name not in ("since", "until")}
    charts = selection.url(reverse("dossiers:charts"), **of_period)
    listed = [
        (AGENCY, _("Theo cơ quan"), period_url(selection, **kept)),
        (LEVEL, _("Theo cấp"), by_level),
        (SECTOR, _("Theo lĩnh vực"), by_sector),
        (CHARTS, _("Xu hướng"), charts),
        (LATE, _("Quá hạn"), selection.url(reverse("dossiers:late"), **of_period)),
        (RETURNS, _("Báo cáo của đơn vị"), returns_url(selection)),
        (REPORTED, _("Ai đã báo cáo"), reported_url(selection)),
        (SOURCES, _("Hai nguồn số liệu"), sources_url(selection)),
        (PROCEDURES, pgettext("plural", "Thủ tục"), procedures_url(selection)),
    ]
    return [
        {"url": url, "label": label, "count": "", "state": "", "current": key == current}
        for key, label, url in listed
    ]
