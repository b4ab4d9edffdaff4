"""What the script of the grid says of blocks that are pasted."""

from __future__ import annotations

from django.utils.translation import gettext as _


def of_blocks() -> dict[str, str]:
    """Sentences by name; ``return-grid.js`` fills in what stands in braces."""
    return {
        "placed": _("Đã dán {rows} dòng vào các cột {columns}."),
        "wide": _(
            "Khối dán có {width} cột, không vừa từ cột {column}: chưa dán số nào. Hãy chép 8 cột "
            "thành phần hoặc đủ 11 cột (3) đến (13), rồi dán từ cột 4."
        ),
        "beyond": _("{n} dòng cuối của khối dán vượt quá bảng nên không được dán."),
        "closed": _("{agency}: dòng không mở để nhập nên không được dán."),
        "same": _("Tổng số trong khối dán khớp với tổng tính được."),
        "differs": _("{agency}, cột {column}: khối dán ghi {pasted}, tổng tính được {sum}."),
        "waits": _(
            "{agency}, cột {column}: khối dán ghi {pasted}, chưa đủ các cột thành phần để đối "
            "chiếu."
        ),
        "keep": _("Tổng số không được lưu; bấm “Nhập cả tổng số đã in” để giữ các số này."),
        "more": _("Và {n} điều nữa."),
    }
