"""What people do to a dossier from its page: once, by right, and back to the page."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from agencies.roles import Role
from dossiers.models import Apology, Dossier, Supplement
from reporting.loading import load_calendar
from tests.factories import (
    AgencyFactory,
    DossierDelayCauseFactory,
    DossierFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

APOLOGY = {"number": "12/XL", "issued_on": "10/06/2024", "new_due_on": "20/06/2024"}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 14, 2, 0, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def home():
    return AgencyFactory(code="SXD", name="Sở Xây dựng")


@pytest.fixture
def dossier(home, period):
    load_calendar()
    return DossierFactory(
        agency=home,
        received_on=dt.date(2024, 6, 3),
        due_on=dt.date(2024, 6, 7),
        status=4,
    )


@pytest.fixture
def as_role(client, home):
    def log_in(role, agency=home):
        client.force_login(UserFactory(role=role, role__agency=agency))
        return client

    return log_in


def url(dossier, name):
    return reverse(f"dossiers:{name}", args=[dossier.code])


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def offered(client, dossier) -> list[str]:
    return [one.label for one in client.get(dossier.get_absolute_url()).context["actions"]]


def test_a_wait_from_the_page_and_its_path_on_the_page(dossier, as_role):
    client = as_role(Role.CLERK)

    asked = client.post(url(dossier, "ask"), {"on": "06/06/2024"}, follow=True)
    answered = client.post(url(dossier, "answer"), {"on": "12/06/2024"}, follow=True)

    assert said(asked) == ["Đã ghi yêu cầu bổ sung ngày 06/06/2024; thời hạn tạm dừng."]
    assert said(answered) == ["Đã ghi ngày nộp bổ sung 12/06/2024; hạn lùi 4 ngày làm việc."]
    delays = answered.context["delays"]
    assert delays.supplements["rows"] == [["1", "06/06/2024", "12/06/2024", "4"]]
    assert [row[1:4] for row in delays.changes["rows"]] == [
        ["07/06/2024", "13/06/2024", "Cộng thời gian chờ bổ sung"]
    ]


def test_a_letter_and_a_cause_from_the_page(dossier, as_role):
    client = as_role(Role.HEAD)
    cause = DossierDelayCauseFactory(name="Chờ ý kiến cơ quan phối hợp", group="objective")

    client.post(url(dossier, "cause"), {"cause": cause.pk})
    answer = client.post(url(dossier, "apology"), APOLOGY, follow=True)

    assert said(answer) == [
        "Đã ghi nguyên nhân quá hạn.",
        "Đã ghi văn bản xin lỗi số 12/XL, hẹn lại ngày 20/06/2024.",
    ]
    assert [row["text"] for row in answer.context["delays"].facts] == [
        "Khách quan: Chờ ý kiến cơ quan phối hợp",
        "số 12/XL ngày 10/06/2024",
        "20/06/2024",
    ]


def test_a_cause_is_taken_back_and_said_so(dossier, as_role):
    client = as_role(Role.CLERK)
    client.post(url(dossier, "cause"), {"cause": DossierDelayCauseFactory().pk})

    answer = client.post(url(dossier, "cause"), {"cause": ""}, follow=True)

    assert said(answer)[-1] == "Đã xóa nguyên nhân quá hạn."
    dossier.refresh_from_db()
    assert dossier.delay_cause is None


def test_no_cause_is_named_for_what_is_not_late(dossier, as_role):
    client = as_role(Role.CLERK)
    Dossier.objects.filter(pk=dossier.pk).update(due_on=dt.date(2024, 7, 3))
    page = client.get(dossier.get_absolute_url())
    assert (page.context["delays"].facts, page.context["delays"].since_then) == ([], "")
    assert "chưa quá hạn" in page.context["delays"].nothing

    answer = client.post(url(dossier, "cause"), {"cause": DossierDelayCauseFactory().pk})

    assert answer.context["action"].form.errors["cause"] == [
        "Hồ sơ không quá hạn; chỉ nêu nguyên nhân cho hồ sơ đang hoặc đã quá hạn."
    ]
    dossier.refresh_from_db()
    assert dossier.delay_cause is None


def test_a_page_of_an_earlier_day_says_what_is_late_by_now(dossier, as_role, time_machine):
    Dossier.objects.filter(pk=dossier.pk).update(due_on=dt.date(2024, 6, 18))
    time_machine.move_to(dt.datetime(2024, 6, 20, 2, 0, tzinfo=dt.UTC), tick=False)

    context = as_role(Role.CLERK).get(f"{dossier.get_absolute_url()}?as_of=2024-06-14").context

    assert context["page"].standing.word == "Trong hạn"
    assert context["delays"].since_then.replace("\xa0", " ") == (
        "Tính đến hôm nay, hồ sơ quá hạn 2 ngày."
    )
    assert "Nêu nguyên nhân quá hạn" in [one.label for one in context["actions"]]


def test_a_second_click_writes_nothing_more_and_a_second_letter_is_refused(dossier, as_role):
    client = as_role(Role.CLERK)
    client.post(url(dossier, "apology"), APOLOGY)

    again = client.post(url(dossier, "apology"), APOLOGY, follow=True)
    other = client.post(url(dossier, "apology"), APOLOGY | {"number": "13/XL"})

    assert said(again)[-1] == "Việc này đã được ghi nhận; không ghi thêm lần nữa."
    assert other.context["action"].form.non_field_errors() == [
        "Hồ sơ này đã có văn bản xin lỗi số 12/XL ngày 10/06/2024; chỉ được hẹn lại ngày trả một "
        "lần."
    ]
    assert Apology.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "typed", "field", "message"),
    [
        ("ask", {"on": "15/06/2024"}, "on", "Ngày này chưa đến; hãy nhập ngày việc đã diễn ra."),
        (
            "apology",
            APOLOGY | {"new_due_on": "07/06/2024"},
            "new_due_on",
            "Ngày hẹn lại phải sau ngày hẹn trả (07/06/2024); hãy nhập lại.",
        ),
        ("cause", {"cause": "987654321"}, "cause", None),
        ("ask", {"on": "31/02/2024"}, "on", None),
    ],
)
def test_what_cannot_be_is_said_at_the_field(dossier, as_role, name, typed, field, message):
    answer = as_role(Role.CLERK).post(url(dossier, name), typed)

    errors = answer.context["action"].form.errors
    assert list(errors) == [field]
    assert message is None or errors[field] == [message]
    assert (Supplement.objects.count(), Apology.objects.count()) == (0, 0)


def test_the_page_offers_what_fits(dossier, as_role):
    client = as_role(Role.CLERK)
    before = offered(client, dossier)
    Dossier.objects.filter(pk=dossier.pk).update(status=5)
    waiting = offered(client, dossier)
    Dossier.objects.filter(pk=dossier.pk).update(status=3)

    assert before == ["Yêu cầu bổ sung", "Nêu nguyên nhân quá hạn", "Ghi văn bản xin lỗi"]
    assert waiting == ["Ghi ngày nộp bổ sung"]
    assert offered(client, dossier) == []


NAMES = ("ask", "answer", "cause", "apology")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("role", [Role.MEMBER, Role.SECRETARIAT, Role.AUDITOR])
def test_who_only_reads_is_refused(dossier, as_role, role, name):
    client = as_role(role)

    assert client.get(url(dossier, name)).status_code == 403
    assert client.post(url(dossier, name), APOLOGY).status_code == 403
    assert offered(client, dossier) == []


@pytest.mark.parametrize("name", NAMES)
def test_another_agency_finds_nothing(dossier, as_role, name):
    client = as_role(Role.CLERK, AgencyFactory())

    assert client.post(url(dossier, name), APOLOGY).status_code == 404


@pytest.mark.parametrize("name", NAMES)
def test_strangers_are_asked_to_log_in(dossier, client, name):
    assert client.post(url(dossier, name), APOLOGY).status_code == 302


@pytest.mark.parametrize("requests", [1, 12])
def test_the_page_asks_the_same_queries_however_long_its_path(
    dossier, as_role, requests, django_assert_num_queries
):
    client = as_role(Role.CLERK)
    Supplement.objects.bulk_create(
        Supplement(dossier=dossier, asked_on=day, answered_on=day)
        for day in (dt.date(2024, 6, 3) + dt.timedelta(days=n) for n in range(requests))
    )
    client.get(dossier.get_absolute_url())

    with django_assert_num_queries(15):
        client.get(dossier.get_absolute_url())
