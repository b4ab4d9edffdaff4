"""What to tell a person whose form was overtaken by somebody else's save."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.db.models import Model
from django.utils import formats, timezone
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _

from agencies.models import User

SHOWN_LENGTH = 200
NOTHING = "–"


def conflict_messages(form: forms.ModelForm[Any]) -> list[str]:
    """One line of explanation, then one per field: what is stored now, what was typed."""
    return [_explanation(form.instance), *(_difference(form, name) for name in form.changed_data)]


def _explanation(instance: Model) -> str:
    return " ".join(
        [
            _("%(who)s đã lưu dòng này sau khi bạn mở biểu mẫu; nội dung bạn nhập chưa được lưu.")
            % {"who": _last_writer(instance) or _("Người khác")},
            _("Hãy so sánh từng mục dưới đây, sửa lại nếu cần, rồi bấm lưu lần nữa."),
        ]
    )


def _difference(form: forms.ModelForm[Any], name: str) -> str:
    field = form.fields[name]
    typed = form.cleaned_data.get(name) if name in form.cleaned_data else form[name].data
    return _("%(label)s: đang lưu “%(stored)s”, bạn nhập “%(typed)s”.") % {
        "label": capfirst(field.label or name),
        "stored": shown(field, form.initial.get(name)),
        "typed": shown(field, typed),
    }


def shown(field: forms.Field, value: Any) -> str:
    """``value`` of ``field`` as a reader knows it from the screen."""
    if isinstance(field, forms.ModelChoiceField):
        return _names(field, value)
    if isinstance(field, forms.ChoiceField):
        value = dict(_labels(field.choices)).get(str(value), value)
    if value is None or value == "":
        return NOTHING
    if isinstance(value, bool):
        return _("Có") if value else _("Không")
    if isinstance(value, dt.date):
        return formats.date_format(value, "SHORT_DATE_FORMAT")
    return Truncator(formats.localize(value)).chars(SHOWN_LENGTH)


def _labels(choices: Any) -> Iterator[tuple[str, str]]:
    """Of plain and of grouped choices."""
    for key, label in choices:
        if isinstance(label, list | tuple):
            yield from _labels(label)
        else:
            yield str(key), str(label)


def _names(field: forms.ModelChoiceField[Any], value: Any) -> str:
    """Names of the rows ``value``, which may be keys, rows or nothing at all."""
    values = value if isinstance(value, Iterable) and not isinstance(value, str) else [value]
    keys = [getattr(each, "pk", each) for each in values if each not in (None, "")]
    try:
        rows = list(field.queryset.model._base_manager.filter(pk__in=keys))  # type: ignore[union-attr]
    except ValueError:  # somebody posted what is no key
        rows = []
    return Truncator(", ".join(str(row) for row in rows) or NOTHING).chars(SHOWN_LENGTH)


def _last_writer(instance: Model) -> str | None:
    """Who saved the row last and when, from the change log; None where it does not say."""
    event_model = getattr(instance, "pgh_event_model", None)
    if event_model is None:
        return None
    event = (
        event_model.objects.filter(pgh_obj_id=instance.pk)
        .select_related("pgh_context")
        .order_by("-pgh_id")
        .first()
    )
    metadata = event.pgh_context.metadata if event and event.pgh_context else {}
    writer = User.objects.filter(pk=metadata.get("user") or 0).first()
    if writer is None:
        return None
    at = formats.date_format(timezone.localtime(event.pgh_created_at), "SHORT_DATETIME_FORMAT")
    return _("%(name)s (lúc %(at)s)") % {"name": writer, "at": at}
