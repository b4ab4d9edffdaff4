"""Numbers of dossiers as people type them into forms and sheets."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _

from reporting.imports.problems import WrongValue

#: What a column of the database holds.
MOST = 2_147_483_647

_PLAIN = re.compile(r"[0-9]+")
_GROUPED = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+|[1-9][0-9]{0,2}(?: [0-9]{3})+")
_NEGATIVE = re.compile(r"[-–—−]\s*[0-9].*|\(\s*[0-9][0-9., ]*\)")
_FRACTION = re.compile(r"[0-9. ]*[0-9],[0-9]+|[0-9]+\.[0-9]+")
_DASHES = frozenset("-–—−")


def count(text: str) -> int | None:
    """The number in a cell: ``1234``, ``1.234`` or ``1 234``; a lone dash is 0.

    An empty cell is None, which is not reported and not 0. Whoever writes a dash says that there
    were none. Raises ``WrongValue`` for what is no whole number from 0 on: a comma is never read
    as a sign between thousands, since it also parts decimals.
    """
    found = " ".join(text.split())
    if not found:
        return None
    if found in _DASHES:
        return 0
    if _PLAIN.fullmatch(found) or _GROUPED.fullmatch(found):
        return _bounded(int(found.replace(".", "").replace(" ", "")))
    if _NEGATIVE.fullmatch(found):
        raise WrongValue(_("Số hồ sơ không thể âm."), _("Hãy ghi số nguyên từ 0 trở lên."))
    if _FRACTION.fullmatch(found):
        raise WrongValue(
            _("Số hồ sơ phải là số nguyên."),
            _("Hãy ghi số nguyên, dấu chấm ngăn hàng nghìn, ví dụ 1.234 hoặc 1234."),
        )
    raise WrongValue(
        _("Không phải là số."),
        _("Hãy ghi số nguyên như 1.234; “-” là 0, để trống là chưa báo cáo."),
    )


def _bounded(value: int) -> int:
    if value > MOST:
        raise WrongValue(_("Số quá lớn."), _("Hãy kiểm tra lại; có thể hai số bị viết liền nhau."))
    return value
