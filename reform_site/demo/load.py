"""Loads the demonstration province in one transaction."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.loading import load_agencies
from agencies.models import Agency
from reform_site.demo.decisions import load_decisions
from reform_site.demo.dossiers import load_dossiers
from reform_site.demo.lateness import load_lateness
from reform_site.demo.meeting import load_meeting
from reform_site.demo.officials import load_officials
from reform_site.demo.people import load_people
from reform_site.demo.published import load_ranks, load_returns, load_statement
from reform_site.demo.resources import load_resources
from reform_site.demo.targets import Targets
from reform_site.demo.thread import load_thread
from reform_site.demo.work import load_work
from reporting.loading import add_periods, load_calendar
from reporting.models import Provenance
from reporting.periods import Rule, presets, previous_year
from reporting.provenance import forget

#: Where statistics are renewed at the end; without them the first queries are planned blindly.
OUR_APPS = ("agencies", "reporting", "tasks", "dossiers", "indices")

Write = Callable[[str], None]


class NotDemoError(RuntimeError):
    """The database holds rows that are not a demonstration's."""


def is_empty() -> bool:
    return not Agency.objects.exists() and Provenance.current() is None


def reset() -> None:
    """Empties all tables of the site, users included.

    Raises ``NotDemoError``, and touches nothing, unless the rows are a demonstration's.
    """
    if is_empty():
        return
    if Provenance.current() is None:
        raise NotDemoError(
            _("Cơ sở dữ liệu có dữ liệu không phải dữ liệu minh họa, nên không được xóa.")
        )
    call_command("flush", interactive=False, verbosity=0)


@transaction.atomic
def load(targets: Targets, *, scale: int, seed: int, logins: Path, write: Write) -> None:
    """Fills the empty database with the province that ``targets`` describes.

    The numbers of dossiers are divided by ``scale``; everything else is whole. The same targets,
    scale and seed give the same rows. ``logins`` is written with the users' one password.
    ``write`` gets a line for each step. Raises ``TargetsError`` for an agency that is unknown.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = 0")
        # Foreign keys are checked with each batch, not all of them at the very end.
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with _step(_("Lịch làm việc, kỳ báo cáo"), write):
        load_calendar()
        _load_periods(targets)
    with _step(_("Cơ quan, đơn vị"), write):
        load_agencies()
    with _step(_("Văn bản, phiên họp, nhiệm vụ"), write):
        load_work(targets)
    with _step(_("Thủ tục, hồ sơ"), write):
        load_dossiers(targets, scale=scale, seed=seed, report=_counter(write))
        load_decisions(targets)
    with _step(_("Chờ bổ sung, nguyên nhân quá hạn, văn bản xin lỗi"), write):
        load_lateness(targets.as_of, seed)
    with _step(_("Số liệu đã công bố, chỉ số"), write):
        load_statement(targets)
        load_ranks(targets)
        load_returns(targets)
    with _step(_("Người dùng, nguồn gốc dữ liệu"), write):
        load_people(logins)
        load_officials()
        _mark(targets, scale, seed)
    with _step(_("Quá trình xử lý, minh chứng, phiên họp"), write):
        load_thread(targets.as_of, seed)
        load_resources(targets.as_of, seed)
        load_meeting()
    with _step(_("Thống kê cho bộ lập kế hoạch truy vấn (ANALYZE)"), write):
        _analyze()


def _load_periods(targets: Targets) -> None:
    """The year shown, and of the year before the periods that start with its generated rows."""
    year, past = targets.period.year, previous_year(targets.period)
    spans = [
        span
        for span in presets(year - 1, Rule.REFORM_REPORT) + presets(year, Rule.REFORM_REPORT)
        if span.is_verified and (span.year == year or span.date_from == past.date_from)
    ]
    add_periods([*spans, past, targets.period], on=targets.as_of)


def _mark(targets: Targets, scale: int, seed: int) -> None:
    source = targets.raw["source"]
    Provenance.objects.create(
        pk=1,
        kind=Provenance.Kind.DEMO,
        label=targets.raw["label"],
        source=f"{source['title']}, {source['published_on']:%d/%m/%Y}. {source['note']}",
        loaded_at=timezone.now(),
        targets=targets.printed()
        | {"period": targets.period.code, "as_of": targets.as_of.isoformat()}
        | {"scale": scale, "seed": seed, "name": targets.raw["name"]},
    )
    transaction.on_commit(forget)


def _analyze() -> None:
    tables = [
        connection.ops.quote_name(model._meta.db_table)
        for label in OUR_APPS
        for model in apps.get_app_config(label).get_models(include_auto_created=True)
        if model._meta.managed
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {', '.join(tables)}")


@contextmanager
def _step(name: str, write: Write) -> Iterator[None]:
    started = time.perf_counter()
    yield
    write(f"  {name}: {time.perf_counter() - started:.1f} s")


def _counter(write: Write) -> Callable[[int, int], None]:
    def report(done: int, total: int) -> None:
        written, all_ = (f"{number:,}".replace(",", ".") for number in (done, total))
        write(f"    {written} / {all_} {pgettext('plural', 'hồ sơ')}")

    return report
