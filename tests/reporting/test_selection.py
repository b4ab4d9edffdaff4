import datetime as dt

import pytest
from django.http import QueryDict

from reporting.models import Period
from reporting.selection import back_url, parse_day, select

pytestmark = pytest.mark.django_db


def period(code, first, last, status="closed", **fields):
    return Period.objects.create(
        code=code,
        name=f"Kỳ {code}",
        kind="custom",
        year=int(last[:4]),
        status=status,
        date_from=dt.date.fromisoformat(first),
        date_to=dt.date.fromisoformat(last),
        **fields,
    )


@pytest.fixture
def half():
    period("2024-M06", "2024-05-15", "2024-06-14")
    period("2024-Q3", "2024-06-15", "2024-09-14", status="running")
    return period("2024-H1", "2023-12-15", "2024-06-14")


def test_without_parameters_the_latest_closed_period_is_meant_as_of_its_last_day(half):
    chosen = select(QueryDict(""))

    assert (chosen.period, chosen.as_of, chosen.problems) == (half, dt.date(2024, 6, 14), ())


def test_without_any_period_there_is_nothing_to_show():
    assert select(QueryDict("")) is None


def test_a_running_period_is_shown_when_none_is_closed():
    running = period("2024-Q3", "2024-06-15", "2024-09-14", status="running")

    assert select(QueryDict("")).period == running


@pytest.mark.parametrize(
    "text", ["2024-03-31", "31/03/2024", "31-3-2024", "31.03.2024", " 31/03/2024 "]
)
def test_as_of_day_is_read_as_people_and_addresses_write_it(half, text):
    query = QueryDict(mutable=True)
    query["as_of"] = text
    chosen = select(query)

    assert (chosen.as_of, chosen.problems) == (dt.date(2024, 3, 31), ())


def test_flows_end_with_the_period_even_when_looked_at_later(half):
    chosen = select(QueryDict("period=2024-H1&as_of=2024-07-31"))

    assert (chosen.as_of, chosen.until) == (dt.date(2024, 7, 31), dt.date(2024, 6, 14))


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ("period=2031-H1", "Không có kỳ báo cáo “2031-H1”; trang đang hiển thị Kỳ 2024-H1."),
        (
            "as_of=hôm nay",
            "Ngày “hôm nay” không đọc được; hãy nhập theo dạng ngày/tháng/năm, ví dụ 14/06/2024.",
        ),
        ("as_of=30/02/2024", None),
        (
            "as_of=2020-01-01",
            "Ngày 01/01/2020 trước kỳ báo cáo (bắt đầu 15/12/2023); "
            "trang đang tính đến 14/06/2024.",
        ),
    ],
)
def test_what_cannot_be_read_is_told_and_replaced_by_the_default(half, query, problem):
    chosen = select(QueryDict(query))

    assert (chosen.period, chosen.as_of) == (half, dt.date(2024, 6, 14))
    assert len(chosen.problems) == 1
    assert problem is None or chosen.problems == (problem,)


def test_links_keep_the_selection(half):
    chosen = select(QueryDict("as_of=2024-03-31"))

    assert chosen.url("/tasks/", figure="completed", agency=None) == (
        "/tasks/?period=2024-H1&as_of=2024-03-31&figure=completed"
    )


def test_a_day_is_not_guessed():
    assert parse_day("13/13/2024") is None
    assert parse_day("") is None


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", "/x/?as_of=2024-06-14#a"),
        ("as_of=2024-06-13&other=1", "/x/?as_of=2024-06-14#a"),
        ("as_of=31/12/2023", "/x/?as_of=2024-06-14#a"),
        ("as_of=khi+nao", "/x/?as_of=2024-06-14#a"),
        ("as_of=15/06/2024", "/x/?as_of=15%2F06%2F2024#a"),
        ("period=2024-H1&as_of=2025-01-01", "/x/?period=2024-H1&as_of=2025-01-01#a"),
    ],
)
def test_a_form_leads_back_to_a_day_that_shows_what_was_done(query, expected):
    day = dt.date(2024, 6, 14)

    assert back_url("/x/", QueryDict(query), "a", as_of=day) == expected


def test_a_form_left_alone_leads_back_to_where_it_was():
    assert back_url("/x/", QueryDict("as_of=2024-06-13")) == "/x/?as_of=2024-06-13"
    assert back_url("/x/", QueryDict("")) == "/x/"


@pytest.mark.parametrize("day", ["9999-12-31", "01/01/2035"])
def test_a_day_years_after_the_period_is_refused(half, day):
    chosen = select(QueryDict(f"as_of={day}"))

    assert chosen.as_of == dt.date(2024, 6, 14)
    assert chosen.problems == (
        f"Ngày {parse_day(day):%d/%m/%Y} cách kỳ báo cáo quá xa; hãy nhập một ngày từ 15/12/2023 "
        "đến 31/12/2034. Trang đang tính đến 14/06/2024.",
    )


def test_the_last_day_that_is_not_too_far_is_taken(half):
    chosen = select(QueryDict("as_of=2034-12-31"))

    assert (chosen.as_of, chosen.problems) == (dt.date(2034, 12, 31), ())


def test_a_form_does_not_lead_back_to_an_absurd_day():
    query = QueryDict("as_of=9999-12-31")

    assert back_url("/x/", query, as_of=dt.date(2024, 6, 14)) == "/x/?as_of=2024-06-14"
