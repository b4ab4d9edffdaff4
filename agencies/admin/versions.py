"""Which version of a row a form was made from: what PostgreSQL itself writes at each change."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import F, Func, TextField


class RowVersion(Func):
    """``xmin`` of the row as text: another value after every insert or update, by any writer."""

    output_field = TextField()

    def __init__(self) -> None:
        super().__init__(F("pk"))

    def as_sql(self, compiler: Any, connection: Any, *args: Any, **extra: Any) -> tuple[str, Any]:
        column, parameters = compiler.compile(self.source_expressions[0])
        table, _, _ = column.rpartition(".")
        return f"{table}.xmin::text", parameters


def with_version(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Annotates ``row_version``."""
    return rows.annotate(row_version=RowVersion())


def locked(rows: models.QuerySet[Any]) -> models.QuerySet[Any]:
    """Rows that nobody else saves before this transaction ends.

    The lock does not hinder others from inserting rows that point here.
    """
    return rows.select_for_update(of=("self",), no_key=True)
