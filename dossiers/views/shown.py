"""Of whom a page of form II.06 is: what stands under “Đơn vị báo cáo”, and who may sign it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from agencies.models import Agency
from agencies.querysets import Reader, reach_for
from dossiers.exports import Layout
from dossiers.reported.wording import agencies
from dossiers.views.tabs import AGENCY, LEVEL, SECTOR
from dossiers.wording import row_name
from reporting.filters import Chip
from reporting.numbers import span

#: More agencies than these are counted instead of named.
_NAMED = 3
#: Filters that the unit and the title tell.
_TOLD = ("agency", "since", "until")


@dataclass(frozen=True)
class Shown:
    """``unit``: whose dossiers are in the form, empty for a site without a name.

    ``filters``: what else narrows it, in words; its days stand under its title. It is signed only
    as the whole form of one unit.
    """

    unit: str
    filters: str
    is_one: bool
    is_office: bool

    @property
    def is_signed(self) -> bool:
        return self.is_one and not self.filters

    def headed(self, headline: str) -> str:
        """The finding, with whose it is where that is not the whole office's."""
        if self.is_office or not self.unit:
            return headline
        return f"{self.unit}: {headline}"


def layout(
    by: str,
    *,
    agency: Agency | None,
    whose: Shown,
    is_branch: bool = False,
    days: tuple[dt.date, dt.date] | None = None,
) -> Layout:
    """What the file of the page says of its rows; ``by`` as the address has it. ``days``: where
    they are not those of the period."""
    rows = {
        AGENCY: _("hồ sơ riêng của một cơ quan"),
        LEVEL: _("một cấp giải quyết"),
        SECTOR: _("một lĩnh vực của một cấp giải quyết"),
    }
    names = {LEVEL: _("theo-cap"), SECTOR: _("theo-linh-vuc")}
    told = _("một cơ quan, cấp huyện gồm cả cấp xã") if is_branch else rows[by]
    mark = _("gom-cap-xa") if is_branch else names.get(by, "")
    part = _("co-loc") if whose.filters else ""
    marks = [one for one in (agency.code if agency else "", mark, part) if one]
    if days is None:
        return Layout(told, marks, whose.unit)
    marks += [day.isoformat() for day in days]
    return Layout(told, marks, whose.unit, span(*days))


def shown(reader: Reader, agency: Agency | None, chips: Sequence[Chip]) -> Shown:
    """``agency``: that of the filter, with its branch. ``chips``: all filters in force. One query
    at most."""
    others = [f"{chip.label}: {chip.value}" for chip in chips if chip.name not in _TOLD]
    filters = "; ".join(others)
    if agency is not None:
        is_office = agency.kind == Agency.Kind.LEADERSHIP and reach_for(reader).is_everything
        return Shown(_with_communes(agency), filters, True, is_office)
    if reach_for(reader).is_everything:
        return Shown(settings.SITE_ORG, filters, True, True)
    tops = _tops(reader)
    if len(tops) == 1:
        return Shown(tops[0].name, filters, True, False)
    if len(tops) <= _NAMED:
        return Shown(", ".join(row_name(one) for one in tops), filters, False, False)
    return Shown(agencies(len(tops)), filters, False, False)


def _with_communes(agency: Agency) -> str:
    """A district with what its branch holds."""
    if agency.level != Agency.Level.DISTRICT:
        return agency.name
    return _("%(agency)s và cấp xã trực thuộc") % {"agency": agency.name}


def _tops(reader: Reader) -> list[Any]:
    """The agencies that the reader sees and none above them."""
    seen: list[Any] = list(Agency.objects.visible_to(reader).with_last_parent())
    ids = {one.pk for one in seen}
    tops = [one for one in seen if one.parent_id_last not in ids]
    return sorted(tops, key=lambda one: (one.sort_key, one.code))
