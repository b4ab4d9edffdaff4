"""Columns about people, as one-stop systems head them. They are known so as to be left out: the
process that reads the file never hands them on."""

from __future__ import annotations

from reporting.imports.layout import Heading

PERSONAL = "personal"

PEOPLE = (
    Heading(
        f"{PERSONAL}_name",
        "Chủ hồ sơ",
        (
            "Người nộp",
            "Người nộp hồ sơ",
            "Họ tên",
            "Họ và tên",
            "Tên người nộp",
            "Tên chủ hồ sơ",
            "Họ tên người nộp",
            "Họ và tên người nộp",
            "Tên công dân",
            "Tổ chức, cá nhân",
            "Cá nhân, tổ chức",
            "Tên tổ chức, cá nhân",
            "Người đứng tên",
            "ChuHoSo",
            "NguoiNop",
            "Công dân",
            "Người ủy quyền",
            "Người được ủy quyền",
            "Tên doanh nghiệp",
        ),
        is_used=False,
    ),
    Heading(
        f"{PERSONAL}_address",
        "Địa chỉ",
        ("Địa chỉ thường trú", "Nơi ở", "Địa chỉ liên hệ", "Nơi cư trú", "DiaChi"),
        is_used=False,
    ),
    Heading(
        f"{PERSONAL}_phone",
        "Điện thoại",
        ("Số điện thoại", "SĐT", "SDT", "Di động", "ĐT", "Điện thoại liên hệ", "SoDienThoai"),
        is_used=False,
    ),
    Heading(
        f"{PERSONAL}_identity",
        "CCCD",
        (
            "CMND",
            "CMT",
            "CMND/CCCD",
            "CCCD/CMND",
            "Số CCCD",
            "Số CMND",
            "Số CMND/CCCD",
            "Số CCCD/CMND",
            "Số định danh",
            "Số định danh cá nhân",
            "Căn cước công dân",
            "Số căn cước",
            "Căn cước",
            "Số giấy tờ",
            "Giấy tờ tùy thân",
            "Hộ chiếu",
            "Mã số thuế",
            "SoCMND",
            "SoCCCD",
        ),
        is_used=False,
    ),
    Heading(f"{PERSONAL}_email", "Email", ("Thư điện tử", "E-mail"), is_used=False),
    Heading(
        f"{PERSONAL}_birth",
        "Ngày sinh",
        ("Năm sinh", "Ngày tháng năm sinh", "NgaySinh"),
        is_used=False,
    ),
    Heading(f"{PERSONAL}_sex", "Giới tính", ("GioiTinh",), is_used=False),
    Heading(
        f"{PERSONAL}_official",
        "Cán bộ xử lý",
        (
            "Người xử lý",
            "Cán bộ tiếp nhận",
            "Cán bộ thụ lý",
            "Chuyên viên xử lý",
            "Người tiếp nhận",
            "Cán bộ",
            "Công chức xử lý",
        ),
        is_used=False,
    ),
)

#: By these a preview tells what was left out because it is about people.
SPELLINGS = frozenset(spelling for one in PEOPLE for spelling in one.spellings)
