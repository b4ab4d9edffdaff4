"""The entry screens as one site: who comes in, what the menu offers, whose traces are shown."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.i18n import JavaScriptCatalog

#: The menu, by what people come for: heading, its anchor, models in their order.
MENU = (
    ("work", _("Công việc thường xuyên"), (
        "tasks.task", "tasks.evidence", "tasks.extensionrequest", "tasks.extension",
        "dossiers.return", "dossiers.dossier",
    )),
    ("sources", _("Nguồn giao việc"), (
        "tasks.document", "tasks.meeting", "tasks.conclusion", "tasks.programme",
    )),
    ("published", _("Số liệu công bố, chỉ số"), (
        "reporting.statement", "indices.indexresult", "indices.indexseries",
    )),
    ("lists", _("Danh mục"), (
        "dossiers.procedure", "dossiers.sector", "reporting.period", "reporting.calendarday",
        "agencies.agency", "agencies.official", "agencies.committee", "tasks.delaycause",
        "dossiers.delaycause",
    )),
    ("people", _("Người dùng, phân quyền"), ("agencies.user", "agencies.membership")),
)  # fmt: skip

#: Own actions looked at for the list of recent ones; those on rows out of sight are left out.
RECENT_ACTIONS = 30


class SiteJavaScriptCatalog(JavaScriptCatalog):
    """Texts of the scripts: Django's own and, over them, those of this project."""

    def get_paths(self, packages: Any) -> list[Any]:
        return [*super().get_paths(packages), *settings.LOCALE_PATHS]


class ReformAdminSite(admin.AdminSite):
    """The one admin site; ``django.contrib.admin.site`` is an instance of it."""

    index_title = _("Nhập liệu")
    site_title = _("Nhập liệu")
    empty_value_display = "–"
    enable_nav_sidebar = True

    @property
    def site_header(self) -> str:  # type: ignore[override]
        return f"{_('Nhập liệu')} – {_(settings.SITE_NAME)}"

    # Who comes in -----------------------------------------------------------------------------

    def has_permission(self, request: HttpRequest) -> bool:
        return bool(getattr(request.user, "can_enter", False))

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Strangers log in on the site's own page; who is known but may not enter is refused."""
        guarded = super().admin_view(view, cacheable)

        def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            return guarded(request, *args, **kwargs)

        return checked

    def login(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        target = request.GET.get(REDIRECT_FIELD_NAME) or reverse("admin:index")
        return redirect_to_login(target)

    def password_change(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return HttpResponseRedirect(reverse("password_change"))

    # Addresses --------------------------------------------------------------------------------

    def get_urls(self) -> list[Any]:
        """Without the redirect by content type and number: it tells the address of any row."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def autocomplete_view(self, request: HttpRequest) -> Any:
        from agencies.admin.autocomplete import ScopedAutocompleteView  # noqa: PLC0415 -- the site is made before the apps

        return ScopedAutocompleteView.as_view(admin_site=self)(request)

    def i18n_javascript(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return SiteJavaScriptCatalog.as_view(packages=["django.contrib.admin"])(request)

    # What is shown ----------------------------------------------------------------------------

    def get_app_list(self, request: HttpRequest, app_label: str | None = None) -> list[Any]:
        """The menu by purpose. With ``app_label`` the models of one app, for its own page."""
        if app_label is not None:
            return super().get_app_list(request, app_label)
        allowed = {
            model["model"]._meta.label_lower: model
            for app in self._build_app_dict(request).values()
            for model in app["models"]
        }
        groups = []
        for anchor, heading, labels in MENU:
            if models := [allowed.pop(label) for label in labels if label in allowed]:
                groups.append(_group(anchor, heading, models))
        if allowed:
            groups.append(_group("other", _("Mục khác"), list(allowed.values())))
        return groups

    def get_log_entries(self, request: HttpRequest) -> Any:
        """The user's own actions on rows that the user still sees, for the first page only."""
        entries = super().get_log_entries(request)
        match = request.resolver_match
        if match is None or match.url_name != "index":
            return entries.none()
        return entries.filter(pk__in=self._entries_in_sight(request, entries))

    def _entries_in_sight(self, request: HttpRequest, entries: Any) -> list[int]:
        own = entries.filter(user=request.user).order_by("-action_time")[:RECENT_ACTIONS]
        by_type = sorted(own, key=lambda entry: entry.content_type_id or 0)
        kept: list[int] = []
        for _type, group in groupby(by_type, key=lambda entry: entry.content_type):
            model = _type.model_class() if _type else None
            if model not in self._registry:
                continue
            screen = self._registry[model]
            if not screen.has_view_permission(request):
                continue
            found = list(group)
            seen = screen.get_queryset(request).filter(pk__in=[entry.object_id for entry in found])
            keys = {str(key) for key in seen.values_list("pk", flat=True)}
            kept += [entry.pk for entry in found if entry.object_id in keys]
        return kept


def _group(anchor: str, heading: Any, models: list[Any]) -> dict[str, Any]:
    return {
        "name": heading,
        "app_label": anchor,
        "app_url": f"{reverse('admin:index')}#{anchor}",
        "has_module_perms": True,
        "models": models,
    }
