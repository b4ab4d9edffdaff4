"""What a page speaks of: a period and an as-of day, both from the URL, never from the clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from reporting.models import Period
from reporting.numbers import date

#: How many years after a period its as-of day may lie. Charts have a point for each month up to
#: that day, and days near the end of the calendar leave no room to count to the next deadline.
YEARS_AFTER = 10


@dataclass(frozen=True)
class Selection:
    """A period seen from a day. ``until`` ends the flows of the period: the as-of day, but
    not later than the period's last day."""

    period: Period
    as_of: dt.date
    problems: tuple[str, ...] = ()

    @property
    def first(self) -> dt.date:
        return self.period.date_from

    @property
    def until(self) -> dt.date:
        return min(self.as_of, self.period.date_to)

    @property
    def query(self) -> dict[str, str]:
        """URL parameters that bring a reader back to this selection."""
        return {"period": self.period.code, "as_of": self.as_of.isoformat()}

    @property
    def fields(self) -> list[dict[str, str]]:
        """The same as hidden fields of a form."""
        return [{"name": name, "value": value} for name, value in self.query.items()]

    def url(self, path: str, **parameters: str | int | None) -> str:
        """``path`` with this selection and ``parameters``; None leaves a parameter out."""
        extra = {key: str(value) for key, value in parameters.items() if value is not None}
        return f"{path}?{urlencode(self.query | extra)}"


def parse_day(text: str) -> dt.date | None:
    """A day as a URL (ISO) or a person (``14/06/2024``, ``14-6-2024``, ``14.6.2024``) writes it."""
    for pattern in ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"):
        try:
            return dt.datetime.strptime(text.strip(), pattern).date()  # noqa: DTZ007 -- a day
        except ValueError:
            continue
    return None


def back_url(path: str, query: QueryDict, anchor: str = "", *, as_of: dt.date | None = None) -> str:
    """``path`` in the period and on the day from which a form was sent (``query``).

    ``as_of``: not before that day, so that the page shows what was done on it.
    """
    kept = {key: str(query[key]) for key in ("period", "as_of") if key in query}
    if as_of is not None:
        asked = parse_day(kept.get("as_of", ""))
        if asked is None or asked < as_of or asked > furthest(as_of):
            kept["as_of"] = as_of.isoformat()
    return f"{path}{'?' if kept else ''}{urlencode(kept)}{'#' if anchor else ''}{anchor}"


def furthest(last: dt.date) -> dt.date:
    """The last as-of day of a period that ends on ``last``."""
    return dt.date(last.year + YEARS_AFTER, 12, 31)


def select(query: QueryDict) -> Selection | None:
    """The selection that ``?period=…&as_of=…`` asks for.

    Without parameters: the latest closed period, as of its last day. What cannot be read is
    told in ``problems`` and replaced by the default. None when no period exists at all.
    """
    problems: list[str] = []
    period = _period(query.get("period", ""), problems)
    if period is None:
        return None
    as_of = _as_of(query.get("as_of", ""), period, problems)
    return Selection(period, as_of, tuple(problems))


def _period(code: str, problems: list[str]) -> Period | None:
    default = Period.objects.latest_closed() or Period.objects.newest_first().first()
    if not code or default is None:
        return default
    found = None if "\0" in code else Period.objects.filter(code=code).first()
    if found is None:
        problems.append(
            _("Không có kỳ báo cáo “%(code)s”; trang đang hiển thị %(name)s.")
            % {"code": code[:30], "name": default.name}
        )
    return found or default


def _as_of(text: str, period: Period, problems: list[str]) -> dt.date:
    if not text.strip():
        return period.date_to
    asked = parse_day(text)
    if asked is None:
        problems.append(
            _(
                "Ngày “%(text)s” không đọc được; hãy nhập theo dạng ngày/tháng/năm, ví dụ "
                "%(example)s."
            )
            % {"text": text[:20], "example": date(period.date_to)}
        )
        return period.date_to
    if asked > furthest(period.date_to):
        problems.append(
            _(
                "Ngày %(day)s cách kỳ báo cáo quá xa; hãy nhập một ngày từ %(first)s đến "
                "%(furthest)s. Trang đang tính đến %(last)s."
            )
            % {
                "day": date(asked),
                "first": date(period.date_from),
                "furthest": date(furthest(period.date_to)),
                "last": date(period.date_to),
            }
        )
        return period.date_to
    if asked < period.date_from:
        problems.append(
            _("Ngày %(day)s trước kỳ báo cáo (bắt đầu %(first)s); trang đang tính đến %(last)s.")
            % {"day": date(asked), "first": date(period.date_from), "last": date(period.date_to)}
        )
        return period.date_to
    return asked
