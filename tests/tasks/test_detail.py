"""The page of one task: every field, source, reports, extensions, and who changed what."""

from __future__ import annotations

import datetime as dt

import pghistory
import pytest
from django.db import connection
from django.urls import reverse

from agencies.roles import Role
from tasks.history import history_of
from tasks.models import Task
from tasks.states import Progress
from tests.factories import (
    AgencyFactory,
    ConclusionFactory,
    DocumentFactory,
    ExtensionFactory,
    FundingFactory,
    MeetingFactory,
    OccurrenceFactory,
    ProgrammeFactory,
    RecurrenceRuleFactory,
    TaskFactory,
    TaskUpdateFactory,
    UserFactory,
)


def url(task: Task) -> str:
    return reverse("tasks:detail", args=[task.code])


def text(client, task: Task, **query: str) -> str:
    """The page with every run of white space, hard spaces too, as one space."""
    response = client.get(url(task), query)
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


@pytest.fixture
def full(db: None) -> Task:
    """A task with every field filled in."""
    meeting = MeetingFactory(
        number=3,
        held_on=dt.date(2024, 6, 14),
        chair="Nguyễn Văn Chủ",
        notice=DocumentFactory(number="88/TB-VP", excerpt="Thông báo kết luận phiên thứ ba"),
    )
    task = TaskFactory(
        code="KH-23",
        title="Số hóa kết quả giải quyết thủ tục hành chính",
        programme=ProgrammeFactory(name="Kế hoạch CCHC năm 2024"),
        field=6,
        product="Cơ sở dữ liệu",
        lead=AgencyFactory(name="Sở Tài nguyên và Môi trường"),
        document=DocumentFactory(number="12/KH-UBND", excerpt="Kế hoạch cải cách", signer="Ký"),
        document_clause="mục II.3",
        conclusion=ConclusionFactory(meeting=meeting, number="2.1", text="Đẩy nhanh số hóa"),
        external_number="VPCP-77",
        assigned_by="Chủ tịch UBND tỉnh",
        assigned_on=dt.date(2024, 1, 15),
        deadline_kind="quarter",
        deadline_label="Quý I/2024",
        original_due_on=dt.date(2024, 3, 31),
        progress=Progress.COMPLETED,
        started_on=dt.date(2024, 2, 1),
        submitted_on=dt.date(2024, 4, 2),
        returned_on=dt.date(2024, 4, 5),
        postponed_on=dt.date(2024, 2, 10),
        resumed_on=dt.date(2024, 2, 20),
        completed_on=dt.date(2024, 4, 20),
        result_number="45/BC-STNMT",
        evidence="Biên bản nghiệm thu",
        note="Ghi chú riêng",
    )
    task.coordinating.set(
        [AgencyFactory(name="Sở Nội vụ"), AgencyFactory(name="UBND huyện Cẩm Giàng")]
    )
    ExtensionFactory(
        task=task,
        decided_on=dt.date(2024, 3, 20),
        due_on=dt.date(2024, 4, 10),
        document_number="31/QĐ-UBND",
        reason="Chờ dữ liệu",
    )
    TaskUpdateFactory(
        task=task,
        reported_on=dt.date(2024, 4, 1),
        percent=90,
        result="Đã số hóa 90 phần trăm",
        delay_reason="Thiếu nhân lực",
        remedy="Thuê ngoài",
    )
    return task


def test_the_page_shows_every_field_of_a_task(member_client, full):
    page = text(member_client, full)

    for shown in (
        "KH-23",
        "Số hóa kết quả giải quyết thủ tục hành chính",
        "Kế hoạch CCHC năm 2024",
        "Chính quyền điện tử, chính quyền số",
        "Cơ sở dữ liệu",
        "Sở Tài nguyên và Môi trường",
        "Sở Nội vụ<br>UBND huyện Cẩm Giàng",
        "VPCP-77",
        "Chủ tịch UBND tỉnh",
        "15/01/2024",
        "Quý",
        "Quý I/2024",
        "31/03/2024",  # the original deadline
        "10/04/2024",  # the one in force
        "1 lần",
        "Hoàn thành quá hạn",
        "chậm 10 ngày",
        "20/04/2024",
        "45/BC-STNMT",
        "Biên bản nghiệm thu",
        "Ghi chú riêng",
        "Đã số hóa 90 phần trăm",
        "Thiếu nhân lực",
        "Thuê ngoài",
        "90 %",
        "31/QĐ-UBND",
        "Chờ dữ liệu",
        "12/KH-UBND",
        "mục II.3",
        "Kế hoạch cải cách",
        "Nguyễn Văn Chủ",
        "88/TB-VP",
        "Thông báo kết luận phiên thứ ba",
        "Kết luận 2.1",
        "Đẩy nhanh số hóa",
    ):
        assert shown in page, shown


