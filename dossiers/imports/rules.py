"""What may be wrong with a row: the condition in SQL, and the sentence that says so.

A condition speaks of ``r``, the line with what its words mean and the dossier that has its code
already, as ``sql/imports/resolve.sql`` makes it.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from dossiers.codes import DOSSIER_CODE, Status
from dossiers.imports.rule import DAY_FORM, Rule, agency_rules, day_rule, letters_told

#: Letters of a cell that is used; a longer one is in the wrong column.
LONGEST = 250
#: Of a code, as the column of the dossiers has it.
LONGEST_CODE = 40

#: The pattern of a dossier's code, which PostgreSQL reads alike.
_CODE = getattr(DOSSIER_CODE.regex, "pattern", DOSSIER_CODE.regex)
_CLOSED = ", ".join(str(int(each)) for each in Status.closed())
_MISSING = _("Ô bỏ trống.")

PROBLEMS: tuple[Rule, ...] = (
    Rule(
        "code_missing",
        "code",
        "r.code IS NULL",
        _("Thiếu mã hồ sơ"),
        _MISSING,
        _("Hãy ghi mã hồ sơ."),
    ),
    Rule(
        "code_letters",
        "code",
        "octet_length(r.code) <> length(r.code)",
        _("Mã hồ sơ có chữ lạ"),
        _("Mã có ký tự không thuộc bảng chữ cái La-tinh không dấu."),
        _("Hãy gõ lại mã bằng bàn phím, không chép từ nơi khác."),
        letters_told,
    ),
    Rule(
        "code_wrong",
        "code",
        f"octet_length(r.code) = length(r.code) AND (r.code !~ '{_CODE}'"
        f" OR length(r.code) > {LONGEST_CODE})",
        _("Mã hồ sơ không đúng dạng"),
        _("Mã hồ sơ không đúng dạng."),
        _("Mã có dạng H23.01-240614-0001."),
    ),
    Rule(
        "code_twice",
        "code",
        "",
        _("Mã hồ sơ có ở nhiều dòng khác nhau"),
        _("Mã hồ sơ có ở nhiều dòng với nội dung khác nhau."),
        _("Hãy giữ lại dòng đúng và xóa các dòng kia."),
    ),
    Rule(
        "code_foreign",
        "code",
        "r.dossier_id IS NOT NULL AND %(writable)s::bigint[] IS NOT NULL"
        " AND NOT r.old_resolving_agency_id = ANY(%(writable)s::bigint[])",
        _("Mã hồ sơ ngoài phạm vi được nhập"),
        _("Mã hồ sơ này không thuộc phạm vi được nhập."),
        _("Hãy kiểm tra lại mã, hoặc bỏ dòng này khỏi tệp."),
    ),
    Rule(
        "procedure_missing",
        "procedure",
        "r.procedure IS NULL AND r.procedure_name IS NULL",
        _("Thiếu thủ tục"),
        _MISSING,
        _("Hãy ghi mã thủ tục, dạng 1.004082, hoặc tên thủ tục ở cột tên thủ tục."),
    ),
    Rule(
        "procedure_unknown",
        "procedure",
        "coalesce(r.procedure, r.procedure_name) IS NOT NULL AND r.procedure_id IS NULL"
        " AND NOT r.is_ambiguous",
        _("Thủ tục không có trong danh mục"),
        _("Thủ tục không có trong danh mục."),
        _("Hãy kiểm tra mã, hoặc đề nghị bổ sung thủ tục vào danh mục."),
    ),
    Rule(
        "procedure_ambiguous",
        "procedure",
        "r.is_ambiguous",
        _("Nhiều thủ tục cùng mã quốc gia hoặc cùng tên"),
        _("Danh mục có nhiều thủ tục cùng mã quốc gia hoặc cùng tên này."),
        _("Hãy ghi đủ mã như trong danh mục, kể cả phần chữ, dạng 1.000948.H23."),
    ),
    Rule(
        "procedure_abolished",
        "procedure",
        "r.is_abolished",
        _("Thủ tục đã bãi bỏ"),
        _("Thủ tục đã bãi bỏ vào ngày tiếp nhận hoặc trước đó."),
        _("Hãy kiểm tra mã thủ tục và ngày tiếp nhận."),
    ),
    Rule(
        "receiving_missing",
        "receiving",
        "r.is_without_agency",
        _("Thiếu cơ quan"),
        _MISSING,
        _("Hãy ghi mã hoặc tên cơ quan."),
    ),
    *agency_rules("resolving", ""),
    *agency_rules("receiving", " AND r.receiving IS DISTINCT FROM r.resolving"),
    Rule(
        "received_missing",
        "received",
        "r.received IS NULL",
        _("Thiếu ngày tiếp nhận"),
        _MISSING,
        DAY_FORM,
    ),
    day_rule("received", _("Không đọc được ngày tiếp nhận")),
    Rule(
        "received_future",
        "received",
        "r.received_on > %(today)s",
        _("Ngày tiếp nhận chưa đến"),
        _("Ngày tiếp nhận chưa đến."),
        _("Hãy kiểm tra lại ngày, tháng, năm."),
    ),
    day_rule("due", _("Không đọc được ngày hẹn trả")),
    Rule(
        "due_early",
        "due",
        "r.due_on < r.received_on",
        _("Hẹn trả trước khi tiếp nhận"),
        _("Ngày hẹn trả trước ngày tiếp nhận."),
        _("Hãy kiểm tra hai ngày."),
    ),
    Rule(
        "due_uncovered",
        "due",
        "r.due IS NULL AND r.due_on IS NULL AND r.working_days IS NOT NULL"
        " AND r.received_on IS NOT NULL",
        _("Không tính được ngày hẹn trả"),
        _("Không tính được ngày hẹn trả vì lịch làm việc chưa có năm này."),
        _("Hãy ghi ngày hẹn trả, hoặc nhập ngày nghỉ của năm đó ở mục Lịch làm việc."),
    ),
    day_rule("resolved", _("Không đọc được ngày kết thúc xử lý")),
    day_rule("returned", _("Không đọc được ngày trả kết quả")),
    Rule(
        "resolved_early",
        "resolved",
        "r.done_on < r.received_on",
        _("Kết thúc trước khi tiếp nhận"),
        _("Ngày kết thúc xử lý trước ngày tiếp nhận."),
        _("Hãy kiểm tra hai ngày."),
    ),
    Rule(
        "resolved_future",
        "resolved",
        "r.done_on > %(today)s",
        _("Ngày kết thúc xử lý chưa đến"),
        _("Ngày kết thúc xử lý chưa đến."),
        _("Hãy kiểm tra lại ngày, tháng, năm."),
    ),
    Rule(
        "resolved_missing",
        "resolved",
        f"r.status_id IN ({_CLOSED}) AND r.done_on IS NULL"
        " AND r.resolved IS NULL AND r.returned IS NULL",
        _("Đã kết thúc mà thiếu ngày kết thúc xử lý"),
        _("Hồ sơ ở trạng thái đã kết thúc mà thiếu ngày kết thúc xử lý."),
        _("Hãy ghi ngày kết thúc xử lý, hoặc sửa trạng thái."),
    ),
    Rule(
        "resolved_unwanted",
        "resolved",
        f"r.status_id NOT IN ({_CLOSED}) AND r.done_on IS NOT NULL",
        _("Chưa kết thúc mà có ngày kết thúc xử lý"),
        _("Hồ sơ ở trạng thái chưa kết thúc mà đã có ngày kết thúc xử lý."),
        _("Hãy xóa ngày này, hoặc sửa trạng thái."),
    ),
    Rule(
        "status_missing",
        "status",
        "r.status IS NULL",
        _("Thiếu trạng thái"),
        _MISSING,
        _("Hãy ghi trạng thái từ 1 đến 10 theo Cổng dịch vụ công quốc gia."),
    ),
    Rule(
        "status_unknown",
        "status",
        "r.status IS NOT NULL AND r.status_id IS NULL",
        _("Trạng thái chưa biết"),
        _("Chưa biết trạng thái này ứng với trạng thái nào của Cổng dịch vụ công quốc gia."),
        _("Hãy ghi số 1–10, hoặc đề nghị bổ sung cách ghi này cho nguồn tệp."),
    ),
    Rule(
        "channel_unknown",
        "channel",
        "r.channel IS NOT NULL AND r.channel_id IS NULL",
        _("Hình thức nộp chưa biết"),
        _("Chưa biết hình thức nộp này là trực tiếp, trực tuyến hay bưu chính."),
        _("Hãy ghi số 1–3, hoặc đề nghị bổ sung cách ghi này cho nguồn tệp."),
    ),
    *(
        Rule(
            f"{column}_long",
            column,
            f"length(r.{column}) > {LONGEST}",
            _("Nội dung ô quá dài"),
            _("Nội dung ô quá dài."),
            _("Hãy kiểm tra dòng này có bị lệch cột không."),
        )
        for column in ("procedure", "receiving", "resolving", "status")
    ),
    # Bits of rows that wait stand for places in this list: what is new comes last.
    Rule(
        "procedure_differs",
        "procedure",
        "r.procedure_id <> r.named_procedure_id",
        _("Mã và tên thủ tục khác nhau"),
        _("Mã và tên là của hai thủ tục khác nhau."),
        _("Hãy sửa cho khớp, hoặc để trống ô tên để dùng mã."),
        beside="procedure_name",
    ),
)

WARNINGS: tuple[Rule, ...] = (
    Rule(
        "day_of_code",
        "received",
        "r.code_day <> r.received_stamp",
        _("Ngày trong mã hồ sơ khác ngày tiếp nhận"),
        _("Ngày trong mã hồ sơ khác ngày tiếp nhận."),
        _("Hãy đối chiếu với hồ sơ gốc; dòng vẫn được nhập."),
    ),
    Rule(
        "repeated",
        "code",
        "",
        _("Dòng lặp lại"),
        _("Dòng này giống hệt một dòng khác nên chỉ tính một lần."),
        _("Có thể xóa dòng lặp lại."),
    ),
)


def bit(code: str) -> int:
    """The number that stands for a rule among its kind."""
    for rules in (PROBLEMS, WARNINGS):
        for place, rule in enumerate(rules):
            if rule.code == code:
                return 1 << place
    raise KeyError(code)
