"""Deadlines as clerks write them."""

from __future__ import annotations

import datetime as dt
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasks.deadlines import (
    Deadline,
    DeadlineProblem,
    Recurrence,
    contradiction,
    month_end,
    parse_deadline,
    plain,
)
from tasks.states import DeadlineKind as Kind

READ = [
    ("30/6/2024", Kind.DATE, dt.date(2024, 6, 30)),
    ("2024-06-30", Kind.DATE, dt.date(2024, 6, 30)),
    ("15.3.2024", Kind.DATE, dt.date(2024, 3, 15)),
    ("Ngày 5 tháng 6 năm 2024", Kind.DATE, dt.date(2024, 6, 5)),
    ("trước ngày 25/12/2024", Kind.DATE, dt.date(2024, 12, 25)),
    ("Trước 30/6", Kind.DATE, dt.date(2024, 6, 30)),
    ("Hoàn thành trước 31/12/2025", Kind.DATE, dt.date(2025, 12, 31)),
    ("Tháng 02/2024", Kind.MONTH, dt.date(2024, 2, 29)),
    ("tháng 6", Kind.MONTH, dt.date(2024, 6, 30)),
    ("T6/2024", Kind.MONTH, dt.date(2024, 6, 30)),
    ("06/2024", Kind.MONTH, dt.date(2024, 6, 30)),
    ("Trong tháng 6/2025", Kind.MONTH, dt.date(2025, 6, 30)),
    ("9 tháng đầu năm", Kind.MONTH, dt.date(2024, 9, 30)),
    ("Quý II/2024", Kind.QUARTER, dt.date(2024, 6, 30)),
    ("quý 2", Kind.QUARTER, dt.date(2024, 6, 30)),
    ("QUÝ IV NĂM 2025", Kind.QUARTER, dt.date(2025, 12, 31)),
    ("Hết quý III/2024", Kind.QUARTER, dt.date(2024, 9, 30)),
    ("6 tháng đầu năm", Kind.HALF, dt.date(2024, 6, 30)),
    ("6 tháng cuối năm 2025", Kind.HALF, dt.date(2025, 12, 31)),
    ("Trong năm", Kind.YEAR, dt.date(2024, 12, 31)),
    ("Năm 2025", Kind.YEAR, dt.date(2025, 12, 31)),
    ("2024", Kind.YEAR, dt.date(2024, 12, 31)),
    ("Thường xuyên", Kind.REGULAR, None),
    ("thường xuyên, liên tục", Kind.REGULAR, None),
    ("Theo tiến độ của Trung ương", Kind.CENTRE, None),
    ("Theo hướng dẫn của Bộ Nội vụ", Kind.CENTRE, None),
]

RECURRING = [
    ("Hằng tháng, trước ngày 20", Recurrence("month", 20)),
    ("Hàng tháng", Recurrence("month", 31)),
    ("Ngày 20 hằng tháng", Recurrence("month", 20)),
    ("Hằng quý, ngày 15 tháng cuối quý", Recurrence("quarter", 15)),
    ("Báo cáo quý, ngày 15 tháng cuối quý", Recurrence("quarter", 15)),
    ("Định kỳ hằng quý", Recurrence("quarter", 31)),
]


@pytest.mark.parametrize(("text", "kind", "due_on"), READ)
def test_a_deadline_is_read_as_clerks_write_it(text, kind, due_on):
    assert parse_deadline(text, year=2024) == Deadline(kind, due_on, text)


@pytest.mark.parametrize(("text", "recurrence"), RECURRING)
def test_a_recurring_deadline_gives_its_rule(text, recurrence):
    found = parse_deadline(text, year=2024)

    assert found == Deadline(Kind.RECURRING, dt.date(2024, 12, 31), text, recurrence)


