"""Rows of a table read from an inner query that has worked out some columns once for each row.

PostgreSQL works an expression out wherever it stands; one that many rules read would run as many
times a row. ``OFFSET 0`` keeps the planner from writing it back into each of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeVar

from django.db.models import Field, QuerySet
from django.db.models.expressions import Expression
from django.db.models.sql import Query
from django.db.models.sql.datastructures import BaseTable

_Rows = TypeVar("_Rows", bound=QuerySet[Any, Any])


class _Below(BaseTable):
    """``query`` in the place of the table, under the same alias."""

    def __init__(self, table_name: str, alias: str, query: Query) -> None:
        super().__init__(table_name, alias)
        self.query = query

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        sql, params = self.query.get_compiler(connection=connection).as_sql()
        return f"({sql} OFFSET 0) {connection.ops.quote_name(self.table_alias)}", params

    def relabeled_clone(self, change_map: dict[str | None, str]) -> _Below:
        alias = change_map.get(self.table_alias, str(self.table_alias))
        return _Below(self.table_name, alias, self.query)


class _Column(Expression):
    """The column ``name`` of the rows below."""

    def __init__(self, alias: str, name: str, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.alias = alias
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        quote = connection.ops.quote_name
        return f"{quote(self.alias)}.{quote(self.name)}", []

    def relabeled_clone(self, change_map: Mapping[str, str]) -> _Column:
        return _Column(change_map.get(self.alias, self.alias), self.name, self.output_field)


def read_from(rows: _Rows, below: Query, outputs: Mapping[str, Any]) -> _Rows:
    """``rows`` (all of a model) read from ``below``, annotated with its columns ``outputs``: each
    name with a field of its kind. ``below`` selects every column that is read."""
    found = rows.all()
    alias = str(found.query.get_initial_alias())
    found.query.alias_map[alias] = _Below(str(found.model._meta.db_table), alias, below)
    return found.annotate(**{name: _Column(alias, name, of) for name, of in outputs.items()})
