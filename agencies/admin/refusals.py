"""Why the database refused a save, in words of the person who typed it."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import BadRequest
from django.db import DatabaseError, DataError, IntegrityError, InternalError, models
from django.db.models import UniqueConstraint
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

#: Errors of a save that the person at the form can mend; all else is a fault of ours.
REFUSED = (IntegrityError, DataError, InternalError)

ALREADY_SAVED = gettext_lazy(
    "Dữ liệu này vừa được lưu rồi, có thể do bấm nút lưu hai lần, nên không được lưu thêm. "
    "Hãy mở danh sách để xem dòng đã có."
)


def refusal(error: DatabaseError, of: Iterable[type[models.Model]]) -> str:
    """The sentence for ``error``, raised while rows of the models ``of`` were saved.

    Speaks of the rule, never of the row that stands in the way: it may be another agency's.
    """
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    for constraint in (each for model in of for each in model._meta.constraints):
        if constraint.name == name:
            if constraint.violation_error_message != constraint.default_violation_error_message:
                return str(constraint.violation_error_message)
            if isinstance(constraint, UniqueConstraint):
                return str(ALREADY_SAVED)
    if getattr(error.__cause__, "sqlstate", None) == "23505":
        return str(ALREADY_SAVED)
    return _(
        "Cơ sở dữ liệu không nhận dữ liệu này nên chưa có gì được lưu. Hãy kiểm tra lại các ngày, "
        "các mã và những dòng vừa thêm rồi lưu lại."
    )


def refuse_garbage(request: HttpRequest) -> None:
    """Raises BadRequest for what no browser sends from our pages and the database cannot take."""
    for given in (request.GET, request.POST):
        if any("\0" in value for _, values in given.lists() for value in values):
            raise BadRequest("NUL in a parameter")
    selected = request.POST.getlist(ACTION_CHECKBOX_NAME)
    if not all(key.isascii() and key.isdigit() for key in selected):
        raise BadRequest("a selected row is no key")
