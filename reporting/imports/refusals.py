"""Why a file is not read, and what to do, in the reader's language."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from reporting.imports.limits import Refused

_SAVE_AS = _("Hãy mở bằng Excel, chọn Lưu thành (Save As) “Excel Workbook (*.xlsx)” rồi tải lại.")

#: code → (what is wrong, how to mend it)
TEXTS: dict[str, tuple[Promise, Promise]] = {
    "empty": (_("Tệp không có nội dung."), _("Hãy kiểm tra lại tệp rồi tải lại.")),
    "large": (
        _("Tệp nặng %(size)s MB, vượt mức %(limit)s MB."),
        _("Hãy bỏ hình ảnh, trang tính thừa hoặc chia tệp thành nhiều phần."),
    ),
    "unpacked": (
        _("Nội dung tệp sau khi giải nén vượt mức %(limit)s MB."),
        _("Hãy bỏ trang tính thừa hoặc chia tệp thành nhiều phần."),
    ),
    "bomb": (
        _("Tệp được nén bất thường nên không được mở."),
        _("Hãy mở tệp bằng Excel, chép bảng sang một sổ tính mới, lưu dạng .xlsx rồi tải lại."),
    ),
    "members": (
        _("Tệp chứa quá nhiều thành phần (hơn %(limit)s)."),
        _("Hãy chép bảng sang một sổ tính mới, lưu dạng .xlsx rồi tải lại."),
    ),
    "macros": (
        _("Tệp chứa macro nên không được mở."),
        _("Hãy lưu thành “Excel Workbook (*.xlsx)”, không phải .xlsm, rồi tải lại."),
    ),
    "encrypted": (
        _("Tệp được đặt mật khẩu nên không đọc được."),
        _("Hãy bỏ mật khẩu (Tệp → Thông tin → Bảo vệ sổ làm việc) rồi tải lại."),
    ),
    "doctype": (
        _("Tệp chứa khai báo kiểu tài liệu (DOCTYPE) nên không được mở."),
        _("Hãy chép bảng sang một sổ tính mới, lưu dạng .xlsx rồi tải lại."),
    ),
    "xls": (_("Tệp ở định dạng Excel 97–2003 (.xls)."), _SAVE_AS),
    "xlsb": (_("Tệp ở định dạng nhị phân của Excel (.xlsb)."), _SAVE_AS),
    "ods": (_("Tệp ở định dạng OpenDocument (.ods)."), _SAVE_AS),
    "ole": (_("Tệp không phải là sổ tính."), _("Hãy tải tệp .xlsx hoặc .csv.")),
    "word": (
        _("Tệp là văn bản Word."),
        _("Hãy chép bảng sang Excel, lưu dạng .xlsx rồi tải lại."),
    ),
    "rtf": (
        _("Tệp là văn bản RTF."),
        _("Hãy chép bảng sang Excel, lưu dạng .xlsx rồi tải lại."),
    ),
    "pdf": (
        _("Tệp là PDF, không phải bảng tính."),
        _("Hãy lấy bảng gốc dạng .xlsx hoặc .csv rồi tải lại."),
    ),
    "image": (
        _("Tệp là hình ảnh, không phải bảng tính."),
        _("Hãy lấy bảng gốc dạng .xlsx hoặc .csv rồi tải lại."),
    ),
    "archive": (
        _("Tệp là tệp nén, không phải bảng tính."),
        _("Hãy giải nén rồi tải tệp .xlsx hoặc .csv bên trong."),
    ),
    "markup": (_("Tệp là trang web (HTML hoặc XML) mang đuôi của bảng tính."), _SAVE_AS),
    "json": (
        _("Tệp là dữ liệu JSON, không phải bảng tính."),
        _("Hãy xuất lại dạng .xlsx hoặc .csv rồi tải lại."),
    ),
    "binary": (_("Tệp không phải là văn bản hay bảng tính."), _("Hãy tải tệp .xlsx hoặc .csv.")),
    "utf16_without_mark": (
        _("Tệp dùng bảng mã UTF-16 nhưng thiếu dấu nhận biết ở đầu tệp."),
        _("Hãy lưu lại dạng “CSV UTF-8” hoặc .xlsx rồi tải lại."),
    ),
    "encoding": (
        _("Tệp dùng bảng mã cũ %(name)s, không phải Unicode."),
        _(
            "Hãy chuyển từ bảng mã %(name)s sang Unicode dựng sẵn (bộ công cụ của UniKey: "
            "Ctrl+Shift+F6), lưu dạng “CSV UTF-8” hoặc .xlsx rồi tải lại."
        ),
    ),
    "encoding_1258": (
        _("Tệp dùng bảng mã %(name)s, không phải Unicode."),
        _(
            "Hãy mở tệp bằng Excel qua Dữ liệu → Từ văn bản/CSV, chọn nguồn “1258: Tiếng Việt "
            "(Windows)”, lưu dạng .xlsx rồi tải lại."
        ),
    ),
    "encoding_twice": (
        _("Tệp UTF-8 đã bị mở nhầm bảng mã rồi lưu lại, nên chữ thành dạng “CÆ¡ quan”."),
        _(
            "Hãy xuất lại tệp từ hệ thống gốc; muốn mở bằng Excel thì qua Dữ liệu → Từ văn "
            "bản/CSV, chọn nguồn “65001: Unicode (UTF-8)”."
        ),
    ),
    "encoding_unknown": (
        _("Tệp không dùng Unicode, và chưa rõ là bảng mã nào (có thể là %(name)s)."),
        _(
            "Hãy mở tệp bằng chương trình đã tạo ra nó và lưu dạng .xlsx; nếu chữ vẫn sai, hãy "
            "chuyển sang Unicode bằng bộ công cụ của UniKey (Ctrl+Shift+F6)."
        ),
    ),
    "damaged": (
        _("Dòng %(row)s của tệp UTF-8 có ký tự hỏng."),
        _("Hãy sửa dòng này hoặc xuất lại tệp; đừng ghép các tệp khác bảng mã với nhau."),
    ),
    "rows": (
        _("Tệp có hơn %(limit)s dòng."),
        _("Hãy chia tệp thành nhiều phần rồi nhập lần lượt."),
    ),
    "columns": (
        _("Dòng %(row)s có hơn %(limit)s cột."),
        _("Hãy xóa các cột thừa bên phải bảng rồi tải lại."),
    ),
    "long_cell": (
        _("Dòng %(row)s có ô dài hơn %(limit)s ký tự."),
        _("Hãy rút gọn nội dung ô; với tệp CSV, hãy kiểm tra dấu ngoặc kép."),
    ),
    "quotes": (
        _("Dòng %(row)s có dấu ngoặc kép không khép."),
        _("Hãy kiểm tra dấu ngoặc kép ở dòng này, hoặc lưu tệp dạng .xlsx."),
    ),
    "formula": (
        _("Ô %(cell)s chứa công thức chưa có kết quả."),
        _("Hãy mở tệp bằng Excel, lưu lại để công thức được tính, rồi tải lại."),
    ),
    "memory": (
        _("Tệp quá lớn để đọc."),
        _("Hãy bỏ trang tính thừa hoặc chia tệp thành nhiều phần."),
    ),
    "stopped": (
        _("Việc đọc tệp tốn quá nhiều bộ nhớ hoặc thời gian nên đã dừng."),
        _("Hãy bỏ trang tính thừa hoặc chia tệp thành nhiều phần."),
    ),
    "broken": (
        _("Tệp bị hỏng hoặc không đúng định dạng, không mở được."),
        _("Hãy mở tệp bằng Excel, lưu lại dạng .xlsx rồi tải lại."),
    ),
}


def explain(refusal: Refused) -> tuple[str, str]:
    """(what is wrong, how to mend it)."""
    wrong, mend = TEXTS[refusal.code]
    return str(wrong) % refusal.words, str(mend) % refusal.words
