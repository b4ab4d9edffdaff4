"""What of a sheet of form II.06 is not imported, in words: so that nothing is lost unseen."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from agencies.models import Agency
from dossiers.returns.imports.plan import Plan
from dossiers.returns.imports.reading import unreported
from dossiers.wording import row_name
from reporting.import_preview import named
from reporting.imports.layout import Skipped
from reporting.numbers import number

#: Names of agencies in one sentence.
MOST_NAMED = 12


def skipped_rows(plan: Plan) -> list[Skipped]:
    """Without the agencies that have not reported: they are told together."""
    return [one for one in plan.table.skipped if one.reason != unreported()]


def missing_columns(plan: Plan) -> list[str]:
    """Of the columns of the form that the sheet lacks; no sentence where it has all."""
    missing = plan.sheet.missing
    if not missing:
        return []
    return [_("Cột không có trong tệp, giữ nguyên số đang lưu: %(names)s.") % named(missing)]


def unreported_agencies(plan: Plan) -> list[str]:
    """Of the agencies that have a row and no number; no sentence where there is none."""
    agencies = plan.unreported
    if not agencies:
        return []
    if len(agencies) > MOST_NAMED:
        text = _("%(n)s cơ quan không có số, coi là chưa báo cáo: %(names)s, …")
    else:
        text = _("%(n)s cơ quan không có số, coi là chưa báo cáo: %(names)s.")
    return [text % _words(agencies)]


def foreign_agencies(plan: Plan) -> list[str]:
    """Of the agencies that have numbers and are not the reader's; no sentence where none is."""
    agencies = plan.foreign
    if not agencies:
        return []
    if len(agencies) > MOST_NAMED:
        text = _("%(n)s cơ quan trong tệp ngoài phạm vi nhập của bạn, không nhập: %(names)s, …")
    else:
        text = _("%(n)s cơ quan trong tệp ngoài phạm vi nhập của bạn, không nhập: %(names)s.")
    return [text % _words(agencies)]


def _words(agencies: Sequence[Agency]) -> dict[str, str]:
    names = ", ".join(row_name(one) for one in agencies[:MOST_NAMED])
    return {"n": number(len(agencies)), "names": names}
