"""One dossier as its page shows it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from dossiers.codes import Status
from dossiers.form206 import COLUMNS
from dossiers.links import BRANCH, list_url, procedure_url
from dossiers.models import DueDateChange, Supplement
from dossiers.procedures.terms import allowed_in_words
from dossiers.wording import Standing, days, ended_by, standing, status_on, status_since
from reporting.numbers import date, moment, number, span
from reporting.selection import Selection
from reporting.workdays import UncoveredDateError, WorkingCalendar

Row = dict[str, Any]


class Page:
    """The words of one dossier in a selection; it is of ``with_timeliness``, ``with_columns`` and
    ``with_allowed``."""

    def __init__(
        self, dossier: Any, selection: Selection, calendar: WorkingCalendar | None
    ) -> None:
        self.dossier = dossier
        self.selection = selection
        self.calendar = calendar

    @cached_property
    def standing(self) -> Standing:
        return standing(self.dossier.timeliness, self.dossier.days_late)

    @property
    def headline(self) -> str:
        words = {"code": self.dossier.code, "standing": self.standing.word.lower()}
        if self.standing.after:
            words["standing"] = f"{words['standing']}, {self.standing.after}"
        return _("Hồ sơ %(code)s: %(standing)s") % words

    @property
    def as_of(self) -> str:
        return date(self.selection.until)

    @property
    def dates(self) -> list[Row]:
        dossier = self.dossier
        closed = ended_by(dossier, self.selection.until)
        return _facts(
            (_("Ngày tiếp nhận"), date(dossier.received_on)),
            (_("Ngày hẹn trả"), self._due()),
            *self._waiting(),
            (_("Ngày kết thúc xử lý"), date(closed) if closed else ""),
            (_("Thời hạn của thủ tục"), allowed_in_words(self.dossier.allowed)),
            (self._used_label(), self._used()),
        )

    def _due(self) -> str:
        if self.dossier.due_on is None:
            return _("không có hạn")
        day = date(self.dossier.due_on)
        if not self.dossier.is_due_computed:
            return day
        return _("%(day)s, hệ thống tính theo lịch làm việc") % {"day": day}

    def _waiting(self) -> list[tuple[str, object]]:
        if self.dossier.status != Status.SUPPLEMENT_ASKED:
            return []
        since = self.dossier.waiting_since
        if since is not None and since > self.selection.until:
            return []
        return [(_("Chờ bổ sung từ ngày"), date(since) if since else _("không rõ"))]

    def _used_label(self) -> str:
        return _("Đã dùng") if self._end() == self.dossier.resolved_on else _("Đã qua")

    def _end(self) -> dt.date:
        """The day of resolution, or the as-of day while it is pending then."""
        resolved: dt.date | None = self.dossier.resolved_on
        return resolved if resolved and resolved <= self.selection.until else self.selection.until

    def _used(self) -> str:
        end = self._end()
        if self.calendar is None or end < self.dossier.received_on:
            return ""
        try:
            used = self.calendar.days_used(self.dossier.received_on, end)
        except UncoveredDateError:
            return ""
        return _("%(days)s làm việc, tính từ ngày sau ngày tiếp nhận") % {"days": days(used)}

    @property
    def facts(self) -> list[Row]:
        dossier, procedure = self.dossier, self.dossier.procedure
        return _facts(
            (_("Thủ tục"), procedure.name, self._list(procedure=procedure.code)),
            (_("Mã thủ tục"), procedure.code, procedure_url(self.selection, procedure.code)),
            (_("Lĩnh vực"), procedure.sector.name, self._list(sector=procedure.sector.code)),
            (_("Dịch vụ công trực tuyến"), procedure.get_online_kind_display()),
            (_("Đối tượng"), procedure.get_serves_display()),
            (_("Hình thức nộp"), dossier.get_channel_display()),
            (_("Trạng thái"), status_on(dossier, self.selection.until)),
            *self._since(),
        )

    def _since(self) -> list[tuple[str, object]]:
        """What became of it after the day of the page."""
        since = status_since(self.dossier, self.selection.until)
        return [(_("Trạng thái hiện nay"), since)] if since else []

    @property
    def agencies(self) -> list[Row]:
        dossier = self.dossier
        resolving = dossier.resolving_agency
        return _facts(
            (_("Nơi tiếp nhận"), dossier.receiving_agency.name),
            (
                _("Cơ quan giải quyết"),
                resolving.name,
                self._list(agency=resolving.code, rows=BRANCH),
            ),
        )

    def _list(self, **filters: str) -> str:
        return list_url(self.selection, **filters)

    @property
    def counted(self) -> list[Row]:
        """The columns of form II.06 that count this dossier in the period."""
        return [
            {
                "number": f"({column.number})",
                "label": f"{column.group}: {column.label}",
                "url": list_url(
                    self.selection,
                    column=column.key,
                    agency=self.dossier.resolving_agency.code,
                    rows="own",
                ),
            }
            for column in COLUMNS
            if getattr(self.dossier, f"in_{column.key}")
        ]

    @property
    def not_counted(self) -> str:
        """Why no column counts it in the period; empty where one does."""
        if self.counted:
            return ""
        days_ = span(self.selection.first, self.selection.until)
        if self.dossier.status in self.dossier.Status.not_received():
            return _("Hồ sơ mới đăng ký hoặc không được tiếp nhận: không tính vào Biểu II.06.")
        if self.dossier.received_on > self.selection.until:
            return _("Tiếp nhận sau kỳ %(days)s: chưa tính vào kỳ này.") % {"days": days_}
        return _("Đã kết thúc trước kỳ %(days)s: không tính vào kỳ này.") % {"days": days_}


class Delays:
    """What stopped, moved or explained the due day of one dossier, as its page shows it.

    ``days_late``: on the day on which the page is read; the page itself speaks of its own day."""

    def __init__(
        self,
        dossier: Any,
        requests: Sequence[Supplement],
        moves: Sequence[DueDateChange],
        *,
        days_late: int,
    ) -> None:
        self.dossier, self.days_late = dossier, days_late
        self.requests = requests
        self.moves = moves

    @property
    def facts(self) -> list[Row]:
        cause, letter = self.dossier.delay_cause, getattr(self.dossier, "apology", None)
        rows = []
        if cause or self.is_late_then or self.days_late > 0:
            rows.append((_("Nguyên nhân quá hạn"), str(cause) if cause else _("chưa nêu")))
        if letter:
            words = {"number": letter.number, "day": date(letter.issued_on)}
            rows.append((_("Văn bản xin lỗi"), _("số %(number)s ngày %(day)s") % words))
            rows.append((_("Hẹn lại"), date(letter.new_due_on)))
        return _facts(*rows)

    @property
    def is_late_then(self) -> bool:
        """On the as-of day of the page."""
        return (self.dossier.days_late or 0) > 0

    @property
    def since_then(self) -> str:
        """That it is late by now, where the page says that it was not."""
        if self.is_late_then or self.days_late <= 0:
            return ""
        return _("Tính đến hôm nay, hồ sơ quá hạn %(days)s.") % {"days": days(self.days_late)}

    @property
    def nothing(self) -> str:
        if self.facts or self.requests or self.moves:
            return ""
        return _("Hồ sơ chưa quá hạn, chưa yêu cầu bổ sung, chưa đổi hạn.")

    @property
    def supplements(self) -> dict[str, Any] | None:
        """The table of ``_components/plain_table.html``; None without a request."""
        if not self.requests:
            return None
        return {
            "caption": _("Các lần yêu cầu bổ sung"),
            "head": [
                _("Lần"),
                _("Ngày yêu cầu"),
                _("Ngày nộp bổ sung"),
                _("Cộng vào hạn (ngày làm việc)"),
            ],
            "rows": [
                [number(place), date(one.asked_on), _day(one.answered_on), number(one.days_waited)]
                for place, one in enumerate(self.requests, start=1)
            ],
        }

    @property
    def changes(self) -> dict[str, Any] | None:
        if not self.moves:
            return None
        return {
            "caption": _("Các lần đổi ngày hẹn trả"),
            "head": [_("Đổi lúc"), _("Hạn cũ"), _("Hạn mới"), _("Lý do"), _("Người đổi")],
            "rows": [
                [
                    moment(one.changed_at),
                    _day(one.old_due_on),
                    _day(one.new_due_on),
                    str(one.get_reason_display()),
                    str(one.changed_by or "–"),
                ]
                for one in self.moves
            ],
        }


def _day(day: dt.date | None) -> str:
    return date(day) if day else "–"


def _facts(*rows: tuple[str, object] | tuple[str, object, str]) -> list[Row]:
    """Rows of ``_components/facts.html``."""
    return [
        {"term": row[0], "text": str(row[1] or ""), "href": row[2] if len(row) > 2 else ""}
        for row in rows
    ]
