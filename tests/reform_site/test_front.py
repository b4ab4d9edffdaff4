"""The front page: each number is its rows, whatever the rows are."""

from __future__ import annotations

import datetime as dt
import html
import re
from random import Random

import pytest
from django.core.cache import cache
from django.db import connection

from agencies.models import Agency, User
from dossiers.models import Dossier
from dossiers.summary import figures_of as dossier_figures
from reporting.models import Period
from reporting.numbers import Ratio
from reporting.selection import Selection
from tasks.models import Programme, Task
from tasks.summary import figures_of as task_figures

FIRST, LAST = dt.date(2023, 12, 15), dt.date(2024, 6, 14)


def selection() -> Selection:
    return Selection(Period.objects.get(code="2024-H1"), LAST)


def text_of(response) -> str:
    """What a reader reads: no tags, single spaces."""
    plain = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", html.unescape(plain)).replace("\N{NO-BREAK SPACE}", " ")


def heading_of(response) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S)
    assert found
    plain = re.sub(r"<[^>]+>", "", html.unescape(found[1]))
    return re.sub(r"\s+", " ", plain).replace("\N{NO-BREAK SPACE}", " ").strip()


def linked_counts(context) -> list[tuple[str, str]]:
    """(number as printed, address) of every count in tiles and lead; rates are not counts."""
    runs = list(context["lead"])
    for tile in context["tiles"]:
        runs += tile["sub"]
        runs += [{"text": part["value"], "href": part["href"]} for part in tile["parts"]]
        runs.append({"text": tile["value"], "href": tile["href"]})
        runs.append({"text": tile.get("of_value", ""), "href": tile.get("of_href", "")})
    return [
        (str(run["text"]), run["href"])
        for run in runs
        if run["href"] and re.fullmatch(r"[\d.]+", str(run["text"]))
    ]


def test_a_member_reads_the_figures_of_the_half_year(member):
    response = member.get("/")

    on_time = dossier_figures(Agency.objects.all(), selection())["R1"].text
    assert heading_of(response) == (
        "Kế hoạch năm đạt 58,82 %, chậm 1 nhiệm vụ so với tiến độ; "
        f"{on_time} hồ sơ giải quyết trước hạn, đúng hạn"
    ).replace("\N{NO-BREAK SPACE}", " ")
    values = {
        tile["id"]: (tile["value"], tile.get("of_value")) for tile in response.context["tiles"]
    }
    assert values["tile-plan"] == ("58,82\N{NO-BREAK SPACE}%", None)
    assert values["tile-government"][0] == "61"
    rank = response.context["rank_tile"]
    assert (rank["value"], rank["of_value"]) == ("22", "63")
    assert rank["comparison"]["text"] == "tăng 25 bậc"


def test_every_count_on_the_page_opens_to_a_list_that_prints_it(member):
    pairs = linked_counts(member.get("/").context)

    printed = {(text, url): heading_of(member.get(url)) for text, url in set(pairs)}

    assert len(pairs) > 20
    wrong = {
        url: (text, heading)
        for (text, url), heading in printed.items()
        if not re.search(rf"(?<![\d.]){re.escape(text)}(?![\d.])", heading)
        and not (text == "0" and heading.startswith("Không"))
    }
    assert wrong == {}


def test_every_dossier_figure_equals_the_count_of_its_rows(province, db):
    chosen, rows = selection(), Dossier.objects.all()
    figures = dossier_figures(Agency.objects.all(), chosen)

    def count(key: str) -> int:
        return rows.in_column(key, chosen.first, chosen.until).count()

    for figure in figures.values():
        meant = figure.definition
        if figure.code == "B1":  # dossiers times days
            days = (chosen.until - chosen.first).days + 1
            assert figure.value == Ratio(days * count(meant.rows_key), count(meant.base_key))
        elif isinstance(figure.value, Ratio):
            assert (figure.value.numerator, figure.value.denominator) == (
                count(meant.rows_key),
                count(meant.base_key),
            ), figure.code
            assert figure.base is not None
            assert figure.base.count == figure.value.denominator
        else:
            assert figure.value == count(meant.rows_key), figure.code
        assert figure.rows.count == count(meant.rows_key), figure.code


