"""The demonstration: every total of the targets comes out of the rows, whatever the totals are."""

from __future__ import annotations

import hashlib
import json
import re
import stat
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count

from agencies.models import Agency, AgencyPlacement, Membership, User
from agencies.roles import Role
from dossiers.ledger import agency_columns
from dossiers.models import Dossier, Procedure, ProcedureChange, Return
from indices.models import IndexResult
from reform_site.demo.comparison import loaded_figures, wanted_figures
from reform_site.demo.targets import HAI_DUONG, read_targets
from reporting.checks import check
from reporting.checks.adapters import of_lines
from reporting.models import Period, Provenance, Statement
from reporting.workdays import WorkingCalendar
from tasks.models import Meeting, Programme, Task

pytestmark = pytest.mark.django_db

SCALE = 200


def load(tmp_path: Path, **options: object) -> str:
    out = StringIO()
    arguments = {"scale": SCALE, "logins": tmp_path / "logins.json", "stdout": out} | options
    call_command("load_demo", **arguments)
    return out.getvalue()


def fetch(sql: str, *parameters: object) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def number(sql: str, *parameters: object) -> object:
    return fetch(sql, *parameters)[0][0]


def fingerprint() -> str:
    """Of everything that is not a key made by the database, a clock or a password."""
    rows = fetch(
        """
        SELECT d.code, p.code, a.code, b.code, channel, received_on, due_on, resolved_on, status
        FROM dossiers_dossier d JOIN dossiers_procedure p ON p.id = procedure_id
        JOIN agencies_agency a ON a.id = receiving_agency_id
        JOIN agencies_agency b ON b.id = resolving_agency_id ORDER BY d.code
        """
    ) + fetch(
        """
        SELECT code, title, deadline_kind, original_due_on, effective_due_on, completed_on
        FROM tasks_task ORDER BY code
        """
    )
    return hashlib.sha256(repr(rows).encode()).hexdigest()


# What comes out ------------------------------------------------------------------------------


def test_every_published_total_comes_out_of_plain_sql(tmp_path: Path) -> None:
    targets = read_targets()
    wanted = targets.dossiers.scaled(SCALE)
    first, last = targets.period.date_from, targets.as_of
    received = "SELECT count(*) FROM dossiers_dossier WHERE status NOT IN (1, 3) AND "

    load(tmp_path)

    new = received + "received_on BETWEEN %s AND %s AND channel "
    assert number(new + "= 2", first, last) == wanted.online
    assert number(new + "<> 2", first, last) == wanted.direct_postal
    old = received + "received_on < %s AND (resolved_on IS NULL OR resolved_on >= %s)"
    assert number(old, first, first) == wanted.carried_over
    resolved = received + "resolved_on BETWEEN %s AND %s AND resolved_on "
    assert number(resolved + "<= due_on", first, last) == wanted.resolved_early_on_time
    assert number(resolved + "> due_on", first, last) == wanted.resolved_overdue
    assert number(received + "resolved_on IS NULL AND due_on >= %s", last) == wanted.pending_in_time
    assert number(received + "resolved_on IS NULL AND due_on < %s", last) == wanted.pending_overdue


def test_tasks_stand_as_published(tmp_path: Path) -> None:
    targets = read_targets()
    state = """
        SELECT count(*), count(completed_on),
               count(*) FILTER (WHERE completed_on > effective_due_on),
               count(*) FILTER (WHERE completed_on IS NULL AND effective_due_on < %s)
        FROM tasks_task JOIN tasks_programme p ON p.id = programme_id WHERE kind = %s
    """

    load(tmp_path)

    plan, completed, _late, overdue = fetch(state, targets.as_of, "plan")[0]
    assert (plan, completed) == (targets.plan.assigned, targets.plan.completed)
    assert overdue == 6
    assert fetch(state, targets.as_of, "government") == [
        (targets.government.assigned, targets.government.completed, targets.government.late, 0)
    ]
    assert not Task.objects.filter(is_generated=False).exists()


def test_the_plan_runs_one_task_behind_its_deadlines(tmp_path: Path) -> None:
    targets = read_targets()
    load(tmp_path)

    planned, done, dated = fetch(
        """
        SELECT count(*) FILTER (WHERE original_due_on <= %s), count(completed_on),
               count(original_due_on)
        FROM tasks_task JOIN tasks_programme p ON p.id = programme_id WHERE kind = 'plan'
        """,
        targets.as_of,
    )[0]

    assert (planned, dated) == (31, 48)
    assert done == planned - 1


