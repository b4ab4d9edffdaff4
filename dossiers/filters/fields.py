"""Fields of the filters over dossiers, each with the same name on every page that has it."""

from __future__ import annotations

from typing import Any

import django_filters
from django import forms
from django.utils.translation import gettext_lazy as _

from dossiers.codes import PROCEDURE_CODE, OnlineKind, normal_procedure_code
from dossiers.models import Procedure, Sector
from dossiers.structure import NOW, THEN
from reporting.filters import AgencyBranchFilter, ChoiceFilter
from reporting.widgets import FlatSelect

_STRUCTURES = (
    (THEN, _("Theo tổ chức của từng ngày")),
    (NOW, _("Quy về tổ chức hiện nay")),
)


def _leave(rows: Any, branch: Any) -> Any:
    return rows


def choice(label: Any, choices: Any, empty_label: Any, **kwargs: Any) -> ChoiceFilter:
    return ChoiceFilter(
        label=label, choices=choices, empty_label=empty_label, method="leave", **kwargs
    )


def agency_filter() -> AgencyBranchFilter:
    """The agency alone; what it means for the rows is told by ``Question``."""
    return AgencyBranchFilter(
        label=_("Cơ quan giải quyết"), empty_label=_("Tất cả cơ quan"), apply=_leave
    )


def sector_filter(**kwargs: Any) -> django_filters.ModelChoiceFilter:
    """By its code. It filters the rows itself unless a ``method`` is named."""
    return django_filters.ModelChoiceFilter(
        label=_("Lĩnh vực"),
        queryset=Sector.objects.all(),
        to_field_name="code",
        empty_label=_("Tất cả lĩnh vực"),
        widget=FlatSelect,
        **kwargs,
    )


def structure_filter() -> ChoiceFilter:
    return choice(_("Tổ chức bộ máy"), _STRUCTURES, None)


def online_filter() -> ChoiceFilter:
    return choice(_("Dịch vụ công trực tuyến"), OnlineKind.choices, _("Mọi mức dịch vụ"))


class ProcedureCodeField(forms.CharField):
    """A procedure by its code; the catalogue is too long for a list of choices."""

    def clean(self, value: Any) -> Procedure | None:
        code = super().clean(value)
        if not code:
            return None
        code = normal_procedure_code(code) or code
        PROCEDURE_CODE(code)
        found = Procedure.objects.filter(code=code).first()
        if found is None:
            raise forms.ValidationError(
                _("Không có thủ tục mã “%(code)s”; hãy kiểm tra lại mã đã nhập."),
                params={"code": code},
            )
        return found


class ProcedureFilter(django_filters.Filter):
    field_class = ProcedureCodeField
