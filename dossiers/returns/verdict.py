"""Whether a return adds up, in a word: for lists, the grid and the page of one return."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.form206 import lacking
from dossiers.models import Return
from reporting.findings import Issue, still_open
from reporting.numbers import number


@dataclass(frozen=True)
class Verdict:
    """``differs``: how many findings nobody accepted; ``accepted``: how many somebody did;
    ``missing``: numbers of the columns without which not all identities can be put."""

    differs: int
    accepted: int
    missing: tuple[int, ...]

    @classmethod
    def of(cls, row: Return, issues: Sequence[Issue]) -> Verdict:
        differs = len(still_open(issues))
        missing = tuple(column.number for column in lacking(row.stated()))
        return cls(differs, len(issues) - differs, missing)

    @property
    def word(self) -> str:
        """``2 chỗ không khớp``, ``Chưa đủ số để đối chiếu``, ``Khớp``."""
        if self.differs:
            text = ngettext("%(n)s chỗ không khớp", "%(n)s chỗ không khớp", self.differs)
            return text % {"n": number(self.differs)}
        if self.missing:
            return _("Chưa đủ số để đối chiếu")
        return _("Chênh lệch đã được chấp nhận") if self.accepted else _("Khớp")

    @property
    def missing_text(self) -> str:
        """Which columns are empty, and so what was not checked; empty where none is."""
        if not self.missing:
            return ""
        numbers = ", ".join(number(one) for one in self.missing)
        return ngettext(
            "Chưa đủ số để kiểm tra các cột cộng D1–D4: cột %(numbers)s để trống.",
            "Chưa đủ số để kiểm tra các cột cộng D1–D4: các cột %(numbers)s để trống.",
            len(self.missing),
        ) % {"numbers": numbers}

    def headline(self, row: Return) -> str:
        """The same as a sentence about the form of an agency."""
        words = {"agency": row.agency.name, "n": number(self.differs or self.accepted)}
        if self.differs:
            text = ngettext(
                "Biểu II.06 của %(agency)s có %(n)s chỗ không khớp",
                "Biểu II.06 của %(agency)s có %(n)s chỗ không khớp",
                self.differs,
            )
        elif self.missing:
            text = _("Biểu II.06 của %(agency)s chưa đủ số để đối chiếu")
        elif self.accepted:
            text = ngettext(
                "Biểu II.06 của %(agency)s có %(n)s chênh lệch đã được chấp nhận",
                "Biểu II.06 của %(agency)s có %(n)s chênh lệch đã được chấp nhận",
                self.accepted,
            )
        else:
            text = _("Biểu II.06 của %(agency)s có các cột cộng khớp")
        return text % words
