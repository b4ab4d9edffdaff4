"""What of a sheet is not imported, in words: so that nothing is lost unseen."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from dossiers.returns.imports.plan import Plan
from dossiers.returns.imports.reading import unreported
from reporting.imports.layout import Skipped
from reporting.numbers import number

#: Names of agencies in one sentence.
MOST_NAMED = 12


def skipped_rows(plan: Plan) -> list[Skipped]:
    """Without the agencies that have not reported: they are told together."""
    return [one for one in plan.sheet.table.skipped if one.reason != unreported()]


def left_out(plan: Plan) -> list[str]:
    """Agencies, columns and sheets that the import does not read."""
    sheet, found = plan.sheet, _unreported(plan)
    if sheet.missing:
        found.append(
            _("Cột không có trong tệp, giữ nguyên số đang lưu: %(names)s.") % _named(sheet.missing)
        )
    if sheet.table.unknown:
        found.append(_("Cột không nhận ra, không nhập: %(names)s.") % _named(sheet.table.unknown))
    if sheet.table.left_alone:
        found.append(_("Cột biết nhưng không nhập: %(names)s.") % _named(sheet.table.left_alone))
    if sheet.table.hidden:
        found.append(_("Trang tính ẩn, không đọc: %(names)s.") % _named(sheet.table.hidden))
    return found


def _unreported(plan: Plan) -> list[str]:
    agencies = plan.unreported
    if not agencies:
        return []
    names = ", ".join(one.label for one in agencies[:MOST_NAMED])
    words = {"n": number(len(agencies)), "names": names}
    if len(agencies) > MOST_NAMED:
        text = _("%(n)s cơ quan không có số, coi là chưa báo cáo: %(names)s, …")
    else:
        text = _("%(n)s cơ quan không có số, coi là chưa báo cáo: %(names)s.")
    return [text % words]


def _named(names: Sequence[str]) -> dict[str, str]:
    return {"names": ", ".join(f"“{name[:60]}”" for name in names)}
