"""The demonstration: as local, but with the error pages and the static files of a real server."""

from __future__ import annotations

from reform_site.settings import base
from reform_site.settings.local import *  # noqa: F403 -- settings are layered this way

DEBUG = False
STORAGES = base.STORAGES
WHITENOISE_USE_FINDERS = False
WHITENOISE_AUTOREFRESH = False
