"""The test suite: a cluster without fsync, cheap passwords, files in a temporary directory."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from reform_site import env, localdb, translations
from reform_site.settings.base import *  # noqa: F403 -- settings are layered this way
from reform_site.settings.base import STORAGES, database

translations.compile_changed()

SECRET_KEY = "only-for-tests-" * 4
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]

if os.environ.get("DATABASE_URL"):
    _entry = env.envdatabase()
else:
    _entry = localdb.ensure("test")
    # Two runs in one clone get two databases.
    _entry["TEST"] = {"NAME": localdb.private_test_name()}
# No connection outlives its request: the database of the tests can then be dropped.
DATABASES = {"default": database(_entry) | {"CONN_MAX_AGE": 0}}

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
MEDIA_ROOT = Path(tempfile.gettempdir())  # tests/conftest.py gives each test its own

# Static files as in development: from their sources, under their plain names.
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}

DOSSIERS_IMPORTS_BY = "now"
