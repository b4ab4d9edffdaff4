"""The time limit of a procedure on a day: on pages, and as it is entered."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from agencies.roles import Role
from dossiers.models import Dossier, ProcedureChange
from reporting.loading import load_calendar
from tests.factories import (
    DossierFactory,
    ProcedureChangeFactory,
    ProcedureFactory,
    UserFactory,
)

LIST = reverse("dossiers:procedures")


def procedure_url(procedure):
    return reverse("dossiers:procedure", args=[procedure.code])


@pytest.fixture(autouse=True)
def _calendar(db):
    load_calendar()


def took(procedure, agency, received, resolved):
    """A dossier from one day of June 2024 to another."""
    DossierFactory(
        procedure=procedure, agency=agency, received_on=dt.date(2024, 6, received),
        resolved_on=dt.date(2024, 6, resolved), due_on=dt.date(2024, 6, 28), status=9,
    )  # fmt: skip


@pytest.fixture
def shortened(construction):
    """15 working days until 14/06/2024, then 2; one dossier of 04/06/2024 took 5."""
    one = ProcedureFactory(code="1.000001", name="Cấp phép", working_days=2)
    ProcedureChangeFactory(
        procedure=one, kind="amended", decided_on=dt.date(2024, 6, 1), decision_number="45/QĐ",
        effective_on=dt.date(2024, 6, 15), changes_term=True, working_days_before=15,
    )  # fmt: skip
    took(one, construction, 4, 11)
    return one


def test_pages_speak_of_the_limit_of_their_day(member_client, shortened):
    page = member_client.get(procedure_url(shortened))

    assert page.context["page"].headline.replace("\xa0", " ").endswith("thời hạn 15 ngày làm việc")
    assert page.context["page"].allowed.replace("\xa0", " ") == "15 ngày làm việc"
    assert "15\xa0ngày làm việc → 2\xa0ngày làm việc" in page.content.decode()
    (row,) = member_client.get(LIST).context["table"].rows
    assert (row.get_cell("allowed"), row.record.times.beyond) == ("15", 0)
    received = member_client.get(Dossier.objects.get().get_absolute_url())
    assert "15\xa0ngày làm việc" in received.content.decode()


def test_limits_changed_among_the_dossiers_are_both_named(member_client, shortened, construction):
    ProcedureChange.objects.update(effective_on=dt.date(2024, 6, 6))
    took(shortened, construction, 6, 13)

    headline = member_client.get(procedure_url(shortened)).context["page"].headline

    assert headline.replace("\xa0", " ") == (
        "Cấp phép: 50,00 % hồ sơ vượt thời hạn 2–15 ngày làm việc theo ngày tiếp nhận"
    )


def office_client(client):
    user = UserFactory(role=Role.PROCEDURE_OFFICE)
    client.force_login(user, backend="agencies.auth.RoleBackend")
    return client


def entered(client, one, working_days, **decision):
    """The form of a procedure sent with another limit, and a decision if given."""
    url = reverse("admin:dossiers_procedure_change", args=[one.pk])
    page = client.get(url)
    data = {
        "code": one.code, "name": one.name, "sector": one.sector_id, "levels": one.levels,
        "online_kind": one.online_kind, "serves": one.serves, "working_days": working_days,
        "changes-TOTAL_FORMS": int(bool(decision)), "changes-INITIAL_FORMS": 0,
        "row_version": page.context["adminform"].form["row_version"].value(),
        **{f"changes-0-{name}": value for name, value in decision.items()},
    }  # fmt: skip
    answer = client.post(url, data, follow=True)
    assert answer.redirect_chain, answer.context["adminform"].form.errors
    return [str(one) for one in answer.context["messages"]]


def test_a_limit_entered_with_its_decision_holds_from_that_day(client, period):
    one = ProcedureFactory(working_days=14)
    told = entered(
        office_client(client), one, "12", kind="amended", decision_number="45/QĐ-UBND",
        decided_on="01/06/2024", effective_on="15/06/2024",
    )  # fmt: skip

    assert "từ ngày 15/06/2024; trước đó: 14" in told[0].replace("\xa0", " ")
    one.refresh_from_db()
    days = [dt.date(2024, 6, 14), dt.date(2024, 6, 15)]
    assert [one.working_days, *map(one.allowed_on, days)] == [12, 14, 12]


def test_a_limit_entered_alone_is_said_to_hold_for_all_days(client, period):
    told = entered(office_client(client), ProcedureFactory(working_days=14), "12")

    assert "kể cả với hồ sơ tiếp nhận trước hôm nay" in told[0]


def test_nobody_enters_a_procedure_again_without_its_letters(client, period):
    ProcedureFactory(code="1.900091.H23")
    data = {"code": "1.900091", "changes-TOTAL_FORMS": 0, "changes-INITIAL_FORMS": 0}

    answer = office_client(client).post(reverse("admin:dossiers_procedure_add"), data)

    assert answer.context["adminform"].form.errors["code"] == [
        "Danh mục đã có thủ tục này với mã 1.900091.H23; hãy sửa thủ tục đó."
    ]


def test_the_list_leads_back_and_the_tabs_are_english_for_english_readers(client, period):
    user = UserFactory(role=Role.MEMBER, language="en")
    client.force_login(user, backend="agencies.auth.RoleBackend")

    listed = client.get(reverse("dossiers:list")).content.decode()
    tabs = [one["label"] for one in client.get(LIST).context["tabs"]]

    assert f'<p class="crumbs"><a href="{reverse("dossiers:period")}?' in listed
    assert tabs[-1] == "Procedures"
