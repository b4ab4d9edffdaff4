"""What agencies returned on form II.06 and does not add up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from dossiers.columns import returned_inside
from dossiers.form206 import PARTS, parts_of
from dossiers.models import Return
from dossiers.querysets import ReturnQuerySet
from dossiers.returns.neighbours import Neighbours
from reporting.acceptances import Accepted, accepted_of
from reporting.checks import (
    A1,
    RULES,
    CompareRule,
    Finding,
    Relation,
    Rule,
    Severity,
    TwinRule,
    check,
    wording,
)
from reporting.findings import Issue, still_open

#: Column 3 is what was resolved and what is pending, which is column 7 + 11.
_CROSS = ("received_total", ("resolved_total", "pending_total"))


def findings_of(row: Return, neighbours: Neighbours | None = None) -> list[Finding]:
    """Rules D1–D4, D8, D9, A1 and A2 on the typed columns; an empty column is no claim.

    D4 is put to totals that nobody typed as well, wherever their parts are complete.
    With ``neighbours`` also those that compare the return with others: D5, D6, D10 and D11.
    The columns of a form are fixed: a number can be changed, not moved under another name.
    """
    stated = row.stated()
    outside = _outside(stated)
    found = check(
        stated,
        rules=RULES + _crossed(stated, outside) + (neighbours.rules(row) if neighbours else ()),
        outside=outside,
        apart=(A1, _copied(), *(neighbours.apart(row) if neighbours else ())),
        may_move=False,
    )
    return _gathered(found)


def issues_of(
    row: Return,
    *,
    subject: str = "",
    neighbours: Neighbours | None = None,
    accepted: Accepted | None = None,
) -> list[Issue]:
    """The findings of one return, with where it stands. Agency and period must be at hand.

    ``accepted``: what people took as it stands, of this return among others.
    """
    return [
        Issue(
            finding=finding,
            subject=subject,
            source=_("Biểu II.06, %(period)s") % {"period": row.period},
            stated_on=timezone.localdate(row.entered_at),
            owner=row.agency.name,
            url=row.get_absolute_url(),
            acceptance=accepted.of(row.pk, finding) if accepted else None,
        )
        for finding in findings_of(row, neighbours)
    ]


def issues_of_each(rows: Sequence[Return]) -> list[list[Issue]]:
    """The findings of each return, in the order of ``rows``, accepted ones marked.

    Agency and period must be at hand. The same few queries for any number of returns.
    """
    neighbours = Neighbours(rows)
    accepted = accepted_of(Return, [row.pk for row in rows])
    return [issues_of(row, neighbours=neighbours, accepted=accepted) for row in rows]


def return_issues(returns: ReturnQuerySet) -> list[Issue]:
    """What nobody accepted in the returns in force, agency by agency. A fixed number of queries."""
    rows = list(returns.in_force().select_related("agency", "period", "sector"))
    return [
        replace(issue, subject=row.agency.label)
        for row, issues in zip(rows, issues_of_each(rows), strict=True)
        for issue in still_open(issues)
    ]


def _outside(stated: dict[str, int]) -> tuple[str, ...]:
    """Columns that stand beside the resolved and the pending, as far as the return tells them."""
    if returned_inside():
        return ()
    return tuple(key for key in ("returned", "withdrawn") if key in stated)


def _crossed(stated: Mapping[str, int], outside: tuple[str, ...]) -> tuple[Rule, ...]:
    """D4 where a total is not typed but its parts are: what is to be mended is one of these."""
    left, rights = _CROSS
    if all(key in stated for key in (left, *rights)):
        return ()
    sides = [_told_by(left, stated), *(_told_by(key, stated) for key in rights)]
    if not all(sides):
        return ()
    right = tuple(key for side in sides[1:] for key in side)
    return (
        CompareRule(
            "D4",
            Severity.ERROR,
            sides[0],
            Relation.EQUAL,
            right + outside,
            words=wording.named(rights + outside, in_words=False),
            left_words=wording.named((left,), in_words=False),
        ),
    )


def _told_by(total: str, stated: Mapping[str, int]) -> tuple[str, ...]:
    """The keys that tell a total: itself, else all its parts; none where one is missing."""
    if total in stated:
        return (total,)
    parts = parts_of(total)
    if "direct_postal" in parts and "direct_postal" not in stated:
        parts = (*(key for key in parts if key != "direct_postal"), "direct", "postal")
    return parts if all(key in stated for key in parts) else ()


def _copied() -> Rule:
    """D9 where nothing else fails: totals aside, which may well equal their only part."""
    pair = ("online", "carried_over")
    return TwinRule("D9", Severity.WARNING, PARTS, pair, settings.DOSSIERS_COPY_FROM)


def _gathered(found: Sequence[Finding]) -> list[Finding]:
    """Columns that differ from the sum of the agencies below are one finding, told last."""
    below = [one for one in found if set(one.rules) == {"D5"}]
    if len(below) < 2:
        return list(found)
    failures = tuple(trial for one in below for trial in one.failures)
    return [*(one for one in found if one not in below), Finding(failures, (), ())]
