"""The columns of the national list of procedures, in every spelling met, and of our own export."""

from __future__ import annotations

from reporting.imports.layout import ORDER, Heading

HEADINGS = (
    Heading(ORDER, "TT", ("STT", "Số TT", "Số thứ tự", "No")),
    Heading(
        "code",
        "Mã TTHC",
        (
            "Mã thủ tục",
            "Mã số TTHC",
            "Mã số thủ tục",
            "Mã thủ tục hành chính",
            "Mã số thủ tục hành chính",
            "Mã số hồ sơ TTHC",
            "ma_tthc",
            "ma_thu_tuc",
        ),
        is_required=True,
    ),
    Heading(
        "name",
        "Tên TTHC",
        ("Tên thủ tục", "Tên thủ tục hành chính", "Thủ tục hành chính", "Tên TTHC nội bộ"),
        is_required=True,
    ),
    Heading("sector", "Lĩnh vực", ("Tên lĩnh vực", "Lĩnh vực thực hiện"), is_required=True),
    Heading(
        "agency",
        "Cơ quan quản lý",
        ("Cơ quan thực hiện", "Đơn vị quản lý", "Đơn vị thực hiện", "Cơ quan tham mưu"),
    ),
    Heading("publisher", "Cơ quan công bố", ("Đơn vị công bố", "Cơ quan ban hành", "Cơ quan")),
    Heading(
        "levels",
        "Cấp thực hiện",
        ("Cấp giải quyết", "Cấp thực hiện TTHC", "Cấp thẩm quyền", "Cấp"),
        is_required=True,
    ),
    Heading(
        "online_kind",
        "Mức độ DVC",
        (
            "Mức độ dịch vụ công",
            "Mức độ cung cấp dịch vụ công trực tuyến",
            "Mức độ DVCTT",
            "Dịch vụ công trực tuyến",
            "Mức độ dịch vụ công trực tuyến",
            "Mức độ",
        ),
    ),
    Heading(
        "working_days",
        "Thời hạn giải quyết",
        ("Thời gian giải quyết", "Thời hạn", "Thời hạn giải quyết (ngày làm việc)"),
        is_required=True,
    ),
    Heading("serves", "Đối tượng thực hiện", ("Đối tượng",)),
    Heading(
        "one_stop_levels",
        "Tiếp nhận tại Bộ phận Một cửa",
        ("Bộ phận Một cửa", "Một cửa", "Nơi tiếp nhận", "Cơ chế một cửa"),
    ),
    Heading(
        "workflow_number",
        "Quyết định quy trình nội bộ",
        ("Quy trình nội bộ", "Số quyết định quy trình nội bộ"),
    ),
    Heading("workflow_on", "Ngày quyết định quy trình nội bộ", ("Ngày quy trình nội bộ",)),
    Heading(
        "decision_number",
        "Quyết định công bố",
        ("Số quyết định", "Số quyết định công bố", "QĐ công bố", "Văn bản công bố"),
    ),
    Heading(
        "kind",
        "Loại quyết định",
        ("Loại công bố", "Hình thức công bố"),
    ),
    Heading(
        "decided_on",
        "Ngày quyết định",
        ("Ngày ban hành", "Ngày công bố", "Ngày quyết định công bố", "Ngày ký", "Ngày"),
    ),
    Heading("effective_on", "Ngày có hiệu lực", ("Ngày hiệu lực", "Hiệu lực từ ngày")),
    Heading("published_on", "Ngày công khai", ("Ngày công khai trên cổng", "Ngày đăng tải")),
    # What our own export holds besides, worked out by the site.
    *(
        Heading(f"left_{place}", label, is_used=False)
        for place, label in enumerate(
            (
                "Lỗi",
                "Hiệu lực vào ngày tính",
                "Thời hạn vào ngày tính",
                "Hồ sơ đã giải quyết trong kỳ",
                "Trung vị (ngày làm việc)",
                "90 % hồ sơ trong (ngày làm việc)",
                "Hồ sơ vượt thời hạn",
                "Tỷ lệ trong thời hạn",
                "Dữ liệu minh họa",
            )
        )
    ),
)

LABELS = {one.key: one.label for one in HEADINGS}
