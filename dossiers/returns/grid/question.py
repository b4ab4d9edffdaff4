"""Which agencies stand on one screen: period, role, sector, level, page."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from agencies.models import Agency, User
from agencies.querysets import AgencyQuerySet
from dossiers.models import Return, Sector
from dossiers.returns.entry import RIGHT, Cell, in_order, of_cell
from dossiers.returns.settled import not_asked
from reporting.selection import Selection

#: Up to so many agencies stand on one screen together; of more, one level at a time.
TOGETHER = 60
PER_PAGE = 50

Level = Agency.Level


@dataclass(frozen=True)
class Part:
    """A screen of the whole: a level, or a page of it. Empty ``level``: all agencies."""

    level: str = ""
    page: int = 1


class Question:
    """``user`` is who enters; only agencies whose returns are his to write are asked for."""

    def __init__(self, selection: Selection, user: User, asked: Mapping[str, str]) -> None:
        self.user = user
        role, code = asked.get("role", ""), asked.get("sector", "").replace("\0", "")
        is_role = role in Return.AgencyRole.values
        self.cell = Cell(
            selection.period,
            role if is_role else Return.AgencyRole.RESOLVING,
            Sector.objects.filter(code=code).first() if code else None,
        )
        self._level, self._page = asked.get("level", ""), asked.get("page", "")

    @cached_property
    def agencies(self) -> list[Agency]:
        """All that owe a return for the period or have one, in the order of the form; communes
        by district. Two queries."""
        period = self.cell.period
        mine = Agency.objects.writable_by(self.user, RIGHT)
        returns = of_cell(Return.objects.writable_by(self.user, RIGHT), self.cell)
        owing = mine.valid_on(period.date_to).exclude(kind__in=not_asked())
        rows: AgencyQuerySet = owing | mine.filter(pk__in=returns.order_by().values("agency"))
        listed = list(in_order(rows.with_parent(period.date_to)))
        places = {one.pk: place for place, one in enumerate(listed)}
        levels = list(HEADED)
        return sorted(
            listed,
            key=lambda one: (
                levels.index(one.level),
                places.get(one.parent_id_on, -1) if one.level == Level.COMMUNE else -1,
                places[one.pk],
            ),
        )

    @property
    def levels(self) -> list[str]:
        """Those that the user has agencies of, in the order of the form."""
        found = {one.level for one in self.agencies}
        return [level for level in HEADED if level in found]

    @cached_property
    def part(self) -> Part:
        if len(self.agencies) <= TOGETHER:
            return Part()
        level = self._level if self._level in self.levels else self.levels[0]
        page = int(self._page) if self._page.isascii() and self._page.isdecimal() else 1
        return Part(level, min(max(page, 1), self.pages(level)))

    def of_level(self, level: str) -> list[Agency]:
        return [one for one in self.agencies if one.level == level]

    def pages(self, level: str) -> int:
        return max(1, -(-len(self.of_level(level)) // PER_PAGE))

    @property
    def shown(self) -> list[Agency]:
        """The agencies of this screen."""
        if not self.part.level:
            return self.agencies
        start = (self.part.page - 1) * PER_PAGE
        return self.of_level(self.part.level)[start : start + PER_PAGE]

    def chosen(self, keys: Collection[str]) -> list[Agency]:
        """Those of ``keys`` that the user may write, for a form that comes back; fewer than
        ``keys`` where he may not write some of them, or where they are not keys at all."""
        return [one for one in self.agencies if str(one.pk) in keys]

    def query(self, part: Part | None = None) -> str:
        """The address of a screen, up to the path."""
        part = part or self.part
        words = {
            "period": self.cell.period.code,
            "role": str(self.cell.role),
            "sector": self.cell.sector.code if self.cell.sector else "",
            "level": part.level,
            "page": str(part.page) if part.page > 1 else "",
        }
        return urlencode({name: value for name, value in words.items() if value})


#: The levels in the order of the form.
HEADED = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)
