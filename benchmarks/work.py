"""Tasks with all that hangs on them, in bulk: 20,000 tasks with 200,000 reports in some seconds.

They are added by SQL to the small demo province, past the triggers; what those would have written
into the tasks is computed once at the end. Every row is generated.
"""

from __future__ import annotations

from datetime import datetime
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.db import connection, models

from benchmarks.rows import run
from tasks.models import Evidence, Extension, Funding, LeadChange, Task, TaskStep, TaskUpdate

#: Dossiers of the demo province are one in so many.
SCALE = 400
#: Per task on average, beside its reports.
SHARES = {Extension: 0.3, TaskStep: 2.5, Evidence: 0.7, Funding: 0.3, LeadChange: 0.05}

_TASKS = """
    FROM (SELECT n, random() AS luck, random() AS late,
                 date '2021-01-05' + floor(random() * 1250)::int AS given,
                 20 + floor(random() * 300)::int AS allowed,
                 floor(random() * 340)::int AS taken
          FROM generate_series(1, %(size)s) AS n) AS drawn,
         LATERAL (SELECT luck > 0.06 AS is_dated,
                         luck > 0.15 AND given + taken <= date '2024-06-14' AS is_done) AS state,
         (SELECT array_agg(id ORDER BY code) AS ids FROM agencies_agency
          WHERE kind NOT IN ('commune', 'leadership')) AS a,
         (SELECT array_agg(id ORDER BY id) AS ids FROM tasks_programme) AS p,
         (SELECT array_agg(id ORDER BY id) AS ids FROM tasks_document) AS d
"""
_TASK = {
    "code": "'KT-' || lpad(n::text, 6, '0')",
    "title": "'Nhiệm vụ số ' || n || ': rà soát, đơn giản hóa quy trình giải quyết thủ tục hành'"
    " || ' chính nội bộ thuộc phạm vi quản lý, báo cáo Ủy ban nhân dân tỉnh kết quả'",
    "programme_id": "p.ids[1 + n % array_length(p.ids, 1)]",
    "field": "1 + n % 6",
    "product": "'Báo cáo kết quả rà soát'",
    "lead_id": "a.ids[1 + floor(luck ^ 2 * array_length(a.ids, 1))::int]",
    "document_id": "d.ids[1 + n % array_length(d.ids, 1)]",
    "is_restricted": "n % 100 = 0",
    "assigned_on": "given",
    "deadline_kind": "CASE WHEN is_dated THEN 'date' ELSE 'regular' END",
    "deadline_label": "CASE WHEN is_dated THEN '' ELSE 'Thường xuyên' END",
    "original_due_on": "CASE WHEN is_dated THEN given + allowed END",
    "progress": "CASE WHEN is_done THEN 'completed' ELSE 'in_progress' END",
    "started_on": "given + 1",
    "completed_on": "CASE WHEN is_done THEN given + taken END",
    "result_number": "CASE WHEN is_done THEN n || '/BC-CQ' ELSE '' END",
    "is_generated": "true",
}

#: A row for a task drawn at random, on a day after its assignment.
_PARTS = """
    FROM (SELECT m, (SELECT min(id) FROM tasks_task WHERE code LIKE 'KT-%%')
                    + (m %% %(size)s) AS task_id, random() AS luck
          FROM generate_series(1, %(count)s) AS m) AS drawn
    JOIN tasks_task AS t ON t.id = drawn.task_id
"""
_ON = "t.assigned_on + floor(luck * 200)::int"
_PART: dict[type[models.Model], dict[str, str]] = {
    TaskUpdate: {
        "reported_on": _ON,
        "percent": "floor(luck * 100)::int",
        "result": "'Đã hoàn thành dự thảo, đang lấy ý kiến các cơ quan, đơn vị liên quan'",
        "delay_reason": "CASE WHEN m % 3 = 0 THEN 'Chờ văn bản hướng dẫn' ELSE '' END",
    },
    Extension: {
        "kind": "'granted'",
        "due_on": "coalesce(t.original_due_on, t.assigned_on) + 60",
        "decided_on": "coalesce(t.original_due_on, t.assigned_on) - 5",
        "document_number": "m || '/UBND-NC'",
    },
    TaskStep: {"kind": "'started'", "on": _ON},
    Evidence: {"kind": "'report'", "number": "m || '/BC'", "issued_on": _ON},
    Funding: {"kind": "'planned'", "amount": "1000000 * (1 + m % 900)", "on": _ON},
    LeadChange: {
        "from_agency_id": "(SELECT id FROM agencies_agency WHERE id <> t.lead_id LIMIT 1)",
        "to_agency_id": "t.lead_id",
        "on": _ON,
    },
}

# What the triggers keep.
_KEPT = """
    UPDATE tasks_task AS t
    SET effective_due_on = coalesce(
            (SELECT e.due_on FROM tasks_extension AS e WHERE e.task_id = t.id
             ORDER BY e.decided_on DESC, e.id DESC LIMIT 1), t.original_due_on),
        extension_count = (SELECT count(*) FROM tasks_extension AS e WHERE e.task_id = t.id),
        lead_change_count = (SELECT count(*) FROM tasks_leadchange AS c WHERE c.task_id = t.id)
    WHERE t.code LIKE 'KT-%'
"""


def load(tasks: int, reports: int, folder: Path) -> None:
    """The demo province with ``tasks`` more tasks and ``reports`` more reports. ``folder`` takes
    the logins."""
    logins = folder / "logins.json"
    call_command("load_demo", scale=SCALE, logins=logins, verbosity=0, stdout=StringIO())
    counts = {TaskUpdate: reports} | {kind: int(tasks * share) for kind, share in SHARES.items()}
    run("SELECT setseed(0.5)")
    for model in (Task, *counts):
        run(f"ALTER TABLE {model._meta.db_table} DISABLE TRIGGER USER")
    run(f"INSERT INTO {_columns(Task, _TASK)} {_TASKS}", {"size": tasks})
    for model, count in counts.items():
        columns = {"task_id": "t.id"} | _PART[model]
        run(f"INSERT INTO {_columns(model, columns)} {_PARTS}", {"size": tasks, "count": count})
    run(_KEPT)
    for model in (Task, *counts):
        run(f"ALTER TABLE {model._meta.db_table} ENABLE TRIGGER USER")
    run("VACUUM ANALYZE")


def _columns(model: type[models.Model], given: dict[str, str]) -> str:
    """``table (columns) SELECT values``: those not given are empty."""
    values = {}
    for field in model._meta.concrete_fields:
        if field.primary_key:
            continue
        values[field.column] = given.get(field.column) or _empty(field)
    unknown = set(given) - set(values)
    if unknown:
        raise LookupError(f"{model.__name__} has no column {sorted(unknown)}.")
    selected = ", ".join(value.replace("%", "%%") for value in values.values())
    names = ", ".join(connection.ops.quote_name(name) for name in values)
    return f"{model._meta.db_table} ({names}) SELECT {selected}"


def _empty(field: models.Field[Any, Any]) -> str:
    if field.null:
        return "NULL"
    default = field.get_default()
    if isinstance(field, models.DateTimeField) or isinstance(default, datetime):
        return "now()"
    if isinstance(field, models.BooleanField):
        return "true" if default else "false"
    if isinstance(field, models.IntegerField):
        return str(default or 0)
    return "'" + str(default or "").replace("'", "''") + "'"
