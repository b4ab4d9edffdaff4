"""The page on which an invited person sets the own password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.forms import SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.http import HttpResponse
from django.urls import reverse_lazy
from django.utils.translation import gettext as _


class SetPasswordView(PasswordResetConfirmView):
    """Opened by the link that an administrator hands over; the link works once.

    Logging in is left to the login page, which counts failures.
    """

    template_name = "registration/set_password.html"
    success_url = reverse_lazy("login")

    def form_valid(self, form: SetPasswordForm) -> HttpResponse:
        messages.success(self.request, _("Đã đặt mật khẩu. Hãy đăng nhập."))
        return super().form_valid(form)
