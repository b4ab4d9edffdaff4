"""The site as on a real server, but for HTTPS; ``DATABASE_URL`` names the benchmark's database."""

from __future__ import annotations

from reform_site.settings.test import *  # noqa: F403 -- settings are layered this way
from reform_site.settings.test import DATABASES as TEST_DATABASES

DATABASES = {"default": TEST_DATABASES["default"] | {"CONN_MAX_AGE": 60}}
ROOT_URLCONF = "benchmarks.urls"
WHITENOISE_AUTOREFRESH = False
