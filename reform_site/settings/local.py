"""One machine, one person: no configuration at all, reachable from this machine only.

Starts the embedded PostgreSQL unless ``DATABASE_URL`` names a server.
"""

from __future__ import annotations

import os

from reform_site import env, localdb, translations
from reform_site.settings.base import *  # noqa: F403 -- settings are layered this way
from reform_site.settings.base import STORAGES, VAR_DIR, database
from reform_site.settings.secret import kept_secret

translations.compile_changed()

DEBUG = True
SECRET_KEY = kept_secret(VAR_DIR / "secret-key")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
INTERNAL_IPS = ["127.0.0.1"]

DATABASES = {
    "default": database(
        env.envdatabase() if os.environ.get("DATABASE_URL") else localdb.ensure("main")
    )
}

EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

# Static files come straight from their sources: no collectstatic between an edit and a look.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