@pytest.mark.parametrize("text", [text for text, *_ in READ] + [text for text, _ in RECURRING])
def test_accents_case_and_spaces_do_not_matter(text):
    read = parse_deadline(text, year=2024)

    for spelt in (
        text.upper(),
        plain(text),
        text.replace(" ", "\u00a0 "),
        unicodedata.normalize("NFD", text),
        f"  {text}.",
    ):
        found = parse_deadline(spelt, year=2024)
        assert (found.kind, found.due_on, found.recurrence) == (
            read.kind,
            read.due_on,
            read.recurrence,
        )


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("31/02/2024", "Không có ngày 31/2/2024; hãy xem lại ngày và tháng."),
        ("tháng 13", "Không có tháng 13; hãy ghi tháng từ 1 đến 12."),
        ("30/6/0224", "Năm 224 không hợp lý; hãy ghi năm từ 2000 đến 2100."),
        ("Hằng tháng, ngày 40", "Không có ngày 40 trong tháng; hãy ghi ngày từ 1 đến 31."),
        ("x" * 101, "Thời hạn dài quá 100 ký tự; hãy ghi gọn, phần giải thích để ở ghi chú."),
    ],
)
def test_an_impossible_deadline_is_told(text, problem):
    with pytest.raises(DeadlineProblem) as told:
        parse_deadline(text, year=2024)

    assert str(told.value) == problem


@pytest.mark.parametrize(
    "text", ["", "sớm nhất", "quý", "tháng", "Quý 5", "tháng 6, tháng 12", "\0"]
)
def test_what_cannot_be_read_is_told_with_examples(text):
    with pytest.raises(DeadlineProblem) as told:
        parse_deadline(text, year=2024)

    assert "Hãy ghi như: 30/06/2024; Tháng 6/2024; Quý II/2024" in str(told.value)


@given(st.dates(dt.date(2000, 1, 1), dt.date(2100, 12, 31)))
def test_every_day_is_read_back(day):
    for text in (f"{day:%d/%m/%Y}", f"{day.day}/{day.month}/{day.year}", day.isoformat()):
        assert parse_deadline(text, year=1).due_on == day


@given(st.integers(2000, 2100), st.integers(1, 12))
def test_every_month_and_quarter_ends_on_its_last_day(year, month):
    quarter = ["I", "II", "III", "IV"][(month - 1) // 3]

    assert parse_deadline(f"Tháng {month}/{year}", year=1).due_on == month_end(year, month)
    assert parse_deadline(f"Quý {quarter}", year=year).due_on == month_end(
        year, 3 * ((month - 1) // 3) + 3
    )


@given(st.text(max_size=120))
def test_nothing_typed_breaks_the_reader(text):
    try:
        found = parse_deadline(text, year=2024)
    except DeadlineProblem:
        return
    assert (found.due_on is None) == (found.kind in Kind.without_date())


@pytest.mark.parametrize(
    ("label", "kind", "due_on", "told"),
    [
        ("Quý II/2024", Kind.QUARTER, dt.date(2024, 6, 30), ""),
        (
            "Quý II/2024",
            Kind.DATE,
            dt.date(2024, 6, 30),
            "Thời hạn ghi “Quý II/2024” nghĩa là: Quý, 30/06/2024; hãy sửa loại thời hạn, hạn gốc "
            "hoặc lời ghi cho khớp.",
        ),
        ("Hằng tháng", Kind.RECURRING, dt.date(2024, 11, 30), ""),
        ("sau khi có hướng dẫn", Kind.CENTRE, None, ""),
        (
            "Thường xuyên",
            Kind.YEAR,
            dt.date(2024, 12, 31),
            "Thời hạn ghi “Thường xuyên” nghĩa là: Thường xuyên, không có ngày; hãy sửa loại thời "
            "hạn, hạn gốc hoặc lời ghi cho khớp.",
        ),
    ],
)
def test_a_label_that_says_otherwise_is_told(label, kind, due_on, told):
    assert contradiction(label, kind, due_on, year=2024) == told
