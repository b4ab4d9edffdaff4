"""The task list: filters, headings, scope, paging, budget."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from agencies.roles import Role
from tasks.models import Task
from tasks.standing import COUNTED
from tasks.states import Progress
from tests.conftest import DAY
from tests.factories import (
    AgencyFactory,
    DocumentFactory,
    ExtensionFactory,
    ProgrammeFactory,
    TaskFactory,
    TaskUpdateFactory,
    UserFactory,
)

LIST = reverse("tasks:list")


def codes(client: Client, **query: Any) -> list[str]:
    """Codes of the rows of the first page, in their order."""
    response = client.get(LIST, query)
    assert response.status_code == 200
    return [row.record.code for row in response.context["table"].page.object_list]


def heading(client: Client, **query: Any) -> str:
    page = client.get(LIST, query).content.decode()
    found = re.search(r"<h1>(.*?)</h1>", page)
    assert found is not None
    return unescape(found.group(1)).replace("\N{NO-BREAK SPACE}", " ")


# Filters -----------------------------------------------------------------------------------------


def test_programme_filter(member_client):
    plan = ProgrammeFactory(code="KH2024")
    TaskFactory(code="A", programme=plan)
    TaskFactory(code="B")

    assert codes(member_client, programme="KH2024") == ["A"]


@pytest.mark.parametrize("field", range(7))
def test_field_filter(member_client, field):
    programme, lead = ProgrammeFactory(), AgencyFactory()
    for one in range(7):
        TaskFactory(code=f"F{one}", field=one, programme=programme, lead=lead)

    assert codes(member_client, field=field) == [f"F{field}"]


def test_agency_filter_takes_in_the_branch(member_client):
    district = AgencyFactory(code="CG")
    commune = AgencyFactory(code="CG-1", parent=district)
    TaskFactory(code="A", lead=district)
    TaskFactory(code="B", lead=commune)
    TaskFactory(code="C")

    assert codes(member_client, agency="CG") == ["A", "B"]
    assert codes(member_client, agency="CG-1") == ["B"]
    assert codes(member_client, lead="CG") == ["A"]


@pytest.mark.parametrize(
    ("role", "expected"),
    [(None, ["A"]), ("lead", ["A"]), ("coordinating", ["B"]), ("any", ["A", "B"])],
)
def test_role_filter(member_client, construction, role, expected):
    TaskFactory(code="A", lead=construction)
    TaskFactory(code="B").coordinating.add(construction)
    TaskFactory(code="C")

    query = {"agency": "SXD"} | ({"role": role} if role else {})

    assert codes(member_client, **query) == expected


def test_role_filter_without_an_agency(member_client):
    TaskFactory(code="A").coordinating.add(AgencyFactory())
    TaskFactory(code="B")

    assert codes(member_client, role="coordinating") == ["A"]
    assert codes(member_client, role="any") == ["A", "B"]


#: One task in each state on 14/06/2024.
STATES: dict[str, dict[str, Any]] = {
    "overdue": {"original_due_on": dt.date(2024, 6, 13)},
    "due_soon": {"original_due_on": dt.date(2024, 6, 29)},
    "not_due": {"original_due_on": dt.date(2024, 6, 30)},
    "no_deadline": {"regular": True},
    "stopped": {"postponed_on": dt.date(2024, 5, 1), "progress": Progress.POSTPONED},
    "completed_early": {"progress": Progress.COMPLETED, "completed_on": dt.date(2024, 4, 29)},
    "completed_on_time": {"progress": Progress.COMPLETED, "completed_on": dt.date(2024, 4, 30)},
    "completed_late": {"progress": Progress.COMPLETED, "completed_on": dt.date(2024, 5, 1)},
}


@pytest.fixture
def one_in_each_state(db: None) -> None:
    programme, lead = ProgrammeFactory(code="KH2024"), AgencyFactory(name="Sở Nội vụ")
    for state, dates in STATES.items():
        TaskFactory(code=state, programme=programme, lead=lead, **dates)


@pytest.mark.parametrize("state", STATES)
def test_state_filter_of_timeliness(member_client, one_in_each_state, state):
    assert codes(member_client, state=state) == [state]


def test_state_filter_of_completed_in_time_takes_in_early(member_client, one_in_each_state):
    assert codes(member_client, state="completed_in_time") == [
        "completed_early",
        "completed_on_time",
    ]


@pytest.mark.parametrize("state", ["not_started", "in_progress", "submitted", "returned"])
def test_state_filter_of_progress(member_client, state):
    day = dt.date(2024, 6, 1)
    for one in ("not_started", "in_progress", "submitted", "returned"):
        TaskFactory(code=one, progress=one, submitted_on=day, returned_on=day)

    assert codes(member_client, state=state) == [state]


def test_rows_are_urgent_first(member_client, one_in_each_state):
    TaskFactory(code="older", original_due_on=dt.date(2024, 6, 1))

    assert codes(member_client) == [
        "older",
        "overdue",
        "due_soon",
        "not_due",
        "stopped",
        "no_deadline",
        "completed_early",
        "completed_late",
        "completed_on_time",
    ]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"due_from": "2024-06-13"}, ["overdue", "due_soon", "not_due"]),
        ({"due_from": "14/06/2024", "due_to": "29/06/2024"}, ["due_soon"]),
        ({"due_to": "2024-06-13", "state": "overdue"}, ["overdue"]),
        ({"due": "15"}, ["due_soon"]),
        ({"due": "7"}, []),
        ({"due": "30"}, ["due_soon", "not_due"]),
    ],
)
def test_due_window(member_client, one_in_each_state, query, expected):
    assert codes(member_client, **query) == expected


def test_due_window_goes_by_the_deadline_in_force(member_client):
    ExtensionFactory(task=TaskFactory(code="A"), due_on=dt.date(2024, 6, 20))

    assert codes(member_client, due="15") == ["A"]
    assert codes(member_client, due_to="2024-05-31") == []


def test_as_of_and_period_come_from_the_address(member_client, one_in_each_state):
    assert codes(member_client, as_of="2024-04-29", state="completed_early") == ["completed_early"]
    assert codes(member_client, as_of="2024-04-28", state="completed_early") == []


@pytest.mark.parametrize(
    "text",
    [
        "so hoa ket qua",
        "SỐ HÓA",
        "dat dai",
        "Đất đai",
        "đat kết",
        "nv-77",
        "12/qd-ubnd",
        "12/QĐ",
        "45/bc-snv",
        "dat 12/qd",
        "So\u0302\u0301 ho\u0301a",  # letters and accents apart, as some keyboards send them
    ],
)
def test_search_ignores_accents(member_client, text):
    TaskFactory(
        code="NV-77",
        title="Số hóa kết quả giải quyết thủ tục lĩnh vực đất đai",
        document=DocumentFactory(number="12/QĐ-UBND"),
        result_number="45/BC-SNV",
    )
    TaskFactory(code="B", title="Tuyên truyền cải cách hành chính")

    assert codes(member_client, q=text) == ["NV-77"]


def test_search_takes_signs_literally(member_client):
    TaskFactory(code="A", title="Đạt 100% mục tiêu")
    TaskFactory(code="B", title="Đạt 100 mục tiêu")

    assert codes(member_client, q="100%") == ["A"]
    assert codes(member_client, q="_") == []


@pytest.mark.parametrize("code", ["1", "2", "3", "4", "5"])
def test_age_filter(member_client, code):
    for band, days in {"1": 10, "2": 11, "3": 60, "4": 61, "5": 121}.items():
        TaskFactory(code=band, original_due_on=DAY - dt.timedelta(days=days))

    assert codes(member_client, age=code) == [code]


def test_wrong_values_are_told_and_filter_nothing(member_client, one_in_each_state):
    response = member_client.get(
        LIST, {"state": "x", "figure": "y", "programme": "z", "due_from": "hôm qua", "field": "9"}
    )

    assert response.context["count"] == 8
    said = [str(message) for message in response.context["messages"]]
    assert said == [
        "Bộ lọc “Trạng thái” không có giá trị “x”; trang này bỏ qua bộ lọc đó.",
        "Bộ lọc “Chỉ tiêu” không có giá trị “y”; trang này bỏ qua bộ lọc đó.",
    ]
    form = response.context["filter"].form
    assert set(form.errors) == {"state", "figure", "programme", "due_from", "field"}
    assert form.errors["due_from"] == [
        "Ngày “hôm qua” không đọc được; hãy nhập theo dạng ngày/tháng/năm, ví dụ 14/06/2024."
    ]


def test_chips_take_off_one_filter_each(member_client, one_in_each_state):
    query = {"programme": "KH2024", "state": "overdue", "role": "lead", "due_to": "2024-06-30"}

    chips = member_client.get(LIST, query | {"page": "1"}).context["filter"].chips()

    programme = Task.objects.first().programme
    assert [(chip.label, chip.value, chip.url) for chip in chips] == [
        (
            "Chương trình",
            programme.short_name,
            "?state=overdue&role=lead&due_to=2024-06-30",
        ),
        ("Hạn đến ngày", "30/06/2024", "?programme=KH2024&state=overdue&role=lead"),
        ("Trạng thái", "Quá hạn", "?programme=KH2024&role=lead&due_to=2024-06-30"),
    ]


# Order and pages ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sort", "expected"),
    [
        ("lead", ["C", "A", "B"]),
        ("-lead", ["B", "A", "C"]),
        ("due", ["B", "A", "C"]),
        ("-due", ["A", "B", "C"]),
        ("percent", ["A", "B", "C"]),
        ("-percent", ["B", "A", "C"]),
    ],
)
def test_rows_can_be_sorted(member_client, sort, expected):
    # Vietnamese order: Đ after D and before N
    a = TaskFactory(code="A", lead=AgencyFactory(name="Đài Phát thanh"))
    b = TaskFactory(
        code="B", lead=AgencyFactory(name="Sở Nội vụ"), original_due_on=dt.date(2024, 4, 1)
    )
    TaskFactory(code="C", lead=AgencyFactory(name="Dân vận"), regular=True)
    TaskUpdateFactory(task=a, percent=20)
    TaskUpdateFactory(task=b, percent=90)

    assert codes(member_client, sort=sort) == expected


def test_a_long_list_has_numbered_pages(member_client):
    programme, lead = ProgrammeFactory(), AgencyFactory()
    for number in range(51):
        TaskFactory(code=f"T{number:02d}", programme=programme, lead=lead)

    first = member_client.get(LIST)
    second = member_client.get(LIST, {"page": 2})
    beyond = member_client.get(LIST, {"page": 99})

    assert first.context["table"].count_text == "1–50 trong 51 nhiệm vụ"
    assert second.context["table"].count_text == "51–51 trong 51 nhiệm vụ"
    assert [row.record.code for row in second.context["table"].page.object_list] == ["T50"]
    assert beyond.context["table"].count_text == "51–51 trong 51 nhiệm vụ"
    assert codes(member_client, page="x")[0] == "T00"


# Headings, tabs, ages ----------------------------------------------------------------------------


def test_heading_tells_who_is_overdue(member_client, one_in_each_state):
    assert heading(member_client) == "1 trong 8 nhiệm vụ quá hạn, chậm 1 ngày"

    TaskFactory(original_due_on=dt.date(2024, 2, 29), programme=ProgrammeFactory())

    assert heading(member_client) == "2 trong 9 nhiệm vụ quá hạn, chậm nhất 106 ngày"
    assert heading(member_client, programme="KH2024") == "1 trong 8 nhiệm vụ quá hạn, chậm 1 ngày"


def test_heading_without_overdue_and_without_rows(member_client):
    assert heading(member_client) == "Không có nhiệm vụ khớp với điều kiện lọc"

    TaskFactory(regular=True)

    assert heading(member_client) == "1 nhiệm vụ, không có nhiệm vụ quá hạn"
    assert heading(member_client, state="overdue") == "Không có nhiệm vụ quá hạn"


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"state": "overdue"}, "1 nhiệm vụ quá hạn"),
        ({"state": "completed_in_time"}, "2 nhiệm vụ hoàn thành trước, đúng hạn"),
        ({"state": "stopped"}, "1 nhiệm vụ tạm dừng"),
        ({"age": "1"}, "1 nhiệm vụ quá hạn 1–10 ngày"),
        ({"figure": "completed"}, "3 nhiệm vụ đã hoàn thành"),
        (
            {"figure": "completed_or_overdue"},
            "4 nhiệm vụ đã hoàn thành hoặc chưa hoàn thành quá hạn",
        ),
    ],
)
def test_heading_of_a_narrowed_list(member_client, one_in_each_state, query, expected):
    assert heading(member_client, **query) == expected


@pytest.mark.parametrize("key", COUNTED)
def test_a_list_opened_by_a_figure_prints_its_count_and_its_definition(
    member_client, one_in_each_state, key
):
    urgent = dt.date(2024, 6, 16)
    programme = Task.objects.filter(code="due_soon").get().programme
    TaskFactory(code="urgent", programme=programme, original_due_on=urgent)
    rows = Task.objects.as_of(DAY).in_figure(key).count()
    response = member_client.get(LIST, {"figure": key})

    assert response.context["count"] == rows
    assert [part["count"] for part in response.context["heading"].parts] == [str(rows)]
    assert heading(member_client, figure=key).startswith(f"{rows} ")
    definition = response.context["heading"].definition
    assert member_client.get(definition["url"]).status_code == 200
    assert definition["url"] in response.content.decode()


def test_tabs_count_the_rows_of_their_lists(member_client, one_in_each_state):
    response = member_client.get(LIST, {"programme": "KH2024", "state": "overdue"})

    tabs = response.context["states"]
    assert [(tab["label"], tab["count"]) for tab in tabs] == [
        ("Tất cả", "8"),
        ("Quá hạn", "1"),
        ("Sắp đến hạn", "1"),
        ("Trong hạn", "1"),
        ("Không thời hạn", "1"),
        ("Tạm dừng", "1"),
        ("Hoàn thành quá hạn", "1"),
        ("Hoàn thành trước, đúng hạn", "2"),
    ]
    assert [tab["label"] for tab in tabs if tab["current"]] == ["Quá hạn"]
    for tab in tabs:
        assert str(member_client.get(tab["url"]).context["count"]) == tab["count"]


def test_ages_count_the_rows_of_their_lists(member_client, one_in_each_state):
    TaskFactory(original_due_on=dt.date(2024, 2, 29))

    ages = member_client.get(LIST).context["ages"]

    assert [age["count"] for age in ages] == ["1", "0", "0", "1", "0"]
    for age in ages:
        assert str(member_client.get(age["url"]).context["count"]) == age["count"]
    assert member_client.get(LIST, {"state": "due_soon"}).context["ages"] == []


def test_links_keep_period_day_and_filters(member_client, one_in_each_state):
    query = {"period": "2024-H1", "as_of": "2024-06-13", "programme": "KH2024", "state": "due_soon"}

    response = member_client.get(LIST, query)

    kept = "period=2024-H1&as_of=2024-06-13"
    context = response.context
    assert context["reset"] == f"{LIST}?{kept}"
    assert {tab["url"].split("&state=")[0] for tab in context["states"]} == {
        f"{LIST}?{kept}&programme=KH2024"
    }
    assert f'href="/tasks/overdue/?{kept.replace("&", "&amp;")}"' in response.content.decode()
    assert context["hidden"] == [
        {"name": "period", "value": "2024-H1"},
        {"name": "as_of", "value": "2024-06-13"},
    ]


def test_a_programme_shows_its_note(member_client):
    ProgrammeFactory(code="CP", note="Giả định: 3 nhiệm vụ còn trong hạn.")

    page = member_client.get(LIST, {"programme": "CP"}).content.decode()

    assert "Giả định: 3 nhiệm vụ còn trong hạn." in page


def test_a_row_tells_state_days_and_extensions(member_client):
    task = TaskFactory(code="A", title="Số hóa <kết quả>", progress=Progress.SUBMITTED,
                       submitted_on=dt.date(2024, 6, 12))  # fmt: skip
    ExtensionFactory(task=task, due_on=dt.date(2024, 8, 31))
    TaskUpdateFactory(task=task, percent=95)

    page = member_client.get(LIST).content.decode()

    assert "Số hóa &lt;kết quả&gt;" in page
    assert "Chờ xác nhận" in page
    assert "đã trình 12/06/2024" in page
    assert "Đã gia hạn 1 lần, hạn gốc 30/04/2024" in page
    assert "95\N{NO-BREAK SPACE}%" in page


# Scope -------------------------------------------------------------------------------------------


def test_a_clerk_sees_the_own_branch_and_what_it_coordinates(clerk_client, construction, health):
    TaskFactory(code="own", lead=construction)
    TaskFactory(code="below", lead=AgencyFactory(parent=construction))
    TaskFactory(code="helped", lead=health).coordinating.add(construction)
    TaskFactory(code="theirs", lead=health)

    assert codes(clerk_client) == ["below", "own"]
    assert codes(clerk_client, role="coordinating") == ["helped"]
    assert codes(clerk_client, role="any") == ["below", "helped", "own"]


@pytest.mark.parametrize(
    "query",
    [
        {"agency": "SYT"},
        {"lead": "SYT"},
        {"agency": "SYT", "role": "any"},
        {"q": "theirs", "role": "any"},
        {"programme": "CP", "role": "any"},
        {"figure": "assigned", "role": "any"},
        {"figure": "assigned", "role": "coordinating"},
    ],
)
def test_a_clerk_reaches_nothing_of_others_by_any_filter(clerk_client, health, query):
    other = TaskFactory(
        code="theirs", lead=health, title="Việc riêng", programme=ProgrammeFactory(code="CP")
    )
    other.coordinating.add(AgencyFactory())

    response = clerk_client.get(LIST, query)

    page = response.content.decode()
    assert response.context["count"] == 0
    assert {tab["count"] for tab in response.context["states"]} == {"0"}
    assert "Việc riêng" not in page
    assert "Sở Y tế" not in page


def test_somebody_without_a_role_is_refused(as_user, period):
    assert as_user(UserFactory()).get(LIST).status_code == 403


def test_nobody_logged_in_is_sent_to_the_login(client, period):
    response = client.get(LIST)

    assert response.status_code == 302
    assert response.url.startswith(reverse("login"))


def test_an_administrator_of_accounts_reads_no_tasks(as_user, period):
    assert as_user(UserFactory(role=Role.ADMINISTRATOR)).get(LIST).status_code == 403


# Budget ------------------------------------------------------------------------------------------

LIST_QUERIES = (
    3  # session, user, memberships
    + 1  # the period
    + 1  # how many rows
    + 2  # which of them stand on the page; these, agencies and programmes joined
    + 1  # counts by programme, state and age
    + 2  # programmes of the heading, and of the filter
    + 1  # agencies of the filter
    + 1  # periods of the bar
)


@pytest.mark.parametrize("rows", [1, 20])
def test_the_list_asks_the_same_queries_for_any_number_of_rows(
    member_client, rows, django_assert_num_queries
):
    for _ in range(rows):
        task = TaskFactory()
        ExtensionFactory(task=task)
        TaskUpdateFactory(task=task)
        task.coordinating.add(AgencyFactory())
    member_client.get(LIST)  # renews the session, once a minute

    with django_assert_num_queries(LIST_QUERIES):
        member_client.get(LIST)
