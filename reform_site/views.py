"""Small pages that belong to no app."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.contrib.auth.views import LoginView
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.generic import UpdateView

from agencies.models import Membership, User
from reform_site.context import home_of
from reporting.numbers import date


class SiteLoginView(LoginView):
    """The login page. Whoever may not read the figures begins where the own work is."""

    redirect_authenticated_user = True

    def get_default_redirect_url(self) -> str:
        return home_of(self.request.user)


class ProfileForm(ModelForm[User]):
    class Meta:
        model = User
        fields = ["full_name", "email", "language"]


class AccountView(LoginRequiredMixin, UpdateView[User, ProfileForm]):
    """The reader's own profile: name, e-mail, language; and the roles held, read-only."""

    form_class = ProfileForm
    template_name = "account/account.html"

    def get_object(self, queryset: Any = None) -> User:
        return get_object_or_404(User, pk=self.request.user.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        held = Membership.objects.filter(user=self.object).select_related("agency")
        roles = [
            {
                "role": one.get_role_display(),
                "agency": one.agency,
                "valid_from": date(one.valid_from),
                "valid_to": date(one.valid_to),
            }
            for one in held
        ]
        return super().get_context_data(roles=roles, **kwargs)

    def get_success_url(self) -> str:
        with translation.override(self.object.language):
            messages.success(self.request, _("Đã lưu thông tin tài khoản."))
        return reverse("account")


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Keeps the language in the reader's profile and goes back to the page."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        User.objects.filter(pk=request.user.pk).update(language=language)
    target = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return HttpResponseRedirect(target if is_ours else reverse("front"))


@require_GET
@never_cache
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers. Asks nothing else."""
    return JsonResponse({"status": "ok"})


@require_GET
@never_cache
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and has every migration; otherwise 503."""
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return JsonResponse({"status": "no database"}, status=503)
    if pending:
        return JsonResponse({"status": "migrations pending"}, status=503)
    return JsonResponse({"status": "ok"})
