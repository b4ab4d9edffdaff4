"""Where a run stands, and how it is moved on."""

from __future__ import annotations

import datetime as dt
from typing import Any

from agencies.models import User
from reporting.imports.layout import Layout
from reporting.models import ImportProgress, ImportRun, ImportSource


class Cancelled(Exception):  # noqa: N818 -- ends the transaction
    """Somebody has given the run up."""


def note(run: ImportRun, **values: Any) -> None:
    """Sets columns of the run's progress."""
    ImportProgress.objects.filter(run=run).update(**values)


def take(run: ImportRun, status: str) -> ImportRun:
    """The run, locked. Raises ``Cancelled`` where it is not in this state any more."""
    found: ImportRun = ImportRun.objects.select_for_update().get(pk=run.pk)
    if found.status != status:
        raise Cancelled
    return found


def move_to(run: ImportRun, status: str) -> None:
    """Leaves the state that a program works in."""
    run.status = status
    run.save(update_fields=["status", "counts"])
    note(run, step="")


def layout_of(progress: ImportProgress) -> Layout:
    """Where the table of the file is, once it was found or chosen."""
    words = {key: value for key, value in progress.layout.items() if key != "is_by_hand"}
    return Layout.from_words(words)


def source_of(run: ImportRun) -> ImportSource | None:
    return ImportSource.objects.filter(pk=run.options.get("source")).first()


def day_of(run: ImportRun) -> dt.date:
    """The day that the file tells of: nothing may lie after it."""
    return dt.date.fromisoformat(run.options["on"])


def sender_of(run: ImportRun) -> User:
    """Within whose reach the file is read. Raises ``Cancelled`` where the account is gone."""
    if run.created_by is None:
        raise Cancelled
    sender: User = run.created_by
    return sender