@pytest.mark.parametrize("kind", [Programme.Kind.PLAN, Programme.Kind.GOVERNMENT])
def test_every_task_figure_equals_the_count_of_its_rows(province, db, kind):
    programme = Programme.objects.get(kind=kind)
    figures = task_figures(Task.objects.all(), selection(), programme=programme)
    tasks = Task.objects.filter(programme=programme).as_of(LAST)

    for figure in figures.values():
        meant = figure.definition
        rows = tasks.in_figure(meant.rows_key).count()
        assert figure.rows.count == rows, figure.code
        if isinstance(figure.value, Ratio):
            base = tasks.in_figure(meant.base_key).count()
            assert figure.value == Ratio(rows, base), figure.code
        else:
            assert figure.value == rows, figure.code


# After any change, what plain SQL says --------------------------------------------------------

RECEIVED = "status NOT IN (1, 3) AND received_on <= %(last)s"
OPEN = "(resolved_on IS NULL OR resolved_on > %(last)s)"
SETTLED = "status NOT IN (1, 3) AND resolved_on BETWEEN %(first)s AND %(last)s"
LATE = "status NOT IN (7, 8) AND resolved_on > due_on"
PLAIN = {
    "online": f"{RECEIVED} AND received_on >= %(first)s AND channel = 2",
    "direct_postal": f"{RECEIVED} AND received_on >= %(first)s AND channel IN (1, 3)",
    "carried_over": (
        "status NOT IN (1, 3) AND received_on < %(first)s"
        " AND (resolved_on IS NULL OR resolved_on >= %(first)s)"
    ),
    "received_total": (
        f"{RECEIVED} AND (received_on >= %(first)s"
        " OR resolved_on IS NULL OR resolved_on >= %(first)s)"
    ),
    "resolved_total": SETTLED,
    "resolved_overdue": f"{SETTLED} AND {LATE}",
    "resolved_early_on_time": f"{SETTLED} AND NOT coalesce({LATE}, false)",
    "pending_total": f"{RECEIVED} AND {OPEN}",
    "pending_overdue": f"{RECEIVED} AND {OPEN} AND due_on < %(last)s",
    "pending_in_time": f"{RECEIVED} AND {OPEN} AND coalesce(due_on >= %(last)s, true)",
}


def plain(where: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT count(*) FROM dossiers_dossier WHERE {where}",  # noqa: S608 -- constants above
            {"first": FIRST, "last": LAST},
        )
        return cursor.fetchone()[0]


def disturb(chance: Random) -> None:
    """Deletes, moves and adds rows at random, by the ORM and by SQL."""
    ids = list(Dossier.objects.values_list("pk", flat=True))
    chance.shuffle(ids)
    Dossier.objects.filter(pk__in=ids[:40]).delete()
    for pk in ids[40:80]:
        Dossier.objects.filter(pk=pk).update(
            due_on=FIRST + dt.timedelta(days=chance.randrange(-30, 240))
        )
    agencies = list(Agency.objects.values_list("pk", flat=True))
    with connection.cursor() as cursor:
        for pk in ids[80:120]:
            cursor.execute(
                "UPDATE dossiers_dossier SET resolving_agency_id = %s, channel = %s WHERE id = %s",
                [chance.choice(agencies), chance.randrange(1, 4), pk],
            )
        cursor.execute(
            "UPDATE dossiers_dossier SET resolved_on = NULL, status = 4 WHERE id = ANY(%s)",
            [ids[120:150]],
        )
    model = Dossier.objects.first()
    assert model is not None
    added = []
    for number in range(60):
        received = FIRST + dt.timedelta(days=chance.randrange(-60, 200))
        added.append(
            Dossier(
                code=f"H23.99-{received:%y%m%d}-{number:05d}",
                procedure_id=model.procedure_id,
                receiving_agency_id=model.receiving_agency_id,
                resolving_agency_id=chance.choice(agencies),
                channel=chance.randrange(1, 4),
                received_on=received,
                due_on=received + dt.timedelta(days=chance.randrange(0, 20)),
                resolved_on=received + dt.timedelta(days=chance.randrange(0, 30)),
                status=chance.choice([7, 8, 9, 10]),
            )
        )
    Dossier.objects.bulk_create(added)
    Task.objects.filter(pk__in=Task.objects.order_by("code").values("pk")[:3]).delete()
    Task.objects.filter(progress="not_started").update(original_due_on=dt.date(2024, 1, 31))


