"""What a page says about many tasks: figures, fields, who is overdue, what falls due next.

Each function takes the tasks that count for the reader, ``Task.objects.counted_for(user)``, not
yet narrowed to a day; the day is the as-of day of the selection. Results are ready for the
components of ``templates/_components/``.
"""

from tasks.summary.fields import FieldRow, by_field
from tasks.summary.figures import figures_by_programme, figures_of
from tasks.summary.scope import default_programme
from tasks.summary.urgent import (
    DueRow,
    Overdue,
    OverdueGroup,
    OverdueRow,
    age_bands,
    due_next,
    overdue,
    overdue_groups,
)

__all__ = [
    "DueRow",
    "FieldRow",
    "Overdue",
    "OverdueGroup",
    "OverdueRow",
    "age_bands",
    "by_field",
    "default_programme",
    "due_next",
    "figures_by_programme",
    "figures_of",
    "overdue",
    "overdue_groups",
]
