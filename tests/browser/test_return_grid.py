"""The sheet of many returns is typed as a spreadsheet is: by keys, and in blocks."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

GRID = "/admin/dossiers/return/grid/?level=district&role=receiving"

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
