"""The empty list to download: the headings, an example row, and a sheet that explains them."""

from __future__ import annotations

import io

import xlsxwriter
from django.utils.translation import gettext as _

from dossiers.procedures.catalogue.columns import HEADINGS

_LEFT_OUT = {"publisher"}
_EXAMPLE = {
    "order": "1",
    "code": "1.000000.H23",
    "name": "Tên thủ tục hành chính",
    "sector": "Hộ tịch",
    "levels": "Cấp huyện; Cấp xã",
    "online_kind": "Toàn trình",
    "working_days": "05 ngày làm việc",
    "serves": "Người dân",
    "one_stop_levels": "Cấp xã",
    "decision_number": "01/QĐ-UBND",
    "kind": "Công bố",
    "decided_on": "02/01/2024",
    "effective_on": "15/01/2024",
    "published_on": "04/01/2024",
}


def _notes() -> list[tuple[str, str]]:
    return [
        (
            _("Bắt buộc"),
            _("Mã, tên, lĩnh vực, cấp thực hiện; thủ tục mới phải có thời hạn giải quyết."),
        ),
        (
            _("Mã TTHC"),
            _("1.004082, 1.000948.H23 hoặc 1.000948.000.00.00.H23; cột định dạng Văn bản (Text)."),
        ),
        (_("Cấp thực hiện"), _("Nhiều cấp cách nhau bằng dấu chấm phẩy.")),
        (
            _("Thời hạn giải quyết"),
            _("15 ngày làm việc; Trong ngày; 16 giờ làm việc; Không quy định."),
        ),
        (_("Mức độ DVC"), _("Toàn trình, Một phần hoặc Chưa trực tuyến.")),
        (_("Loại quyết định"), _("Công bố; Sửa đổi, bổ sung; Bãi bỏ.")),
        (_("Ô trống"), _("Không làm thay đổi nội dung đã có trong danh mục.")),
        (_("Dòng mẫu"), _("Xóa dòng mẫu trước khi tải tệp lên.")),
    ]


def template() -> bytes:
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True, "strings_to_formulas": False}) as book:
        head = book.add_format({"bold": True, "text_wrap": True, "bottom": 1, "valign": "top"})
        text = book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"})
        sheet = book.add_worksheet("Thủ tục")
        columns = [one for one in HEADINGS if one.is_used and one.key not in _LEFT_OUT]
        for place, one in enumerate(columns):
            sheet.set_column(place, place, 40 if one.key == "name" else 18, text)
            sheet.write_string(0, place, one.label, head)
            if example := _EXAMPLE.get(one.key):
                sheet.write_string(1, place, example, text)
        sheet.freeze_panes(1, 0)
        notes = book.add_worksheet("Hướng dẫn")
        notes.set_column(0, 0, 24)
        notes.set_column(1, 1, 100)
        for row, (name, words) in enumerate(_notes()):
            notes.write_string(row, 0, name, head)
            notes.write_string(row, 1, words, text)
    return file.getvalue()
