"""How a report stands, in words with the shape and the colour that go with them."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.reported.duties import Report, ReportState
from dossiers.wording import Standing, days
from reporting.figures import Figure
from reporting.numbers import number

_PILLS = {
    ReportState.ON_TIME: ("pill pill--done", "i-done"),
    ReportState.LATE: ("pill pill--late-done", "i-late-done"),
    ReportState.SENT: ("pill pill--done", "i-done"),
    ReportState.SILENT: ("pill pill--none", "i-none"),
}
_OVERDUE = ("pill pill--late", "i-late")


def standing(report: Report) -> Standing:
    """``Chưa báo cáo`` with ``quá hạn 3 ngày``; ``Gửi đúng hạn`` with ``sớm 1 ngày``."""
    pill, icon = _OVERDUE if report.is_overdue else _PILLS[report.state]
    tone = "t-late" if report.is_overdue else "muted"
    return Standing(str(report.state.label), pill, icon, _days_in_words(report), tone)


def signs() -> list[dict[str, str]]:
    """The shapes of past periods and what they mean."""
    icons = {str(state.label): icon for state, (_pill, icon) in _PILLS.items()}
    icons[_("Chưa báo cáo, quá hạn")] = _OVERDUE[1]
    return [{"icon": icon, "word": word} for word, icon in icons.items()]


def _days_in_words(report: Report) -> str:
    late = report.days_late
    if late is None:
        return _("không đặt hạn")
    if report.is_sent:
        if late > 0:
            return _("muộn %(days)s") % {"days": days(late)}
        return _("sớm %(days)s") % {"days": days(-late)} if late else ""
    if report.is_given_back and report.due_on is not None:
        # Its first sending was measured; what is left is until the deadline, if it is not over.
        left = (report.due_on - report.on).days
        if left <= 0:
            return _("đã gửi, được trả lại để sửa")
        return _("được trả lại để sửa, còn %(days)s") % {"days": days(left)}
    begun = _("đang nhập, ") if report.is_begun else ""
    if late > 0:
        return begun + _("quá hạn %(days)s") % {"days": days(late)}
    if not late:
        return begun + _("đến hạn trong ngày")
    return begun + _("còn %(days)s") % {"days": days(-late)}


def headline(figures: dict[str, Figure], overdue: int) -> str:
    """``250/268 cơ quan đã báo cáo (93,28 %), 20 muộn; 18 chưa báo cáo, 3 đã quá hạn``."""
    expected, submitted = figures["returns_expected"], figures["returns_submitted"]
    if not expected.value:
        return _("Không có cơ quan phải báo cáo trong kỳ này")
    words = {
        "n": submitted.text,
        "all": expected.text,
        "share": figures["RR1"].text,
        "late": figures["returns_late"].text,
        "silent": figures["returns_silent"].text,
        "overdue": number(overdue),
    }
    text = _("%(n)s/%(all)s cơ quan đã báo cáo (%(share)s)") % words
    if figures["returns_late"].value:
        text = _("%(text)s, %(late)s muộn") % {"text": text, **words}
    if not figures["returns_silent"].value:
        return text
    words["text"] = text
    if not overdue:
        return _("%(text)s; %(silent)s chưa báo cáo, còn hạn") % words
    if overdue == figures["returns_silent"].value:
        return _("%(text)s; %(silent)s chưa báo cáo, đều đã quá hạn") % words
    return _("%(text)s; %(silent)s chưa báo cáo, %(overdue)s đã quá hạn") % words


def agencies(count: int) -> str:
    """``12 cơ quan``."""
    return ngettext("%(n)s cơ quan", "%(n)s cơ quan", count) % {"n": number(count)}


def forms(count: int) -> str:
    """``12 biểu``."""
    return ngettext("%(n)s biểu", "%(n)s biểu", count) % {"n": number(count)}
