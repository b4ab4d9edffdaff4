"""One question asked in every way: page, file, chart, figure, list and plain SQL say the same."""

from __future__ import annotations

import csv
import datetime as dt
import io
from random import Random

import pytest
from django.db import connection
from django.urls import reverse

from agencies.models import Agency
from agencies.roles import Role
from dossiers.codes import Channel, OnlineKind
from dossiers.form206 import COLUMNS, KEYS
from dossiers.questions import Count
from dossiers.summary import figures_of
from reporting.selection import Selection
from tests.clients import client_of
from tests.dossiers.pages_world import FIRST, LAST, form_rows, question_of
from tests.factories import UserFactory

PERIOD = reverse("dossiers:period")

#: The form as its wording has it, row by row; %(a)s and %(b)s are its first and its last day.
SCAN = """
    WITH told AS (
        SELECT d.*,
            received_on BETWEEN %(a)s AND %(b)s AS is_new,
            received_on < %(a)s AND (resolved_on IS NULL OR resolved_on >= %(a)s) AS is_carried,
            coalesce(resolved_on BETWEEN %(a)s AND %(b)s, false) AS is_closed,
            received_on <= %(b)s AND (resolved_on IS NULL OR resolved_on > %(b)s) AS is_pending,
            status IN (7, 8) AS is_without_result,
            coalesce(status = 5 AND coalesce(waiting_since, received_on) <= due_on, false)
                AS is_stopped
        FROM dossiers_dossier AS d
        JOIN dossiers_procedure AS p ON p.id = d.procedure_id
        JOIN dossiers_sector AS s ON s.id = p.sector_id
        JOIN agencies_agency AS g ON g.id = d.resolving_agency_id
        WHERE status NOT IN (1, 3) AND {where}
    ),
    sides AS (
        SELECT *,
            is_closed AND NOT is_without_result AND coalesce(resolved_on < due_on, false) AS early,
            is_closed AND (is_without_result OR due_on IS NULL OR resolved_on = due_on) AS in_time,
            is_closed AND NOT is_without_result AND coalesce(resolved_on > due_on, false) AS late,
            is_pending AND coalesce(due_on < %(b)s, false) AND NOT is_stopped AS overdue
        FROM told
    )
    SELECT count(*) FILTER (WHERE is_new OR is_carried),
        count(*) FILTER (WHERE is_new AND channel = 2),
        count(*) FILTER (WHERE is_new AND channel <> 2),
        count(*) FILTER (WHERE is_carried),
        count(*) FILTER (WHERE is_closed),
        count(*) FILTER (WHERE early),
        count(*) FILTER (WHERE in_time),
        count(*) FILTER (WHERE late),
        count(*) FILTER (WHERE is_pending),
        count(*) FILTER (WHERE is_pending AND NOT overdue),
        count(*) FILTER (WHERE overdue)
    FROM sides
"""
PATHS = {
    "level": "g.level",
    "channel": "channel::text",
    "sector": "s.code",
    "online_kind": "p.online_kind",
}


def scanned(asked, until):
    where, parameters = ["true"], {"a": FIRST, "b": until}
    if "agency" in asked:
        branch = Agency.objects.branch([Agency.objects.get(code=asked["agency"]).pk])
        where.append("g.id = ANY(%(branch)s)")
        parameters["branch"] = list(branch.values_list("pk", flat=True))
    for name, path in PATHS.items():
        if name in asked:
            where.append(f"{path} = %({name})s")
            parameters[name] = asked[name]
    with connection.cursor() as cursor:
        cursor.execute(SCAN.format(where=" AND ".join(where)), parameters)
        return cursor.fetchone()


def on_the_page(client, asked):
    return form_rows(client.get(PERIOD, asked).content.decode())[-1]


def in_the_file(client, asked):
    answer = client.get(PERIOD, asked | {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    return tuple(int(cell) for cell in rows[-1][-len(COLUMNS) :])


def in_the_chart(client, asked):
    """Received and resolved over the months; pending and overdue at the end of the last one."""
    flows, stock, overdue = (
        client.get(reverse(f"dossiers:{name}-chart"), asked).json()["data"]["datasets"]
        for name in ("flows", "stock", "overdue")
    )
    ends = [one["data"][-1] for one in (*stock, *overdue)]
    return (sum(flows[0]["data"]), sum(flows[1]["data"]), *ends)


def some_questions(count):
    chance = Random(20240614)
    choices = {
        "agency": ["SXD", "H0", "H1", "X11", "TINH"],
        "level": list(Agency.Level.values),
        "channel": [str(value) for value in Channel.values],
        "sector": ["lv-0", "lv-1"],
        "online_kind": list(OnlineKind.values),
    }
    for _turn in range(count):
        names = [name for name in choices if chance.random() < 0.4]
        asked = {name: chance.choice(choices[name]) for name in names}
        if chance.random() < 0.5:
            day = FIRST + dt.timedelta(days=chance.randint(5, (LAST - FIRST).days))
            asked["as_of"] = day.isoformat()
        yield asked


@pytest.mark.parametrize("asked", list(some_questions(16)), ids=str)
def test_page_file_chart_list_and_scan_agree(province, member, member_client, asked):
    until = dt.date.fromisoformat(asked.get("as_of", LAST.isoformat()))
    query = asked | ({"by": "sector"} if {"sector", "online_kind"} & set(asked) else {})

    expected = scanned(asked, until)

    total = on_the_page(member_client, query) if any(expected) else None
    if total is not None:
        assert total.counts == expected
        assert in_the_file(member_client, query) == expected
        listed = [question_of(url, member) for url in total.urls]
        assert [one.count() for one in listed] == [Count(count) for count in expected]
        assert [one.rows().count() for one in listed] == list(expected)
    told = dict(zip(KEYS, expected, strict=True))
    assert in_the_chart(member_client, asked) == (
        told["online"] + told["direct_postal"],
        told["resolved_total"],
        told["pending_total"],
        told["pending_overdue"],
    )


@pytest.mark.parametrize("as_of", [None, dt.date(2024, 3, 31)])
@pytest.mark.parametrize("code", ["TINH", "H0", "SXD"])
def test_figures_are_those_of_the_scan(province, period, member, code, as_of):
    selection = Selection(period, as_of or LAST)

    found = figures_of(Agency.objects.all(), selection, agency=Agency.objects.get(code=code))

    expected = scanned({"agency": code}, selection.until)
    assert tuple(found[key].value for key in KEYS) == expected


def test_a_clerk_s_page_is_the_scan_of_the_own_branch(province, period):
    clerk = UserFactory(role=Role.CLERK, role__agency=Agency.objects.get(code="H1"))
    client = client_of(clerk)

    expected = scanned({"agency": "H1"}, LAST)

    for query in ({}, {"by": "level"}, {"by": "sector"}):
        assert on_the_page(client, query).counts == expected
        assert in_the_file(client, query) == expected
