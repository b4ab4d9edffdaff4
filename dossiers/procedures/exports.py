"""The catalogue, form II.07b and the dossiers of a procedure as files."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dossiers.codes import ProcedureState
from dossiers.procedures.catalogue.columns import LABELS
from dossiers.procedures.figures import FORM_207B
from dossiers.summary.form207b import Managed
from dossiers.summary.procedures import TimedProcedure
from dossiers.wording import levels_in_words
from reporting.exports import Column, Export, head
from reporting.filters import Chip
from reporting.selection import Selection

_CHUNK = 2000
#: Headings over the groups of form II.07b.
GROUPS = (
    gettext_lazy("Thuộc thẩm quyền giải quyết"),
    gettext_lazy("Thực hiện theo cơ chế một cửa"),
    gettext_lazy("Đã có quy trình nội bộ"),
)


def of_catalogue(
    rows: Sequence[TimedProcedure],
    latest: dict[int, Any],
    selection: Selection,
    chips: Sequence[Chip],
    reader: object,
) -> Export:
    """What the import reads back without a change, and what the list shows besides.

    ``latest`` is the change last in force, or to come, by procedure.
    """
    lines = head(_("Danh mục thủ tục hành chính"), reader, selection, chips, day=selection.until)
    return Export(
        name=_("thu-tuc-%(period)s") % {"period": selection.period.code},
        lines=lines,
        columns=[*_read_back(latest), *_worked_out()],
        rows=rows,
    )


def _read_back(latest: dict[int, Any]) -> list[Column]:
    def of_change(name: str) -> Any:
        def value(row: TimedProcedure) -> object:
            change = latest.get(row.procedure.pk)
            return getattr(change, name) if change is not None else None

        return value

    def kind(row: TimedProcedure) -> str:
        change = latest.get(row.procedure.pk)
        return str(change.get_kind_display()) if change is not None else ""

    def agency(row: TimedProcedure) -> str:
        found = row.procedure.managing_agency
        return str(found.name) if found else ""

    cells: list[tuple[str, Any, int]] = [
        ("code", lambda row: row.procedure.code, 18),
        ("name", lambda row: row.procedure.name, 60),
        ("sector", lambda row: row.procedure.sector.name, 24),
        ("agency", agency, 30),
        ("levels", lambda row: levels_in_words(row.procedure.levels), 20),
        ("online_kind", lambda row: str(row.procedure.get_online_kind_display()), 16),
        ("working_days", lambda row: _term(row.procedure.working_days), 20),
        ("serves", lambda row: str(row.procedure.get_serves_display()), 20),
        ("one_stop_levels", _one_stop, 20),
        ("workflow_number", lambda row: row.procedure.workflow_number, 20),
        ("workflow_on", lambda row: row.procedure.workflow_on, 14),
        ("decision_number", of_change("decision_number"), 20),
        ("kind", kind, 16),
        ("decided_on", of_change("decided_on"), 14),
        ("effective_on", of_change("effective_on"), 14),
        ("published_on", of_change("published_on"), 14),
    ]
    return [Column(LABELS[key], value, width) for key, value, width in cells]


def _term(limit: int | None) -> str:
    if limit is None:
        return _("Không quy định")
    if not limit:
        return _("Trong ngày")
    return ngettext("%(n)s ngày làm việc", "%(n)s ngày làm việc", limit) % {"n": limit}


def _one_stop(row: TimedProcedure) -> str:
    return levels_in_words(row.procedure.one_stop_levels) or _("Không")


def _worked_out() -> list[Column]:
    return [
        Column(
            gettext_lazy("Hiệu lực vào ngày tính"),
            lambda row: str(ProcedureState(row.procedure.state).label),
        ),
        Column(gettext_lazy("Thời hạn vào ngày tính"), lambda row: _term(row.allowed), 20),
        Column(gettext_lazy("Hồ sơ đã giải quyết trong kỳ"), lambda row: row.times.count),
        Column(gettext_lazy("Trung vị (ngày làm việc)"), lambda row: row.times.median),
        Column(gettext_lazy("90 % hồ sơ trong (ngày làm việc)"), lambda row: row.times.p90),
        Column(gettext_lazy("Hồ sơ vượt thời hạn"), _beyond),
        Column(gettext_lazy("Tỷ lệ trong thời hạn"), lambda row: row.times.share),
        Column(
            gettext_lazy("Dữ liệu minh họa"),
            lambda row: _("Có") if row.procedure.is_generated else _("Không"),
        ),
    ]


def _beyond(row: TimedProcedure) -> int | None:
    return row.times.beyond if row.times.limited else None


def of_form_207b(
    rows: Sequence[Managed], total: dict[str, int], selection: Selection, reader: object
) -> Export:
    title = _("Biểu số II.07b: Tổng hợp số lượng thủ tục hành chính")
    named = [
        Column(gettext_lazy("Mã"), lambda row: row.code, 12),
        Column(gettext_lazy("Cơ quan quản lý"), lambda row: row.name, 48),
    ]
    counts = [
        Column(f"{GROUPS[place // 4]}: {meant.short}", _count(meant.code))
        for place, meant in enumerate(FORM_207B)
    ]
    return Export(
        name=_("bieu-II-07b-%(period)s") % {"period": selection.period.code},
        lines=head(title, reader, selection, day=selection.until),
        columns=[*named, *counts],
        rows=[*rows, Managed("", _("Tổng số"), total)],
    )


def _count(key: str) -> Any:
    return lambda row: row.counts[key]


def of_dossiers(
    rows: Any, procedure: Any, selection: Selection, chips: Iterable[Chip], reader: object
) -> Export:
    """Dossiers of one procedure ``with_days_used`` and ``with_allowed``."""
    title = _("Thời gian giải quyết hồ sơ của thủ tục %(procedure)s") % {"procedure": procedure}
    columns = [
        Column(gettext_lazy("Mã hồ sơ"), lambda row: row.code, 26),
        Column(gettext_lazy("Mã thủ tục"), lambda row: procedure.code),
        Column(gettext_lazy("Cơ quan giải quyết"), lambda row: row.resolving_agency.name, 36),
        Column(gettext_lazy("Ngày tiếp nhận"), lambda row: row.received_on),
        Column(gettext_lazy("Ngày hẹn trả"), lambda row: row.due_on),
        Column(gettext_lazy("Ngày kết thúc xử lý"), lambda row: row.resolved_on),
        Column(gettext_lazy("Số ngày làm việc"), lambda row: row.days_used),
        Column(gettext_lazy("Thời hạn (ngày làm việc)"), lambda row: row.allowed),
    ]
    return Export(
        name=_("thoi-gian-%(code)s-%(period)s")
        % {"code": procedure.code, "period": selection.period.code},
        lines=head(title, reader, selection, chips, day=selection.until),
        columns=columns,
        rows=rows.iterator(chunk_size=_CHUNK),
    )
