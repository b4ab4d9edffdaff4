"""Parameters of an address that a page of form II.06 cannot follow: told, never passed over."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.http import QueryDict
from django.utils.translation import gettext as _

from dossiers.links import BRANCH, OWN
from dossiers.views.source_switch import RETURNS, ROWS, SOURCE
from dossiers.views.tabs import AGENCY, LEVEL, SECTOR
from reporting.filters import no_such_value

#: How the page is laid out, and the values that it knows.
_MODES: dict[str, tuple[str, ...]] = {
    "by": (AGENCY, LEVEL, SECTOR),
    "rows": (OWN, BRANCH),
    SOURCE: (ROWS, RETURNS),
}


def problems(query: QueryDict, fields: Collection[str]) -> list[str]:
    """Sentences about the parameters in ``query`` that are wrong, or that the page does not have.
    ``fields``: those that its filter has, which tells about their values itself."""
    found = [
        no_such_value(label, str(query[name]))
        for name, label in _modes().items()
        if query.get(name) and query[name] not in _MODES[name]
    ]
    return found + [
        _("Trang này không lọc theo “%(label)s” nên bỏ qua giá trị “%(value)s”; %(where)s.")
        % {"label": label, "value": query[name][:30], "where": where}
        for name, (label, where) in _elsewhere().items()
        if query.get(name) and name not in fields
    ]


def _modes() -> Mapping[str, str]:
    return {"by": _("Cách chia dòng"), "rows": _("Phạm vi cơ quan"), SOURCE: _("Nguồn số liệu")}


def _elsewhere() -> Mapping[str, tuple[str, str]]:
    """Parameters of the pages beside it, with where they are followed."""
    by_sector = _("hãy mở trang “Theo lĩnh vực”")
    in_list = _("hãy mở danh sách hồ sơ")
    in_rows = _("hãy chọn nguồn “Danh sách hồ sơ”")
    return {
        "sector": (_("Lĩnh vực"), by_sector),
        "online_kind": (_("Dịch vụ công trực tuyến"), by_sector),
        "since": (_("Từ ngày"), in_rows),
        "until": (_("Đến ngày"), in_rows),
        "procedure": (_("Mã thủ tục"), in_list),
    }
