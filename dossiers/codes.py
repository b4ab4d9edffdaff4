"""Code lists of the national portal, and the spellings of procedure and dossier codes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.IntegerChoices):
    """How a dossier came in. An empty channel counts as in person (Decision 766)."""

    IN_PERSON = 1, _("Trực tiếp")
    ONLINE = 2, _("Trực tuyến")
    POST = 3, _("Bưu chính công ích")


class Status(models.IntegerChoices):
    """The ten statuses of the national portal."""

    REGISTERED = 1, _("Mới đăng ký")
    ACCEPTED = 2, _("Được tiếp nhận")
    REFUSED = 3, _("Không được tiếp nhận")
    PROCESSING = 4, _("Đang xử lý")
    SUPPLEMENT_ASKED = 5, _("Yêu cầu bổ sung giấy tờ")
    PAYMENT_ASKED = 6, _("Yêu cầu thực hiện nghĩa vụ tài chính")
    WITHDRAWN = 7, _("Công dân yêu cầu rút hồ sơ")
    STOPPED = 8, _("Dừng xử lý")
    PROCESSED = 9, _("Đã xử lý xong")
    RETURNED_RESULT = 10, _("Đã trả kết quả")

    @classmethod
    def not_received(cls) -> list[int]:
        """Statuses that are no event: the dossier has not been received."""
        return [cls.REGISTERED, cls.REFUSED]

    @classmethod
    def closed(cls) -> list[int]:
        """Statuses in which ``resolved_on`` is set."""
        return [cls.WITHDRAWN, cls.STOPPED, cls.PROCESSED, cls.RETURNED_RESULT]

    @classmethod
    def without_result(cls) -> list[int]:
        """Closed without a result: withdrawn by the applicant, returned or stopped."""
        return [cls.WITHDRAWN, cls.STOPPED]


class OnlineKind(models.TextChoices):
    """Levels of online service since Decree 42/2022/NĐ-CP."""

    FULL = "full", _("Toàn trình")
    PARTIAL = "partial", _("Một phần")
    NONE = "none", _("Chưa trực tuyến")


class Timeliness(models.TextChoices):
    """Where a dossier stands on a day: resolved in one way or another, or pending."""

    EARLY = "early", _("Giải quyết trước hạn")
    ON_TIME = "on_time", _("Giải quyết đúng hạn")
    LATE = "late", _("Giải quyết quá hạn")
    PENDING_IN_TIME = "pending_in_time", _("Đang giải quyết, trong hạn")
    PENDING_OVERDUE = "pending_overdue", _("Đang giải quyết, quá hạn")
    RETURNED = "returned", _("Trả lại")
    WITHDRAWN = "withdrawn", _("Xin rút")


class ProcedureState(models.TextChoices):
    """Whether a procedure may be used on a day, by the decisions about it."""

    IN_FORCE = "in_force", _("Đang có hiệu lực")
    NOT_YET = "not_yet", _("Chưa có hiệu lực")
    ABOLISHED = "abolished", _("Đã bãi bỏ")


#: The one spelling in which the code of a procedure is stored.
NORMAL_PROCEDURE_CODE = r"^[1-3]\.[0-9]{6}(?:\.[A-Z][0-9]{2})?$"
PROCEDURE_CODE = RegexValidator(
    NORMAL_PROCEDURE_CODE,
    _("Mã thủ tục có dạng 1.004082 hoặc 1.000948.H23; hãy kiểm tra lại mã đã nhập."),
)
#: As lists write it, after spaces are gone and letters are capitals.
SPELLED_PROCEDURE_CODE = re.compile(r"([1-3])\.([0-9]{6})(?:\.000\.00\.00)?(\.[A-Z][0-9]{2})?")
#: Cyrillic and Greek capitals that look like the letters of a suffix.
_LOOK_ALIKE = str.maketrans("АВЕКМНОРСТХΑΒΕΗΙΚΜΝΟΡΤΥΧ", "ABEKMHOPCTXABEHIKMNOPTYX")


def normal_procedure_code(text: str) -> str | None:
    """The code that ``text`` spells, as it is stored; None where it is none.

    ``1.000948.000.00.00.h23`` and ``1.000948.H23`` are one code; ``1.000948`` may mean it, too
    (``find_code``). Spaces, case and letters that look alike do not matter.
    """
    plain = "".join(unicodedata.normalize("NFKC", text).split()).upper().translate(_LOOK_ALIKE)
    found = SPELLED_PROCEDURE_CODE.fullmatch(plain)
    return f"{found[1]}.{found[2]}{found[3] or ''}" if found else None


def national_part(code: str) -> str:
    """``1.000948`` of a code in its normal spelling, which ``1.000948.H23`` begins with."""
    return code[:8]


def find_code(code: str, known: Iterable[str]) -> list[str]:
    """Which of the ``known`` codes a list means by ``code``, all in their normal spelling.

    The very code if it is known. Else whoever writes or leaves out the suffix means the same
    national procedure: ``1.000948`` is ``1.000948.H23`` and the other way round, while
    ``1.000948.H38`` is that of another province. More than one: the list does not tell which.
    ``known`` may be limited to codes with the same national part.
    """
    alike = [one for one in known if national_part(one) == national_part(code)]
    if code in alike:
        return [code]
    bare = national_part(code)
    return sorted(alike if code == bare else [one for one in alike if one == bare])


DOSSIER_CODE = RegexValidator(
    r"^(?:\d{3}\.\d{2}\.\d{2}\.[A-Z]\d{2}|[A-Z]\d{2}(?:\.\d{1,3}){0,3})-\d{6}-\d{4,6}$",
    _("Mã hồ sơ có dạng H23.01-240614-0001; hãy kiểm tra lại mã đã nhập."),
)
