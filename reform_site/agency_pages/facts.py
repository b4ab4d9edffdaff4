"""Where an agency stands in the tree, what it is, and what became of it."""

from __future__ import annotations

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.models import Agency, AgencySuccession
from agencies.querysets import AgencyQuerySet
from agencies.tree import Tree
from agencies.wording import became
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


#: Towards the successor, and from the predecessor.
_AFTER, _BEFORE = "→", "←"


def successions(
    agency: Agency, visible: AgencyQuerySet, selection: Selection
) -> list[dict[str, str]]:
    """What became of the agency and what it came from: a sentence, and the page of the other
    agency where the reader may see it. ``became`` is the same for the top of the page of an
    agency that is over by the as-of day; the name and ``since`` go after it."""
    after = agency.successions.select_related("successor")
    before = agency.origins.select_related("predecessor")
    told = [(one, one.successor, _AFTER) for one in after]
    told += [(one, one.predecessor, _BEFORE) for one in before]
    others = {other.pk for _one, other, _arrow in told if other is not None}
    seen = set(visible.filter(pk__in=others).values_list("pk", flat=True)) if others else set()
    return [
        {
            "text": f"{date(one.on)}: {one.get_kind_display()} {arrow}",
            "name": other.name if other else "–",
            "since": _("từ %(first)s") % {"first": date(one.on)},
            "url": selection.url(other.get_absolute_url()) if other and other.pk in seen else "",
            "reference": one.legal_reference,
            "became": _became(one, selection) if arrow == _AFTER else "",
        }
        for one, other, arrow in told
    ]


def _became(one: AgencySuccession, selection: Selection) -> str:
    if one.on > selection.as_of:
        return ""
    text = became(one.kind, has_heir=one.successor_id is not None)
    return text[:1].upper() + text[1:]
