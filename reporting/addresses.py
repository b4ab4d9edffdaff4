"""Days in addresses: ``path("meetings/<day:held_on>/", …)``, ISO, as in every address."""

from __future__ import annotations

import datetime as dt

from django.urls import register_converter


class DayConverter:
    """``2024-06-14`` ↔ a date; what is no day of the calendar matches no address."""

    regex = r"\d{4}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


register_converter(DayConverter, "day")