def test_the_whole_province_at_full_scale_is_met_by_its_figures() -> None:
    """The file's own numbers, before any scale: nothing is rounded away."""
    targets = read_targets()

    wanted = wanted_figures(targets, scale=1)["dossiers"]

    printed = {key: entry["value"] for key, entry in targets.printed()["dossiers"].items()}
    assert {key: wanted[key] for key in printed} == printed


def random_targets(path: Path, seed: int) -> Path:
    """Other totals in the same file, consistent among themselves; some of them extreme."""
    rng = Random(seed)
    online, direct, carried = (rng.choice([0, 1, rng.randint(0, 900)]) for _ in range(3))
    received = online + direct + carried
    pending = rng.randint(0, received)
    late = rng.choice([0, received - pending, rng.randint(0, received - pending)])
    new = {
        "online": online,
        "direct_postal": direct,
        "carried_over": carried,
        "received_total": received,
        "resolved_total": received - pending,
        "resolved_early_on_time": received - pending - late,
        "resolved_overdue": late,
        "pending_total": pending,
    }
    text = HAI_DUONG.read_text(encoding="utf-8")
    head, dossiers = text.split("[dossiers]")
    for key, value in new.items():
        dossiers = re.sub(rf"(?m)^({key} = {{ value = )\d+", rf"\g<1>{value}", dossiers)
    overdue = rng.choice([0, pending, rng.randint(0, pending)])
    dossiers = re.sub(r"(?m)^(pending_overdue = )\d+", rf"\g<1>{overdue}", dossiers)
    plan, on_time, late_, open_ = (rng.randint(0, 90) for _ in range(4))
    assigned = {"plan": plan + rng.randint(0, 70), "government": on_time + late_ + open_}
    for section, keys in (
        ("plan", {"assigned": assigned["plan"], "completed": plan}),
        (
            "government",
            {
                "assigned": assigned["government"],
                "completed_on_time": on_time,
                "open": open_,
                "completed_late": late_,
            },
        ),
    ):
        before, rest = head.split(f"[{section}]")
        for key, value in keys.items():
            rest = re.sub(rf"(?m)^({key} = {{ value = )\d+", rf"\g<1>{value}", rest, count=1)
        head = f"{before}[{section}]{rest}"
    path.write_text(f"{head}[dossiers]{dossiers}", encoding="utf-8")
    return path


@pytest.mark.parametrize("seed", range(5))
def test_other_totals_are_met_as_exactly(tmp_path: Path, seed: int) -> None:
    path = random_targets(tmp_path / "targets.toml", seed)

    load(tmp_path, targets=path, scale=1)

    targets = read_targets(path)
    found = loaded_figures(targets)
    wanted = wanted_figures(targets, scale=1)
    assert wanted["dossiers"].items() <= found["dossiers"].items()
    assert wanted["plan"].items() <= found["plan"].items()
    assert wanted["government"].items() <= found["government"].items()


def test_the_same_seed_gives_the_same_rows_and_another_one_others(tmp_path: Path) -> None:
    load(tmp_path, scale=1000)
    first = fingerprint()

    load(tmp_path, scale=1000, reset=True)
    again = fingerprint()
    load(tmp_path, scale=1000, reset=True, seed=7)

    assert again == first
    assert fingerprint() != first


# What the rows are like ----------------------------------------------------------------------


def test_the_late_are_few_agencies(tmp_path: Path) -> None:
    generated = read_targets().generated["agencies"]
    load(tmp_path)

    nothing = Agency.objects.filter(kind="department", resolved_dossiers=None)
    late = fetch(
        """
        SELECT DISTINCT a.code FROM dossiers_dossier JOIN agencies_agency a
        ON a.id = resolving_agency_id WHERE resolved_on > due_on AND received_on > '2023-10-01'
        """
    )

    assert set(nothing.values_list("code", flat=True)) >= {"TTT", "VPUBND"}
    assert {code for (code,) in late} <= {
        code for code, weights in generated.items() if weights["late"]
    } | set(Agency.objects.filter(level="commune").values_list("code", flat=True))


