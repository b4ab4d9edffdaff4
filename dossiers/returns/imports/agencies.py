"""Which agency a row of the sheet is of: by code, name or short name, and by where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from django.utils.translation import gettext as _

from agencies.models import Agency, User
from agencies.querysets import AgencyQuerySet
from dossiers.returns.imports.headings import AGENCY, CODE
from reporting.imports.agencies import AgencyBook, Days, Hints, plain
from reporting.imports.layout import TableRow
from reporting.imports.problems import WrongValue
from reporting.imports.text import fold

#: Who enters returns, and so who may import them.
RIGHT = "dossiers.change_return"

Level = Agency.Level
#: Words of which the name of a section is made, and those that it needs, per level.
_FRAME = "cac cap khoi don vi co quan ubnd uy ban nhan dan va tai thuoc"
_SECTIONS = (
    (Level.PROVINCE, "so nganh tinh chuyen mon", ("so nganh", "so ban", "cap tinh")),
    (Level.DISTRICT, "huyen thi xa thanh pho", ("huyen pho", "cap huyen")),
    (Level.COMMUNE, "xa phuong thi tran dac khu", ("xa phuong", "cap xa")),
)
_ROMAN = re.compile(r"^(?:[ivx]+|[a-d]) ")
_KIND = re.compile(r"^(?:huyen|thi xa|thanh pho|xa|phuong|thi tran) (?=\S)")
_COUNCIL = "uy ban nhan dan "


def level_of_section(text: str) -> str | None:
    """The level that a row like “II. Huyện, thị xã, thành phố” speaks of; None for any other."""
    words = set(_ROMAN.sub("", fold(text)).split())
    for level, own, needed in _SECTIONS:
        allowed = {*own.split(), *_FRAME.split()}
        if words <= allowed and any(words >= set(each.split()) for each in needed):
            return level
    return None


class Foreign(Exception):  # noqa: N818 -- told as a row that is passed over
    """The row is of ``agency``, whose returns the user does not enter."""

    def __init__(self, agency: Agency) -> None:
        super().__init__(agency.name)
        self.agency = agency


class _Named(AgencyBook):
    """Agencies by code and by every name; communes also without “UBND” and “xã”."""

    def __init__(self, agencies: AgencyQuerySet) -> None:
        super().__init__(agencies)
        self.by_code = {one.code.casefold(): one for one in self.every}

    def names_of(self, agency: Agency) -> Iterable[str]:
        yield from super().names_of(agency)
        if agency.level in (Level.DISTRICT, Level.COMMUNE):
            bare = plain(agency.name).removeprefix(_COUNCIL)
            yield from (bare, _KIND.sub("", bare))


class Book(_Named):
    """The agencies whose returns a user may enter.

    ``level`` and ``district`` are what the last section and the last district above say: they
    tell communes of one name apart. Two queries, and two more once a row is of no agency of the
    user's: then it is looked for among the others.
    """

    def __init__(self, user: User, on: Days) -> None:
        self.on = on
        agencies = Agency.objects.writable_by(user, RIGHT).with_parent(on[0])
        super().__init__(agencies)
        self.level: str | None = None
        self.district: Agency | None = None

    @cached_property
    def others(self) -> _Named:
        """The agencies of everybody else."""
        mine = [one.pk for one in self.every]
        return _Named(Agency.objects.exclude(pk__in=mine).with_parent(self.on[0]))

    def enter_section(self, level: str) -> None:
        self.level, self.district = level, None

    def pass_by(self, agency: Agency) -> None:
        """Communes that follow a district without a section of their own are its communes."""
        if agency.level == Level.DISTRICT:
            self.district = agency

    def of_row(self, row: TableRow) -> Agency:
        """Raises ``WrongValue``, of which ``column_of`` says which cell it is about, or
        ``Foreign``."""
        code, name = row.values.get(CODE, ""), row.values.get(AGENCY, "")
        if not code:
            return self.of_name(name)
        found = self.by_code.get(code.casefold())
        if found is None:
            if foreign := self.others.by_code.get(code.casefold()):
                raise Foreign(foreign)
            raise WrongValue(
                _("Không có cơ quan này."), _("Hãy ghi mã như trong danh sách cơ quan.")
            )
        if not found.exists_on(self.on[0]) and not found.exists_on(self.on[-1]):
            raise self.ended(found)
        if name and plain(name) not in {plain(each) for each in self.names_of(found)}:
            raise WrongValue(
                _("Mã này là của “%(name)s”, khác tên cơ quan trong dòng.") % {"name": found.name},
                _("Hãy sửa mã hoặc tên cho khớp nhau."),
            )
        return found

    def of_name(self, name: str) -> Agency:
        if not name:
            raise WrongValue(_("Dòng có số liệu nhưng không có tên cơ quan."), _("Hãy ghi tên."))
        bare = plain(name)
        known = name if bare in self.by_name else bare.removeprefix(_COUNCIL)
        if plain(known) not in self.by_name:
            self._pass_foreign(name)
            return self.find(known, self.on)
        found = self.find(known, self.on, self._hints())
        if self._is_below_another(found):
            self._pass_foreign(name, within=self.district)
        return found

    def _hints(self) -> Hints:
        return (
            lambda one: one.level == self.level,
            lambda one: self.district is not None and one.parent_id_on == self.district.pk,
        )

    def _is_below_another(self, agency: Agency) -> bool:
        """A commune under the heading of a district that is not its own."""
        parent: int | None = agency.parent_id_on  # type: ignore[attr-defined]
        is_commune = agency.level == Level.COMMUNE
        return is_commune and self.district is not None and parent != self.district.pk

    def _pass_foreign(self, name: str, within: Agency | None = None) -> None:
        """Raises ``Foreign`` where another agency has this name, ``within`` a district if given."""
        named = self.others.by_name.get(plain(name).removeprefix(_COUNCIL), [])
        named = named or self.others.by_name.get(plain(name), [])
        living = [one for one in named if any(one.exists_on(day) for day in self.on)]
        if within is not None:
            living = [one for one in living if one.parent_id_on == within.pk]  # type: ignore[attr-defined]
        for hint in self._hints():
            living = [one for one in living if hint(one)] or living
        if living:
            raise Foreign(living[0])

    def ended(self, agency: Agency) -> WrongValue:
        return self._ended(agency, self.on[-1])

    @staticmethod
    def column_of(row: TableRow) -> str:
        return CODE if row.values.get(CODE) else AGENCY
