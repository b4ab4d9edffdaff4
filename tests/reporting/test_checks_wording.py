"""What findings and edits say, with numbers as the reader's language writes them."""

from __future__ import annotations

from decimal import Decimal

from django.utils import translation

from reporting.checks import check, trials

FORM = {"received_total": 41_000, "online": 35_000, "direct_postal": 5_000, "carried_over": 35_000}
TASKS = {"completed": 12, "completed_on_time": 8, "open": 3, "late": 1}


def test_finding_names_columns_both_sides_and_the_difference():
    finding, *_ = check(FORM)

    assert finding.messages() == [
        "Cột 6 trùng cột 4, cùng bằng 35.000.",
        "Cột 3 (41.000) ≠ cột 4 + 5 + 6 (75.000); chênh −34.000.",
    ]
    assert finding.edits[0].message() == "Giá trị khớp cho cột 6: 1.000."


def test_statement_without_columns_is_told_in_words():
    finding, *_ = check(FORM)

    assert finding.messages(in_words=True) == [
        "Từ kỳ trước trùng tiếp nhận trực tuyến, cùng bằng 35.000.",
        "Tiếp nhận, tổng số (41.000) ≠ tiếp nhận trực tuyến + "
        "tiếp nhận trực tiếp, dịch vụ bưu chính + từ kỳ trước (75.000); chênh −34.000.",
    ]
    assert finding.edits[0].message(in_words=True) == "Giá trị khớp cho từ kỳ trước: 1.000."


def test_sum_with_a_part_outside_the_form_is_told_in_words():
    figures = {"resolved_total": 9, "resolved_early_on_time": 7, "resolved_overdue": 1}

    assert check(figures)[0].messages() == [
        "Đã giải quyết, tổng số (9) ≠ giải quyết trước hạn, đúng hạn + giải quyết quá hạn (8); "
        "chênh 1."
    ]


def test_move_says_whose_number_it_is_and_proves_it():
    finding, *_ = check(TASKS)

    assert finding.messages() == [
        "Hoàn thành (12) ≠ hoàn thành trước hạn, đúng hạn + chậm (9); chênh 3."
    ]
    assert finding.edits[0].message() == (
        "12 là số của mục “Được giao”, không phải “Hoàn thành”: 12 = 8 + 3 + 1."
    )


def test_move_that_nothing_confirms_names_every_key_it_could_be():
    finding, *_ = check(
        {"assigned": 7, "completed": 4, "open": 2, "open_in_time": 1, "open_overdue": 1}
    )

    assert finding.edits[-1].message() == (
        "4 (Hoàn thành) có thể là số của mục khác: "
        "“Hoàn thành trước hạn, đúng hạn”, “Hoàn thành quá hạn”, “Chậm”, “Nhiệm vụ thường xuyên”, "
        "“Tạm hoãn”; chưa có phép tính nào xác nhận."
    )


def test_percentage_shows_the_division_and_every_count_that_would_do():
    finding, *_ = check({"received_total": 6_000, "online": 2_000, "O2": Decimal("37.76")})

    assert finding.messages() == [
        "Tỷ lệ trực tuyến trên tổng tiếp nhận (37,76\xa0%) ≠ 2.000/6.000 (33,33\xa0%); "
        "chênh 4,43 điểm phần trăm."
    ]
    assert [edit.message() for edit in finding.proven_edits] == [
        "Giá trị khớp cho cột 3: 5.297. Mọi số từ 5.296 đến 5.297 đều khớp.",
        "Giá trị khớp cho tỷ lệ trực tuyến trên tổng tiếp nhận: 33,33\xa0%.",
        "Giá trị khớp cho cột 4: 2.266.",
    ]


def test_percentage_that_holds_says_which_rounding_matched():
    figures = {"assigned": 21, "completed": 3, "P1": Decimal("14.28")}

    assert [trial.equation() for trial in trials(figures) if trial.rule == "T4"] == [
        "14,28\xa0% = 3/21 (bỏ phần lẻ)"
    ]


def test_impossible_count_says_what_is_possible():
    finding, *_ = check({"resolved_overdue": -3})

    assert finding.messages() == ["Cột 10 là −3; phải là số nguyên từ 0 trở lên."]
    assert finding.edits[0].message() == (
        "Giá trị khớp cho cột 10: 3. Mọi số từ 0 trở lên đều khớp."
    )


def test_numbers_follow_the_language():
    finding, *_ = check(FORM)

    with translation.override("en"):
        message = finding.messages()[1]

    assert "(41,000)" in message
    assert "−34,000" in message
