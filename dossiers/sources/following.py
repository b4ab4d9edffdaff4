"""What is done about a form that differs from the list of dossiers: a note, or taking it as it is.

Each call locks the form, checks that nobody has written meanwhile, and writes in one transaction.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import translation
from django.utils.translation import gettext as _

from agencies.models import Agency, Membership, User
from agencies.roles import Role
from dossiers.form206 import BY_KEY
from dossiers.models import Return, ReturnFollowUp
from dossiers.sources.differences import RULE, Gap, Told, fingerprint, gaps, open_keys
from dossiers.summary.sources import told_of
from reporting.models import Acceptance, AcceptanceWithdrawal
from reporting.numbers import number, signed

NOTE, ACCEPT = "dossiers.change_returnfollowup", "dossiers.accept_return"


class ConflictError(Exception):
    """Somebody else was faster, or the numbers have changed; the sentence says what to do."""


def told_again(form: Return, sent_on: dt.date) -> Told:
    """The form beside the list as both stand now."""
    return told_of([(form, sent_on)])[0]


def owners(agency: Agency, on: dt.date) -> QuerySet[User]:
    """Who may be named: people of the agency and of the branches it stands in, on day ``on``,
    and those of the procedure office."""
    held = Membership.objects.valid_on(on).filter(
        Q(agency=agency, role__in=(Role.CLERK, Role.HEAD)) | Q(role=Role.PROCEDURE_OFFICE)
    )
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("full_name")


def seen_of(follow_up: ReturnFollowUp | None) -> str:
    """What a form carries to tell whether the follow-up was changed meanwhile."""
    return follow_up.edited_at.isoformat() if follow_up else ""


def seen_of_gaps(found: Sequence[Gap]) -> str:
    """The same of the differences that somebody accepts."""
    marks = [fingerprint(gap.key, gap.stated or 0, gap.counted) for gap in found]
    return hashlib.sha256(" ".join(marks).encode()).hexdigest()


def _locked(form: Return) -> Return:
    rows = Return.objects.select_for_update(of=("self",))
    found: Return = rows.select_related("agency", "period", "sector").get(pk=form.pk)
    return found


@transaction.atomic
def write(
    form: Return,
    sent_on: dt.date,
    user: User,
    *,
    owner: User | None,
    note: str,
    seen: str,
    now: dt.datetime,
) -> bool:
    """Names the owner and notes how far the work is; False where that is what stands already.

    Raises ``ConflictError`` where another one was written since the page was opened.
    """
    told = told_again(_locked(form), sent_on)
    before = told.follow_up
    if before is not None and (before.owner, before.note) == (owner, note):
        return False
    if seen_of(before) != seen:
        raise ConflictError(
            _(
                "Ghi chú này vừa được %(who)s sửa. Trang đang hiển thị nội dung mới; hãy xem lại "
                "rồi ghi tiếp."
            )
            % {"who": before.edited_by if before and before.edited_by else _("người khác")}
        )
    found = gaps(told, sent_on)
    noted = {gap.key: [gap.stated, gap.counted] for gap in open_keys(found)}
    kept = dict(before.differences) if before else {}
    ReturnFollowUp.objects.update_or_create(
        report=told.form,
        defaults={
            "owner": owner,
            "note": note,
            "differences": kept | noted,
            "edited_by": user,
            "edited_at": now,
        },
    )
    return True


@transaction.atomic
def accept(
    form: Return, sent_on: dt.date, user: User, *, reason: str, seen: str, now: dt.datetime
) -> int:
    """Takes every open difference of the form as it stands; returns how many. Zero: all were taken.

    Raises ``ConflictError`` where a number has changed since the page was opened.
    """
    told = told_again(_locked(form), sent_on)
    found = open_keys(gaps(told, sent_on))
    if not found:
        return 0
    if seen_of_gaps(found) != seen:
        raise ConflictError(
            _("Số liệu đã thay đổi từ khi mở trang. Hãy xem lại các chênh lệch rồi chấp nhận lại.")
        )
    Acceptance.objects.bulk_create(
        Acceptance(
            subject=told.form,
            group=gap.key,
            agency=told.form.agency,
            rules=[RULE],
            sentence=_sentence(gap),
            fingerprint=fingerprint(gap.key, gap.stated or 0, gap.counted),
            reason=reason,
            accepted_by=user,
            accepted_at=now,
        )
        for gap in found
    )
    return len(found)


@transaction.atomic
def withdraw(form: Return, sent_on: dt.date, user: User, *, now: dt.datetime) -> int:
    """Takes back what was accepted of the form; returns how many differences are open again."""
    told = told_again(_locked(form), sent_on)
    rows = [
        AcceptanceWithdrawal(acceptance=one, withdrawn_by=user, withdrawn_at=now)
        for one in (told.accepted or {}).values()
    ]
    return len(AcceptanceWithdrawal.objects.bulk_create(rows))


def _sentence(gap: Gap) -> str:
    """Both sides and the difference; kept in Vietnamese, whoever accepts."""
    with translation.override("vi"):
        return _(
            "%(column)s: Biểu II.06 (%(stated)s) ≠ danh sách hồ sơ (%(counted)s), lệch %(gap)s"
        ) % {
            "column": BY_KEY[gap.key].heading,
            "stated": number(gap.stated),
            "counted": number(gap.counted),
            "gap": signed(gap.difference),
        }
