"""What cells of any list mean. Each reader raises ``WrongValue`` with a way to mend it."""

from __future__ import annotations

import datetime as dt
from functools import cache

from django.conf import settings
from django.db.models import Choices, Model
from django.utils import translation
from django.utils.translation import gettext as _

from reporting.imports.problems import WrongValue
from reporting.imports.text import fold
from reporting.selection import parse_day


def day(text: str) -> dt.date | None:
    """A day as typed, from 1990 to 2100; None where the cell is empty."""
    if not text:
        return None
    found = parse_day(text.split(" ")[0])
    if found is None or not 1990 <= found.year <= 2100:
        raise WrongValue(_("Không đọc được ngày."), _("Hãy ghi ngày/tháng/năm, ví dụ 14/06/2024."))
    return found


def fitting(model: type[Model], name: str, text: str) -> str:
    """``text`` for the field ``name`` of ``model``; raises where it is longer than the field."""
    longest = getattr(model._meta.get_field(name), "max_length", None)
    if longest and len(text) > longest:
        raise WrongValue(
            _("Dài %(n)s ký tự, vượt mức %(limit)s.") % {"n": len(text), "limit": longest},
            _("Hãy rút gọn nội dung ô."),
        )
    return text


@cache
def labels(choices: type[Choices]) -> dict[str, str]:
    """Value by folded label, in each language of the site: an export may have been made in
    either."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {fold(str(label)): str(value) for value, label in choices.choices}
    return found
