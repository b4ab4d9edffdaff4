"""Controls of filters: the choices of Django's own, written in one go; days as people type."""

from __future__ import annotations

import datetime as dt

import pytest
from django import forms

from agencies.models import Agency
from reporting.filters import AgencyBranchFilter
from reporting.widgets import DayField, DayInput, FlatSelect
from tests.factories import AgencyFactory

CHOICES = [("", "Tất cả"), ("a&b", "<Một>"), ("Nhóm", [("c", "Hai"), ("d", 'Ba "x"')])]


@pytest.mark.parametrize("value", [None, "", "a&b", "d", "other"])
def test_a_flat_select_says_what_a_django_select_says(value):
    def parsed(widget: forms.Select) -> list[str]:
        return widget(choices=CHOICES).render("one", value, {"id": "id_one"}).split()

    assert "".join(parsed(FlatSelect)) == "".join(parsed(forms.Select)).replace("<>", "")


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("2024-06-14", "14/06/2024"),
        ("14/6/2024", "14/06/2024"),
        (dt.date(2024, 6, 14), "14/06/2024"),
        ("hôm qua", "hôm qua"),
        (None, ""),
    ],
)
def test_a_day_is_shown_as_people_write_it(typed, shown):
    assert DayInput().format_value(typed) == shown


@pytest.mark.parametrize("typed", ["2024-06-14", "14/06/2024", "14-6-2024", " 14.6.2024 "])
def test_a_day_is_read_in_every_usual_form(typed):
    assert DayField().clean(typed) == dt.date(2024, 6, 14)


def test_a_day_that_does_not_exist_is_told():
    with pytest.raises(forms.ValidationError, match="31/02/2024"):
        DayField().clean("31/02/2024")


def test_no_day_is_no_filter():
    assert DayField(required=False).clean("") is None


def test_agencies_stand_under_their_kind_in_vietnamese_order(db, rf, django_assert_num_queries):
    for code, name in {"b": "Sở Y tế", "a": "Sở Xây dựng", "d": "Sở Công Thương"}.items():
        AgencyFactory(code=code, name=name)
    AgencyFactory(code="h", name="UBND huyện", kind=Agency.Kind.DISTRICT)
    filter = AgencyBranchFilter(
        queryset=Agency.objects.all(), empty_label="Tất cả", apply=lambda rows, branch: rows
    )

    with django_assert_num_queries(1):
        listed = list(iter(filter.field.choices))

    assert listed == [
        ("", "Tất cả"),
        (
            Agency.Kind.DEPARTMENT.label,
            [("d", "Sở Công Thương"), ("a", "Sở Xây dựng"), ("b", "Sở Y tế")],
        ),
        (Agency.Kind.DISTRICT.label, [("h", "UBND huyện")]),
    ]


def test_communes_stand_under_their_district_and_equal_names_are_told_apart(
    db, django_assert_num_queries
):
    for code, name in {"h2": "UBND huyện Tứ Kỳ", "h1": "UBND huyện Cẩm Giàng"}.items():
        kind, level = Agency.Kind.DISTRICT, Agency.Level.DISTRICT
        district = AgencyFactory(code=code, name=name, short_name="", kind=kind, level=level)
        for number, commune in enumerate(("UBND xã Hồng Phong", f"UBND xã riêng {code}")):
            AgencyFactory(
                code=f"{code}{number}",
                name=commune,
                kind=Agency.Kind.COMMUNE,
                level=Agency.Level.COMMUNE,
                parent=district,
            )
    filter = AgencyBranchFilter(
        queryset=Agency.objects.all(), empty_label="Tất cả", apply=lambda rows, branch: rows
    )

    with django_assert_num_queries(1):
        listed = list(iter(filter.field.choices))[2:]

    assert listed == [
        (
            "UBND cấp xã – UBND huyện Cẩm Giàng",
            [("h10", "UBND xã Hồng Phong – UBND huyện Cẩm Giàng"), ("h11", "UBND xã riêng h1")],
        ),
        (
            "UBND cấp xã – UBND huyện Tứ Kỳ",
            [("h20", "UBND xã Hồng Phong – UBND huyện Tứ Kỳ"), ("h21", "UBND xã riêng h2")],
        ),
    ]
