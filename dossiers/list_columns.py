"""The columns of the list of dossiers as a file.

Half a million rows name a few hundred agencies and procedures: these are read once and looked up
by their keys, not joined to each row; labels of codes are translated once.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.models import Agency
from dossiers.codes import Channel, Status, Timeliness
from dossiers.models import DelayCause, Dossier, Procedure
from dossiers.wording import standing
from reporting.exports import Column

#: Fields that tell how a dossier stands now, whatever day the list is of: they say so. How it
#: stood on that day is told by the last columns.
_AS_KEPT_NOW = {
    "resolved_on": gettext_lazy("Ngày kết thúc xử lý (ghi nhận đến nay)"),
    "status": gettext_lazy("Trạng thái hiện nay"),
}
_WIDE = {"code": 26, "receiving_agency": 36, "resolving_agency": 36, "status": 28}


def field_names() -> list[str]:
    """Every field of a dossier but its row number, in the order of the model."""
    return [field.name for field in Dossier._meta.fields if not field.primary_key]


def list_columns() -> list[Column]:
    """For rows ``DossierQuerySet.with_timeliness``, in the present language. Three queries."""
    procedures = Procedure.objects.select_related("sector").in_bulk()
    kinds = {pk: str(one.get_online_kind_display()) for pk, one in procedures.items()}
    words = {each: standing(each, None).word for each in (None, *Timeliness.values)}
    written = _written(procedures)
    return [
        *(_stored(name, written) for name in field_names()),
        Column(gettext_lazy("Tên thủ tục"), lambda row: procedures[row.procedure_id].name, 60),
        Column(gettext_lazy("Lĩnh vực"), lambda row: procedures[row.procedure_id].sector.name, 24),
        Column(gettext_lazy("Dịch vụ công trực tuyến"), lambda row: kinds[row.procedure_id]),
        Column(gettext_lazy("Tình trạng vào ngày tính"), lambda row: words[row.timeliness], 24),
        Column(gettext_lazy("Số ngày chậm (âm là còn hạn)"), lambda row: row.days_late),
    ]


def _written(procedures: dict[int, Procedure]) -> dict[str, Callable[[Any], object]]:
    """How a field is written where its value alone would not do."""
    agencies = dict(Agency.objects.values_list("pk", "name"))
    causes = {None: ""} | {one.pk: str(one) for one in DelayCause.objects.all()}
    channels = {one.value: str(one.label) for one in Channel}
    statuses = {one.value: f"{one.value}. {one.label}" for one in Status}
    computed = _("hệ thống tính")
    return {
        "procedure": lambda row: procedures[row.procedure_id].code,
        "receiving_agency": lambda row: agencies[row.receiving_agency_id],
        "resolving_agency": lambda row: agencies[row.resolving_agency_id],
        "channel": lambda row: channels[row.channel],
        "status": lambda row: statuses[row.status],
        "delay_cause": lambda row: causes[row.delay_cause_id],
        "is_due_computed": lambda row: computed if row.is_due_computed else "",
    }


def _stored(name: str, written: dict[str, Callable[[Any], object]]) -> Column:
    usual = next(str(one.verbose_name) for one in Dossier._meta.fields if one.name == name)
    heading = str(_AS_KEPT_NOW.get(name, usual))
    return Column(
        heading[:1].upper() + heading[1:],
        written.get(name) or (lambda row: getattr(row, name)),
        _WIDE.get(name, 16),
    )
