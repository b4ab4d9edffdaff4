"""The columns of a plan annex, in every spelling that offices use. Source: plan annexes (§ 4.2 of
the field's vocabulary) and our own export, which can be sent back."""

from __future__ import annotations

from reporting.imports.layout import ORDER, Heading

HEADINGS = (
    Heading(ORDER, "TT", ("STT", "Số TT", "Số thứ tự", "Thứ tự", "No")),
    Heading("code", "Mã", ("Mã nhiệm vụ", "Mã số", "Mã NV", "Mã số nhiệm vụ")),
    Heading("programme", "Chương trình", ("Kế hoạch", "Tên chương trình")),
    Heading(
        "title",
        "Nội dung nhiệm vụ",
        (
            "Nhiệm vụ",
            "Tên nhiệm vụ",
            "Nội dung",
            "Nội dung công việc",
            "Nội dung, nhiệm vụ",
            "Nội dung hoạt động",
            "Nhiệm vụ cụ thể",
            "Hoạt động",
            "Công việc",
        ),
        is_required=True,
    ),
    Heading(
        "field",
        "Lĩnh vực",
        ("Nội dung cải cách", "Lĩnh vực cải cách", "Nội dung CCHC", "Lĩnh vực CCHC"),
    ),
    Heading(
        "product",
        "Sản phẩm",
        ("Kết quả, sản phẩm", "Sản phẩm, kết quả", "Sản phẩm đầu ra", "Sản phẩm dự kiến"),
    ),
    Heading(
        "lead",
        "Cơ quan chủ trì",
        (
            "Chủ trì",
            "Đơn vị chủ trì",
            "Cơ quan, đơn vị chủ trì",
            "Cơ quan đơn vị thực hiện",
            "Cơ quan chủ trì thực hiện",
            "Đơn vị thực hiện",
            "Cơ quan thực hiện",
            "Cơ quan chủ trì tham mưu",
        ),
        is_required=True,
    ),
    Heading(
        "coordinating",
        "Cơ quan phối hợp",
        ("Phối hợp", "Đơn vị phối hợp", "Cơ quan, đơn vị phối hợp", "Cơ quan phối hợp thực hiện"),
    ),
    Heading(
        "deadline",
        "Thời hạn",
        (
            "Thời hạn như đã ghi",
            "Thời hạn hoàn thành",
            "Thời gian hoàn thành",
            "Thời gian thực hiện",
            "Thời gian",
            "Hạn hoàn thành",
            "Hạn thực hiện",
            "Thời hạn thực hiện",
            "Tiến độ thực hiện theo kế hoạch",
        ),
        is_required=True,
    ),
    Heading("deadline_kind", "Loại thời hạn"),
    Heading("original_due_on", "Hạn gốc"),
    Heading("document", "Căn cứ", ("Văn bản giao", "Căn cứ pháp lý", "Văn bản giao nhiệm vụ")),
    Heading("document_clause", "Điều, khoản, mục", ("Điều khoản", "Mục", "Khoản mục")),
    Heading("assigned_by", "Người giao", ("Người giao nhiệm vụ", "Lãnh đạo giao")),
    Heading("assigned_on", "Ngày giao", ("Ngày giao nhiệm vụ", "Thời điểm giao")),
    Heading(
        "responsible",
        "Lãnh đạo chịu trách nhiệm",
        ("Người chịu trách nhiệm", "Lãnh đạo phụ trách", "Người phụ trách"),
    ),
    Heading("communication", "Loại hoạt động tuyên truyền", ("Hình thức tuyên truyền",)),
    Heading("is_restricted", "Hạn chế xem"),
    Heading("external_number", "Mã trên hệ thống cấp trên"),
    Heading(
        "progress",
        "Tiến độ / kết quả",
        (
            "Tiến độ",
            "Tiến độ kết quả",
            "Tiến độ, kết quả",
            "Tiến độ thực hiện",
            "Tình trạng",
            "Trạng thái",
            "Tình hình thực hiện",
            "Tiến độ, kết quả thực hiện",
        ),
    ),
    Heading(
        "percent",
        "Tiến độ báo cáo (%)",
        ("% hoàn thành", "Tỷ lệ hoàn thành", "Tỷ lệ % hoàn thành", "Mức độ hoàn thành (%)"),
    ),
    Heading(
        "result",
        "Kết quả",
        ("Kết quả thực hiện", "Kết quả báo cáo gần nhất", "Kết quả đạt được", "Kết quả cụ thể"),
    ),
    Heading(
        "completed_on",
        "Ngày hoàn thành",
        ("Ngày văn bản kết quả đã xác nhận", "Thời điểm hoàn thành", "Ngày hoàn thành thực tế"),
    ),
    Heading(
        "result_number",
        "Số, ký hiệu văn bản kết quả",
        ("Số ký hiệu văn bản", "Văn bản kết quả", "Số, ký hiệu", "Số văn bản kết quả"),
    ),
    Heading(
        "evidence",
        "Minh chứng",
        ("Mô tả minh chứng", "Tài liệu minh chứng", "Tài liệu kiểm chứng", "Tài liệu chứng minh"),
    ),
    Heading(
        "delay_reason",
        "Lý do chậm",
        ("Nguyên nhân chậm", "Lý do chậm, chưa hoàn thành", "Nguyên nhân", "Lý do chậm tiến độ"),
    ),
    Heading("remedy", "Giải pháp", ("Giải pháp khắc phục", "Biện pháp khắc phục", "Biện pháp")),
    Heading("note", "Ghi chú", ("Chú thích",)),
    # What our own export holds besides: worked out by the site, or changed by an act of its own.
    *(
        Heading(f"left_{place}", label, is_used=False)
        for place, label in enumerate(
            (
                "Lỗi",
                "Kết luận phiên họp",
                "Hạn có hiệu lực",
                "Số lần gia hạn",
                "Số lần đổi cơ quan chủ trì",
                "Ngày bắt đầu",
                "Ngày trình xác nhận",
                "Ngày tạm dừng",
                "Ngày thực hiện tiếp",
                "Ngày thôi thực hiện",
                "Ngày trả lại để làm lại",
                "Ngày văn bản kết quả",
                "Dữ liệu minh họa",
                "Nhập lúc",
                "Hạn có hiệu lực vào ngày tính",
                "Số lần gia hạn đến ngày tính",
                "Trạng thái vào ngày tính",
                "Số ngày chậm",
                "Số ngày chậm so với hạn có hiệu lực",
                "Số ngày chậm so với hạn gốc",
                "Nguyên nhân chậm (danh mục)",
                "Số minh chứng",
                "Kinh phí dự kiến (đồng)",
                "Kinh phí đã cấp (đồng)",
                "Kinh phí đã chi (đồng)",
                "Căn cứ đánh giá nguy cơ chậm",
                "Số quyết định về thời hạn",
            )
        )
    ),
)

LABELS = {one.key: one.label for one in HEADINGS}
