"""Links with which a person sets the own password: nobody else ever knows it."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from agencies.models import User


def invitation_url(user: User) -> str:
    """The path that works once: the token dies with the first password it sets."""
    return reverse(
        "set_password",
        args=[
            urlsafe_base64_encode(force_bytes(user.pk)),
            default_token_generator.make_token(user),
        ],
    )


def hours_valid() -> int:
    return int(settings.PASSWORD_RESET_TIMEOUT // 3600)
