"""What the page of a return shows beside its numbers: next steps, path, firmness, facts."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from agencies.querysets import Reader
from dossiers.models import Return, ReturnStep
from dossiers.returns.accepted import events_of
from dossiers.returns.comparison import Role, counted_before, reported_before
from dossiers.returns.publishing import missing_source
from dossiers.returns.steps import Step, offered
from dossiers.returns.stocks import Series, Stock
from dossiers.returns.verdict import Verdict
from dossiers.returns.versions import version_name
from reporting.checks import Severity
from reporting.checks.keys import KEYS
from reporting.figures import Firmness
from reporting.findings import Issue, still_open
from reporting.numbers import date, moment, number

VERBS: dict[Step, str | Promise] = {
    Step.SEND: gettext_lazy("Gửi biểu"),
    Step.CONFIRM: gettext_lazy("Xác nhận"),
    Step.PUBLISH: gettext_lazy("Công bố"),
    Step.GIVE_BACK: gettext_lazy("Trả lại để sửa"),
    Step.CORRECT: gettext_lazy("Lập bản đính chính"),
}


#: Steps that ask for a reason, and what for.
_NOTES: dict[Step, str | Promise] = {
    Step.GIVE_BACK: gettext_lazy("Nội dung cần sửa"),
    Step.CORRECT: gettext_lazy("Lý do đính chính"),
}


def actions(row: Return, user: Reader, issues: Sequence[Issue]) -> list[dict[str, Any]]:
    """The forms of the steps that ``user`` may take next, the likely one first.

    ``issues``: what does not add up in ``row``. Sending and confirming pass over it, publishing
    does not; so each of them tells it.
    """
    return [
        {
            "step": step.value,
            "label": VERBS[step],
            "url": reverse("dossiers:return-step", args=[row.pk]),
            "note_label": _NOTES.get(step, gettext_lazy("Ghi chú (không bắt buộc)")),
            "needs_note": step in _NOTES,
            "warning": _warning(row, step, issues),
            "is_main": place == 0,
        }
        for place, step in enumerate(offered(row, user))
    ]


def _warning(row: Return, step: Step, issues: Sequence[Issue]) -> str:
    """What a step forward would pass over; empty for the others, and where all adds up."""
    if step not in (Step.SEND, Step.CONFIRM, Step.PUBLISH):
        return ""
    errors = [one for one in still_open(issues) if one.finding.severity is Severity.ERROR]
    if errors:
        found = " ".join(text for one in errors for text in one.finding.messages())
        return _("%(found)s Chưa sửa hoặc chưa được chấp nhận thì biểu chưa công bố được.") % {
            "found": found
        }
    return Verdict.of(row, issues).missing_text


def given_back(row: Return, path: Sequence[dict[str, Any]]) -> dict[str, Any] | None:
    """The step that gave a draft back, of ``path_of``; None where it was not given back."""
    if row.status != Return.Status.DRAFT:
        return None
    steps = [event for event in path if event["status"]]
    is_back = len(steps) > 1 and steps[0]["status"] == Return.Status.DRAFT
    return steps[0] if is_back else None


def status_in_words(row: Return, firmness: Firmness, *, is_back: bool) -> str:
    """What the firmness beside it does not say already."""
    if is_back:
        return _("Bản nháp, được trả lại để sửa")
    text = str(row.get_status_display())
    return "" if text == str(firmness.label) else text


def path_of(row: Return) -> list[dict[str, Any]]:
    """The steps taken, and differences accepted and taken back, the newest first. Three queries."""
    found = []
    before = ""
    for step in row.steps.select_related("user").order_by("entered_at", "pk"):
        who = step.user or _("Hệ thống")
        text = _word(row, step, before)
        event = _event(step.on, step.entered_at, who, text, step.note)
        found.append((step.entered_at, event | {"status": step.status}))
        before = step.status
    for one in events_of(row):
        day = timezone.localdate(one.at)
        found.append((one.at, _event(day, one.at, one.user, one.text, one.reason)))
    return [event for _at, event in sorted(found, key=lambda pair: pair[0], reverse=True)]


def _event(on: dt.date, at: dt.datetime, who: object, text: str, note: str) -> dict[str, Any]:
    return {
        "day": date(on),
        "iso": on.isoformat(),
        "text": text,
        "entered": _("%(who)s, %(at)s") % {"who": who, "at": moment(at)},
        "note": note,
        "status": "",
    }


def _word(row: Return, step: ReturnStep, before: str) -> str:
    if step.status == Return.Status.DRAFT:
        if before:
            return _("Trả lại để sửa")
        return _("Lập bản đính chính") if row.version > 1 else _("Lập biểu")
    return str(step.get_status_display())


def firmness_of(row: Return, issues: Iterable[Issue]) -> Firmness:
    """How far the numbers may be trusted: confirmed by the agency, with or without a difference."""
    if row.status in (Return.Status.DRAFT, Return.Status.SUBMITTED):
        return Firmness.PROVISIONAL
    is_accepted = any(issue.is_accepted for issue in issues)
    return Firmness.ACCEPTED if is_accepted else Firmness.CONFIRMED


def carried_over_notes(row: Return) -> list[dict[str, str]]:
    """Column 6 beside each source that knows it, where it agrees, or where only the list of
    dossiers speaks: what differs from a return is a finding of its own."""
    if row.carried_over is None:
        return []
    series = Series.of(row)
    reported = reported_before(row.agency, row.period, series)
    counted = counted_before(row.agency, row.period, series)
    found = []
    if reported is not None and reported.value == row.carried_over:
        found.append(_carried_over(row, reported))
    if counted is not None:
        found.append(_carried_over(row, counted))
    return found


def _carried_over(row: Return, known: Stock) -> dict[str, str]:
    words = {
        "typed": number(row.carried_over),
        "value": number(known.value),
        "source": known.source,
    }
    if row.carried_over == known.value:
        return {"level": "ok", "text": _("Cột 6 (%(typed)s) bằng %(source)s (%(value)s).") % words}
    return {"level": "warn", "text": _("Cột 6 (%(typed)s) ≠ %(source)s (%(value)s).") % words}


def source_note(row: Return) -> dict[str, str] | None:
    """Rule G1, an error of what is published and a reminder before."""
    text = missing_source(row)
    if not text:
        return None
    return {"level": "warn" if row.is_open else "bad", "text": text}


def facts_of(row: Return) -> list[dict[str, str]]:
    rows = [
        (_("Kỳ báo cáo"), str(row.period)),
        (_("Cơ quan"), row.agency.name),
        (_("Số liệu tính theo"), row.get_agency_role_display()),
        (_("Lĩnh vực"), row.sector.name if row.sector else _("Mọi lĩnh vực")),
        (_("Phạm vi"), _("Gồm cả đơn vị trực thuộc") if row.is_aggregate else ""),
        (_("Trạng thái"), row.get_status_display()),
        (_("Bản"), version_name(row) if row.version > 1 else ""),
        (_("Số, ký hiệu văn bản"), row.document_number),
        (_("Số liệu tính đến"), date(row.as_of) if row.as_of else ""),
        *((str(KEYS[key].label), _told(row, key)) for key in Return.OPTIONAL),
        (_("Người nhập"), str(row.entered_by or "")),
        (_("Nhập lúc"), moment(row.entered_at)),
        (_("Ghi chú"), row.note),
    ]
    return [{"term": term, "text": text, "href": ""} for term, text in rows if text]


def _told(row: Return, key: str) -> str:
    value: int | None = getattr(row, key)
    return "" if value is None else number(value)


def why_not_compared(row: Return) -> str:
    """Why the list of dossiers cannot be put beside the return."""
    if row.agency_role != Role.RESOLVING:
        return _(
            "Báo cáo này tính theo nơi tiếp nhận; danh sách hồ sơ tính theo cơ quan giải quyết "
            "nên không đối chiếu được."
        )
    return _(
        "Báo cáo này gồm cả đơn vị trực thuộc; số liệu được đối chiếu với biểu của các đơn vị đó."
    )
