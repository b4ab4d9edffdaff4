"""Which agency a row of the sheet is of: by code, name or short name, and by where it stands."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.utils.translation import gettext as _

from agencies.models import Agency, User
from dossiers.returns.imports.headings import AGENCY, CODE
from reporting.imports.agencies import AgencyBook, Days, plain
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


class Book(AgencyBook):
    """The agencies whose returns a user may enter; communes also without “UBND” and “xã”.

    ``level`` and ``district`` are what the last section and the last district above say: they
    tell communes of one name apart. Two queries.
    """

    def __init__(self, user: User, on: Days) -> None:
        self.on = on
        agencies = Agency.objects.writable_by(user, RIGHT).with_parent(on[0])
        super().__init__(agencies)
        self.by_code = {one.code.casefold(): one for one in self.every}
        self.level: str | None = None
        self.district: Agency | None = None

    def names_of(self, agency: Agency) -> Iterable[str]:
        yield from super().names_of(agency)
        if agency.level in (Level.DISTRICT, Level.COMMUNE):
            bare = plain(agency.name).removeprefix(_COUNCIL)
            yield from (bare, _KIND.sub("", bare))

    def enter_section(self, level: str) -> None:
        self.level, self.district = level, None

    def pass_by(self, agency: Agency) -> None:
        """Communes that follow a district without a section of their own are its communes."""
        if agency.level == Level.DISTRICT:
            self.district = agency

    def of_row(self, row: TableRow) -> Agency:
        """Raises ``WrongValue``; ``column_of`` says which cell it is about."""
        code, name = row.values.get(CODE, ""), row.values.get(AGENCY, "")
        if not code:
            return self.of_name(name)
        found = self.by_code.get(code.casefold())
        if found is None:
            raise WrongValue(_outside(), _("Hãy ghi mã như trong danh sách cơ quan."))
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
        hints = (
            lambda one: one.level == self.level,
            lambda one: self.district is not None and one.parent_id_on == self.district.pk,
        )
        bare = plain(name)
        known = name if bare in self.by_name else bare.removeprefix(_COUNCIL)
        try:
            return self.find(known, self.on, hints)
        except WrongValue as error:
            if plain(known) in self.by_name:
                raise
            raise WrongValue(_outside(), error.mend) from error

    def ended(self, agency: Agency) -> WrongValue:
        return self._ended(agency, self.on[-1])

    @staticmethod
    def column_of(row: TableRow) -> str:
        return CODE if row.values.get(CODE) else AGENCY


def _outside() -> str:
    """The same for what does not exist and for what is not this user's: neither is told apart."""
    return _("Không có cơ quan này, hoặc bạn không được nhập số liệu của cơ quan này.")
