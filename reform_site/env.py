"""Settings from the environment, which refuse to start rather than guess."""

from __future__ import annotations

import os
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from reform_site.errors import SetupError

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
SECRET_LENGTH = 50
SECRET_VARIETY = 8  # different characters
SCHEMES = {"postgres", "postgresql"}


def envstr(name: str, default: str | None = None) -> str:
    """Without a default the variable is required."""
    value = os.environ.get(name, "").strip()
    if value:
        return value
    if default is None:
        raise SetupError(f"Thiếu biến môi trường {name}.", f"Set the environment variable {name}.")
    return default


def envbool(name: str, *, default: bool) -> bool:
    value = envstr(name, str(default)).lower()
    if value in TRUE:
        return True
    if value in FALSE:
        return False
    raise SetupError(
        f"{name} phải là 1 hoặc 0, không phải {value!r}.", f"{name} must be 1 or 0, not {value!r}."
    )


def envint(name: str, *, default: int, minimum: int = 0) -> int:
    value = envstr(name, str(default))
    if not value.isascii() or not value.isdigit() or int(value) < minimum:
        raise SetupError(
            f"{name} phải là số nguyên từ {minimum}, không phải {value!r}.",
            f"{name} must be a whole number of at least {minimum}, not {value!r}.",
        )
    return int(value)


def envlist(name: str, default: str | None = None) -> list[str]:
    """Values separated by commas."""
    return [part.strip() for part in envstr(name, default).split(",") if part.strip()]


def envsecret(name: str) -> str:
    """A random secret of at least 50 characters; generated examples of Django are refused."""
    value = envstr(name)
    if (
        len(value) < SECRET_LENGTH
        or len(set(value)) < SECRET_VARIETY
        or "insecure" in value.lower()
    ):
        command = "python3 -c 'import secrets; print(secrets.token_urlsafe(60))'"
        raise SetupError(
            f"{name} phải là chuỗi ngẫu nhiên từ {SECRET_LENGTH} ký tự: {command}",
            f"{name} must be random and at least {SECRET_LENGTH} characters long.",
        )
    return value


def envdatabase(name: str = "DATABASE_URL") -> dict[str, Any]:
    """``postgresql://user:password@host:port/name?sslmode=require`` as an entry of ``DATABASES``.

    A socket directory is given as ``postgresql:///name?host=/run/postgresql``. Other parameters
    become options of the driver. The refusal does not repeat the value: it holds a password.
    """
    try:
        url = urlsplit(envstr(name))
        port = url.port
    except ValueError:
        raise _no_database(name) from None
    database = unquote(url.path.lstrip("/"))
    if url.scheme not in SCHEMES or not database or "/" in database:
        raise _no_database(name)
    options = dict(parse_qsl(url.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database,
        "USER": unquote(url.username or options.pop("user", "")),
        "PASSWORD": unquote(url.password or options.pop("password", "")),
        "HOST": options.pop("host", unquote(url.hostname or "")),
        "PORT": options.pop("port", str(port or "")),
        "OPTIONS": options,
    }


def _no_database(name: str) -> SetupError:
    return SetupError(
        f"{name} phải có dạng postgresql://người_dùng:mật_khẩu@máy_chủ:5432/cơ_sở_dữ_liệu.",
        f"{name} must look like postgresql://user:password@host:5432/name.",
    )
