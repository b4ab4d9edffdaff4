"""What became of an agency, as a sentence without its subject."""

from __future__ import annotations

from django.utils.translation import gettext as _

from agencies.models import AgencySuccession

_Kind = AgencySuccession.Kind


def became(kind: str, *, has_heir: bool = True) -> str:
    """``đã sáp nhập vào``: the name of the successor goes after it, if there is one."""
    if not has_heir:
        return _("đã kết thúc hoạt động")
    return {
        _Kind.RENAMED.value: _("đã đổi tên thành"),
        _Kind.MERGED.value: _("đã hợp nhất vào"),
        _Kind.SPLIT.value: _("đã chia tách, một phần sang"),
        _Kind.ABSORBED.value: _("đã sáp nhập vào"),
    }.get(kind, _("đã kết thúc hoạt động, chuyển nhiệm vụ cho"))
