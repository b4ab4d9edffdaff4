"""Managing agencies by the names that the national list gives them."""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import get_close_matches

from django.utils.translation import gettext as _

from agencies.models import Agency
from reporting.imports.problems import WrongValue
from reporting.imports.text import fold

#: Unknown names of a file that get a suggestion.
_MOST_SOUGHT = 200
#: Names of a whole level, which say nothing of who manages the procedure.
_LEVEL = re.compile(
    r"^(?:uy ban nhan dan|ubnd)(?: cac)?(?: cap)? (?:tinh|huyen|xa|xa phuong thi tran|huyen thi xa"
    r" thanh pho|tinh thanh pho truc thuoc trung uong)$"
)


class AgencyBook:
    """Every agency by code, name and short name; one query."""

    def __init__(self) -> None:
        self.by_name: dict[str, list[Agency]] = defaultdict(list)
        for one in Agency.objects.all():
            for name in {fold(each) for each in (one.code, one.name, one.short_name) if each}:
                self.by_name[name].append(one)
        self.sought = 0

    def find(self, text: str) -> Agency | None:
        """The agency called ``text``; None for an empty cell and for a level as a whole.

        The one still there is taken where several had the name. Raises ``WrongValue``.
        """
        name = fold(text)
        if not name:
            return None
        found = self.by_name.get(name, [])
        living = [one for one in found if one.valid_to is None] or found
        if len(living) == 1:
            return living[0]
        if living:
            codes = ", ".join(one.code for one in living)
            raise WrongValue(
                _("Có %(n)s cơ quan cùng tên này.") % {"n": len(living)},
                _("Hãy ghi mã cơ quan: %(codes)s.") % {"codes": codes},
            )
        if _LEVEL.match(name):
            return None
        raise WrongValue(_("Không có cơ quan này."), self._suggestion(name))

    def _suggestion(self, name: str) -> str:
        near: list[str] = []
        if self.sought < _MOST_SOUGHT:
            self.sought += 1
            near = get_close_matches(name[:200], self.by_name, n=3, cutoff=0.6)
        names = dict.fromkeys(one.name for each in near for one in self.by_name[each])
        if not names:
            return _(
                "Hãy ghi tên, tên viết tắt hoặc mã như trong danh sách cơ quan, hoặc để trống."
            )
        return _("Gần nhất: %(names)s.") % {"names": ", ".join(f"“{name}”" for name in names)}
