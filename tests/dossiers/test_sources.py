"""Two sources of one cell: where form II.06 and the list of dossiers differ, and whose that is."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
from html import unescape
from random import Random

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils import timezone

from agencies.models import Agency
from agencies.roles import Role
from dossiers.columns import Columns
from dossiers.form206 import KEYS
from dossiers.ledger import agency_columns, agency_spans
from dossiers.models import Dossier, Return, ReturnFollowUp
from dossiers.returns.comparison import counted as of_page
from dossiers.sources import following
from dossiers.sources.differences import GapState, all_gaps
from dossiers.summary.sources import counted, forms, told_of
from dossiers.tables.sources import state_pill
from reporting.models import Acceptance
from tests.clients import client_of
from tests.dossiers.pages_world import heading_of, question_of
from tests.dossiers.returns_world import day, sent, step
from tests.factories import (
    AgencyFactory,
    AgencySuccessionFactory,
    DossierFactory,
    MembershipFactory,
    PeriodFactory,
    ReturnFactory,
    UserFactory,
)

SOURCES = reverse("dossiers:sources")
AFTER = day("2024-06-30")
Status = Return.Status


def work(form):
    return reverse("dossiers:follow-up", args=[form.pk])


def note_url(form):
    return reverse("dossiers:follow-up-note", args=[form.pk])


def accept_url(form):
    return reverse("dossiers:follow-up-accept", args=[form.pk])


def typed(columns: Columns, **changed: int | None) -> dict[str, int | None]:
    """The form that says what the list counts, but for ``changed``."""
    return {key: getattr(columns, key) for key in KEYS} | changed


def same(agency, period, **changed):
    """A form of ``agency`` like the list, but for ``changed``; sent on 16/06/2024."""
    columns = agency_columns([agency.pk], period.date_from, period.date_to)[agency.pk]
    return sent(period, agency, "2024-06-16", **typed(columns, **changed))


def found(agencies=None, *, period=None, on=AFTER):
    chosen = Agency.objects.all() if agencies is None else agencies
    return all_gaps(told_of(forms(chosen, on, period=period)), on)


def cells(gaps):
    return [(gap.form.agency.code, gap.key, gap.stated, gap.counted) for gap in gaps]


# What differs ------------------------------------------------------------------------------------


def test_a_cell_differs_where_both_numbers_are_known_and_not_equal(period, construction):
    DossierFactory(agency=construction, on_time=True)
    same(construction, period, online=3, received_total=None, pending_total=7)

    assert cells(found()) == [("SXD", "online", 3, 1), ("SXD", "pending_total", 7, 0)]
    assert [gap.difference for gap in found()] == [2, 7]


def test_only_forms_that_were_sent_are_compared(period, construction, health):
    ReturnFactory(period=period, agency=construction, status=Status.DRAFT)
    sent(period, health, "2024-06-20", agency_role=Return.AgencyRole.RECEIVING)
    last = AgencyFactory()
    sent(period, last, "2024-07-01")

    assert found() == []
    assert {gap.form.agency for gap in found(on=day("2024-07-01"))} == {last}


def test_a_correction_counts_from_its_publication(period, construction):
    old = same(construction, period, online=3, status=Status.PUBLISHED)
    new = ReturnFactory(period=period, agency=construction, version=2, replaces=old,
                        status=Status.SUBMITTED, **typed(Columns()))  # fmt: skip
    step(new, Status.SUBMITTED, "2024-06-20")
    assert cells(found()) == [("SXD", "online", 3, 0)]

    Return.objects.filter(pk=old.pk).update(status=Status.SUPERSEDED)
    Return.objects.filter(pk=new.pk).update(status=Status.PUBLISHED)
    assert found() == []


def test_a_form_by_sector_is_compared_with_the_dossiers_of_the_sector(period, construction):
    mine = DossierFactory(agency=construction)
    DossierFactory(agency=construction)
    DossierFactory(procedure=mine.procedure)
    sent(period, construction, "2024-06-16", sector=mine.procedure.sector,
         **typed(Columns(online=1, pending_overdue=1), online=2))  # fmt: skip

    assert cells(found()) == [("SXD", "online", 2, 1)]


def test_what_was_taken_over_is_compared_with_the_successor_s_forms(period, construction):
    old = AgencyFactory(valid_to=day("2024-03-31"))
    AgencySuccessionFactory(predecessor=old, successor=construction, on=day("2024-04-01"))
    theirs = DossierFactory(agency=old, received_on=day("2024-03-01"), due_on=day("2024-04-20"))
    sector = theirs.procedure.sector
    whole = same(construction, period)
    part = sent(period, construction, "2024-06-16", sector=sector)
    before = sent(period, old, "2024-06-16", sector=sector)

    told = counted([whole, part, before])

    assert told == {row.pk: of_page(row) for row in (whole, part, before)}
    assert (told[part.pk].taken_over, told[part.pk].pending_overdue) == (1, 1)
    assert (told[before.pk].new_received, told[before.pk].pending_total) == (1, 0)


def test_a_form_that_takes_in_the_agencies_below_is_not_compared(period, construction):
    sent(period, construction, "2024-06-16", is_aggregate=True)

    assert found() == []


def test_the_numbers_of_the_list_are_those_of_the_ledger_and_of_the_rows(province, period):
    chance = Random(7)
    quarter = PeriodFactory(date_from=day("2023-12-15"), date_to=day("2024-03-14"))
    for agency in province.agencies:
        for each in (period, quarter):
            wrong = {key: chance.randint(0, 9) for key in chance.sample(KEYS, 3)}
            same(agency, each, **wrong)
    rows = [form for form, _day in forms(Agency.objects.all(), AFTER)]

    columns = counted(rows)

    assert len(rows) == 2 * len(province.agencies)
    for row in rows:
        span = row.period.date_from, row.period.date_to
        mine = Dossier.objects.of_agencies([row.agency_id])
        for key in KEYS:
            assert getattr(columns[row.pk], key) == mine.in_column(key, *span).count()
    assert {(gap.form.pk, gap.key) for gap in found()} == {
        (row.pk, key) for row in rows for key in KEYS
        if getattr(row, key) != getattr(columns[row.pk], key)
    }  # fmt: skip


@pytest.mark.parametrize("is_inside", [True, False])
def test_spans_read_at_once_are_those_read_one_by_one(province, settings, is_inside):
    settings.DOSSIERS_RETURNED_INSIDE_ON_TIME = is_inside
    ids = [agency.pk for agency in province.agencies]
    spans = [
        (day("2023-12-15"), day("2024-03-14")),
        (day("2024-03-15"), day("2024-06-14")),
        (day("2023-12-15"), day("2024-06-14")),
    ]

    together = agency_spans(ids, spans)

    for span in spans:
        alone = agency_columns(ids, *span)
        assert {pk: together[pk, span] for pk in ids} == alone


# The list ----------------------------------------------------------------------------------------


def test_every_number_opens_its_source(province, period, member):
    for number, agency in enumerate(province.agencies):
        same(agency, period, online=number, resolved_total=0)
    client = client_of(member)

    page = client.get(SOURCES, {"as_of": "2024-06-30"})

    html = page.content.decode()
    rows = [row.record for row in page.context["table"].rows]
    assert rows == page.context["table"].data.data
    links = re.findall(r'<a class="n" href="([^"]+)">([\d.]+)</a>', html)
    for gap, (to_form, to_list) in zip(
        rows, zip(links[::2], links[1::2], strict=True), strict=True
    ):
        assert to_form == (gap.form.get_absolute_url(), str(gap.stated))
        url = to_list[0].replace("&amp;", "&")
        assert question_of(url, member).rows().count() == int(to_list[1]) == gap.counted


def test_the_headline_counts_open_cells_and_their_agencies(period, member_client, construction):
    assert heading_of(member_client.get(SOURCES)).startswith("Chưa có Biểu II.06 đã gửi")
    form = same(construction, period)
    assert heading_of(member_client.get(SOURCES, {"as_of": "2024-06-30"})).startswith(
        "Không còn chênh lệch chưa xử lý"
    )
    Return.objects.filter(pk=form.pk).update(online=5, pending_total=1)
    assert heading_of(member_client.get(SOURCES, {"as_of": "2024-06-30"})).startswith(
        "2 ô số liệu của 1 cơ quan khác nhau"
    )


def test_filters_narrow_by_period_agency_level_and_column(period, member, health):
    client = client_of(member)
    district = AgencyFactory(level=Agency.Level.DISTRICT, code="H1")
    before = PeriodFactory(date_from=day("2023-06-15"), date_to=day("2023-12-14"), code="truoc")
    for each, agency in ((period, health), (period, district), (before, health)):
        sent(each, agency, "2024-06-16", **typed(Columns(), online=2, postal=1, pending_total=1))

    def listed(**query):
        page = client.get(SOURCES, {"period": period.code, "as_of": "2024-06-30", **query})
        gaps = [row.record for row in page.context["table"].rows]
        return [(gap.form.period.code, gap.form.agency.code, gap.key) for gap in gaps]

    now = [
        (period.code, code, key) for code in ("H1", "SYT") for key in ("online", "pending_total")
    ]
    assert sorted(listed()) == sorted(now)
    assert len(listed(periods="every")) == 6
    assert listed(agency="SYT", column="online") == [(period.code, "SYT", "online")]
    assert {code for _p, code, _k in listed(level="district")} == {"H1"}
    assert listed(state="settled") == []


def test_the_file_holds_what_the_page_shows(province, period, member_client):
    for agency in province.agencies:
        same(agency, period, online=1, carried_over=2)
    query = {"as_of": "2024-06-30", "column": "online"}

    page = member_client.get(SOURCES, query)
    file = member_client.get(SOURCES, query | {"export": "csv"})

    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    top = next(n for n, row in enumerate(rows) if row[0] == "Kỳ")
    assert [(row[1], row[5], row[6], row[7], row[9]) for row in rows[top + 1 :]] == [
        (gap.form.agency.code, *map(str, (gap.stated, gap.counted, gap.difference, 14)))
        for gap in (row.record for row in page.context["table"].rows)
    ]


@pytest.mark.parametrize("rows", [1, 12])
def test_queries_do_not_grow_with_forms(period, member, rows, django_assert_num_queries):
    for agency in AgencyFactory.create_batch(rows):
        sent(period, agency, "2024-06-16")
    client = client_of(member)
    ContentType.objects.get_for_model(Return)  # remembered from here on
    queries = (
        9  # session, user, memberships, period, periods, demonstration; session kept (3)
        + 1  # choices of agencies
        + 2  # forms, steps
        + 2  # the structure, ledger
        + 2  # follow-ups, acceptances
        + 1  # how many owe a form and have none to compare
    )
    with django_assert_num_queries(queries):
        client.get(SOURCES, {"as_of": "2024-06-30"})


def test_a_clerk_sees_the_own_branch_only(period, clerk, construction, health):
    mine, theirs = same(construction, period, online=1), same(health, period, online=1)
    client = client_of(clerk)

    page = client.get(SOURCES, {"as_of": "2024-06-30", "periods": "every"})

    assert {row.record.form for row in page.context["table"].rows} == {mine}
    assert [client.get(work(form)).status_code for form in (mine, theirs)] == [200, 404]
    assert client.post(note_url(theirs), {"note": "x"}).status_code == 404


# What is done about it ---------------------------------------------------------------------------


def sending(client, url, form_name, page_url, **typed_in):
    """Sends the form of a page as it stands, with ``typed_in``."""
    form = client.get(page_url).context[form_name]
    data = {field.html_name: field.value() or "" for field in form} | typed_in
    return client.post(url, data, follow=True)


def messages_of(response):
    return [str(one) for one in response.context["messages"]]


@pytest.fixture
def form(period, construction):
    return same(construction, period, online=3, pending_total=2)


def test_the_agency_looks_after_it_until_a_person_is_named(form, clerk):
    client = client_of(clerk)
    assert {gap.owner for gap in found()} == {"Sở Xây dựng"}

    said = sending(client, note_url(form), "note_form", work(form),
                   owner=clerk.pk, note="Đang rà soát với Trung tâm")  # fmt: skip

    assert messages_of(said) == ["Đã ghi việc xử lý chênh lệch."]
    assert {(gap.owner, gap.note) for gap in found()} == {
        (str(clerk), "Đang rà soát với Trung tâm")
    }
    assert ReturnFollowUp.objects.get().differences == {"online": [3, 0], "pending_total": [2, 0]}


def test_a_second_click_writes_nothing_more(form, clerk):
    client = client_of(clerk)
    data = {"owner": "", "note": "Một lần", "seen": ""}

    client.post(note_url(form), data)
    said = client.post(note_url(form), data, follow=True)

    events = apps.get_model("dossiers", "ReturnFollowUpEvent").objects
    assert messages_of(said)[-1] == "Nội dung này đã được ghi."
    assert (ReturnFollowUp.objects.count(), events.count()) == (1, 1)


def test_who_writes_on_an_old_page_is_told_and_nothing_is_lost(form, clerk, construction):
    office = UserFactory(role=Role.PROCEDURE_OFFICE)
    old = client_of(office).get(work(form)).context["note_form"]["seen"].value()
    sending(client_of(clerk), note_url(form), "note_form", work(form), note="Của Sở")

    said = client_of(office).post(note_url(form), {"note": "Của Văn phòng", "seen": old or ""},
                                  follow=True)  # fmt: skip

    assert messages_of(said)[0].startswith(f"Ghi chú này vừa được {clerk} sửa.")
    assert ReturnFollowUp.objects.get().note == "Của Sở"


def test_the_log_keeps_every_note(form, clerk):
    client = client_of(clerk)
    for text in ("Thứ nhất", "Thứ hai"):
        sending(client, note_url(form), "note_form", work(form), note=text)

    log = client.get(work(form)).context["log"]

    assert [row["text"] for row in log] == ["Thứ hai", "Thứ nhất"]
    assert log[0]["more"] == f"{clerk} ghi; phụ trách: Sở Xây dựng"


def test_only_people_of_the_agency_and_of_the_office_are_named(form, clerk, health):
    office = UserFactory(role=Role.PROCEDURE_OFFICE, full_name="Văn phòng")
    stranger = UserFactory(role=Role.CLERK, role__agency=health)
    client = client_of(clerk)

    offered = client.get(work(form)).context["note_form"].fields["owner"].queryset
    refused = client.post(note_url(form), {"owner": stranger.pk, "note": "x", "seen": ""})

    assert set(offered) == {clerk, office}
    assert refused.status_code == 422
    assert ReturnFollowUp.objects.count() == 0


def test_it_is_settled_when_both_are_equal(form, clerk, period):
    sending(client_of(clerk), note_url(form), "note_form", work(form), note="Sửa biểu")

    Return.objects.filter(pk=form.pk).update(online=0)

    states = [(gap.key, gap.state, gap.before, gap.note) for gap in found()]
    assert states == [
        ("pending_total", GapState.OPEN, None, "Sửa biểu"),
        ("online", GapState.SETTLED, (3, 0), "Sửa biểu"),
    ]


def test_a_correction_goes_on_with_the_follow_up(form, clerk, period, construction):
    sending(client_of(clerk), note_url(form), "note_form", work(form), note="Sẽ đính chính")
    Return.objects.filter(pk=form.pk).update(status=Status.SUPERSEDED)
    new = ReturnFactory(period=period, agency=construction, version=2, replaces=form,
                        status=Status.PUBLISHED, **typed(Columns(), pending_total=1))  # fmt: skip
    step(new, Status.SUBMITTED, "2024-06-20")

    assert [(gap.key, gap.state, gap.note) for gap in found()] == [
        ("pending_total", GapState.OPEN, "Sẽ đính chính"),
        ("online", GapState.SETTLED, "Sẽ đính chính"),
    ]


# Acceptance --------------------------------------------------------------------------------------


@pytest.fixture
def head(construction):
    return UserFactory(role=Role.HEAD, role__agency=construction)


def test_a_named_person_takes_the_differences_with_a_reason(form, head):
    said = sending(client_of(head), accept_url(form), "accept_form", work(form),
                   reason="Hồ sơ giấy chưa số hóa")  # fmt: skip

    assert messages_of(said) == ["Đã chấp nhận 2 chênh lệch, kèm lý do."]
    assert {gap.state for gap in found()} == {GapState.ACCEPTED}
    first = Acceptance.objects.order_by("pk")[0]
    assert (first.rules, first.group, first.accepted_by, first.agency) == (
        ["S1"], "online", head, form.agency,
    )  # fmt: skip
    assert first.sentence == (
        "(4) Số hồ sơ tiếp nhận: Trực tuyến: Biểu II.06 (3) ≠ danh sách hồ sơ (0), lệch +3"
    )


@pytest.mark.parametrize("side", ["form", "list"])
def test_when_a_number_changes_the_difference_is_open_again(form, head, side, construction):
    sending(client_of(head), accept_url(form), "accept_form", work(form), reason="Đã biết")

    if side == "form":
        Return.objects.filter(pk=form.pk).update(online=4)
    else:
        DossierFactory(agency=construction, on_time=True)

    assert {gap.key: gap.state for gap in found()}["online"] == GapState.OPEN


def test_accepting_twice_accepts_once(form, head):
    client = client_of(head)
    seen = client.get(work(form)).context["accept_form"]["seen"].value()

    for _click in range(2):
        said = client.post(accept_url(form), {"reason": "Đã biết", "seen": seen}, follow=True)

    assert messages_of(said)[-1] == "Các chênh lệch này đã được chấp nhận hoặc đã khớp."
    assert Acceptance.objects.count() == 2


def test_what_was_not_seen_is_not_accepted(form, head):
    client = client_of(head)
    seen = client.get(work(form)).context["accept_form"]["seen"].value()
    Return.objects.filter(pk=form.pk).update(online=9)

    said = client.post(accept_url(form), {"reason": "Đã biết", "seen": seen}, follow=True)

    assert messages_of(said)[0].startswith("Số liệu đã thay đổi từ khi mở trang.")
    assert Acceptance.objects.count() == 0


def test_who_accepted_may_take_it_back_once(form, head, clerk):
    sending(client_of(head), accept_url(form), "accept_form", work(form), reason="Đã biết")
    url = reverse("dossiers:follow-up-withdraw", args=[form.pk])
    assert client_of(head).get(work(form)).context["withdraw_url"] == url
    assert client_of(clerk).get(work(form)).context["withdraw_url"] == ""
    assert client_of(clerk).post(url).status_code == 403

    said = [messages_of(client_of(head).post(url, follow=True)) for _click in range(2)]

    assert said == [
        ["Đã rút chấp nhận 2 chênh lệch."],
        ["Không còn chênh lệch nào đang được chấp nhận."],
    ]
    assert {gap.state for gap in found()} == {GapState.OPEN}
    assert Acceptance.objects.count() == 2


def test_without_a_reason_nothing_is_accepted(form, head):
    refused = client_of(head).post(accept_url(form), {"reason": " ", "seen": "x"})

    assert refused.status_code == 422
    assert "Hãy ghi lý do chấp nhận chênh lệch." in refused.content.decode()
    assert Acceptance.objects.count() == 0


@pytest.mark.parametrize(
    ("role", "notes", "accepts"),
    [
        (Role.MEMBER, 403, 403),
        (Role.SECRETARIAT, 403, 403),
        (Role.AUDITOR, 403, 403),
        (Role.CLERK, 302, 403),
        (Role.HEAD, 302, 302),
        (Role.PROCEDURE_OFFICE, 302, 302),
    ],
)
def test_who_may_do_what(form, construction, role, notes, accepts):
    client = client_of(UserFactory(role=role, role__agency=construction))

    assert client.post(note_url(form), {"note": "x"}).status_code == notes
    assert client.post(accept_url(form), {"reason": "x", "seen": "y"}).status_code == accepts
    page = client.get(work(form)).context
    assert (page["note_form"] is not None, page["accept_form"] is not None) == (
        notes == 302, accepts == 302,
    )  # fmt: skip


def test_a_former_clerk_of_the_agency_is_not_named(form, construction):
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    gone = UserFactory()
    MembershipFactory(user=gone, agency=construction, valid_to=yesterday)

    client = client_of(UserFactory(role=Role.PROCEDURE_OFFICE))

    assert gone not in client.get(work(form)).context["note_form"].fields["owner"].queryset


def test_rarer_filters_stay_folded_until_one_is_in_use(period, member_client):
    folds = re.compile(r'<details class="filter__more"( open)?>')

    def is_open(**query):
        return bool(folds.search(member_client.get(SOURCES, query).content.decode())[1])

    assert not is_open()
    assert not is_open(column="online", rows="branch")
    assert is_open(rows="own")
    assert is_open(periods="every")


def test_the_page_says_what_is_not_compared(period, member_client, construction, health):
    same(construction, period)

    response = member_client.get(SOURCES, {"as_of": "2024-06-30"})

    html = unescape(response.content.decode())
    silent = reported_agencies(member_client) - 1
    assert silent > 0
    assert heading_of(response) == (
        "Không còn chênh lệch chưa xử lý ở 1 biểu đã đối chiếu; "
        f"{silent} cơ quan chưa có biểu để đối chiếu"
    )
    assert f"{silent} cơ quan chưa có biểu để đối chiếu." in html
    assert "Không có ô nào đang chờ xử lý trong các biểu đã đối chiếu." in html
    assert response.context["states"][0]["state"] == ""
    narrowed = member_client.get(SOURCES, {"as_of": "2024-06-30", "column": "online"})
    assert "Không có dòng nào khớp với điều kiện lọc." in narrowed.content.decode()


def reported_agencies(client):
    states = client.get(reverse("dossiers:reported"), {"as_of": "2024-06-30"}).context["states"]
    return int(states[0]["count"])


def test_only_who_writes_is_told_to_write(period, clerk, member_client, construction):
    same(construction, period, online=5)

    hint = "Bấm vào cơ quan để ghi việc xử lý."
    pages = [client.get(SOURCES, {"as_of": "2024-06-30"}) for client in
             (client_of(clerk), member_client)]  # fmt: skip
    told = [hint in page.content.decode() for page in pages]
    assert told == [clerk.has_perm(following.NOTE), False]


def test_what_was_sent_today_does_not_call_out():
    assert "pill--late" not in state_pill(GapState.OPEN, 0)
    assert "pill--late" in state_pill(GapState.OPEN, 1)
