"""Settings that refuse to start rather than guess, and what every answer carries."""

from __future__ import annotations

import datetime as dt
import os
import stat
import subprocess
import sys
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.test import Client
from django.utils import formats, translation

from reform_site import env
from reform_site.errors import SetupError
from reform_site.settings.secret import kept_secret

PROJECT = Path(__file__).resolve().parents[2]
SECRET = "Zk3vQ9xW" * 8
COMPLETE = {
    "SECRET_KEY": SECRET,
    "ALLOWED_HOSTS": "cchc.example.vn",
    "DATABASE_URL": "postgresql://reform:secret@db.example.vn:6432/reform",
}


def in_production(code: str, environment: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    """Run ``manage.py shell -c code`` with the production settings and nothing else set."""
    module = {"DJANGO_SETTINGS_MODULE": "reform_site.settings.production"}
    return subprocess.run(
        [sys.executable, "manage.py", "shell", "--verbosity=0", "-c", code],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **module, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


# Refusals -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_production_names_what_is_missing(name: str) -> None:
    answer = in_production("pass", {key: COMPLETE[key] for key in COMPLETE if key != name})

    assert answer.returncode == 1
    assert answer.stderr == (
        f"✗ Thiếu biến môi trường {name}.\n  Set the environment variable {name}.\n"
    )


def test_production_with_everything_uses_secure_cookies() -> None:
    code = (
        "from django.conf import settings as s;"
        "print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE,"
        " s.CSRF_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.DEBUG)"
    )

    answer = in_production(code, COMPLETE)

    assert answer.stdout == "__Host-session __Host-csrf True True True 31536000 False\n"


@pytest.mark.parametrize("value", ["short", "a" * 80, "django-insecure-" + SECRET])
def test_a_weak_secret_is_refused(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("SECRET_KEY", value)

    with pytest.raises(SetupError, match="at least 50 characters") as refusal:
        env.envsecret("SECRET_KEY")

    assert value not in str(refusal.value)


def test_numbers_and_switches_are_not_guessed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("X", "10s")
    with pytest.raises(SetupError, match="whole number of at least 1, not '10s'"):
        env.envint("X", default=10, minimum=1)
    with pytest.raises(SetupError, match="must be 1 or 0, not '10s'"):
        env.envbool("X", default=True)
    monkeypatch.setenv("X", " 0 ")
    assert env.envbool("X", default=True) is False
    with pytest.raises(SetupError, match="at least 1"):
        env.envint("X", default=10, minimum=1)


def test_a_list_may_have_spaces_and_an_empty_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOSTS", "a.vn, b.vn,")

    assert env.envlist("HOSTS") == ["a.vn", "b.vn"]


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "postgresql://reform:p%40ss%2Fw%C3%B4rd@db.vn:6432/cchc?sslmode=require",
            ("cchc", "reform", "p@ss/wôrd", "db.vn", "6432", {"sslmode": "require"}),
        ),
        ("postgres:///cchc?host=/run/postgresql", ("cchc", "", "", "/run/postgresql", "", {})),
        ("postgresql://[::1]/cchc", ("cchc", "", "", "::1", "", {})),
    ],
)
def test_database_url(
    monkeypatch: pytest.MonkeyPatch, url: str, expected: tuple[object, ...]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    found = env.envdatabase()

    keys = ("NAME", "USER", "PASSWORD", "HOST", "PORT", "OPTIONS")
    assert tuple(found[key] for key in keys) == expected


@pytest.mark.parametrize(
    "url",
    ["mysql://u:hidden@h/db", "postgresql://u:hidden@h", "postgresql://u:hidden@h:x/db", "hidden"],
)
def test_another_database_is_refused_without_repeating_the_password(
    monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)

    with pytest.raises(SetupError, match="postgresql://user:password@host") as refusal:
        env.envdatabase()

    assert "hidden" not in str(refusal.value)


def test_the_local_secret_is_made_once_and_private(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret-key"

    first = kept_secret(path)

    assert len(first) >= 50
    assert kept_secret(path) == first
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [item.name for item in path.parent.iterdir()] == ["secret-key"]


# Answers --------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_every_answer_has_the_headers(client: Client) -> None:
    answer = client.get("/no-such-page/")

    assert sorted(answer["Content-Security-Policy"].split("; ")) == [
        "base-uri 'none'",
        "connect-src 'self'",
        "default-src 'none'",
        "font-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "img-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
    ]
    assert answer["X-Frame-Options"] == "DENY"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Referrer-Policy"] == "same-origin"
    assert answer["Cross-Origin-Opener-Policy"] == "same-origin"


def test_argon2_comes_first_outside_the_tests() -> None:
    from reform_site.settings import base  # noqa: PLC0415 -- not the settings of this test run

    assert base.PASSWORD_HASHERS[0].endswith(".Argon2PasswordHasher")


def test_uploads_have_no_address() -> None:
    assert settings.MEDIA_URL == "/"
    assert PROJECT / "static" not in Path(settings.MEDIA_ROOT).parents


@pytest.mark.parametrize(
    ("module", "seconds"), [("reform_site.wsgi", 10), ("reform_site.settings.production", 600)]
)
def test_pages_may_keep_the_database_less_long_than_commands(module: str, seconds: int) -> None:
    code = (
        f"import {module};"
        "from django.conf import settings; print(settings.DATABASES['default']['OPTIONS'])"
    )
    production = {"DJANGO_SETTINGS_MODULE": "reform_site.settings.production"}

    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=PROJECT,
        env={"PATH": os.environ["PATH"], **production, **COMPLETE},
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout == f"{{'options': '-c statement_timeout={seconds}s'}}\n"


# Formats --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "number", "share"),
    [("vi", "418.039", "58,82"), ("en", "418,039", "58.82")],
)
def test_numbers_and_days(language: str, number: str, share: str) -> None:
    with translation.override(language):
        assert formats.number_format(418039, force_grouping=True) == number
        assert formats.number_format(Decimal("58.82")) == share
        assert formats.date_format(dt.date(2024, 6, 14)) == "14/06/2024"
        assert formats.date_format(dt.date(2024, 6, 14), "SHORT_DATE_FORMAT") == "14/06/2024"


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("typed", ["11/02/2026", "11-02-2026", "11.02.2026", "2026-02-11"])
def test_typed_days_begin_with_the_day(language: str, typed: str) -> None:
    from django import forms  # noqa: PLC0415 -- formats are read with the language active

    with translation.override(language):
        assert forms.DateField().clean(typed) == dt.date(2026, 2, 11)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_week_begins_on_monday(language: str) -> None:
    with translation.override(language):
        assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


# Browser files --------------------------------------------------------------------------------


def test_single_files_of_node_modules_are_published_and_nothing_else() -> None:
    script = finders.find("vendor/chart.umd.min.js")

    assert script == str(PROJECT / "node_modules/chart.js/dist/chart.umd.min.js")
    assert finders.find("vendor/source-sans-3-vietnamese-wght-normal.woff2")
    assert finders.find("chart.js/package.json") is None
    assert finders.find("vendor/../package.json") is None


def test_errors_reach_stderr_without_debug() -> None:
    code = "import logging; logging.getLogger('django.request').error('Mất kết nối')"

    answer = in_production(code, COMPLETE)

    assert answer.stderr.endswith("ERROR django.request: Mất kết nối\n")
    assert answer.stderr.count("\n") == 1
