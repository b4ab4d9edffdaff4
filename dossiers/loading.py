"""Seeds the causes of delay that an installation starts with. Rows that exist are left alone."""

from __future__ import annotations

import json
from pathlib import Path

from dossiers.models import DelayCause

CAUSES_FILE = Path(__file__).parent / "data" / "delay_causes.json"


def load_delay_causes(path: Path = CAUSES_FILE) -> int:
    """Adds the causes of a file that are missing, in its order; returns how many.

    People edit, rename and retire them; the row is the truth.
    """
    known = set(DelayCause.objects.values_list("code", flat=True))
    rows = [
        DelayCause(position=place, **row)
        for place, row in enumerate(json.loads(path.read_text(encoding="utf-8")), start=1)
        if row["code"] not in known
    ]
    DelayCause.objects.bulk_create(rows)
    return len(rows)
