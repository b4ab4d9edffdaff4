"""What must be mended before a return is published."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dossiers.models import Return
from dossiers.summary import issues_of_each
from reporting.checks import Severity


def missing_source(row: Return) -> str:
    """Rule G1: a published figure names its source document and the day it speaks of.

    The sentence of the rule; empty where both are told.
    """
    missing = [
        word
        for is_told, word in (
            (bool(row.document_number.strip()), _("số, ký hiệu văn bản")),
            (row.as_of is not None, _("ngày mà số liệu tính đến")),
        )
        if not is_told
    ]
    if not missing:
        return ""
    return _("Biểu chưa ghi %(what)s.") % {"what": _(" và ").join(missing)}


def obstacles(row: Return) -> list[str]:
    """Sentences, one for each failed rule of the level error that nobody accepted, and for G1.

    Agency and period must be at hand.
    """
    (issues,) = issues_of_each([row])
    found = [
        f"{' '.join(issue.finding.messages())} ({', '.join(issue.finding.rules)})"
        for issue in issues
        if issue.finding.severity is Severity.ERROR and not issue.is_accepted
    ]
    source = missing_source(row)
    return [*found, *([f"{source} (G1)"] if source else [])]
