"""Who is reminded of what on a day: puts the digests of all apps together and sends them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from agencies.models import Membership, User
from agencies.roles import Role
from dossiers.reported import digests as dossier_digests
from reporting import mailing
from reporting.loading import working_calendar
from reporting.mailing import Letter, absolute
from reporting.models import Digest, MailPreference, Period
from reporting.numbers import date
from reporting.provenance import demo_label
from reporting.selection import Selection
from reporting.workdays import UncoveredDateError, WorkingCalendar
from tasks import digests

#: Roles that get each kind.
RECIPIENTS = {
    Digest.Kind.DAILY: (Role.CLERK, Role.HEAD, Role.SECRETARIAT),
    Digest.Kind.WEEKLY: (Role.MEMBER,),
}
_WANTED = {
    Digest.Kind.DAILY: Q(mail_preference__is_daily=False),
    Digest.Kind.WEEKLY: Q(mail_preference__is_weekly=False),
}


@dataclass(frozen=True)
class Asked:
    """What was asked for: new digests, and users that have no address to send them to."""

    new: int
    without_address: list[str]


def calendar_or_none() -> WorkingCalendar | None:
    try:
        return working_calendar()
    except ValueError:
        return None


def kinds_of(on: dt.date, calendar: WorkingCalendar | None) -> list[Digest.Kind]:
    """The digests of a day: none on a day off; the weekly one on the first working day of its
    week."""
    if not _is_worked(on, calendar):
        return []
    week = [on - dt.timedelta(days=n) for n in range(1, on.isoweekday())]
    is_first = not any(_is_worked(day, calendar) for day in week)
    return [Digest.Kind.DAILY, *([Digest.Kind.WEEKLY] if is_first else [])]


def _is_worked(day: dt.date, calendar: WorkingCalendar | None) -> bool:
    try:
        if calendar is not None:
            return calendar.is_working_day(day)
    except UncoveredDateError:
        pass
    return day.isoweekday() <= 5


def recipients(kind: Digest.Kind, on: dt.date) -> QuerySet[User]:
    """Active users who hold one of the roles on the day and have not turned the digest off."""
    held = Membership.objects.valid_on(on).filter(role__in=RECIPIENTS[kind]).values("user")
    return User.objects.filter(is_active=True, pk__in=held).exclude(_WANTED[kind])


def ask_for(kind: Digest.Kind, on: dt.date, *, now: dt.datetime) -> Asked:
    """Puts the digests of one kind and day in the queue. Asking again changes nothing."""
    users = recipients(kind, on)
    unreachable = list(users.filter(email="").values_list("username", flat=True))
    reachable = users.exclude(email="").values_list("pk", flat=True)
    return Asked(mailing.enqueue(kind, on, reachable, now=now), unreachable)


def send(*, now: dt.datetime) -> Counter[str]:
    calendar = calendar_or_none()
    return mailing.send_waiting(lambda row: compose(row, calendar), now=now)


def compose(row: Digest, calendar: WorkingCalendar | None) -> Letter | None:
    """The words of a digest, as its reader may read them now. None where nothing is to be told,
    where the role was lost or the digest turned off meanwhile."""
    kind, user = Digest.Kind(row.kind), row.user
    selection = selection_of(row.day)
    if selection is None or not recipients(kind, row.day).filter(pk=user.pk).exists():
        return None
    if kind == Digest.Kind.WEEKLY:
        sections = digests.weekly(user, selection)
        subject = _("Tổng hợp tuần, %(day)s")
        intro = _("Tình hình thực hiện nhiệm vụ, tính đến %(day)s.")
    else:
        preference = MailPreference.objects.filter(user=user).first() or MailPreference()
        sections = digests.daily(user, selection, preference.days_before, calendar)
        sections += dossier_digests.daily(user, selection.as_of, calendar)
        subject = _("Nhắc việc ngày %(day)s")
        intro = _("Các nhiệm vụ, báo cáo cần xử lý, tính đến %(day)s.")
    if not sections:
        return None
    words = {"day": date(row.day)}
    label = demo_label()
    return Letter(
        subject=f"[{_(settings.SITE_NAME)}] {subject % words}",
        intro=intro % words,
        sections=sections,
        settings_url=absolute(reverse("account")),
        footer=[f"{settings.SITE_ORG} · {_(settings.SITE_NAME)}", *([label] if label else [])],
    )


def selection_of(on: dt.date) -> Selection | None:
    """The period that covers the day, the longest first; else the latest that began before."""
    rows = Period.objects.newest_first()
    period = rows.covering(on).first() or rows.filter(date_from__lte=on).first()
    return Selection(period, on) if period else None