def test_codes_tell_the_day_of_reception(tmp_path: Path) -> None:
    load(tmp_path)

    assert (
        number(
            "SELECT count(*) FROM dossiers_dossier "
            r"WHERE code !~ ('^H23(\.\d\d){1,2}-' || to_char(received_on, 'YYMMDD') || '-\d{4}$')"
        )
        == 0
    )


def test_days_off_bring_in_little_and_only_online(tmp_path: Path) -> None:
    calendar = WorkingCalendar.from_seed()
    load(tmp_path, scale=50)

    rows = Dossier.objects.values_list("received_on", "channel").annotate(n=Count("pk"))
    off = [
        (channel, n)
        for day, channel, n in rows
        if calendar.covers(day) and not calendar.is_working_day(day)
    ]

    assert {channel for channel, _n in off} == {Dossier.Channel.ONLINE}
    assert 0 < sum(n for _channel, n in off) < 0.1 * Dossier.objects.count()


def test_due_days_follow_procedure_and_calendar(tmp_path: Path) -> None:
    calendar = WorkingCalendar.from_seed()
    load(tmp_path)

    settled = Dossier.objects.filter(resolved_on__isnull=False, received_on__year=2024)
    rows = settled.values_list("received_on", "due_on", "procedure__working_days")[:500]
    odd = [
        received
        for received, due, days in rows
        if due != calendar.add_working_days(calendar.working_day_on_or_after(received), days)
    ]

    assert len(odd) <= 5


def test_nothing_happens_after_the_as_of_day(tmp_path: Path) -> None:
    last = read_targets().as_of
    load(tmp_path)

    assert not Dossier.objects.filter(received_on__gt=last).exists()
    assert not Dossier.objects.filter(resolved_on__gt=last).exists()


def test_the_earlier_half_year_is_lighter_and_settled(tmp_path: Path) -> None:
    targets = read_targets()
    load(tmp_path)

    earlier = Dossier.objects.filter(received_on__lt="2023-06-15")

    share = float(targets.generated["earlier"]["share"])
    assert earlier.count() == round(targets.dossiers.scaled(SCALE).new_received * share)
    assert not earlier.filter(resolved_on=None).exists()
    assert not Dossier.objects.filter(received_on__range=("2023-06-15", "2023-09-30")).exists()


# What else there is --------------------------------------------------------------------------


def test_the_latest_closed_period_is_the_one_shown(tmp_path: Path) -> None:
    targets = read_targets()

    load(tmp_path)

    assert Period.objects.latest_closed().code == targets.period.code
    assert set(Period.objects.running().values_list("code", flat=True)) == {"2024-Q3", "2024"}


def test_sources_say_what_is_known_and_no_more(tmp_path: Path) -> None:
    load(tmp_path)

    assert list(Meeting.objects.order_by("number").values_list("number", flat=True)) == [1, 3]
    assert Programme.objects.get(kind="government").note.startswith("Giả định")
    assert IndexResult.objects.filter(score__isnull=False).count() == 0
    assert list(IndexResult.objects.values_list("year", "rank", "is_derived").order_by("year")) == [
        (2019, 33, False),
        (2022, 47, True),
        (2023, 22, False),
    ]
    assert not Procedure.objects.filter(is_generated=False).exists()


def test_the_statement_is_entered_as_printed(tmp_path: Path) -> None:
    printed = {
        (group["subject"], figure["key"]): figure["value"]
        for group in read_targets().raw["statement"]
        for figure in group["figures"]
    }

    load(tmp_path)

    figures = Statement.objects.get().figures.values_list("subject", "key", "value")
    assert {(subject, key): value for subject, key, value in figures} == printed


def test_the_statement_has_exactly_two_findings_with_the_true_edits_first(tmp_path: Path) -> None:
    targets = read_targets()
    load(tmp_path)

    lines = of_lines(Statement.objects.get().figures.all())
    dossiers, tasks = (finding for figures in lines.values() for finding in check(figures))

    assert (dossiers.rules, dossiers.edits[0].key) == (("D9", "D1"), "carried_over")
    assert dossiers.edits[0].new == targets.dossiers.carried_over
    assert (tasks.edits[0].key, tasks.edits[0].target) == ("completed", "assigned")


