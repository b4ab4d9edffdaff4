"""One user per role, with a password that is drawn anew at each load."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.contrib.auth.hashers import make_password

from agencies.models import Agency, Membership, User
from agencies.roles import ENTERS, Role

#: Easy to say and to type, on any keyboard.
SYLLABLES = (
    "an", "ba", "bay", "cam", "chanh", "dua", "gao", "hoa", "khoai", "lan", "lua", "mai",
    "man", "mua", "nam", "nang", "ngo", "nhan", "nho", "oi", "quat", "quyt", "rau", "sen",
    "song", "sao", "tam", "tra", "tre", "truc", "tung", "vai", "xoai", "xuan", "yen", "bien",
)  # fmt: skip


@dataclass(frozen=True)
class Person:
    role: Role
    username: str
    agency: str


PEOPLE = (
    Person(Role.MEMBER, "uyvien", "UBND-TINH"),
    Person(Role.SECRETARIAT, "thuongtruc", "SNV"),
    Person(Role.PROCEDURE_OFFICE, "kiemsoat", "VPUBND"),
    Person(Role.CLERK, "congchuc.xaydung", "SXD"),
    Person(Role.HEAD, "lanhdao.xaydung", "SXD"),
    Person(Role.CLERK, "congchuc.yte", "SYT"),
    Person(Role.CLERK, "congchuc.haiduong", "H288"),
    Person(Role.AUDITOR, "kiemtra", "TTT"),
    Person(Role.ADMINISTRATOR, "quantri", "VPUBND"),
)


def load_people(path: Path) -> list[dict[str, str]]:
    """Writes the users and, readable by the owner only, their logins to ``path``.

    Returns what the file holds: role, label, username and password of each.
    """
    password = _password()
    hashed = make_password(password)
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    logins = [_login(person, agencies[person.agency], password, hashed) for person in PEOPLE]
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        os.fchmod(stream.fileno(), 0o600)
        json.dump(logins, stream, ensure_ascii=False, indent=2)
    return logins


def _login(person: Person, agency: Agency, password: str, hashed: str) -> dict[str, str]:
    label = f"{person.role.label}, {agency.label}"
    user = User.objects.create(
        username=person.username,
        password=hashed,
        email=f"{person.username}@demo.invalid",  # a domain that can never exist
        full_name=f"{person.role.label} ({agency.label})",
        is_staff=person.role in ENTERS,
    )
    Membership.objects.create(user=user, agency=agency, role=person.role)
    return {
        "role": str(person.role),
        "label": label,
        "username": person.username,
        "password": password,
    }


def _password() -> str:
    words = "-".join(secrets.choice(SYLLABLES) for _ in range(4))
    return f"{words}-{secrets.randbelow(9000) + 1000}"
