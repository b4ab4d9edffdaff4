"""The sheet of many returns is typed as a spreadsheet is: by keys, and in blocks."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

GRID = "/admin/dossiers/return/grid/?level=district&role=receiving"

PARTS = (
    *("online", "direct_postal", "carried_over"),
    *("resolved_early", "resolved_on_time", "resolved_overdue"),
    *("pending_in_time", "pending_overdue"),
)
EIGHT = ["60", "30", "10", "50", "38", "2", "9", "1"]

PASTE = """(input, text) => {
  const data = new DataTransfer();
  data.setData("text/plain", text);
  const pasted = { clipboardData: data, bubbles: true, cancelable: true };
  input.dispatchEvent(new ClipboardEvent("paste", pasted));
}"""


def cell(page: Page, row: int, key: str) -> Locator:
    return page.locator("[data-row]").nth(row).locator(f"[data-key={key}]")


def box(page: Page, row: int, key: str) -> Locator:
    return cell(page, row, key).locator("input")


def test_keys_move_between_cells(open_page: Callable[..., Page]) -> None:
    page = open_page(GRID, "office")
    box(page, 0, "carried_over").focus()

    for key, row, name in (
        ("ArrowRight", 0, "resolved_early"),
        ("ArrowDown", 1, "resolved_early"),
        ("ArrowLeft", 1, "carried_over"),
        ("Enter", 2, "carried_over"),
        ("Shift+Enter", 1, "carried_over"),
        ("ArrowUp", 0, "carried_over"),
        ("Tab", 0, "resolved_early"),
    ):
        page.keyboard.press(key)
        expect(box(page, row, name)).to_be_focused()


def test_a_block_from_a_spreadsheet_fills_the_cells_and_is_added_up(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(GRID, "office")
    block = "1.000\t30\t10\t\t50\t38\t2\n7\t-\t1\t9\t5\r\n"

    box(page, 0, "online").evaluate(PASTE, block)

    values = ("online", "direct_postal", "carried_over", "resolved_early", "resolved_overdue")
    assert [box(page, 0, key).input_value() for key in values] == ["1.000", "30", "10", "50", "2"]
    assert [box(page, 1, key).input_value() for key in values] == ["7", "-", "1", "5", ""]
    expect(cell(page, 0, "received_total").locator("output")).to_have_text("1.040")
    expect(cell(page, 0, "resolved_total").locator("output")).to_have_text("90")
    expect(cell(page, 1, "received_total").locator("output")).to_have_text("8")
    expect(page.locator("[data-total=received_total]")).to_have_text("1.048")


def test_without_script_the_sheet_is_a_form(open_page: Callable[..., Page]) -> None:
    page = open_page(GRID, "office", java_script_enabled=False)
    box(page, 0, "online").fill("12,5")
    page.get_by_role("button", name="Lưu cả bảng").click()

    expect(page.locator(".errornote")).to_contain_text("Chưa lưu dòng nào")
    assert box(page, 0, "online").input_value() == "12,5"


def told(page: Page) -> list[str]:
    return page.locator("[data-told] li").all_inner_texts()


def values(page: Page, row: int, keys: tuple[str, ...] = PARTS) -> list[str]:
    return [box(page, row, key).input_value() for key in keys]


def test_eight_columns_are_the_parts(open_page: Callable[..., Page]) -> None:
    page = open_page(GRID, "office")

    box(page, 0, "online").evaluate(PASTE, "\t".join(EIGHT))

    assert values(page, 0) == EIGHT
    assert told(page) == ["Đã dán 1 dòng vào các cột 4, 5, 6, 8, 9, 10, 12, 13."]


def test_eleven_columns_are_the_form_and_its_totals_are_compared(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(GRID, "office")
    right = "100\t60\t30\t10\t90\t50\t38\t2\t10\t9\t1"
    wrong = "100\t60\t30\t10\t91\t50\t38\t2\t10\t9\t"

    box(page, 0, "online").evaluate(PASTE, right)
    assert values(page, 0) == EIGHT
    assert told(page)[1:] == ["Tổng số trong khối dán khớp với tổng tính được."]

    box(page, 0, "online").evaluate(PASTE, f"{right}\n{wrong}")
    assert values(page, 1) == [*EIGHT[:-1], ""]
    differs, waits, keep = told(page)[1:]
    assert "cột 7: khối dán ghi 91, tổng tính được 90." in differs
    assert "cột 11: khối dán ghi 10, chưa đủ các cột thành phần" in waits
    assert "Nhập cả tổng số đã in" in keep
    box(page, 1, "pending_overdue").fill("1")
    assert len(told(page)) == 3

    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Nhập cả tổng số đã in").click()
    assert box(page, 1, "resolved_total").input_value() == "91"
    assert values(page, 1) == EIGHT


def test_ten_columns_leave_out_the_first_total(open_page: Callable[..., Page]) -> None:
    page = open_page(GRID, "office")

    box(page, 0, "online").evaluate(PASTE, "60\t30\t10\t90\t50\t38\t2\t10\t9\t1")

    assert values(page, 0) == EIGHT


def test_a_block_that_does_not_fit_is_told_and_nothing_is_pasted(
    open_page: Callable[..., Page],
) -> None:
    page = open_page(GRID, "office")
    before = values(page, 0)

    box(page, 0, "resolved_early").evaluate(PASTE, "\t".join(EIGHT))

    assert values(page, 0) == before
    assert "không vừa từ cột 8: chưa dán số nào" in told(page)[0]


def test_lines_below_the_sheet_are_told(open_page: Callable[..., Page]) -> None:
    page = open_page(GRID, "office")
    last = page.locator("[data-row]").count() - 1

    box(page, last, "online").evaluate(PASTE, "1\t2\n3\t4\n5\t6")

    assert values(page, last)[:2] == ["1", "2"]
    assert told(page)[1] == "2 dòng cuối của khối dán vượt quá bảng nên không được dán."


def test_the_first_wrong_cell_is_in_view_and_named(open_page: Callable[..., Page]) -> None:
    page = open_page(GRID, "office")
    last = page.locator("[data-row]").count() - 1
    box(page, last, "pending_overdue").fill("12,5")
    page.get_by_role("button", name="Lưu cả bảng").click()

    expect(page.locator(".errornote")).to_contain_text("cột 13)")
    expect(box(page, last, "pending_overdue")).to_be_focused()
    expect(box(page, last, "pending_overdue")).to_be_in_viewport()