def test_dates_of_states_stand_in_their_order(member_client, full):
    dates = member_client.get(url(full)).context["page"].dates

    assert [(row["day"], row["text"]) for row in dates] == [
        ("15/01/2024", "Được giao"),
        ("01/02/2024", "Bắt đầu thực hiện"),
        ("10/02/2024", "Tạm dừng"),
        ("20/02/2024", "Thực hiện tiếp"),
        ("02/04/2024", "Trình xác nhận"),
        ("05/04/2024", "Trả lại để làm lại"),
        ("20/04/2024", "Hoàn thành (ngày văn bản kết quả)"),
    ]


@pytest.mark.parametrize(
    ("as_of", "pill", "days"),
    [
        ("2024-03-19", "due_soon", "còn 12 ngày"),
        ("2024-04-10", "due_soon", "đến hạn trong ngày"),
        ("2024-04-11", "overdue", "chậm 1 ngày"),
        ("2024-04-20", "completed_late", ""),
    ],
)
def test_the_state_is_that_of_the_day_of_the_page(member_client, full, as_of, pill, days):
    standing = member_client.get(url(full), {"as_of": as_of}).context["page"].standing

    assert (standing.pill, standing.after.replace("\N{NO-BREAK SPACE}", " ")) == (pill, days)


def test_what_comes_after_the_day_is_marked(member_client, full):
    response = member_client.get(url(full), {"as_of": "2024-03-10"})
    page = response.context["page"]

    assert [row["is_later"] for row in response.context["extensions"].rows] == [True]
    assert [row["is_later"] for row in response.context["reports"].rows] == [True]
    assert [row["text"] for row in page.dates if row["is_later"]] == [
        "Trình xác nhận",
        "Trả lại để làm lại",
        "Hoàn thành (ngày văn bản kết quả)",
    ]
    told = {row["term"]: row["text"] for row in [*page.deadline, *page.result]}
    assert told["Đã gia hạn"] == "chưa gia hạn"
    assert (told["Ngày hoàn thành"], told["Số, ký hiệu văn bản kết quả"]) == ("", "")


def test_result_of_a_task_that_waits_for_confirmation_is_shown_from_its_day(member_client):
    task = TaskFactory(submitted=True, result_number="12/BC", result_on=dt.date(2024, 4, 15))

    def number(as_of):
        rows = member_client.get(url(task), {"as_of": as_of}).context["page"].result
        return {row["term"]: row["text"] for row in rows}["Số, ký hiệu văn bản kết quả"]

    assert (number("2024-04-14"), number("2024-04-15")) == ("", "12/BC")


def test_a_cancelled_task_keeps_its_page_and_says_that_it_is_not_counted(member_client):
    task = TaskFactory(progress=Progress.CANCELLED, cancelled_on=dt.date(2024, 5, 10))

    page = text(member_client, task)

    assert "Nhiệm vụ thôi thực hiện từ 10/05/2024, không tính vào số liệu đến 14/06/2024." in page
    assert "không tính vào số liệu" not in text(member_client, task, as_of="2024-05-09")


def test_a_task_assigned_later_says_so(member_client):
    task = TaskFactory(assigned_on=dt.date(2024, 6, 15))

    page = text(member_client, task)

    assert "Nhiệm vụ giao ngày 15/06/2024, sau ngày tính số liệu 14/06/2024." in page


def test_links_keep_period_and_day(member_client, full):
    page = text(member_client, full, period="2024-H1", as_of="2024-05-01")

    assert 'href="/tasks/?period=2024-H1&amp;as_of=2024-05-01"' in page


@pytest.mark.parametrize("code", ["KH/01", "a b", "NV?1", "100%", "Đ-1"])
def test_any_code_has_a_page(member_client, code):
    task = TaskFactory(code=code)

    assert code in member_client.get(task.get_absolute_url()).context["object"].code


# Scope -------------------------------------------------------------------------------------------


def test_who_sees_which_task(clerk_client, construction, health):
    own, helped, theirs = (TaskFactory(lead=lead) for lead in (construction, health, health))
    helped.coordinating.add(construction)

    answers = [clerk_client.get(url(task)).status_code for task in (own, helped, theirs)]

    assert answers == [200, 200, 404]


def test_the_entry_form_is_offered_to_those_who_may_change_the_task(
    clerk_client, member_client, construction, health, as_user
):
    own = TaskFactory(lead=construction)
    helped = TaskFactory(lead=health)
    helped.coordinating.add(construction)
    secretariat = as_user(UserFactory(role=Role.SECRETARIAT))

    def offered(client, task):
        return client.get(url(task)).context["change_url"]

    form = reverse("admin:tasks_task_change", args=[own.pk])
    assert offered(clerk_client, own) == form
    assert offered(secretariat, own) == form
    assert offered(clerk_client, helped) is None
    assert offered(member_client, own) is None


# History -----------------------------------------------------------------------------------------


