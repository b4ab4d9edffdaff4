"""Findings that a named person takes as they stand, with the reason, and takes back again.

An acceptance holds for one finding with exactly its numbers: ``fingerprint`` tells whether it is
still the same one. Who may accept is decided by the caller, who also locks the subject.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import translation
from django.utils.translation import gettext as _

from agencies.models import Agency, User
from reporting.checks import Finding
from reporting.models import Acceptance, AcceptanceWithdrawal
from reporting.numbers import number

#: Rules whose failure is mended, never accepted: parts of a number, impossible numbers, source.
NEVER = frozenset({"D1b", "D8", "G1", "T7", "T8"})

#: Longest reason that is kept, in characters.
LONGEST_REASON = 2000


class AcceptanceRefused(Exception):  # noqa: N818 -- what is told to the person at the form
    """``message`` says why and what to do, in the reader's language."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Accepted:
    """The acceptances of some rows of one model that nobody took back."""

    rows: dict[tuple[int, str], Acceptance]

    def of(self, key: int, finding: Finding, group: str = "") -> Acceptance | None:
        """That of a finding of the row ``key``, while none of its numbers has changed."""
        return self.rows.get((key, fingerprint(finding, group))) if self.rows else None


def accepted_of(model: type[models.Model], keys: Collection[int]) -> Accepted:
    """One query."""
    rows = Acceptance.objects.of(model, keys)
    return Accepted({(row.object_id, row.fingerprint): row for row in rows})


def fingerprint(finding: Finding, group: str = "") -> str:
    """SHA-256 (hex) of the rules of a finding and of every number involved, both sides included."""
    failures = [
        [
            trial.rule,
            [[key, _plain(trial.value(key))] for key in trial.keys],
            _plain(trial.left),
            _plain(trial.right),
        ]
        for trial in finding.failures
    ]
    text = json.dumps([group, sorted(failures)], ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


def may_be_accepted(finding: Finding) -> bool:
    return not NEVER.intersection(finding.rules)


def accept(
    subject: models.Model,
    finding: Finding,
    user: User,
    reason: str,
    *,
    agency: Agency,
    group: str = "",
) -> Acceptance:
    """Takes ``finding`` of ``subject`` as it stands. The caller holds a lock on ``subject``.

    Raises ``AcceptanceRefused`` without a reason, for a rule that is never accepted, and where
    somebody has accepted it already.
    """
    text = _reason(reason, _("Hãy ghi lý do chấp nhận chênh lệch."))
    if not may_be_accepted(finding):
        raise AcceptanceRefused(_("Lỗi này phải được sửa, không chấp nhận được."))
    if accepted_of(type(subject), [subject.pk]).of(subject.pk, finding, group):
        raise AcceptanceRefused(_("Chênh lệch này đã được chấp nhận."))
    with translation.override("vi"):
        sentence = " ".join(finding.messages())
    found: Acceptance = Acceptance.objects.create(
        subject=subject,
        group=group,
        agency=agency,
        rules=list(finding.rules),
        sentence=sentence,
        fingerprint=fingerprint(finding, group),
        reason=text,
        accepted_by=user,
    )
    return found


def standing(subject: models.Model, fingerprint: str) -> Acceptance:
    """The acceptance of the finding that is in force, else raises ``AcceptanceRefused``."""
    found = accepted_of(type(subject), [subject.pk]).rows.get((subject.pk, fingerprint))
    if found is None:
        raise AcceptanceRefused(_("Việc chấp nhận này đã được rút."))
    return found


def withdraw(found: Acceptance, user: User, reason: str) -> AcceptanceWithdrawal:
    """Takes back an acceptance that is in force; the caller holds a lock on its subject.

    Raises ``AcceptanceRefused`` without a reason.
    """
    text = _reason(reason, _("Hãy ghi lý do rút chấp nhận chênh lệch."))
    taken: AcceptanceWithdrawal = AcceptanceWithdrawal.objects.create(
        acceptance=found, withdrawn_by=user, reason=text
    )
    return taken


def _reason(text: str, missing: str) -> str:
    found = text.strip()
    if not found:
        raise AcceptanceRefused(missing)
    if len(found) > LONGEST_REASON:
        words = {"n": number(LONGEST_REASON)}
        raise AcceptanceRefused(_("Lý do dài quá %(n)s ký tự; hãy viết ngắn hơn.") % words)
    return found


def _plain(value: Any) -> str:
    """The same text for a number however many zeros stand behind its point."""
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
