"""Which waiting dossiers of an ended agency go to whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency
from dossiers.codes import DOSSIER_CODE
from dossiers.filters import ProcedureCodeField
from dossiers.models import Sector
from dossiers.structure.handing import HandingError, Order
from reporting.widgets import FlatSelect

#: Codes typed at once.
MOST = 5000


class HandoverForm(forms.Form):
    """``heirs`` are the successors that the law names, the only one is chosen beforehand;
    ``others`` may take dossiers as well. All are ``with_parent``; ``parents`` names those, for
    agencies of one name. ``waiting`` are the sectors with dossiers that wait, in order, and
    how many."""

    to = forms.ChoiceField(
        label=_("Cơ quan nhận"),
        widget=FlatSelect,
        error_messages={"required": _("Hãy chọn cơ quan nhận hồ sơ.")},
    )
    sector = forms.ChoiceField(label=_("Lĩnh vực"), required=False, widget=FlatSelect)
    procedure = ProcedureCodeField(label=_("Mã thủ tục"), max_length=30, required=False)
    codes = forms.CharField(
        label=_("Mã hồ sơ"),
        required=False,
        max_length=40 * MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Mỗi dòng một mã. Không chọn gì thì bàn giao mọi hồ sơ còn lại."),
    )
    reason = forms.CharField(label=_("Căn cứ"), max_length=200)
    #: How many dossiers were seen and confirmed; empty before.
    count = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        heirs: Sequence[Agency],
        others: Sequence[Agency],
        parents: Mapping[int, str],
        waiting: Sequence[tuple[Sector, int]],
        reason: str = "",
    ) -> None:
        first = {"reason": reason, "to": heirs[0].code if len(heirs) == 1 else ""}
        super().__init__(data, auto_id="handover-%s", initial=first)
        self.agencies = {one.code: one for one in (*heirs, *others)}
        self.names = told_apart([*heirs, *others], parents)
        self.sectors = {sector.code: sector for sector, _count in waiting}
        to: Any = self.fields["to"]
        to.choices = [
            ("", _t("Chọn cơ quan nhận")),
            *(
                (label, [(one.code, self.names[one.pk]) for one in some])
                for label, some in ((_t("Cơ quan kế thừa"), heirs), (_t("Cơ quan khác"), others))
                if some
            ),
        ]
        sector: Any = self.fields["sector"]
        sector.choices = [
            ("", _t("Tất cả lĩnh vực")),
            *((one.code, f"{one.name} ({count})") for one, count in waiting),
        ]

    def clean_codes(self) -> tuple[str, ...]:
        found = dict.fromkeys(re.split(r"[\s,;]+", self.cleaned_data["codes"].upper()))
        codes = tuple(code for code in found if code)
        if len(codes) > MOST:
            raise forms.ValidationError(_t("Mỗi lần không quá %(n)s mã.") % {"n": MOST})
        for code in codes:
            DOSSIER_CODE(code)
        return codes

    @property
    def receiver(self) -> str:
        """The chosen agency by its name, told apart from others of that name."""
        return self.names[self.agencies[self.cleaned_data["to"]].pk]

    def again(self) -> list[tuple[str, str]]:
        """(name, value) of what was typed, for the page that asks to confirm it."""
        names = [name for name in self.fields if name != "count"]
        return [(name, str(self.data.get(name, ""))) for name in names]

    def order(self, agency: Agency) -> Order:
        given = self.cleaned_data
        return Order(
            agency=agency,
            successor=self.agencies[given["to"]],
            reason=given["reason"],
            sector=self.sectors.get(given["sector"]),
            procedure=given["procedure"],
            codes=given["codes"],
        )

    def refuse(self, error: HandingError) -> None:
        name = {"successor": "to"}.get(error.field, error.field)
        self.add_error(name if name in self.fields else None, error.message)


def told_apart(agencies: Sequence[Any], parents: Mapping[int, str]) -> dict[int, str]:
    """By id: the name of an agency, with what it belongs to where others are called the same."""
    counts = Counter(one.name for one in agencies)
    return {
        one.pk: f"{one.name} ({parents.get(one.parent_id_on) or one.code})"
        if counts[one.name] > 1
        else one.name
        for one in agencies
    }
