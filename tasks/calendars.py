"""Deadlines as a calendar (iCalendar, RFC 5545), with the rights of the feed's owner."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from agencies.models import Agency, User
from agencies.querysets import reach_for
from reporting.mailing import absolute, host
from tasks import wording
from tasks.models import CalendarFeed, Meeting, Task
from tasks.querysets import TaskQuerySet
from tasks.states import Timeliness

#: What is done, given up or over stays in the calendar for so many days.
KEPT_DAYS = 90


def may_read(feed: CalendarFeed) -> bool:
    """Whether the owner still has an account that reads tasks, and sees the agency."""
    user: User = feed.user
    if not user.is_active or not user.has_perm("tasks.view_task"):
        return False
    if feed.agency_id is None:
        return True
    return Agency.objects.visible_to(user).filter(pk=feed.agency_id).exists()


def tasks_of(feed: CalendarFeed, on: dt.date) -> TaskQuerySet:
    """The tasks of the feed as of ``on``.

    Of an agency: those that its branch leads. Of a person: those of the own branch; who reaches
    the whole province has those that name the person as responsible.
    """
    user = feed.user
    rows: TaskQuerySet = Task.objects.counted_for(user)
    if feed.agency_id is not None:
        rows = rows.led_by(Agency.objects.branch([feed.agency_id]))
    elif reach_for(user).is_everything:
        rows = rows.filter(responsible__user=user)
    since = on - dt.timedelta(days=KEPT_DAYS)
    closed = Q(completed_on__lt=since) | Q(cancelled_on__lt=since)
    return rows.standing(on).filter(due_on__isnull=False, assigned_on__lte=on).exclude(closed)


def calendar_of(feed: CalendarFeed, on: dt.date) -> bytes:
    """The feed as a file. Three queries for any number of events."""
    calendar = Calendar()
    calendar.add("prodid", f"-//{host()}//{_('Nhiệm vụ')}//VI")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", _name(feed))
    for task in tasks_of(feed, on).select_related("lead").order_by("due_on", "code"):
        calendar.add_component(_task(task, on))
    if feed.user.has_perm("tasks.view_meeting"):
        since = on - dt.timedelta(days=KEPT_DAYS)
        for meeting in Meeting.objects.filter(held_on__gte=since).order_by("held_on"):
            calendar.add_component(_meeting(meeting))
    return bytes(calendar.to_ical())


def _name(feed: CalendarFeed) -> str:
    whose = feed.agency.label if feed.agency else str(feed.user)
    return _("Hạn nhiệm vụ: %(whose)s") % {"whose": whose}


def _task(task: Any, on: dt.date) -> Event:
    is_given_up = task.cancelled_on is not None and task.cancelled_on <= on
    state = Timeliness(task.timeliness).label
    event = _event(f"task-{task.pk}", task.due_on, f"{task.code} {task.title}")
    event.add("description", f"{task.lead.label}; {wording.due(task)}; {state}")
    event.add("url", absolute(reverse("tasks:detail", args=[task.code])))
    # A moved deadline is a newer version of the same event.
    event.add("sequence", task.decision_count)
    event.add("status", "CANCELLED" if is_given_up else "CONFIRMED")
    event.add("dtstamp", task.entered_at)
    return event


def _meeting(meeting: Meeting) -> Event:
    event = _event(f"meeting-{meeting.pk}", meeting.held_on, str(meeting))
    event.add("url", absolute(meeting.get_absolute_url()))
    event.add("dtstamp", dt.datetime.combine(meeting.held_on, dt.time(), dt.UTC))
    if meeting.place:
        event.add("location", meeting.place)
    return event


def _event(key: str, day: dt.date, summary: str) -> Event:
    """An all-day event that blocks no time."""
    event = Event()
    event.add("uid", f"{key}@{host()}")
    event.add("summary", summary)
    event.add("dtstart", day)
    event.add("dtend", day + dt.timedelta(days=1))
    event.add("transp", "TRANSPARENT")
    return event
