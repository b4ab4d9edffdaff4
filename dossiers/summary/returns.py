"""What agencies returned on form II.06 and does not add up."""

from __future__ import annotations

from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.models import Return
from dossiers.querysets import ReturnQuerySet
from reporting.checks import Change, Finding, check
from reporting.findings import Issue


def findings_of(row: Return) -> list[Finding]:
    """Rules D1–D4, D8 and D9 on the typed columns; an empty column is no claim.

    The columns of a form are fixed: a number can be changed, not moved under another name.
    """
    return [
        replace(finding, edits=tuple(edit for edit in finding.edits if isinstance(edit, Change)))
        for finding in check(row.stated())
    ]


def issues_of(row: Return, *, subject: str = "") -> list[Issue]:
    """The findings of one return, with where it stands. Agency and period must be at hand."""
    return [
        Issue(
            finding=finding,
            subject=subject,
            source=_("Biểu II.06, %(period)s") % {"period": row.period},
            stated_on=timezone.localdate(row.entered_at),
            owner=row.agency.name,
            url=row.get_absolute_url(),
        )
        for finding in findings_of(row)
    ]


def return_issues(returns: ReturnQuerySet) -> list[Issue]:
    """The findings of the returns in force, agency by agency. One query."""
    rows = returns.in_force().select_related("agency", "period", "sector")
    return [issue for row in rows for issue in issues_of(row, subject=row.agency.label)]
