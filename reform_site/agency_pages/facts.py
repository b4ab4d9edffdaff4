"""Where an agency stands in the tree, what it is, and what became of it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.models import Agency
from agencies.tree import Tree
from reporting.numbers import date
from reporting.selection import Selection


def crumbs(agency: Agency, tree: Tree, selection: Selection) -> list[dict[str, str]]:
    top = {"url": selection.url(reverse("agency-tree")), "label": pgettext("plural", "Cơ quan")}
    path = [
        {"url": selection.url(one.get_absolute_url()), "label": one.label}
        for one in tree.path(agency)
    ]
    return [top, *path]


def facts(agency: Agency) -> list[dict[str, str]]:
    rows = [
        (_("Mã"), agency.code),
        (_("Loại"), agency.get_kind_display()),
        (_("Cấp"), agency.get_level_display()),
        (_("Mã đơn vị hành chính (GSO)"), agency.gso_code),
        (_("Có hiệu lực từ"), date(agency.valid_from) if agency.valid_from else _("không rõ")),
        (_("Có hiệu lực đến hết"), date(agency.valid_to) if agency.valid_to else ""),
    ]
    return [{"term": term, "text": text} for term, text in rows if text]


def successions(agency: Agency) -> list[str]:
    """What became of the agency and what it came from, as sentences."""
    after = agency.successions.select_related("successor")
    before = agency.origins.select_related("predecessor")
    words = [
        f"{date(one.on)}: {one.get_kind_display()} → {one.successor or '–'}. {one.legal_reference}"
        for one in after
    ]
    words += [
        f"{date(one.on)}: {one.get_kind_display()} ← {one.predecessor}. {one.legal_reference}"
        for one in before
    ]
    return [text.strip() for text in words]
