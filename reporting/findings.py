"""Findings of stored figures, with the place where they stand and the words of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from reporting.acceptances import Accepted, accepted_of, fingerprint
from reporting.checks import Finding, Severity, check
from reporting.checks.adapters import of_lines
from reporting.models import Acceptance, Statement
from reporting.numbers import date

#: Edits shown with a finding; the statement's own page has the others folded below them.
EDITS_SHOWN = 2


@dataclass(frozen=True)
class Issue:
    """A finding, whose it is and where it can be mended."""

    finding: Finding
    subject: str
    source: str
    stated_on: dt.date
    owner: str
    url: str
    group: str = ""
    acceptance: Acceptance | None = None

    @property
    def is_accepted(self) -> bool:
        return self.acceptance is not None

    @property
    def fingerprint(self) -> str:
        """What names the finding on a form; another one as soon as a number changes."""
        return fingerprint(self.finding, self.group)

    def note(self, *, edits: int | None = EDITS_SHOWN, with_source: bool = True) -> dict[str, Any]:
        """For ``_components/note.html``: what does not agree, by how much, what would close it."""
        first, *others = self.finding.messages()
        title = first.rstrip(".")
        repairs = self._repairs(edits)
        return {
            "level": self._level,
            "title": f"{self.subject}: {title}" if self.subject else title,
            "code": ", ".join(self.finding.rules),
            "lines": [*others, *repairs[:EDITS_SHOWN]],
            "more": repairs[EDITS_SHOWN:],
            "meta": " · ".join([*([self._source()] if with_source else []), *self._taken()]),
            "actions": [{"url": self.url, "label": _("Xem nguồn")}] if with_source else [],
        }

    def _repairs(self, edits: int | None) -> list[str]:
        """What would close it; nothing for what somebody took as it stands."""
        if self.is_accepted:
            return []
        return [edit.message() for edit in self.finding.edits[:edits]] or [
            self.finding.advice
            or _("Không có số nào mà sửa riêng số đó thì khớp: có từ hai số sai hoặc còn thiếu số.")
        ]

    def _source(self) -> str:
        return _("Nguồn: %(source)s, %(day)s · Phụ trách: %(owner)s") % {
            "source": self.source,
            "day": date(self.stated_on),
            "owner": self.owner,
        }

    @property
    def _level(self) -> str:
        if self.is_accepted:
            return "info"
        return "bad" if self.finding.severity is Severity.ERROR else "warn"

    def _taken(self) -> list[str]:
        """Who took it as it stands, when and why."""
        if self.acceptance is None:
            return []
        words = {
            "name": self.acceptance.accepted_by,
            "day": date(timezone.localdate(self.acceptance.accepted_at)),
            "reason": self.acceptance.reason,
        }
        return [_("Chấp nhận chênh lệch: %(name)s, %(day)s. Lý do: %(reason)s") % words]


def of_statement(statement: Statement, accepted: Accepted | None = None) -> list[Issue]:
    """What does not add up in a statement; its figures must be at hand (``with_figures``).

    ``accepted``: what people took as it stands, of this statement among others.
    """
    return [
        Issue(
            finding=finding,
            subject=subject,
            source=statement.title,
            stated_on=statement.stated_on,
            owner=statement.agency.label,
            url=statement.get_absolute_url(),
            group=subject,
            acceptance=accepted.of(statement.pk, finding, subject) if accepted else None,
        )
        for subject, figures in of_lines(statement.figures.all()).items()
        for finding in check(figures)
    ]


def of_statements(statements: Iterable[Statement]) -> list[Issue]:
    """The findings of all, in the order of the statements, accepted ones marked. One query more."""
    rows = list(statements)
    accepted = accepted_of(Statement, [row.pk for row in rows])
    return [issue for row in rows for issue in of_statement(row, accepted)]


def still_open(issues: Iterable[Issue]) -> list[Issue]:
    """Those that nobody took as they stand."""
    return [issue for issue in issues if not issue.is_accepted]
