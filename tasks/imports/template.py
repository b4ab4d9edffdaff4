"""The empty annex to download: the headings, an example row, and a sheet that explains them."""

from __future__ import annotations

import io

import xlsxwriter
from django.utils.translation import gettext as _

from tasks.imports.columns import HEADINGS
from tasks.states import Field

_LEFT_OUT = {"programme", "deadline_kind", "original_due_on", "percent", "result"}
_EXAMPLE = {
    "order": "1",
    "code": "KH-01",
    "title": "Rà soát, đơn giản hóa thủ tục hành chính trong lĩnh vực đất đai",
    "field": "2",
    "product": "Quyết định của Chủ tịch UBND tỉnh",
    "lead": "Sở Tư pháp",
    "coordinating": "Sở Nội vụ; Văn phòng UBND tỉnh",
    "deadline": "Quý II/2024",
    "document_clause": "Mục 2.1",
    "assigned_on": "15/01/2024",
    "progress": "Đang thực hiện",
}


def _notes() -> list[tuple[str, str]]:
    fields = "; ".join(f"{value}. {label}" for value, label in Field.choices)
    return [
        (_("Bắt buộc"), _("Nội dung nhiệm vụ, cơ quan chủ trì, thời hạn.")),
        (_("Mã"), _("Để trống thì hệ thống đặt mã. Nhập lại theo mã sẽ cập nhật đúng nhiệm vụ.")),
        (_("Lĩnh vực"), fields),
        (
            _("Cơ quan"),
            _("Tên, tên viết tắt hoặc mã; nhiều cơ quan phối hợp cách nhau bằng dấu chấm phẩy."),
        ),
        (
            _("Thời hạn"),
            _(
                "30/06/2024; tháng 6/2024; quý II/2024; 6 tháng đầu năm; năm 2024; hằng tháng, "
                "ngày 20; thường xuyên; theo tiến độ của Trung ương."
            ),
        ),
        (_("Căn cứ"), _("Số, ký hiệu của văn bản đã có trong danh mục văn bản.")),
        (
            _("Tiến độ / kết quả"),
            _("Trạng thái, tỷ lệ phần trăm hoặc lời; hoàn thành thì ghi cả ngày hoàn thành."),
        ),
        (_("Dòng mẫu"), _("Xóa dòng mẫu trước khi tải tệp lên.")),
    ]


def template() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        wrap = book.add_format({"text_wrap": True, "valign": "top"})
        sheet = book.add_worksheet("Nhiệm vụ")
        columns = [one for one in HEADINGS if one.is_used and one.key not in _LEFT_OUT]
        for place, one in enumerate(columns):
            sheet.set_column(place, place, 40 if one.key == "title" else 18)
            sheet.write_string(0, place, one.label, head)
            if text := _EXAMPLE.get(one.key):
                sheet.write_string(1, place, text, wrap)
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet("Hướng dẫn")
        notes.set_column(0, 0, 20)
        notes.set_column(1, 1, 100)
        for row, (name, text) in enumerate(_notes()):
            notes.write_string(row, 0, name, head)
            notes.write_string(row, 1, text, wrap)
    return file.getvalue()
