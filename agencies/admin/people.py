"""Users and their roles: kept by administrators, read by auditors, closed to everybody else."""

from __future__ import annotations

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import admin as auth_admin  # noqa: F401 -- registers groups: see below
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from agencies.admin.inlines import ScopedTabularInline
from agencies.admin.scoped import ReferenceAdmin
from agencies.invitations import hours_valid, invitation_url
from agencies.models import Membership, User

MOST_LINKS_AT_ONCE = 20

# Groups mean nothing here: rights come from roles.
admin.site.unregister(Group)


class MembershipInline(ScopedTabularInline):
    model = Membership
    fields = ["role", "agency", "valid_from", "valid_to"]
    autocomplete_fields = ["agency"]
    starts_today = ["valid_from"]


@admin.register(User)
class UserAdmin(ReferenceAdmin):
    """Nobody picks a password for somebody else: a new user gets a link that works once."""

    list_display = ["username", "full_name", "email", "is_active", "has_password", "last_login"]
    list_filter = ["is_active", "memberships__role"]
    search_fields = [
        "username__unaccent__icontains",
        "full_name__unaccent__icontains",
        "email__icontains",
    ]
    ordering = ["username"]
    fieldsets = [
        (_("Người dùng"), {"fields": ["username", "full_name", "email", "language", "is_active"]}),
        (_("Đăng nhập"), {"fields": ["has_password", "last_login", "date_joined"]}),
    ]
    readonly_fields = ["has_password", "last_login", "date_joined"]
    inlines = [MembershipInline]
    actions = ["issue_links"]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        return fieldsets if obj else fieldsets[:1]

    @admin.display(description=_("đã đặt mật khẩu"), boolean=True)
    def has_password(self, user: User) -> bool:
        return user.has_usable_password()

    def may(self, request: HttpRequest, permission: str, obj: models.Model | None) -> bool:
        """A superuser is changed by superusers only."""
        if isinstance(obj, User) and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().may(request, permission, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody deletes oneself; who has left is made inactive, so that the log keeps the name."""
        return obj != request.user and super().has_delete_permission(request, obj)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change:
            obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        if not change:
            self._show_link(request, obj)

    @admin.action(
        permissions=["change"], description=_("Cấp liên kết đặt mật khẩu cho người đã chọn")
    )
    def issue_links(self, request: HttpRequest, queryset: models.QuerySet[User]) -> None:
        users = list(queryset[: MOST_LINKS_AT_ONCE + 1])
        if len(users) > MOST_LINKS_AT_ONCE:
            text = gettext("Mỗi lần cấp được nhiều nhất %(most)d liên kết; hãy chọn bớt.")
            self.message_user(request, text % {"most": MOST_LINKS_AT_ONCE}, messages.ERROR)
            return
        for user in users:
            if user.is_active and self.has_change_permission(request, user):
                self._show_link(request, user)
                self.log_change(request, user, gettext("Cấp liên kết đặt mật khẩu."))
            else:
                text = gettext(
                    "Không cấp liên kết cho %(user)s: đã ngừng sử dụng, hoặc ngoài quyền của bạn."
                )
                self.message_user(request, text % {"user": user}, messages.ERROR)

    def _show_link(self, request: HttpRequest, user: User) -> None:
        """Once: a message is gone after it was read, and the link after it was used."""
        self.message_user(
            request,
            gettext(
                "Liên kết đặt mật khẩu của %(user)s, dùng được một lần trong %(hours)d giờ và chỉ "
                "hiện ở đây một lần: %(url)s"
            )
            % {
                "user": user,
                "hours": hours_valid(),
                "url": request.build_absolute_uri(invitation_url(user)),
            },
            messages.WARNING,
        )


@admin.register(Membership)
class MembershipAdmin(ReferenceAdmin):
    """All roles in one list. Changing them needs the same right as on the user's form."""

    list_display = ["user", "role", "agency", "valid_from", "valid_to"]
    list_filter = ["role"]
    list_select_related = ["user", "agency"]
    search_fields = [
        "user__username__unaccent__icontains",
        "user__full_name__unaccent__icontains",
        "agency__name__unaccent__icontains",
    ]
    fields = ["user", "role", "agency", "valid_from", "valid_to"]
    autocomplete_fields = ["user", "agency"]
    starts_today = ["valid_from"]