def test_history_tells_who_changed_what_from_what_to_what(member_client, clerk):
    lead, other = AgencyFactory(name="Sở Nội vụ"), AgencyFactory(name="Sở Tư pháp")
    task = TaskFactory(lead=lead)
    with pghistory.context(user=clerk.pk):
        task.original_due_on = dt.date(2024, 5, 31)
        task.progress = Progress.SUBMITTED
        task.submitted_on = dt.date(2024, 4, 18)
        task.lead = other
        task.save()

    rows = history_of(task)["rows"]

    assert [(row["text"], row["more"]) for row in rows] == [
        (
            f"{clerk.full_name} sửa nhiệm vụ",
            "Cơ quan chủ trì: Sở Nội vụ → Sở Tư pháp; Hạn gốc: 30/04/2024 → 31/05/2024; "
            "Tiến độ: Đang thực hiện → Chờ xác nhận; Ngày trình xác nhận: – → 18/04/2024",
        ),
        ("Hệ thống nhập nhiệm vụ", ""),
    ]
    page = text(member_client, task)
    assert "Hạn gốc: 30/04/2024 → 31/05/2024" in page
    assert clerk.full_name in page


def test_history_takes_in_reports_and_extensions(clerk):
    task = TaskFactory()
    with pghistory.context(user=clerk.pk):
        report = TaskUpdateFactory(task=task, percent=40, result="Bước một")
        report.percent = 60
        report.save()
        ExtensionFactory(task=task, document_number="31/QĐ-UBND")
        report.delete()

    told = {row["text"].removeprefix(f"{clerk.full_name} "): row["more"]
            for row in history_of(task)["rows"]}  # fmt: skip

    assert told == {
        "Hệ thống nhập nhiệm vụ": "",
        "nhập báo cáo tiến độ": (
            "Ngày báo cáo: 01/04/2024; Tiến độ (%): 40; Kết quả thực hiện: Bước một"
        ),
        "sửa báo cáo tiến độ": "Tiến độ (%): 40 → 60",
        "nhập lần gia hạn": (
            "Loại: Gia hạn; Hạn mới: 31/05/2024; Ngày quyết định: 25/04/2024; "
            "Số, ký hiệu văn bản cho phép: 31/QĐ-UBND"
        ),
        "xóa báo cáo tiến độ": "",
    }


def test_history_takes_in_rules_their_reports_and_money(clerk):
    task = TaskFactory()
    with pghistory.context(user=clerk.pk):
        rule = RecurrenceRuleFactory(task=task, day=20)
        rule.day = 15
        rule.save()
        made = OccurrenceFactory(task=task, rule=rule, due_on=dt.date(2024, 4, 20))
        made.due_on = dt.date(2024, 5, 20)
        made.save()
        FundingFactory(task=task, amount=45_000_000).delete()

    told = [(row["text"].removeprefix(f"{clerk.full_name} "), row["more"])
            for row in history_of(task)["rows"]]  # fmt: skip

    assert ("sửa quy tắc định kỳ", "Trước hoặc trong ngày: 20 → 15") in told
    assert ("sửa kỳ báo cáo", "Hạn: 20/04/2024 → 20/05/2024") in told
    assert sorted(text for text, _more in told) == sorted(
        [
            "Hệ thống nhập nhiệm vụ",
            "nhập quy tắc định kỳ",
            "sửa quy tắc định kỳ",
            "sửa kỳ báo cáo",
            "nhập kinh phí",
            "xóa kinh phí",
        ]
    )


def test_history_sees_plain_sql(db):
    task = TaskFactory(title="Trước")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE tasks_task SET title = 'Sau' WHERE id = %s", [task.pk])

    assert history_of(task)["rows"][0]["more"] == "Nội dung nhiệm vụ: Trước → Sau"


def test_history_of_an_account_that_is_gone(clerk):
    task = TaskFactory()
    with pghistory.context(user=clerk.pk):
        Task.objects.filter(pk=task.pk).update(note="x")
    clerk.memberships.all().delete()
    clerk.delete()

    assert history_of(task)["rows"][0]["text"] == "Tài khoản đã xóa sửa nhiệm vụ"


# Budget ------------------------------------------------------------------------------------------

DETAIL_QUERIES = (
    3  # session, user, memberships
    + 1  # the period
    + 1  # the task with programme, lead, document, conclusion, meeting, notice
    + 7  # coordinating agencies, extensions, requests, steps, money, reports, evidence
    + 8  # events of the task, extensions, requests, reports, evidence, rules, occurrences, money
    + 2  # people and agencies that the events name
    + 1  # periods of the bar
)


@pytest.mark.parametrize("rows", [1, 20])
def test_the_page_asks_the_same_queries_for_any_history(
    member_client, rows, django_assert_num_queries
):
    task = TaskFactory()
    for _ in range(rows):
        with pghistory.context(user=UserFactory().pk):
            ExtensionFactory(task=task)
            TaskUpdateFactory(task=task, entered_by=UserFactory())
            task.coordinating.add(AgencyFactory())
            task.lead = AgencyFactory()
            task.save()
    member_client.get(url(task))

    with django_assert_num_queries(DETAIL_QUERIES):
        member_client.get(url(task))
