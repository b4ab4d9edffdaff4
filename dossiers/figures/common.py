"""What the definitions of dossiers share: owner, source, and whose numbers the examples are."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.utils.translation import gettext_lazy as _

from reporting.figures import Definition, Unit

_FORM = _("Biểu II.06, Thông tư 01/2020/TT-VPCP")
LANG_SON = _("Lạng Sơn, Trung tâm Phục vụ hành chính công, tháng 7/2019")
KON_TUM = _("Kon Tum, quý I/2023")
LAM_DONG = _("Lâm Đồng, quý I/2024")

COMMON: dict[str, Any] = {
    "topic": _("Hồ sơ thủ tục hành chính"),
    "owner": _("Cơ quan đầu mối kiểm soát thủ tục hành chính"),
    "source": _("Danh sách hồ sơ, tính theo cơ quan giải quyết"),
}
Count = partial(Definition, unit=Unit.DOSSIERS, legal_basis=_FORM, **COMMON)
Rate = partial(Definition, unit=Unit.PERCENT, **COMMON)

CLOSED_WITHOUT_RESULT = _(
    "Hồ sơ trả lại hoặc xin rút tính trong số giải quyết đúng hạn, theo tiêu đề Biểu II.06 "
    "(thiết lập được)."
)
