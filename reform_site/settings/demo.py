"""The demonstration: as local, but with the error pages and the static files of a real server."""

from __future__ import annotations

from reform_site.settings import base
from reform_site.settings.local import *  # noqa: F403 -- settings are layered this way

DEBUG = False
STORAGES = base.STORAGES
# Nothing leaves the machine: every mail becomes a file.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = base.VAR_DIR / "mail"

WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
