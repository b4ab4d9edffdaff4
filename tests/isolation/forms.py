"""Forms that a clerk sends with keys of the other agency in them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Model
from django.test import Client, RequestFactory
from django.urls import reverse

from agencies.models import User
from tests.admin_forms import posted
from tests.isolation.addresses import Address
from tests.isolation.world import TYPED, Other

Post = tuple[str, dict[str, Any]]


def hostile_posts(address: Address, client: Client, clerk: User, other: Other) -> Iterator[Post]:
    model = address.model
    assert model is not None
    if address.name.endswith("_changelist"):
        yield from _actions(model, clerk, other)
    elif address.name.endswith("_add"):
        yield from _forms(reverse(f"admin:{address.name}"), model, client, other)
    elif address.name.endswith("_change"):
        request = _as(clerk)
        for row in admin.site._registry[model].get_queryset(request)[:2]:
            yield from _forms(reverse(f"admin:{address.name}", args=[row.pk]), model, client, other)
        for key in other.keys.get(model, ()):
            theirs = reverse(f"admin:{address.name}", args=[key])
            yield from _posts(theirs, {"_save": "x"}, [], other)


def _as(clerk: User) -> Any:
    request = RequestFactory().get("/")
    request.user = User.objects.get(pk=clerk.pk)
    return request


def _actions(model: type[Model], clerk: User, other: Other) -> Iterator[Post]:
    screen = admin.site._registry[model]
    names = {"delete_selected", *screen.get_actions(_as(User.objects.get(pk=clerk.pk)))}
    names |= {action for action in screen.actions if isinstance(action, str)}
    url = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    for name in sorted(names):
        for across in ("0", "1"):
            for confirmed in ({}, {"post": "yes"}, {"index": "0"}):
                yield (
                    url,
                    {
                        "action": name,
                        "select_across": across,
                        "_selected_action": sorted(other.keys.get(model, {987654321}), key=str),
                        **confirmed,
                    },
                )


def _forms(url: str, model: type[Model], client: Client, other: Other) -> Iterator[Post]:
    page = client.get(url)
    if page.status_code != 200 or "adminform" not in (page.context or {}):
        yield from _posts(url, {"_save": "x"}, [], other)
        return
    own = filled(page)
    found = [page.context["adminform"].form]
    for inline in page.context["inline_admin_formsets"]:
        found += inline.formset.forms[:1]
    choices = [
        (bound.html_name, bound.field.queryset.model)
        for form in found
        for bound in form
        if isinstance(bound.field, forms.ModelChoiceField)
    ]
    yield from _posts(url, own, choices, other)
    yield from _parts(url, own, page, other)


def _posts(
    url: str, own: dict[str, Any], choices: list[tuple[str, Any]], other: Other
) -> Iterator[Post]:
    """The own form as it is, with one key of theirs at a time, and with all of them."""
    yield url, own
    theirs = {name: other.key_of(model) for name, model in choices}
    for name, key in theirs.items():
        yield url, own | {name: key}
    yield url, own | theirs
    yield url, own | {"_saveasnew": "1"} | theirs


def _parts(url: str, own: dict[str, Any], page: Any, other: Other) -> Iterator[Post]:
    """Rows of theirs as if they were parts of the own row."""
    for inline in page.context["inline_admin_formsets"]:
        prefix, model = inline.formset.prefix, inline.formset.model
        parent = inline.formset.fk
        for key in other.keys.get(model, ()):
            part = {
                f"{prefix}-TOTAL_FORMS": 1,
                f"{prefix}-INITIAL_FORMS": 1,
                f"{prefix}-0-id": key,
                f"{prefix}-0-{parent.name}": other.key_of(parent.related_model),
            }
            yield url, own | part
            yield url, own | part | {f"{prefix}-0-DELETE": "on"}


def filled(page: Any) -> dict[str, Any]:
    """The form of ``page`` with something plausible in every required field."""
    data = posted(page)
    for bound in page.context["adminform"].form:
        if bound.field.required and not data.get(bound.html_name):
            data[bound.html_name] = _plausible(bound.field)
    return data


def _plausible(field: forms.Field) -> Any:
    if isinstance(field, forms.ModelChoiceField):
        row = field.queryset.first()
        return row.pk if row else ""
    if isinstance(field, forms.ChoiceField):
        return next((key for key, _label in field.choices if key not in ("", None)), "")
    if isinstance(field, forms.DateField):
        return "03/06/2024"
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        return "1"
    if "mã hồ sơ" in str(field.label).casefold():
        return "H23.01-240603-0009"
    return TYPED
