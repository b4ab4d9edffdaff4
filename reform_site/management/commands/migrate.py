"""Django's own, after which every table of ours moves the version of the data (reporting.kept).

The triggers are taken off before and set anew after: one that names columns would forbid to
change their type, and would not know those added. If it stops halfway no page is kept until the
next ``migrate``, which may simply run again.
"""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connection, models

from agencies.models import SavedForm
from dossiers.models import DossierChange, ImportLine, ImportRow
from reporting import kept
from reporting.models import Digest, ImportProgress
from tasks.models import CalendarFeed

OURS = ("agencies", "reporting", "tasks", "dossiers", "indices")
#: On no kept page, and written by programs day and night.
UNSEEN = {
    SavedForm,
    Digest,
    CalendarFeed,
    ImportProgress,
    ImportLine,
    ImportRow,
    DossierChange,
}


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        is_asking = options["plan"] or options["check_unapplied"]
        if not is_asking:
            kept.unwatch()
        super().handle(*args, **options)
        if not is_asking:
            there = set(connection.introspection.table_names())
            kept.watch(model for model in watched() if model._meta.db_table in there)


def watched() -> list[type[models.Model]]:
    """Tables that pages are made of. The log of changes moves with them."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS
        and model._meta.managed
        and not model._meta.proxy
        and not hasattr(model, "pgh_tracked_model")
        and model not in UNSEEN
    ]
