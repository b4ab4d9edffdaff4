"""The server of a province. Everything that matters must be said; nothing is guessed."""

from __future__ import annotations

from reform_site import env
from reform_site.settings.base import *  # noqa: F403 -- settings are layered this way
from reform_site.settings.base import database

SECRET_KEY = env.envsecret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.envlist("SECRET_KEY_FALLBACKS", "")
ALLOWED_HOSTS = env.envlist("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.envlist("CSRF_TRUSTED_ORIGINS", "")

# Mails and calendars name the site by this address.
SITE_URL = env.envstr("SITE_URL", f"https://{ALLOWED_HOSTS[0].lstrip('.')}").rstrip("/")
DEFAULT_FROM_EMAIL = env.envstr("DEFAULT_FROM_EMAIL", f"no-reply@{ALLOWED_HOSTS[0].lstrip('.')}")
EMAIL_HOST = env.envstr("EMAIL_HOST", "localhost")
EMAIL_PORT = env.envint("EMAIL_PORT", default=25, minimum=1)
EMAIL_HOST_USER = env.envstr("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.envstr("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.envbool("EMAIL_USE_TLS", default=False)

DATABASES = {"default": database(env.envdatabase())}

# The browser accepts a __Host- cookie only over HTTPS, for this host and for all paths.
SESSION_COOKIE_NAME = "__Host-session"
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
CSRF_COOKIE_SECURE = True
SECURE_SSL_REDIRECT = env.envbool("SECURE_SSL_REDIRECT", default=True)
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True

# Only with a proxy in front that sets these headers itself and drops what the client sent.
if env.envbool("BEHIND_PROXY", default=False):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_IPWARE_PROXY_COUNT = 1
    AXES_IPWARE_META_PRECEDENCE_ORDER = ["HTTP_X_FORWARDED_FOR"]
