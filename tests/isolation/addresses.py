"""Every address of the site, filled with what names the rows of the other agency."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import Model
from django.urls import URLPattern, URLResolver, converters, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from agencies.models import User
from reporting.addresses import DayConverter
from tasks.models import Conclusion, Meeting, TaskStep
from tests.isolation.world import OUR_APPS, Other

_HOLE = re.compile(r"<(?:\w+:)?(\w+)>")


@dataclass(frozen=True)
class Address:
    """A pattern of the site. ``model`` is set for the screens of one model in the admin."""

    route: str
    names: tuple[str, ...]
    kinds: tuple[object, ...]
    view: Callable[..., Any]
    name: str
    model: type[Model] | None

    @property
    def is_entry(self) -> bool:
        return self.route.startswith("admin/")

    @property
    def app(self) -> str:
        """The package that the view comes from."""
        view = getattr(self.view, "view_class", self.view)
        return str(getattr(view, "__module__", "")).partition(".")[0]

    def paths(self, other: Other) -> Iterator[str]:
        """The address with every combination of what its holes may be filled with."""
        choices = [
            list(fillings(name, kind, other, self))
            for name, kind in zip(self.names, self.kinds, strict=True)
        ]
        for values in product(*choices):
            path = self.route
            for value in values:
                path = _HOLE.sub(str(value).replace("\\", ""), path, count=1)
            yield f"/{path}"


def all_addresses() -> list[Address]:
    return list(_walk(get_resolver(), "", [], None))


def _walk(
    node: URLResolver | URLPattern, route: str, kinds: list[Any], model: type[Model] | None
) -> Iterator[Address]:
    for child in node.url_patterns:  # type: ignore[union-attr]
        text, found = _holes(child)
        here, known = route + text, [*kinds, *found]
        if isinstance(child, URLResolver):
            yield from _walk(child, here, known, _model_at(here) or model)
        else:
            names = tuple(_HOLE.findall(here))
            yield Address(here, names, tuple(known), child.callback, child.name or "", model)


def _holes(node: URLResolver | URLPattern) -> tuple[str, list[object]]:
    """The pattern with holes written ``<name>``, and what may go into each."""
    pattern = node.pattern
    if isinstance(pattern, RoutePattern):
        text = str(pattern)
        return text, [pattern.converters[name] for name in _HOLE.findall(text)]
    assert isinstance(pattern, RegexPattern), f"teach the walk what {pattern!r} is"
    text = re.sub(r"\(\?P(<\w+>)(?:[^()]|\([^()]*\))*\)", r"\1", pattern._regex)
    return text.strip("^$").replace("\\Z", ""), [pattern] * len(_HOLE.findall(text))


def _model_at(route: str) -> type[Model] | None:
    for model in admin.site._registry:
        if route == f"admin/{model._meta.app_label}/{model._meta.model_name}/":
            return model
    return None


def fillings(name: str, kind: object, other: Other, address: Address) -> Iterator[object]:
    """What a hole is filled with: a converter that nobody has told about fails the test."""
    keys = {key for found in other.keys.values() for key in found if isinstance(key, int)}
    if name == "object_id" and address.model is not None:
        yield from sorted(other.keys.get(address.model, {987654321}), key=str)
    elif name == "app_label":
        yield from (label for label in OUR_APPS if apps.is_installed(label))
    elif name == "uidb64":
        yield from (urlsafe_base64_encode(force_bytes(key)) for key in other.keys.get(User, ()))
    elif name == "token":
        yield from ("set-password", "abc-123")
    elif name == "url":
        yield "nowhere/"
    elif name == "kind":
        yield from TaskStep.Kind.values
    elif name == "number":
        numbers = Conclusion.objects.order_by("number").values_list("number", flat=True)
        yield from numbers.distinct() or ["1"]
    elif isinstance(kind, converters.IntConverter):
        yield from sorted(keys)
    elif isinstance(kind, DayConverter):
        days = Meeting.objects.values_list("held_on", flat=True)
        yield from sorted({"2024-06-14", *(f"{day}" for day in days)})
    elif isinstance(kind, converters.StringConverter):  # slugs and paths are such, too
        yield from other.codes
    else:
        raise AssertionError(f"{address.route}: teach the walk what {name} ({kind!r}) may be")
