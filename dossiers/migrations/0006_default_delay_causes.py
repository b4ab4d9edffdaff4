"""The causes of delay that a province starts with; it may rename, add to and retire them."""

import json
from pathlib import Path

from django.db import migrations

CAUSES_FILE = Path(__file__).parent.parent / "data" / "delay_causes.json"


def add(apps, schema_editor):
    cause = apps.get_model("dossiers", "DelayCause")
    for place, row in enumerate(json.loads(CAUSES_FILE.read_text(encoding="utf-8")), start=1):
        code = row.pop("code")
        cause.objects.get_or_create(code=code, defaults=row | {"position": place})


class Migration(migrations.Migration):
    dependencies = [("dossiers", "0005_lateness_of_dossiers")]

    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
