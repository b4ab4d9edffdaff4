"""The forms of the page of a dossier: right, form, service, and back to the dossier."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import View

from dossiers.late import actions
from dossiers.late.actions import Action, Kind
from dossiers.models import Dossier
from dossiers.returns.refusals import Refused
from reporting.pages import ActorMixin
from reporting.selection import back_url


class ActionView(ActorMixin, View):
    """A page with one form, and what sending it does. A refusal shows the form as it was typed.

    The page of the dossier holds the same forms, folded. Who does not see the dossier gets 404,
    who may not act 403.
    """

    permission_required = "dossiers.view_dossier"
    template_name = "dossiers/action.html"
    name = ""

    @property
    def kind(self) -> Kind:
        return actions.KINDS[self.name]

    @cached_property
    def dossier(self) -> Dossier:
        rows = Dossier.objects.visible_to(self.user).for_table()
        found: Dossier | None = rows.filter(code=self.kwargs["code"]).first()
        if found is None:
            raise Http404
        return found

    def check(self) -> None:
        if self.kind.right not in actions.rights_over(self.dossier, self.user):
            raise PermissionDenied

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        return self.show(self.make())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.check()
        action = self.make(request.POST)
        if not action.form.is_valid():
            return self.show(action)
        try:
            said = self.kind.act(self.dossier, action.form.cleaned_data, self.user, self.today)
        except Refused as refused:
            if refused.is_repeat:
                messages.info(request, _("Việc này đã được ghi nhận; không ghi thêm lần nữa."))
                return HttpResponseRedirect(self.back)
            action.form.refuse(refused.message, refused.field)
            return self.show(action)
        messages.success(request, said)
        return HttpResponseRedirect(self.back)

    def make(self, data: Any = None) -> Action:
        url = self.request.get_full_path()
        return actions.made(self.kind, self.dossier, url, self.today, data)

    def show(self, action: Action) -> HttpResponse:
        context = {"action": action, "dossier": self.dossier, "back": self.back}
        return render(self.request, self.template_name, context)

    @property
    def back(self) -> str:
        return back_url(self.dossier.get_absolute_url(), self.request.GET)
