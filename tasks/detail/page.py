"""One task as its page shows it: facts, dates, source, reports."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from agencies.querysets import Reader
from reporting.numbers import date, number
from reporting.selection import Selection
from tasks import risk, wording
from tasks.detail.answering import answering
from tasks.links import list_url
from tasks.states import Progress
from tasks.tables import percent_bar

Row = dict[str, Any]


def _facts(*rows: tuple[str, object] | tuple[str, object, str]) -> list[Row]:
    """Rows of ``_components/facts.html``."""
    return [
        {"term": row[0], "text": str(row[1] or ""), "href": row[2] if len(row) > 2 else ""}
        for row in rows
    ]


class Page:
    """The words of one task (of ``TaskQuerySet.for_detail``) on the day of the selection."""

    def __init__(self, task: Any, user: Reader, selection: Selection) -> None:
        self.task = task
        self.user = user
        self.selection = selection
        self.on = selection.as_of

    @property
    def is_counted(self) -> bool:
        """Whether the task counts in the figures of the day."""
        task = self.task
        cancelled = task.cancelled_on is not None and task.cancelled_on <= self.on
        return bool(task.assigned_on <= self.on and not cancelled)

    @cached_property
    def standing(self) -> wording.Standing:
        task = self.task
        if task.cancelled_on is not None and task.cancelled_on <= self.on:
            said = _("từ %(day)s") % {"day": date(task.cancelled_on)}
            return wording.Standing("cancelled", said)
        return wording.standing(task, self.on)

    @property
    def not_counted(self) -> str:
        """Why the task is in no figure of the day; empty where it is."""
        if self.is_counted:
            return ""
        if self.task.assigned_on > self.on:
            text = _("Nhiệm vụ giao ngày %(day)s, sau ngày tính số liệu %(on)s.")
            return text % {"day": date(self.task.assigned_on), "on": date(self.on)}
        text = _("Nhiệm vụ thôi thực hiện từ %(day)s, không tính vào số liệu đến %(on)s.")
        return text % {"day": date(self.task.cancelled_on), "on": date(self.on)}

    @property
    def at_risk(self) -> str:
        """Why the task is likely to be late; empty where it is not, or does not count."""
        return risk.of_task(self.task, self.on) if self.is_counted else ""

    @property
    def risk_method(self) -> str:
        return risk.method()

    @property
    def lead_line(self) -> str:
        agency, due = self.task.lead_on_day.name, wording.due(self.task)
        if self.task.due_on:
            return _("%(agency)s chủ trì, thời hạn %(due)s") % {"agency": agency, "due": due}
        return _("%(agency)s chủ trì, %(due)s") % {
            "agency": agency,
            "due": due[:1].lower() + due[1:],
        }

    @property
    def percent(self) -> Row:
        return percent_bar(self.task)

    @property
    def crumbs(self) -> list[Row]:
        task = self.task
        return [
            {"url": list_url(self.selection), "label": _("Nhiệm vụ")},
            {
                "url": list_url(self.selection, programme=task.programme.code),
                "label": wording.programme_name(task.programme),
            },
            {"url": "", "label": task.code},
        ]

    @property
    def facts(self) -> list[Row]:
        task = self.task
        return _facts(
            (_("Mã nhiệm vụ"), task.code),
            (
                _("Chương trình"),
                wording.full_programme_name(task.programme),
                list_url(self.selection, programme=task.programme.code),
            ),
            (
                _("Lĩnh vực"),
                task.get_field_display(),
                list_url(self.selection, programme=task.programme.code, field=task.field),
            ),
            (_("Sản phẩm"), task.product),
            (
                _("Cơ quan chủ trì"),
                task.lead_on_day.name,
                list_url(self.selection, lead=task.lead_on_day.code),
            ),
            *answering(task, self.user, self.selection),
            (_("Cơ quan phối hợp"), "\n".join(one.name for one in task.coordinating.all())),
            (_("Người giao"), task.assigned_by),
            (_("Ngày giao"), date(task.assigned_on)),
            (_("Mã trên hệ thống cấp trên"), task.external_number),
        )

    @property
    def deadline(self) -> list[Row]:
        task = self.task
        times = task.extensions_then
        said = _("%(n)s lần") % {"n": number(times)} if times else _("chưa gia hạn")
        return _facts(
            (_("Loại thời hạn"), task.get_deadline_kind_display()),
            (_("Thời hạn như đã ghi"), task.deadline_label),
            (_("Hạn gốc"), date(task.original_due_on)),
            (_("Hạn có hiệu lực vào %(day)s") % {"day": date(self.on)}, date(task.due_on)),
            (_("Đã gia hạn"), said),
            (_("Số ngày chậm"), "" if task.days_late is None else wording.days(task.days_late)),
        )

    @property
    def result(self) -> list[Row]:
        task = self.task
        newest = next((one for one in self._reported if one.reported_on <= self.on), None)
        progress = Progress(task.progress_then).label
        done = task.completed_on if self._has_come(task.completed_on) else None
        told_on = task.completed_on or task.result_on
        number = task.result_number if told_on is None or self._has_come(told_on) else ""
        return _facts(
            (_("Tiến độ vào %(day)s") % {"day": date(self.on)}, progress),
            (_("Ngày hoàn thành"), date(done) if done else ""),
            (_("Số, ký hiệu văn bản kết quả"), number),
            (_("Mô tả minh chứng"), task.evidence),
            (_("Kết quả thực hiện"), newest.result if newest else ""),
            (_("Lý do chậm"), newest.delay_reason if newest else ""),
            (_("Giải pháp"), newest.remedy if newest else ""),
            (_("Ghi chú"), task.note),
        )

    def _has_come(self, day: dt.date | None) -> bool:
        return day is not None and day <= self.on

    @property
    def dates(self) -> list[Row]:
        """The states that the task went through, in the order of their dates."""
        task = self.task
        found: list[tuple[dt.date | None, str]] = [
            (task.assigned_on, _("Được giao")),
            (task.started_on, _("Bắt đầu thực hiện")),
            (task.submitted_on, _("Trình xác nhận")),
            (task.returned_on, _("Trả lại để làm lại")),
            (task.postponed_on, _("Tạm dừng")),
            (task.resumed_on, _("Thực hiện tiếp")),
            (task.completed_on, _("Hoàn thành (ngày văn bản kết quả)")),
            (task.cancelled_on, _("Thôi thực hiện")),
        ]
        dated = [(day, word) for day, word in found if day is not None]
        return [
            {"day": date(day), "iso": day.isoformat(), "text": word, "is_later": day > self.on}
            for day, word in sorted(dated, key=lambda one: one[0])
        ]

    @property
    def source(self) -> list[Row]:
        """Where the task comes from: document, meeting, conclusion; the first cause first."""
        task, found = self.task, []
        if document := task.document:
            found.append(_document(document, task.document_clause, self.selection))
        if conclusion := task.conclusion:
            meeting = conclusion.meeting
            found.append(
                {
                    "term": _("Phiên họp"),
                    "text": str(meeting),
                    "url": self.selection.url(meeting.get_absolute_url()),
                    "more": [part for part in (meeting.chair_words, meeting.place) if part],
                }
            )
            if meeting.notice and meeting.notice_id != task.document_id:
                number = meeting.notice.number
                term = _("Thông báo kết luận %(number)s") % {"number": number}
                notice = _document(meeting.notice, "", self.selection)
                found.append(notice | {"term": term.strip()})
            found.append(
                {
                    "term": _("Kết luận %(number)s") % {"number": conclusion.number},
                    "text": conclusion.text,
                    "url": f"{self.selection.url(meeting.get_absolute_url())}#{conclusion.anchor}",
                    "more": [],
                }
            )
        return found

    @property
    def _reported(self) -> list[Any]:
        return list(self.task.updates.all())


def _document(document: Any, clause: str, selection: Selection) -> Row:
    head = " ".join(part for part in (document.get_kind_display(), document.number) if part)
    issued = _("ngày %(day)s") % {"day": date(document.issued_on)} if document.issued_on else ""
    more = [part for part in (document.issuer, issued, document.signer, clause) if part]
    file_url = document.file_url()
    return {
        "term": head,
        "url": selection.url(document.get_absolute_url()),
        "text": document.excerpt,
        "more": more,
        "file_url": file_url,
    }
