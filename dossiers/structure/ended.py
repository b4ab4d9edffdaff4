"""What a page says when it counts by the organisation of today."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from agencies.lineage import Step
from agencies.models import Agency, AgencySuccession
from agencies.querysets import Reader
from agencies.wording import became
from dossiers.links import period_url
from dossiers.structure import NOW, Structure
from dossiers.wording import row_name
from reporting.numbers import date
from reporting.selection import Selection


def structure_notes(
    structure: Structure, agency: Agency | None, selection: Selection, reader: Reader
) -> list[dict[str, Any]]:
    """Rows of ``dossiers/_day_notes.html``; none where the page counts as was.

    Where ``agency``, the one asked for, has given way to another: to which, and the page of that
    one. Where no agency has changed since the period began: that both ways count the same. At
    most three queries.
    """
    if structure.now is None:
        return []
    step = structure.lineage.steps.get(agency.pk) if agency else None
    if agency is not None and step is not None and step.on <= structure.now:
        return [_given_way(agency, step, selection, reader)]
    changed = any(
        selection.first < one.on <= structure.now for one in structure.lineage.steps.values()
    )
    if changed or structure.has_handovers:
        return []
    text = _("Từ đầu kỳ đến nay không có cơ quan nào thay đổi: hai cách tính cho cùng một số.")
    return [{"text": text, "is_plain": True}]


def _given_way(agency: Agency, step: Step, selection: Selection, reader: Reader) -> dict[str, Any]:
    heir = Agency.objects.get(pk=step.successor)
    kind = AgencySuccession.objects.values_list("kind", flat=True).get(
        predecessor=agency, successor=heir, on=step.on
    )
    words = {
        "old": row_name(agency),
        "became": became(kind),
        "new": row_name(heir),
        "on": date(step.on),
    }
    text = _(
        "%(old)s %(became)s %(new)s từ %(on)s: theo tổ chức hiện nay, hồ sơ của cơ quan này tính "
        "cho %(new)s."
    )
    note: dict[str, Any] = {"text": text % words}
    if Agency.objects.visible_to(reader).filter(pk=heir.pk).exists():
        note |= {
            "url": period_url(selection, agency=heir.code, structure=NOW),
            "label": _("Xem %(new)s") % words,
        }
    return note