@pytest.mark.parametrize("seed", range(4))
def test_every_dossier_figure_of_the_page_follows_the_rows(member, seed):
    disturb(Random(seed))

    figures = dossier_figures(Agency.objects.all(), selection())
    text = text_of(member.get("/"))

    wanted = {key: plain(where) for key, where in PLAIN.items()}
    assert {key: figures[key].value for key in PLAIN} == wanted
    for key in PLAIN:
        assert figures[key].text in text


def test_a_task_that_is_completed_moves_every_figure_of_its_programme(member):
    before = member.get("/").context["tiles"][0]
    task = Task.objects.as_of(LAST).filter(programme__kind="plan", timeliness="overdue").first()

    Task.objects.filter(pk=task.pk).update(progress="completed", completed_on=LAST)
    after = member.get("/").context["tiles"][0]

    assert before["value"] == "58,82\N{NO-BREAK SPACE}%"
    assert after["value"] == "60,78\N{NO-BREAK SPACE}%"
    assert int(after["parts"][0]["value"]) == int(before["parts"][0]["value"]) + 1


# Who sees what, and at what cost ---------------------------------------------------------------


def test_a_clerk_sees_the_own_branch_with_the_same_page(clerk):
    user = User.objects.get(username="congchuc.xaydung")
    own = Agency.objects.visible_to(user)

    context = clerk.get("/").context

    received = {tile["id"]: tile["value"] for tile in context["tiles"]}["tile-received"]
    assert own.count() < 5
    rows = Dossier.objects.of_agencies(own).in_column("received_total", FIRST, LAST)
    assert received == str(rows.count())
    assert {group.label for group in context["overdue"].groups} <= {one.name for one in own}
    assert context["notes"] == []


def test_the_news_item_as_printed_gives_exactly_two_findings(member):
    notes = member.get("/").context["notes"]

    assert [note["code"] for note in notes] == ["D9, D1", "T2"]


def test_every_number_says_definition_source_and_day(member):
    for tile in member.get("/").context["tiles"]:
        terms = {row["term"] for row in tile["definition"]["rows"]}
        assert {"Công thức", "Nguồn", "Tính đến"} <= terms
        assert tile["definition"]["url"].startswith("/figures/")


def test_another_day_and_period_come_from_the_address(member):
    response = member.get("/?period=2024-Q1&as_of=15/02/2024")

    assert response.context["selection"].as_of == dt.date(2024, 2, 15)
    assert 'value="15/02/2024"' in response.content.decode()


FRONT_QUERIES = (
    1  # session
    + 1  # user
    + 1  # memberships: permissions and reach
    + 1  # period
    + 1  # periods of the bar
    + 1  # programmes
    + 1  # figures of both programmes
    + 2  # the same period a year before, and its dossiers
    + 1  # dossiers of the period
    + 1  # ranks
    + 1  # planned against actual
    + 1  # tasks by field
    + 3  # overdue: tallies by lead, keys of the rows shown, those rows
    + 1  # due next
    + 1  # tasks at risk
    + 2  # dossiers by month: received online, and all
    + 2  # dossiers by agency, agencies
    + 4  # the structure, for each of these counts of dossiers
    + 2  # statements, their figures
    + 4  # returns, successions, the returns compared with, differences accepted in them
    + 1  # differences accepted in statements
    + 1  # the newest day of the dossiers
    + 1  # whether this is a demonstration
)


def test_the_page_asks_the_same_queries_for_any_number_of_rows(member, django_assert_num_queries):
    member.get("/statements/")  # the session has been renewed for this minute
    cache.clear()

    with django_assert_num_queries(FRONT_QUERIES):
        member.get("/")
    Task.objects.exclude(progress="completed").update(
        progress="not_started", original_due_on=dt.date(2024, 1, 31), deadline_kind="date"
    )
    with django_assert_num_queries(FRONT_QUERIES - 1):  # the demo mark is remembered
        member.get("/")
