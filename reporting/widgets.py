"""Form controls of filters, written for long lists and for Vietnamese dates."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator
from html import escape
from typing import Any

from django import forms
from django.db.models import F, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce, NullIf
from django.forms.models import ModelChoiceIterator
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from agencies.collation import sort_key
from agencies.models import Agency, AgencyPlacement
from reporting.numbers import date
from reporting.selection import parse_day


class FlatSelect(forms.Select):
    """A select written in one go. Django renders a template per option, which for the 272
    agencies of a province takes longer than everything else on the page."""

    def render(
        self, name: str, value: Any, attrs: dict[str, Any] | None = None, renderer: Any = None
    ) -> SafeString:
        chosen = set(self.format_value(value))
        found = []
        for key, label in self.choices:
            if isinstance(label, list | tuple):
                inner = _options(label, chosen)
                found.append(f'<optgroup label="{escape(str(key))}">{inner}</optgroup>')
            else:
                found.append(_options([(key, label)], chosen))
        built = self.build_attrs(self.attrs, {"name": name} | (attrs or {}))
        shown = format_html_join("", ' {}="{}"', built.items())
        return SafeString(f"<select{shown}>{''.join(found)}</select>")


def _options(choices: Iterable[tuple[Any, Any]], chosen: set[str]) -> str:
    """Escaped here with the standard library: Django's own takes three times as long."""
    return "".join(
        f'<option value="{escape(str(key))}"{" selected" if str(key) in chosen else ""}>'
        f"{escape(str(label))}</option>"
        for key, label in choices
    )


class AgencyChoices(ModelChoiceIterator):
    """Agencies under the kind they are of, communes under their district, in Vietnamese order.

    A name that several agencies bear is followed by what stands above each. One query, no model
    instances.
    """

    def __iter__(self) -> Iterator[Any]:
        if self.field.empty_label is not None:
            yield ("", self.field.empty_label)
        rows = list(
            self.queryset.annotate(above=_above()).values_list("kind", "code", "name", "above")
        )
        times = Counter(name for _kind, _code, name, _district in rows)
        groups: dict[str, dict[str, list[tuple[str, str]]]] = {kind: {} for kind in Agency.Kind}
        for kind, code, name, above in rows:
            group = above if kind == Agency.Kind.COMMUNE and above else ""
            label = f"{name} – {above}" if times[name] > 1 and above else name
            groups[kind].setdefault(group, []).append((code, label))
        for kind in Agency.Kind:
            for group in sorted(groups[kind], key=sort_key):
                title = f"{kind.label} – {group}" if group else kind.label
                yield (title, groups[kind][group])


def _above() -> Subquery:
    """The name of the agency that each was placed below last."""
    name = Coalesce(NullIf("parent__short_name", Value("")), "parent__name")
    placed = AgencyPlacement.objects.filter(agency=OuterRef("pk")).annotate(above=name)
    latest = placed.order_by(F("valid_from").desc(nulls_last=True), "-pk")
    return Subquery(latest.values("above")[:1])


class DayInput(forms.TextInput):
    """A day as text: the browser's own date control follows the browser's language."""

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "class": "w-date",
                "inputmode": "numeric",
                "autocomplete": "off",
                "placeholder": _("ngày/tháng/năm"),
            }
        )

    def format_value(self, value: Any) -> str:
        """``14/06/2024``, however the address wrote it; what cannot be read stays as typed."""
        day = value if isinstance(value, dt.date) else parse_day(str(value or ""))
        return date(day) if day else str(value or "")


class DayField(forms.CharField):
    """A day in any form that people write it."""

    default_error_messages = {
        "invalid": _(
            "Ngày “%(value)s” không đọc được; hãy nhập theo dạng ngày/tháng/năm, ví dụ 14/06/2024."
        )
    }

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", DayInput())
        super().__init__(max_length=20, **kwargs)

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        day = parse_day(text)
        if day is None:
            words = {"value": text}
            raise forms.ValidationError(self.error_messages["invalid"], "invalid", words)
        return day
