"""Entry of published indices."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.urls import reverse

from agencies.roles import Role
from indices.models import IndexResult
from tests.admin_forms import save
from tests.factories import AgencyFactory, IndexResultFactory, IndexSeriesFactory, UserFactory

pytestmark = pytest.mark.django_db

ADD = reverse("admin:indices_indexresult_add")


@pytest.fixture
def secretariat_client(client):
    client.force_login(UserFactory(role=Role.SECRETARIAT))
    return client


def typed(**changes):
    series, agency = IndexSeriesFactory(), AgencyFactory()
    return {
        "series": series.pk,
        "agency": agency.pk,
        "year": "2023",
        "source": "Bộ Nội vụ",
    } | changes


def test_score_is_typed_with_a_comma(secretariat_client):
    save(secretariat_client, ADD, **typed(score="87,53", rank="22", out_of="63"))

    result = IndexResult.objects.get()
    assert (result.score, result.rank, result.year) == (Decimal("87.53"), 22, 2023)


def test_rank_is_within_the_ranked(secretariat_client):
    answer = save(secretariat_client, ADD, **typed(rank="64", out_of="63"))

    assert answer.context["adminform"].form.errors == {
        "__all__": ["Thứ hạng phải từ 1 đến tổng số đơn vị được xếp hạng."]
    }


def test_result_is_entered_once(secretariat_client):
    known = IndexResultFactory()

    answer = save(
        secretariat_client,
        ADD,
        **typed(series=known.series_id, agency=known.agency_id, rank="1", out_of="63"),
    )

    assert answer.context["adminform"].form.non_field_errors() == [
        "Đã có Kết quả chỉ số trùng Bộ chỉ số, Đơn vị được đánh giá và Năm chỉ số; hãy sửa một "
        "trong các mục này."
    ]


def test_clerk_reads_the_results_of_the_own_agency_only(client):
    home = AgencyFactory()
    client.force_login(UserFactory(role=Role.CLERK, role__agency=home))
    mine = IndexResultFactory(agency=home)
    IndexResultFactory()

    page = client.get(reverse("admin:indices_indexresult_changelist"))

    assert list(page.context["cl"].result_list) == [mine]
    assert client.get(ADD).status_code == 403
