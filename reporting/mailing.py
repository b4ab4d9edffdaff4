"""Digests: put in a queue once, written and sent with the rights that the reader has then.

The queue is a table. A sender locks the digest that it sends and skips those that another one
holds, so any number of schedulers on any number of machines send each digest once. If a process
is killed after the mail server has taken the mail and before the row says so, it is sent again:
both copies carry the same Message-ID, by which mail programs know them as one.
"""

from __future__ import annotations

import datetime as dt
import logging
import smtplib
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation

from reporting.models import Digest

logger = logging.getLogger(__name__)

#: How long a digest that could not be sent waits, by the number of attempts made.
WAITS = tuple(dt.timedelta(minutes=n) for n in (5, 15, 60, 120, 240, 240, 240))
#: A digest that has waited longer than this many days tells nothing any more. The day it speaks
#: of may be any: one asked for just now is sent.
STALE_DAYS = 3


@dataclass(frozen=True)
class Line:
    """One thing to look at: what, where, and what presses it."""

    text: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Section:
    """Lines of one kind; ``more`` says how many are left out, and ``url`` opens all of them."""

    title: str
    lines: list[Line]
    more: str = ""
    url: str = ""


@dataclass(frozen=True)
class Letter:
    """A digest in words. Addresses are complete; ``settings_url`` is where it is turned off."""

    subject: str
    intro: str
    sections: list[Section]
    settings_url: str
    footer: list[str] = field(default_factory=list)


#: Writes the digest in the active language; None where there is nothing to tell.
Compose = Callable[[Digest], Letter | None]


def enqueue(kind: str, day: dt.date, users: Iterable[int], *, now: dt.datetime) -> int:
    """Asks for the digest of ``day`` for each of ``users`` (ids); returns how many are new."""
    before = Digest.objects.filter(kind=kind, day=day).count()
    Digest.objects.bulk_create(
        (Digest(user_id=pk, kind=kind, day=day, next_try_at=now) for pk in users),
        ignore_conflicts=True,
    )
    return Digest.objects.filter(kind=kind, day=day).count() - before


def send_waiting(compose: Compose, *, now: dt.datetime) -> Counter[str]:
    """Sends what waits, each digest in its own transaction; returns how many ended how.

    Stops at the first failure to reach the mail server: the rest would fail alike and waits.
    """
    ended: Counter[str] = Counter()
    while True:
        with transaction.atomic():
            row = Digest.objects.waiting(now).select_for_update(skip_locked=True).first()
            if row is None:
                return ended
            is_reachable = _settle(row, compose, now)
            row.save()
            ended[row.status] += 1
        if not is_reachable:
            return ended


def _settle(row: Digest, compose: Compose, now: dt.datetime) -> bool:
    """Sends one digest, or says why not; False where the mail server cannot be reached."""
    user = row.user
    if not user.is_active or not user.email:
        row.status = Digest.Status.SKIPPED
        return True
    if (now - row.next_try_at).days > STALE_DAYS:
        row.status, row.error = Digest.Status.FAILED, row.error or "stale"
        return True
    try:
        with transaction.atomic(), translation.override(user.language):
            letter = compose(row)
            mail = message(row, letter) if letter else None
        if mail is None:
            row.status = Digest.Status.EMPTY
            return True
        mail.send()
    except (OSError, smtplib.SMTPException) as error:
        is_refused = isinstance(error, smtplib.SMTPRecipientsRefused | smtplib.SMTPDataError)
        _put_off(row, error, now)
        return is_refused
    except Exception as error:  # a mistake in one digest must not hold up those of the others
        logger.exception("Digest %s could not be written", row.pk)
        _put_off(row, error, now)
        return True
    row.status, row.sent_at, row.error = Digest.Status.SENT, now, ""
    row.attempts += 1
    return True


def _put_off(row: Digest, error: Exception, now: dt.datetime) -> None:
    row.error = f"{type(error).__name__}: {error}"[:300]
    row.attempts += 1
    if row.attempts > len(WAITS):
        row.status = Digest.Status.FAILED
    else:
        row.next_try_at = now + WAITS[row.attempts - 1]


def message(row: Digest, letter: Letter) -> EmailMultiAlternatives:
    """The mail, as text and as HTML. Line breaks never reach a header."""
    context: dict[str, Any] = {"letter": letter, "user": row.user}
    mail = EmailMultiAlternatives(
        subject=" ".join(letter.subject.split()),
        body=render_to_string("mail/digest.txt", context),
        to=[row.user.email],
        headers={
            "Message-ID": f"<digest-{row.pk}-{row.day:%Y%m%d}@{host()}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("mail/digest.html", context), "text/html")
    return mail


def host() -> str:
    """The site in identifiers that must be its own alone."""
    return str(settings.SITE_URL).partition("://")[2].partition("/")[0].partition(":")[0]


def absolute(url: str) -> str:
    """An address of the site as a mail needs it."""
    return f"{settings.SITE_URL}{url}"
