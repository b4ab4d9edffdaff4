"""The program that imports is killed at any moment: nothing or all, and again it ends well."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import threading
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from django.conf import settings as site
from django.db import connection, connections

from agencies.roles import Role
from dossiers.books.upkeep import differences
from dossiers.imports import jobs
from dossiers.models import Dossier
from reporting.models import ImportProgress, ImportRun
from tests.dossiers.import_world import listed, row, seen, sent
from tests.factories import AgencyFactory, ProcedureFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)

ROWS = 4000
TRIES = 5
Status = ImportRun.Status


@pytest.fixture
def office(settings):
    settings.DOSSIERS_IMPORTS_BY = "worker"
    AgencyFactory(code="SXD", name="Sở Xây dựng")
    ProcedureFactory(code="1.004082")
    return UserFactory(role=Role.PROCEDURE_OFFICE)


def address() -> str:
    found = connection.settings_dict
    options = {key: found[key.upper()] for key in ("host", "port", "user") if found[key.upper()]}
    return f"postgresql:///{quote(str(found['NAME']))}?{urlencode(options)}"


def started(run: ImportRun, media: Path) -> subprocess.Popen:
    """The program that a page starts."""
    code = (
        "import django, sys; from django.conf import settings; django.setup();"
        "settings.MEDIA_ROOT = sys.argv[1];"
        "from django.core.management import call_command; call_command('run_import', sys.argv[2])"
    )
    return subprocess.Popen(
        [sys.executable, "-c", code, str(media), str(run.pk)],
        cwd=site.BASE_DIR,
        env=os.environ
        | {"DATABASE_URL": address(), "DJANGO_SETTINGS_MODULE": "reform_site.settings.test"},
    )


def wait_for(condition, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.02)


def is_taken_up(run: ImportRun) -> bool:
    return ImportProgress.objects.filter(run=run, beat_at__isnull=False).exists()


def kill_somewhere(run: ImportRun, media: Path, chance: random.Random, longest: float) -> None:
    process = started(run, media)
    wait_for(lambda: is_taken_up(run) or process.poll() is not None)
    time.sleep(chance.uniform(0, longest))
    process.kill()
    process.wait()


@pytest.mark.slow
def test_killed_at_any_moment_it_writes_all_or_nothing(office, settings):
    chance = random.Random(20240614)
    media = Path(settings.MEDIA_ROOT)
    run = sent(listed(row(n) for n in range(1, ROWS + 1)), office)

    for _attempt in range(TRIES):
        ImportProgress.objects.filter(run=run).update(beat_at=None)
        kill_somewhere(run, media, chance, 1.5)
        assert not Dossier.objects.exists()
    assert started(run, media).wait(120) == 0
    assert seen(run).counts["new"] == ROWS

    run = jobs.confirm(run, office, fingerprint=seen(run).fingerprint)
    for _attempt in range(TRIES):
        ImportProgress.objects.filter(run=run).update(beat_at=None)
        kill_somewhere(run, media, chance, 1.5)
        wait_for(lambda: Dossier.objects.count() in (0, ROWS))
    assert started(run, media).wait(120) == 0

    assert ImportRun.objects.get(pk=run.pk).status == Status.DONE
    assert Dossier.objects.count() == ROWS
    assert list(differences()) == []


def test_the_program_ends_a_run_by_itself(office, settings):
    run = sent(listed([row(1)]), office)

    assert started(run, Path(settings.MEDIA_ROOT)).wait(120) == 0
    run = jobs.confirm(run, office, fingerprint=seen(run).fingerprint)
    assert started(run, Path(settings.MEDIA_ROOT)).wait(120) == 0

    assert ImportRun.objects.get(pk=run.pk).status == Status.DONE


def test_of_two_confirmations_at_once_one_writes(office, settings):
    settings.DOSSIERS_IMPORTS_BY = "now"
    run = sent(listed(row(n) for n in range(1, 50)), office)
    fingerprint = seen(run).fingerprint
    gate = threading.Barrier(2)
    ends: list[str] = []

    def confirm() -> None:
        gate.wait()
        ends.append(jobs.confirm(run, office, fingerprint=fingerprint).status)
        connections.close_all()

    both = [threading.Thread(target=confirm) for _ in range(2)]
    for one in both:
        one.start()
    for one in both:
        one.join()

    assert ends.count(Status.DONE) >= 1
    assert set(ends) <= {Status.DONE, Status.WRITING}
    assert Dossier.objects.count() == 49
    assert list(differences()) == []


def test_two_files_with_the_same_new_rows(office, settings):
    """Both were previewed; the second to be confirmed sees what the first has written."""
    settings.DOSSIERS_IMPORTS_BY = "now"
    first, second = (sent(listed([row(1), row(2)]), office) for _ in range(2))
    prints = [seen(run).fingerprint for run in (first, second)]

    first = jobs.confirm(first, office, fingerprint=prints[0])
    second = jobs.confirm(second, office, fingerprint=prints[1])

    assert (first.status, second.status) == (Status.DONE, Status.PENDING)
    assert seen(second).counts["unchanged"] == 2


def test_a_page_starts_the_program(office, settings, monkeypatch):
    settings.DOSSIERS_IMPORTS_BY = "process"
    monkeypatch.setenv("DATABASE_URL", address())
    monkeypatch.setenv("DJANGO_SETTINGS_MODULE", "reform_site.settings.test")
    monkeypatch.setenv("TMPDIR", str(settings.MEDIA_ROOT))  # where those settings keep files

    run = sent(listed([row(1)]), office)
    wait_for(lambda: ImportRun.objects.get(pk=run.pk).status == Status.PENDING)
    jobs.confirm(run, office, fingerprint=seen(run).fingerprint)
    wait_for(lambda: ImportRun.objects.get(pk=run.pk).status == Status.DONE)

    assert Dossier.objects.count() == 1
    wait_for(lambda: not any(one.name == "import" for one in threading.enumerate()))
