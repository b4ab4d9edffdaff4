"""What the pages make of a reorganisation: sums, links, rights, handing over and taking it back."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from agencies.models import Agency, AgencyPlacement, AgencySuccession
from agencies.roles import Role
from dossiers import ledger
from dossiers.codes import Status
from dossiers.models import Dossier, DossierHolding, Handover
from dossiers.structure import handing, load
from dossiers.structure.handing import HandingError, Order
from dossiers.structure.opening import opening_stock, predecessors_at
from tests.clients import reader
from tests.dossiers.pages_world import (
    FIRST,
    LAST,
    Province,
    form_rows,
    heading_of,
    list_links,
    question_of,
)
from tests.factories import (
    AgencyFactory,
    AgencySuccessionFactory,
    DossierFactory,
    PeriodFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

ON = dt.date(2024, 3, 1)
EVE = dt.date(2024, 2, 29)
TODAY = dt.date(2024, 6, 20)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to(dt.datetime(2024, 6, 20, 2, 0, tzinfo=dt.UTC), tick=False)


@pytest.fixture
def world(province: Province):
    """Sở Xây dựng gave way to Sở mới; huyện 0 was abolished in favour of two communes."""
    by_code = {agency.code: agency for agency in Agency.objects.all()}
    heir = AgencyFactory(code="SM", name="Sở mới", parent=by_code["TINH"], valid_from=ON)
    AgencySuccessionFactory(predecessor=by_code["SXD"], successor=heir, kind="merged", on=ON)
    for commune in ("X00", "X01"):
        AgencySuccessionFactory(
            predecessor=by_code["H0"], successor=by_code[commune], kind="abolished", on=ON
        )
    Agency.objects.filter(code__in=["SXD", "H0"]).update(valid_to=EVE)
    PeriodFactory(code="2024-H1", date_from=FIRST, date_to=LAST)
    return {agency.code: agency for agency in Agency.objects.all()}


@pytest.fixture
def office(client):
    user = UserFactory(role=Role.PROCEDURE_OFFICE)
    client.force_login(user)
    return user


def page(client, **query):
    response = client.get(reverse("dossiers:period"), {"open": "all", **query})
    assert response.status_code == 200
    return response.content.decode()


def waiting(agency):
    return handing.waiting(load(), agency.pk)


def hand(world, user, successor="X00", **chosen):
    order = Order(world["H0"], world[successor], "1/NQ-HĐND", **chosen)
    return handing.hand_over(order, user, today=TODAY)


@pytest.mark.parametrize("structure", ["then", "now"])
@pytest.mark.parametrize("by", ["agency", "level", "sector"])
def test_every_number_of_the_form_opens_its_rows(client, office, world, structure, by):
    hand(world, office, sector=waiting(world["H0"]).first().procedure.sector)
    rows = form_rows(page(client, structure=structure, by=by))

    assert rows[-1].counts[0] == Dossier.objects.in_column("received_total", FIRST, LAST).count()
    for row in rows:
        for count, url in zip(row.counts, row.urls, strict=True):
            question = question_of(url, office)
            assert question.rows().count() == count, (row.name, url)
            assert question.count().value == count, (row.name, url)


@pytest.mark.parametrize("structure", ["then", "now"])
@pytest.mark.parametrize("asked", [{}, {"agency": "SM"}, {"sector": "lv-0"}], ids=str)
def test_every_number_of_the_charts_opens_its_rows(client, office, world, structure, asked):
    hand(world, office)

    found = client.get(reverse("dossiers:charts"), asked | {"structure": structure}).context

    cards = [*found["months"], *([found["late"]] if found["late"] else [])]
    cells = [cell for card in cards for row in card["table"]["rows"] for cell in row]
    numbers = [cell for cell in cells if isinstance(cell, dict)]
    assert len(numbers) > 40
    for cell in numbers:
        question = question_of(cell["href"], office)
        assert question.rows().count() == int(cell["text"].replace(".", "")), cell


def test_every_number_of_what_is_late_opens_its_rows(client, office, world):
    hand(world, office)

    body = client.get(reverse("dossiers:late")).content.decode()

    numbers = list_links(body)
    assert len(numbers) > 15
    for url, count in numbers:
        assert question_of(url, office).rows().count() == count, url


@pytest.mark.parametrize("structure", ["then", "now"])
def test_levels_and_agencies_have_the_same_total(client, office, world, structure):
    hand(world, office)
    totals = {
        by: form_rows(page(client, structure=structure, by=by))[-1].counts
        for by in ("agency", "level", "sector")
    }

    assert totals["agency"] == totals["level"] == totals["sector"]


def test_levels_by_sector_and_by_agency_agree_after_a_handover_between_levels(
    client, office, world
):
    hand(world, office)
    levels = {row.name: row.counts for row in form_rows(page(client, by="level"))}
    by_sector = {
        row.name: row.counts for row in form_rows(page(client, by="sector")) if row.kind == "sum"
    }

    for name, counts in by_sector.items():
        assert counts == levels[name], name


def test_the_page_tells_what_was_handed_over_and_what_waits(client, office, world):
    columns = ledger.agency_columns([world["SXD"].pk, world["SM"].pk], FIRST, LAST)
    count = waiting(world["H0"]).filter(received_on__lte=LAST).count()
    text = page(client)

    assert columns[world["SXD"].pk].handed_over == columns[world["SM"].pk].taken_over > 0
    assert f"{reverse('dossiers:handovers')}?agency=H0" in text
    assert count > 0
    assert "UBND huyện 0 kết thúc từ ngày 01/03/2024" in text


def test_as_now_names_what_cannot_be_compared(client, office, world):
    text = page(client, structure="now")

    assert "Không so sánh được" in text
    assert 'id="a-SXD"' not in text
    assert 'id="a-SXD"' in page(client)


def test_what_is_handed_over_opens_its_rows(client, office, world):
    columns = ledger.agency_columns([world["SXD"].pk], FIRST, LAST)[world["SXD"].pk]
    url = reverse("dossiers:list")
    response = client.get(url, {"agency": "SXD", "rows": "own", "column": "handed_over"})

    assert heading_of(response).startswith(f"{columns.handed_over} hồ sơ bàn giao cho cơ quan khác")


def test_a_branch_closes_with_what_it_took_over(client, world):
    client.force_login(UserFactory(role=Role.CLERK, role__agency=world["SM"]))

    assert "(3) + nhận bàn giao = (7) + (11) + bàn giao" in page(client)
    assert "#i-warn" not in page(client).split('class="ids"')[1].split("</ul>")[0]


# Opening stock ------------------------------------------------------------------------------


def test_opening_stock_is_the_pending_of_the_predecessors(world):
    eve = ledger.agency_columns([world["SXD"].pk, world["SM"].pk], FIRST, EVE)
    pending = sum(columns.pending_total for columns in eve.values())

    assert opening_stock(world["SM"], ON) == pending > 0
    assert opening_stock(world["SXD"], ON) == 0
    assert predecessors_at(world["SM"], ON, since=FIRST) == [world["SXD"]]
    assert predecessors_at(world["SM"], LAST, since=ON) == []


# Rights -------------------------------------------------------------------------------------

CHANGE = "dossiers.change_dossier"


def test_a_successor_reaches_the_rows_of_its_predecessor_from_its_day_on(world, time_machine):
    clerk = UserFactory(role=Role.CLERK, role__agency=world["SM"])
    old = Dossier.objects.of_agencies([world["SXD"].pk]).order_by("pk")

    assert list(Dossier.objects.visible_to(clerk).order_by("pk")) == list(old)
    assert list(Dossier.objects.writable_by(clerk, CHANGE).order_by("pk")) == list(old)
    assert world["SXD"] in Agency.objects.writable_by(clerk, CHANGE)
    assert world["SXD"] not in Agency.objects.visible_to(clerk)

    time_machine.move_to(dt.datetime(2024, 2, 29, 2, 0, tzinfo=dt.UTC))
    assert not Dossier.objects.visible_to(clerk).exists()


def test_a_clerk_of_an_ended_agency_keeps_reading_its_rows_and_no_others(world):
    clerk = UserFactory(role=Role.CLERK, role__agency=world["SXD"])
    DossierFactory(agency=world["SM"])

    seen = Dossier.objects.visible_to(clerk)

    assert set(seen.values_list("resolving_agency__code", flat=True)) == {"SXD"}


def test_what_was_handed_over_by_name_is_seen_by_who_took_it_alone(world, office):
    taker = UserFactory(role=Role.CLERK, role__agency=world["X00"])
    other = UserFactory(role=Role.CLERK, role__agency=world["X01"])
    handed = waiting(world["H0"])
    ids = set(handed.values_list("pk", flat=True))
    before = set(Dossier.objects.visible_to(other).values_list("pk", flat=True))

    hand(world, office)

    assert ids <= set(Dossier.objects.visible_to(taker).values_list("pk", flat=True))
    assert ids <= set(Dossier.objects.writable_by(taker, CHANGE).values_list("pk", flat=True))
    assert set(Dossier.objects.visible_to(other).values_list("pk", flat=True)) == before


@pytest.mark.parametrize("code", ["SM", "X00", "SXD"])
def test_every_number_that_a_branch_sees_opens_its_rows(client, world, office, code):
    hand(world, office)
    clerk = UserFactory(role=Role.CLERK, role__agency=world[code])
    client.force_login(clerk)

    for by in ("agency", "sector"):
        rows = form_rows(page(client, by=by))
        assert any(rows[-1].counts)
        for row in rows:
            for count, url in zip(row.counts, row.urls, strict=True):
                assert question_of(url, clerk).rows().count() == count, (row.name, url)


# Handing over -------------------------------------------------------------------------------


def test_handing_over_moves_everything_from_the_day_on_and_can_be_taken_back(world, office):
    ids = [world["H0"].pk, world["X00"].pk]
    before = ledger.agency_columns(ids, FIRST, LAST)
    count = waiting(world["H0"]).count()

    done = hand(world, office)
    after = ledger.agency_columns(ids, FIRST, LAST)

    assert done.count == count > 0
    assert not waiting(world["H0"]).exists()
    assert after[ids[0]].handed_over == after[ids[1]].taken_over > 0
    assert after[ids[0]].pending_total == 0
    assert set(Dossier.objects.values_list("resolving_agency__code", flat=True)) >= {"H0"}

    assert handing.undo(done, office) == count
    assert handing.undo(done, office) == 0
    assert ledger.agency_columns(ids, FIRST, LAST) == before
    assert not DossierHolding.objects.exists()
    assert Handover.objects.get().undone_by == office


def test_sets_by_sector_procedure_and_codes(world, office):
    first = waiting(world["H0"]).select_related("procedure__sector").order_by("pk").first()
    hand(world, office, codes=(first.code,))
    assert DossierHolding.objects.current().get().dossier == first

    procedure = waiting(world["H0"]).first().procedure
    count = waiting(world["H0"]).filter(procedure=procedure).count()
    assert hand(world, office, successor="X01", procedure=procedure).count == count

    sector = waiting(world["H0"]).first().procedure.sector
    count = waiting(world["H0"]).of_sector(sector.pk).count()
    assert hand(world, office, sector=sector).count == count


def test_what_cannot_be_handed_over_is_refused_and_nothing_changes(world, office):
    taken = waiting(world["H0"]).first().code
    hand(world, office, codes=(taken,))
    for order, reason in (
        (Order(world["H0"], world["X00"], "x", codes=(taken,)), taken),
        (Order(world["H0"], world["H0"], "x"), "phải khác"),
        (Order(world["H0"], AgencyFactory(valid_from=LAST), "x"), "không tồn tại"),
        (Order(world["SXD"], world["X00"], "x"), "đã có một cơ quan kế thừa"),
        (Order(world["SYT"], world["X00"], "x"), "chưa kết thúc"),
    ):
        with pytest.raises(HandingError, match=reason):
            handing.hand_over(order, office, today=TODAY)
    assert Handover.objects.count() == 1


def test_a_handover_that_was_handed_on_cannot_be_taken_back_first(world, office):
    one = hand(world, office)
    later = dt.date(2024, 5, 1)
    AgencySuccessionFactory(predecessor=world["X00"], successor=None, kind="abolished", on=later)
    Agency.objects.filter(pk=world["X00"].pk).update(valid_to=later - dt.timedelta(days=1))
    two = handing.hand_over(Order(world["X00"], world["X01"], "x"), office, today=TODAY)
    assert two.count > 0

    with pytest.raises(HandingError, match="hủy lần sau trước"):
        handing.undo(one, office)
    handing.undo(two, office)
    assert handing.undo(one, office) == one.count
    assert not DossierHolding.objects.exists()


def test_the_page_hands_over_and_takes_back(client, office, world):
    url = f"{reverse('dossiers:handovers')}?agency=H0"
    count = waiting(world["H0"]).count()
    assert heading_of(client.get(url)) == f"Bàn giao {count} hồ sơ của Ủy ban nhân dân huyện 0"
    assert heading_of(client.get(reverse("dossiers:handovers"))).startswith(f"{count} hồ sơ")

    wrong = client.post(url, {"to": "X00", "reason": "1", "codes": "H23.01-240101-9999"})
    assert wrong.status_code == 422
    assert "H23.01-240101-9999" in wrong.content.decode()

    asked = client.post(url, {"to": "X00", "reason": "1/NQ-HĐND"})
    receiver = world["X00"].name
    assert heading_of(asked) == (
        f"Bàn giao {count} hồ sơ của Ủy ban nhân dân huyện 0 cho {receiver}?"
    )
    assert not Handover.objects.exists()
    done = client.post(url, dict(asked.context["again"]))
    assert done.status_code == 302
    again = client.post(url, {"to": "X01", "reason": "1/NQ-HĐND"})
    assert again.status_code == 422
    assert heading_of(client.get(done.url)) == "Không còn hồ sơ nào chờ bàn giao"

    undone = client.post(reverse("dossiers:handover-undo", args=[Handover.objects.get().pk]))
    assert undone.status_code == 302
    assert waiting(world["H0"]).count() == count


def test_nobody_is_chosen_for_the_one_who_hands_over(client, office, world):
    url = f"{reverse('dossiers:handovers')}?agency=H0"
    form = client.get(url).context["form"]
    assert (form["to"].value(), form.fields["to"].choices[0][0]) == ("", "")

    untouched = client.post(url, {"to": "", "reason": "1/NQ-HĐND"})

    assert untouched.context["form"].errors["to"] == ["Hãy chọn cơ quan nhận hồ sơ."]
    assert not Handover.objects.exists()


def test_the_only_successor_is_chosen_beforehand(client, office, world):
    """One of another level: nothing passes by itself, and still it is clear who it should be."""
    AgencySuccession.objects.filter(predecessor=world["H0"], successor=world["X01"]).delete()

    form = client.get(f"{reverse('dossiers:handovers')}?agency=H0").context["form"]

    assert form["to"].value() == "X00"


def test_receivers_of_one_name_are_told_apart(client, office, world):
    Agency.objects.filter(code__in=["X00", "X01"]).update(name="Xã Hồng Phong")
    parents = {
        code: AgencyPlacement.objects.get(agency=world[code]).parent.name for code in ("X00", "X01")
    }

    form = client.get(f"{reverse('dossiers:handovers')}?agency=H0").context["form"]

    heirs = dict(dict(form.fields["to"].choices)["Cơ quan kế thừa"])
    assert heirs == {code: f"Xã Hồng Phong ({parents[code]})" for code in ("X00", "X01")}


def test_another_number_than_was_confirmed_is_asked_again(client, office, world):
    url = f"{reverse('dossiers:handovers')}?agency=H0"
    asked = dict(client.post(url, {"to": "X00", "reason": "1/NQ-HĐND"}).context["again"])
    gone = waiting(world["H0"]).order_by("pk").first()
    hand(world, office, codes=(gone.code,))

    again = client.post(url, asked)

    assert "đã đổi" in str(next(iter(again.context["messages"])))
    assert int(dict(again.context["again"])["count"]) == int(asked["count"]) - 1
    assert Handover.objects.count() == 1


def test_a_choice_can_be_mended_before_it_is_confirmed(client, office, world):
    url = f"{reverse('dossiers:handovers')}?agency=H0"
    asked = dict(client.post(url, {"to": "X00", "reason": "1/NQ-HĐND"}).context["again"])

    again = client.post(url, asked | {"edit": "1"})

    assert again.context["form"]["to"].value() == "X00"
    assert not Handover.objects.exists()


def test_numbers_of_handovers_open_their_dossiers(client, office, world):
    """Of what waits some came after the end: form II.06 never had them with the old agency."""
    DossierFactory(agency=world["H0"], received_on=ON, due_on=LAST)
    (row,) = client.get(reverse("dossiers:handovers")).context["rows"]
    assert heading_of(client.get(row["rows"])).startswith(f"{row['count']} hồ sơ của")

    done = hand(world, office)

    (row,) = client.get(reverse("dossiers:handovers")).context["log"]
    opened = client.get(row["rows"])
    assert heading_of(opened).startswith(f"{done.count} hồ sơ của")
    shown = len(opened.context["table"].rows)
    assert shown == min(done.count, 50)
    moved = ledger.agency_columns([world["H0"].pk], FIRST, LAST)[world["H0"].pk].handed_over
    assert 0 < moved < done.count
    assert row["in_form"] == f"Biểu II.06: {moved}"
    counted = client.get(row["in_form_rows"])
    assert heading_of(counted).startswith(f"{moved} hồ sơ đang giải quyết của")
    assert len(counted.context["table"].rows) == min(moved, 50)


@pytest.mark.parametrize("query", ["", "?handover=x", "?handover=999", "?agency=x", "?agency=SYT"])
def test_rows_of_nothing_are_not_found(client, office, world, query):
    assert client.get(reverse("dossiers:handover-rows") + query).status_code == 404


def test_the_table_leads_to_handovers_whoever_may(client, office, world):
    link = f'href="{reverse("dossiers:handovers")}"'
    assert link in page(client)

    client.force_login(UserFactory(role=Role.MEMBER))
    assert link not in page(client)


@pytest.mark.parametrize("role", [Role.CLERK, Role.HEAD, Role.MEMBER, Role.AUDITOR])
def test_only_the_procedure_office_hands_over(client, world, role):
    client.force_login(UserFactory(role=role, role__agency=world["H0"]))

    assert client.get(reverse("dossiers:handovers")).status_code == 403
    assert client.post(f"{reverse('dossiers:handovers')}?agency=H0").status_code == 403
    assert client.post(reverse("dossiers:handover-undo", args=[1])).status_code == 403


def test_open_dossiers_alone_wait(world):
    closed = waiting(world["H0"]).filter(resolved_on__lt=ON)
    assert not closed.exists()
    assert waiting(world["H0"]).exclude(status__in=Status.closed()).exists()
    assert not waiting(world["SXD"]).exists()


def notes(client, **query) -> list[dict]:
    asked = {"period": "2024-H1", "structure": "now"} | query
    return client.get(reverse("dossiers:period"), asked).context["structure_notes"]


def test_an_agency_that_has_given_way_names_the_one_that_stands_for_it(world):
    member_client = reader()
    (note,) = notes(member_client, agency="SXD")

    assert note["text"] == (
        "Sở Xây dựng đã hợp nhất vào Sở mới từ 01/03/2024: theo tổ chức hiện nay, hồ sơ của cơ "
        "quan này tính cho Sở mới."
    )
    assert note["url"].endswith("agency=SM&structure=now")
    assert notes(member_client, agency="SM") == []
    assert notes(member_client, agency="SXD", structure="then") == []


def test_the_organisation_of_today_changes_nothing_where_nothing_changed(province):
    PeriodFactory(code="2024-H1", date_from=FIRST, date_to=LAST)
    member_client = reader()
    (note,) = notes(member_client)

    assert note["text"] == (
        "Từ đầu kỳ đến nay không có cơ quan nào thay đổi: hai cách tính cho cùng một số."
    )


def test_growth_that_comes_of_a_merger_is_not_told_as_growth(world):
    for received, code in (("2023-03-01", "SM"), ("2024-03-05", "SM")):
        day = dt.date.fromisoformat(received)
        DossierFactory(resolving_agency=world[code], received_on=day, due_on=None)
    asked = {"period": "2024-H1", "agency": "SM"}
    member_client = reader()

    title = member_client.get(reverse("dossiers:charts"), asked).context["months"][0]["title"]
    assert title.endswith("hồ sơ; cùng kỳ năm trước 1, chưa gồm 1 cơ quan tiếp nhận sau đó")
    now = member_client.get(reverse("dossiers:charts"), asked | {"structure": "now"})
    assert "chưa gồm" not in now.context["months"][0]["title"]
