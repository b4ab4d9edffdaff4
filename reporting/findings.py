"""Findings of stored figures, with the place where they stand and the words of the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from reporting.checks import Finding, Severity, check
from reporting.checks.adapters import of_lines
from reporting.models import Statement
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

    def note(self, *, edits: int | None = EDITS_SHOWN, with_source: bool = True) -> dict[str, Any]:
        """For ``_components/note.html``: what does not agree, by how much, what would close it."""
        first, *others = self.finding.messages()
        title = first.rstrip(".")
        repairs = [edit.message() for edit in self.finding.edits[:edits]] or [
            _("Không có số nào mà sửa riêng số đó thì khớp: có từ hai số sai hoặc còn thiếu số.")
        ]
        meta = _("Nguồn: %(source)s, %(day)s · Phụ trách: %(owner)s") % {
            "source": self.source,
            "day": date(self.stated_on),
            "owner": self.owner,
        }
        return {
            "level": "bad" if self.finding.severity is Severity.ERROR else "warn",
            "title": f"{self.subject}: {title}" if self.subject else title,
            "code": ", ".join(self.finding.rules),
            "lines": [*others, *repairs[:EDITS_SHOWN]],
            "more": repairs[EDITS_SHOWN:],
            "meta": meta if with_source else "",
            "actions": [{"url": self.url, "label": _("Xem nguồn")}] if with_source else [],
        }


def of_statement(statement: Statement) -> list[Issue]:
    """What does not add up in a statement; its figures must be at hand (``with_figures``)."""
    return [
        Issue(
            finding=finding,
            subject=subject,
            source=statement.title,
            stated_on=statement.stated_on,
            owner=statement.agency.label,
            url=statement.get_absolute_url(),
        )
        for subject, figures in of_lines(statement.figures.all()).items()
        for finding in check(figures)
    ]


def of_statements(statements: Iterable[Statement]) -> list[Issue]:
    """The findings of all, in the order of the statements."""
    return [issue for statement in statements for issue in of_statement(statement)]
