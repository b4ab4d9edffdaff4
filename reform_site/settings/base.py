"""What holds everywhere. Each place adds what differs: local, test, production."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
import pghistory
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from reform_site.env import envint

django_stubs_ext.monkeypatch()  # lets classes name their model: ModelForm[Task], ModelAdmin[Task]

BASE_DIR = Path(__file__).resolve().parents[2]
VAR_DIR = BASE_DIR / "var"

DEBUG = False
ALLOWED_HOSTS: list[str] = []

# Applications ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "reform_site.apps.ReformSiteConfig",
    "tasks.apps.TasksConfig",
    "dossiers.apps.DossiersConfig",
    "indices.apps.IndicesConfig",
    "reporting.apps.ReportingConfig",
    "agencies.apps.AgenciesConfig",
    "reform_site.apps.ReformAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",  # the same static files in development as in production
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django_tables2",
    "django_filters",
    "pgtrigger",
    "pghistory",
    "csp",
    "axes",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "agencies.middleware.SessionRenewalMiddleware",
    "agencies.middleware.LanguageMiddleware",  # from the profile; the browser never decides
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "axes.middleware.AxesMiddleware",  # last: it turns a refused login into the lockout answer
]

ROOT_URLCONF = "reform_site.urls"
WSGI_APPLICATION = "reform_site.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,  # cached unless DEBUG
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "reform_site.context.site",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.DjangoTemplates"

# Database -------------------------------------------------------------------------------------


def database(entry: dict[str, Any]) -> dict[str, Any]:
    """``entry`` with the connection habits of the site.

    No statement runs longer than ``STATEMENT_TIMEOUT`` seconds: 600 for commands, and 10 for
    pages, which ``reform_site/wsgi.py`` sees to. The time zone makes a day inside a trigger a day
    of the office.
    """
    options = dict(entry.get("OPTIONS", {}))
    timeout = envint("STATEMENT_TIMEOUT", default=600, minimum=1)
    options["options"] = f"{options.get('options', '')} -c statement_timeout={timeout}s".strip()
    return {
        **entry,
        "OPTIONS": options,
        "TIME_ZONE": TIME_ZONE,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


# Language and time ----------------------------------------------------------------------------

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Tiếng Việt")), ("en", _("Tiếng Anh"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["reform_site.formats"]
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
USE_TZ = True
TIME_ZONE = "Asia/Ho_Chi_Minh"

# Users ----------------------------------------------------------------------------------------

AUTH_USER_MODEL = "agencies.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "agencies.auth.RoleBackend"]
ROLE_PERMISSIONS = "reform_site.roles.PERMISSIONS"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "login"

PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator"},
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 3 * 24 * 3600  # also the life of an invitation

# A user is locked out at one address only, so that nobody can lock out a colleague.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "registration/locked.html"
AXES_HTTP_RESPONSE_CODE = 429
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

# Sessions and cookies -------------------------------------------------------------------------

SESSION_COOKIE_NAME = "session"
SESSION_COOKIE_AGE = 30 * 60  # idle; prolonged while in use (SessionRenewalMiddleware)
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "csrf"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "django.views.csrf.csrf_failure"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

# Headers --------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"

# Files ----------------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "reform_site.staticfiles.NodeModulesFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR_DIR / "media"  # no URL: files are handed out by views that check who asks
FILE_UPLOAD_PERMISSIONS = 0o640
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Mail -----------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL", "no-reply@localhost")
EMAIL_TIMEOUT = 10  # seconds; a mail server that hangs must not hold up the queue
#: Address of the site in mails and calendars, without a slash at the end.
SITE_URL = os.environ.get("SITE_URL", "http://127.0.0.1:8000")

# Log ------------------------------------------------------------------------------------------

# Django's default is silent outside DEBUG: it would mail errors to nobody. Here all of it goes to
# stderr, where the service manager keeps it.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"django": {"handlers": [], "level": "INFO", "propagate": True}},
}

# Tables ---------------------------------------------------------------------------------------

DJANGO_TABLES2_TEMPLATE = "_components/table.html"

# History --------------------------------------------------------------------------------------

# Every insert, change and deletion of a tracked row is kept, whoever writes it.
PGHISTORY_DEFAULT_TRACKERS = (
    pghistory.InsertEvent(),
    pghistory.UpdateEvent(),
    pghistory.DeleteEvent(),
)
PGHISTORY_APPEND_ONLY = True

# The committee -------------------------------------------------------------------------------

SITE_ORG = os.environ.get("SITE_ORG", "Ủy ban nhân dân tỉnh Hải Dương")
SITE_NAME = os.environ.get("SITE_NAME", "Ban Chỉ đạo cải cách hành chính")

# Rules that an office may set otherwise -------------------------------------------------------

# Dossiers returned or withdrawn count as resolved on time (column 9 of form II.06); otherwise they
# stand beside the resolved ones.
DOSSIERS_RETURNED_INSIDE_ON_TIME = True
# Kinds of agencies that settle no procedures of their own and owe no form II.06; others owe it.
DOSSIERS_KINDS_NOT_ASKED = ("leadership", "public_service")
# So many working days before its deadline an agency is reminded of a form that is missing; and on
# the first working day after it.
DOSSIERS_RETURN_REMIND_DAYS = (3, 1)
# Forms in these statuses are firm; numbers of others are shown as provisional.
DOSSIERS_RETURN_FIRM = ("confirmed", "published")
DOSSIERS_LATE_LIMIT = "0.50"  # per cent resolved late beyond which an agency is named
# Returns that look odd: a change from the year before of more than so many per cent (D10), or by
# so many times as after a wrong digit, of numbers from that size on; equal columns from that size
# on (D9).
DOSSIERS_CHANGE_PERCENT = 50
DOSSIERS_CHANGE_TIMES = 10
DOSSIERS_CHANGE_FROM = 50
DOSSIERS_COPY_FROM = 10
DOSSIERS_LATE_BANDS = (10, 30, 60, 120)  # last days of the bands of lateness; the last is open
DOSSIERS_DUE_SOON_DAYS = 3  # how far ahead the page of late dossiers looks
DOSSIERS_SMALL_SAMPLE = 100  # fewer resolved dossiers make no share to judge by
# Who reads and writes a list of dossiers: "process" starts one for each file, "worker" leaves it to
# a running "manage.py run_imports", "now" does it at once.
DOSSIERS_IMPORTS_BY = os.environ.get("DOSSIERS_IMPORTS_BY", "process")
# Working days between the decision that publishes a procedure and the day on which its legal basis
# takes effect, at the least; and until it is public on the portal, at the most.
PROCEDURES_DECIDED_DAYS_BEFORE = 5
PROCEDURES_PUBLIC_DAYS_AFTER = 5
# An open task is shown as due soon, and as urgent, so many days before its deadline.
TASKS_DUE_SOON_DAYS = 15
TASKS_DUE_URGENT_DAYS = 3
# A task not yet overdue is likely to be late once this share of its time is used (per cent) and the
# work reported lags behind by so many points, or nobody has reported for so many days.
TASKS_RISK_TIME_SHARE = 50
TASKS_RISK_LAG = 30
TASKS_RISK_SILENCE_DAYS = 45
# Evidence: megabytes that one task may hold, and that one user may send in 24 hours, with how many
# files.
TASKS_EVIDENCE_QUOTA_MB = 200
TASKS_UPLOAD_DAY_MB = 200
TASKS_UPLOAD_DAY_FILES = 100
