"""What every page needs: the site's name, its sections, the reader's role, the demo mark."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from agencies.models import User
from agencies.roles import Role
from reporting.pages import may_enter
from reporting.provenance import demo_label, demo_source


def site(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    is_reader = user is not None and user.is_authenticated
    label = demo_label()
    return {
        "office": {  # not "site": the login page has its own variable of that name
            "org": settings.SITE_ORG,
            "name": _(settings.SITE_NAME),
            "home": home_of(user) if user is not None and is_reader else reverse("front"),
            "demo": bool(label),
            "demo_note": demo_source(),
            "notes": [
                _(
                    "Số liệu hồ sơ tính theo cơ quan giải quyết; số liệu nhiệm vụ tính theo cơ "
                    "quan chủ trì. Bấm vào con số để xem các dòng tạo nên con số đó."
                )
            ],
        },
        "nav": sections(request) if is_reader else [],
        "role": role_in_words(user) if is_reader else "",
        "can_enter": user is not None and may_enter(user),
    }


def home_of(user: User | AnonymousUser) -> str:
    """Where a reader begins: the front page, or the entry screens, or the own account."""
    if user.has_perm("tasks.view_task"):
        return reverse("front")
    return reverse("admin:index") if may_enter(user) else reverse("account")


def sections(request: HttpRequest) -> list[dict[str, Any]]:
    """The masthead's sections that this reader may open."""
    listed = [
        (reverse("front"), _("Tổng quan"), "tasks.view_task"),
        (reverse("tasks:list"), _("Nhiệm vụ"), "tasks.view_task"),
        (reverse("tasks:meetings"), pgettext("plural", "Phiên họp"), "tasks.view_meeting"),
        (reverse("dossiers:period"), _("Hồ sơ TTHC"), "dossiers.view_dossier"),
        (reverse("indices:list"), _("Chỉ số"), "indices.view_indexseries"),
        (reverse("agency-tree"), pgettext("plural", "Cơ quan"), "agencies.view_agency"),
        (reverse("reporting:statements"), _("Kiểm tra số liệu"), "reporting.view_statement"),
        (reverse("reporting:figures"), _("Định nghĩa"), "reporting.view_period"),
    ]
    path = request.path
    beside = {
        reverse("tasks:list"): (reverse("leader-list"),),
        reverse("tasks:meetings"): (reverse("tasks:documents"), reverse("committee")),
    }
    return [
        {
            "url": url,
            "label": label,
            "current": path == url if url == "/" else path.startswith((url, *beside.get(url, ()))),
        }
        for url, label, permission in listed
        if request.user.has_perm(permission)
    ]


def role_in_words(user: Any) -> str:
    if user.is_superuser:
        return _("Quản trị toàn quyền")
    return ", ".join(str(Role(role).label) for role in sorted(user.roles))
