"""The columns that a list of dossiers may hold, as one-stop systems head them."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dossiers.imports.people import PEOPLE
from reporting.imports.layout import ORDER, Heading

HEADINGS = (
    Heading(ORDER, "STT", ("TT", "Số TT", "Số thứ tự", "No"), is_used=False),
    Heading(
        "code",
        "Mã hồ sơ",
        (
            "Số hồ sơ",
            "Mã số hồ sơ",
            "Mã HS",
            "Số HS",
            "Số biên nhận",
            "MaHoSo",
            "SoHoSo",
            "Mã số HS",
        ),
        is_required=True,
    ),
    Heading(
        "procedure",
        "Mã thủ tục",
        (
            "Mã TTHC",
            "Mã thủ tục hành chính",
            "Mã số thủ tục",
            "MaTTHC",
            "MaThuTuc",
            "Mã TT",
        ),
    ),
    Heading(
        "procedure_name",
        "Tên thủ tục",
        ("Tên TTHC", "Tên thủ tục hành chính", "Thủ tục", "Thủ tục hành chính", "TenTTHC", "TTHC"),
    ),
    Heading(
        "receiving",
        "Cơ quan tiếp nhận",
        (
            "Mã cơ quan",
            "Cơ quan",
            "Đơn vị",
            "Đơn vị tiếp nhận",
            "Nơi tiếp nhận",
            "Tên cơ quan",
            "Tên đơn vị",
            "Mã đơn vị",
            "MaCoQuan",
            "MaDonVi",
            "DonViTiepNhan",
        ),
    ),
    Heading(
        "resolving",
        "Cơ quan giải quyết",
        (
            "Đơn vị giải quyết",
            "Đơn vị xử lý",
            "Cơ quan xử lý",
            "Đơn vị thụ lý",
            "Cơ quan thụ lý",
            "DonViXuLy",
            "Mã cơ quan giải quyết",
            "DonViGiaiQuyet",
        ),
    ),
    Heading(
        "channel",
        "Hình thức nộp",
        (
            "Hình thức",
            "Kênh",
            "Kênh thực hiện",
            "Kênh tiếp nhận",
            "Hình thức tiếp nhận",
            "Hình thức nộp hồ sơ",
            "KenhThucHien",
            "HinhThuc",
        ),
    ),
    Heading(
        "received",
        "Ngày tiếp nhận",
        (
            "Ngày nhận",
            "Ngày nhận hồ sơ",
            "Ngày tiếp nhận hồ sơ",
            "NgayTiepNhan",
            "Thời gian tiếp nhận",
        ),
        is_required=True,
    ),
    Heading(
        "due",
        "Ngày hẹn trả",
        (
            "Ngày hẹn",
            "Hạn trả",
            "Ngày hẹn trả kết quả",
            "Hạn xử lý",
            "Hạn giải quyết",
            "NgayHenTra",
            "Ngày hẹn trả KQ",
            "Hẹn trả",
        ),
    ),
    Heading(
        "resolved",
        "Ngày kết thúc xử lý",
        (
            "Ngày kết thúc",
            "Ngày có kết quả",
            "Ngày kết quả",
            "Ngày xử lý xong",
            "Ngày giải quyết",
            "Ngày hoàn thành",
            "NgayKetThucXuLy",
            "NgayKetQua",
            "Ngày kết thúc xử lý (ghi nhận đến nay)",
        ),
    ),
    Heading(
        "returned",
        "Ngày trả kết quả",
        ("Ngày trả", "NgayTraKetQua", "NgayTra", "Ngày trả KQ"),
    ),
    Heading(
        "status",
        "Trạng thái",
        (
            "Trạng thái hồ sơ",
            "Tình trạng",
            "Tình trạng hồ sơ",
            "TrangThai",
            "TrangThaiHoSo",
            "Trạng thái hiện nay",
        ),
        is_required=True,
    ),
    # What the site works out itself, or has no use for.
    Heading("sector", "Lĩnh vực", ("Tên lĩnh vực", "LinhVuc"), is_used=False),
    Heading(
        "submitted", "Ngày nộp", ("Ngày nộp hồ sơ", "NgayNopHoSo", "Ngày đăng ký"), is_used=False
    ),
    Heading("timeliness", "Tình trạng hạn", ("Kết quả xử lý", "Đúng hạn"), is_used=False),
    Heading(
        "days",
        "Thời gian giải quyết",
        ("ThoiGianGiaiQuyet", "Đơn vị tính", "DonViTinh"),
        is_used=False,
    ),
    Heading("reason", "Lý do trễ", ("Lý do", "Lý do quá hạn", "Lý do trễ hạn"), is_used=False),
    Heading("note", "Ghi chú", ("GhiChu",), is_used=False),
    Heading("error", "Lỗi", is_used=False),
    *PEOPLE,
)

#: What a column of ours is called, by key, and in what order a preview names them.
LABELS = {
    "code": _("Mã hồ sơ"),
    "procedure": _("Thủ tục"),
    "procedure_name": _("Tên thủ tục"),
    "receiving": _("Cơ quan tiếp nhận"),
    "resolving": _("Cơ quan giải quyết"),
    "channel": _("Hình thức nộp"),
    "received": _("Ngày tiếp nhận"),
    "due": _("Ngày hẹn trả"),
    "resolved": _("Ngày kết thúc xử lý"),
    "returned": _("Ngày trả kết quả"),
    "status": _("Trạng thái"),
}

#: Columns of ``ImportLine`` in the order in which they are copied: keys of the headings above.
COLUMNS = tuple(LABELS)

#: Column → the one that is read where its cell is empty, row by row. Of the agencies only for a
#: new dossier: what a row does not tell of a dossier that is known stays.
STANDS_IN = {
    "procedure": "procedure_name",
    "receiving": "resolving",
    "resolving": "receiving",
    "resolved": "returned",
}

#: Without one of each of these, and the required headings, no row can be understood.
NEEDED = (("procedure", "procedure_name"), ("receiving", "resolving"))