def test_reported_forms_agree_with_themselves_and_with_the_rows(tmp_path: Path) -> None:
    targets = read_targets()
    load(tmp_path)

    returns = Return.objects.select_related("agency")
    columns = agency_columns(Agency.objects.all(), targets.period.date_from, targets.as_of)

    assert {one.agency.code for one in returns} == set(targets.generated["returns"])
    assert [check(one.stated()) for one in returns] == [[]] * len(returns)
    slips = targets.generated["slips"]
    for one in returns:
        counts = columns[one.agency_id].counts()
        wrong = {key: value - counts[key] for key, value in one.stated().items()}
        told = slips.get(one.agency.code, {})
        assert {key: value for key, value in wrong.items() if value} in (told, {})
        assert ("gõ nhầm" in one.note) == bool(told)


def test_some_forms_of_the_demo_differ_from_the_list(tmp_path: Path) -> None:
    """So that the page of the two sources has something to show."""
    load(tmp_path, scale=20)
    targets = read_targets()
    codes = list(targets.generated["slips"])
    columns = agency_columns(Agency.objects.all(), targets.period.date_from, targets.as_of)
    forms = Return.objects.filter(agency__code__in=codes)

    assert len(forms) == 3
    assert (
        sum(bool(one.stated().items() - columns[one.agency_id].counts().items()) for one in forms)
        >= 2
    )


def test_agencies_stand_in_their_tree(tmp_path: Path) -> None:
    load(tmp_path)

    placed = AgencyPlacement.objects.count()

    assert Agency.objects.filter(level="commune").count() == 235
    assert placed == Agency.objects.count() - 1


def test_each_role_has_a_login_that_only_the_owner_can_read(tmp_path: Path) -> None:
    load(tmp_path)

    path = tmp_path / "logins.json"
    logins = json.loads(path.read_text(encoding="utf-8"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert {login["role"] for login in logins} == {str(role) for role in Role}
    assert {len(login["password"]) >= 12 for login in logins} == {True}
    assert all(
        User.objects.get(username=login["username"]).check_password(login["password"])
        for login in logins
    )
    assert Membership.objects.count() == len(logins)


def test_the_rows_say_that_they_are_a_demonstration(tmp_path: Path) -> None:
    load(tmp_path)

    provenance = Provenance.current()

    assert provenance is not None
    assert provenance.label == "Dữ liệu minh họa"
    assert provenance.targets["dossiers"] == read_targets().printed()["dossiers"]


# The command ---------------------------------------------------------------------------------


def test_figures_are_printed_beside_their_targets(tmp_path: Path) -> None:
    output = load(tmp_path)

    assert re.search(r"government\.assigned +(\d+) +\1\n", output)
    assert "KHÁC" not in output


def test_a_second_load_is_refused_or_skipped(tmp_path: Path) -> None:
    load(tmp_path)

    with pytest.raises(CommandError, match="--reset"):
        load(tmp_path)

    assert "giữ nguyên" in load(tmp_path, if_empty=True)


def test_data_of_a_province_are_never_reset(tmp_path: Path) -> None:
    Agency.objects.create(code="SNV", name="Sở Nội vụ", kind="department", level="province")

    with pytest.raises(CommandError, match="không phải dữ liệu minh họa"):
        load(tmp_path, reset=True)

    assert Agency.objects.count() == 1


def test_published_numbers_stand_in_the_data_file_alone() -> None:
    targets = read_targets()
    numbers = {
        str(entry["value"])
        for section in targets.printed().values()
        for entry in section.values()
        if entry["value"] > 60
    }
    package = HAI_DUONG.parents[1]

    found = {
        (path.name, hit)
        for path in package.rglob("*.py")
        for hit in re.findall(r"\d+", path.read_text(encoding="utf-8").replace("_", ""))
        if hit in numbers
    }

    assert found == set()


def test_the_catalogue_has_decisions_that_are_marked(tmp_path: Path) -> None:
    load(tmp_path)
    targets = read_targets()
    procedures = Procedure.objects.with_state(targets.as_of)

    assert not ProcedureChange.objects.filter(is_generated=False).exists()
    assert not procedures.filter(managing_agency=None).exists()
    used = set(Dossier.objects.values_list("procedure", flat=True))
    assert set(procedures.filter(state="in_force").values_list("pk", flat=True)) >= used
    states = dict(procedures.order_by().values_list("state").annotate(Count("pk")))
    assert (states["abolished"], states["not_yet"]) == (4, 4)
