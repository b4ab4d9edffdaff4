"""Django's own, after which every table of ours moves the version of the data (reporting.kept)."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.core.management.commands import migrate
from django.db import connection, models

from agencies.models import SavedForm
from reporting import kept

OURS = ("agencies", "reporting", "tasks", "dossiers", "indices")


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        super().handle(*args, **options)
        if not options["plan"] and not options["check_unapplied"]:
            there = set(connection.introspection.table_names())
            kept.watch(model for model in watched() if model._meta.db_table in there)


def watched() -> list[type[models.Model]]:
    """Tables that pages are made of. The log of changes moves with them; keys of forms are on
    none."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label in OURS
        and model._meta.managed
        and not model._meta.proxy
        and not hasattr(model, "pgh_tracked_model")
        and model is not SavedForm
    ]
