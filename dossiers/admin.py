"""Entry screens of procedures, dossiers and returns. The ledgers have none: nobody types them."""

from __future__ import annotations

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from agencies.admin.scoped import ReferenceAdmin
from dossiers.admin_dossiers import DossierAdmin  # noqa: F401 -- registers itself
from dossiers.admin_lateness import CalendarAdmin, DelayCauseAdmin  # noqa: F401 -- register themselves
from dossiers.admin_returns import ReturnAdmin  # noqa: F401 -- registers itself
from dossiers.models import Procedure, Sector


@admin.register(Sector)
class SectorAdmin(ReferenceAdmin):
    list_display = ["code", "name"]
    list_display_links = ["code", "name"]
    search_fields = ["code", "name__unaccent__icontains"]
    fieldsets = [(_("Lĩnh vực"), {"fields": ["code", "name"]})]


@admin.register(Procedure)
class ProcedureAdmin(ReferenceAdmin):
    list_display = ["code", "name", "sector", "level", "online_kind", "working_days"]
    list_display_links = ["code", "name"]
    list_select_related = ["sector"]
    list_filter = ["level", "online_kind", "serves", "sector"]
    search_fields = ["code__startswith", "name__unaccent__icontains"]
    fieldsets = [
        (_("Thủ tục"), {"fields": ["code", "name", ("sector", "level")]}),
        (_("Cách giải quyết"), {"fields": [("online_kind", "serves"), "working_days"]}),
    ]
    autocomplete_fields = ["sector"]
