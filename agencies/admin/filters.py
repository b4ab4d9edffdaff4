"""List filters whose choices are rows that the user may see."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from django.contrib.admin import RelatedFieldListFilter, SimpleListFilter
from django.contrib.admin.utils import get_fields_from_path
from django.db import models
from django.utils.translation import gettext_lazy as _

from agencies.models import Agency

if TYPE_CHECKING:
    from django.http import HttpRequest

#: Above this many agencies communes are found by search instead.
MANY_AGENCIES = 60

#: Lookups that an address must not bring: texts are searched by the search box, and parts of
#: dates only where the admin offers them.
CLOSED_LOOKUPS = (
    {f"{i}{name}" for i in ("", "i") for name in ("contains", "startswith", "endswith", "regex")}
    | {"search", "unaccent", "trigram_similar", "trigram_word_similar", "range"}
    | {"year", "iso_year", "quarter", "month", "week", "day", "week_day", "date", "time"}
)


class ScopedRelatedFilter(RelatedFieldListFilter):
    """Chooses among the rows that the field itself would offer."""

    def field_choices(self, field: Any, request: Any, model_admin: Any) -> Any:
        return [(row.pk, str(row)) for row in model_admin.offered_rows(field, request)]


class BranchFilter(SimpleListFilter):
    """Rows of an agency and of everything placed below it; ``?agency=<code>`` as elsewhere."""

    title = _("cơ quan, gồm đơn vị trực thuộc")
    parameter_name = "agency"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        visible = list(Agency.objects.visible_to(request.user))
        if len(visible) > MANY_AGENCIES:
            visible = [each for each in visible if each.level != Agency.Level.COMMUNE]
        return [(each.code, each.label) for each in visible]

    def has_output(self) -> bool:
        return len(self.lookup_choices) > 1

    def queryset(self, request: HttpRequest, rows: Any) -> models.QuerySet[Any]:
        if not self.value():
            return rows
        root = Agency.objects.visible_to(request.user).filter(code=self.value()).values("pk")[:1]
        branch = Agency.objects.branch([each["pk"] for each in root])
        return rows.of_agencies(list(branch.values_list("pk", flat=True)))


def scoped_filters(list_filter: Any, model: type[models.Model]) -> Iterator[Any]:
    """``list_filter`` with the scoped filter for every field that points to another row."""
    for entry in list_filter:
        field = get_fields_from_path(model, entry)[-1] if isinstance(entry, str) else None
        yield (entry, ScopedRelatedFilter) if field is not None and field.is_relation else entry
