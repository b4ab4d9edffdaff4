"""What every request of a reader needs: a session that ends when idle, and the own language."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

#: Seconds between two renewals of a session that is in use.
RENEW_AFTER = 60


class SessionRenewalMiddleware:
    """Prolongs the session while it is used, at most once a minute.

    ``SESSION_SAVE_EVERY_REQUEST`` would write on every request, for the same idle time-out.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        now = int(time.time())
        if request.user.is_authenticated and now - request.session.get("seen", 0) > RENEW_AFTER:
            request.session["seen"] = now
        return self.get_response(request)


class LanguageMiddleware:
    """The language is the reader's choice in the profile; the browser never decides."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        language = getattr(request.user, "language", None) or settings.LANGUAGE_CODE
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
