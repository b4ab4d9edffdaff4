"""A reader's own account: profile, what to be reminded of, calendar links."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import UpdateView, View

from agencies.models import Agency, Membership, User
from reporting.mailing import absolute
from reporting.models import MailPreference
from reporting.models.mailing import DAYS_BEFORE
from reporting.numbers import date, moment
from tasks.models import CalendarFeed

#: Live calendar links that one user may have.
MOST_FEEDS = 10


class ProfileForm(forms.ModelForm[User]):
    """Another address is taken only from who knows the password: reminders go there."""

    current_password = forms.CharField(
        label=gettext_lazy("Mật khẩu hiện tại"),
        required=False,
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "current-password"}),
        help_text=gettext_lazy("Cần khi đổi địa chỉ thư điện tử."),
    )

    class Meta:
        model = User
        fields = ["full_name", "email", "language"]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "email" in self.changed_data and "email" not in self.errors:
            password = cleaned.get("current_password", "")
            stored = User.objects.get(pk=self.instance.pk)
            if not stored.check_password(password):
                text = _("Hãy nhập đúng mật khẩu hiện tại để đổi địa chỉ thư.")
                self.add_error("current_password", text)
        return cleaned


class RemindersForm(forms.ModelForm[MailPreference]):
    days_before = forms.CharField(
        label=gettext_lazy("Nhắc trước hạn (ngày làm việc)"),
        required=False,
        max_length=30,
        help_text=gettext_lazy("Các số cách nhau bằng dấu phẩy, ví dụ: 15, 3, 1."),
    )

    class Meta:
        model = MailPreference
        fields = ["is_daily", "is_weekly", "days_before"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        stored = self.instance.days_before
        self.initial["days_before"] = ", ".join(str(one) for one in stored)

    def clean_days_before(self) -> list[int]:
        text = self.cleaned_data["days_before"].replace(";", ",")
        parts = [part.strip() for part in text.split(",") if part.strip()]
        is_right = all(p.isascii() and p.isdigit() and 1 <= int(p) <= 60 for p in parts)
        if not is_right or len(parts) > 5:
            raise forms.ValidationError(
                _("“%(text)s”: hãy nhập nhiều nhất 5 số từ 1 đến 60, ví dụ %(example)s.")
                % {"text": text[:30], "example": ", ".join(map(str, DAYS_BEFORE))}
            )
        return sorted({int(part) for part in parts}, reverse=True)


class FeedForm(forms.Form):
    """``agency`` empty: the own tasks."""

    agency = forms.ModelChoiceField(
        label=gettext_lazy("Phạm vi"),
        queryset=Agency.objects.none(),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("Nhiệm vụ của tôi"),
        error_messages={"invalid_choice": gettext_lazy("Không có cơ quan này; hãy chọn lại.")},
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Agency.objects.visible_to(user).exclude(level=Agency.Level.COMMUNE)
        self.fields["agency"].queryset = rows.order_by("sort_key")  # type: ignore[attr-defined]


class AccountView(LoginRequiredMixin, UpdateView[User, ProfileForm]):
    """The profile; beside it the roles held, reminders and calendar links."""

    form_class = ProfileForm
    template_name = "account/account.html"

    def get_object(self, queryset: Any = None) -> User:
        return get_object_or_404(User, pk=self.request.user.pk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        given = {"roles": roles_of(self.object), "reads_tasks": user.has_perm("tasks.view_task")}
        if given["reads_tasks"]:
            given |= {
                "reminders_form": RemindersForm(instance=preference_of(self.object)),
                "feed_form": FeedForm(user=self.object),
                "feeds": feeds_of(self.object),
            }
        return super().get_context_data(**given | kwargs)

    def get_success_url(self) -> str:
        with translation.override(self.object.language):
            messages.success(self.request, _("Đã lưu thông tin tài khoản."))
        return reverse("account")


class AccountPart(AccountView):
    """A second form on the page: sent to its own address, shown again on the page of all."""

    http_method_names = ["post"]

    def again(self, **forms_: Any) -> HttpResponse:
        self.object = self.get_object()
        profile = ProfileForm(instance=self.object)
        return self.render_to_response(self.get_context_data(form=profile, **forms_))

    def back(self) -> HttpResponse:
        return HttpResponseRedirect(reverse("account"))


class RemindersView(AccountPart):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = RemindersForm(request.POST, instance=preference_of(self.get_object()))
        if not form.is_valid():
            return self.again(reminders_form=form)
        form.save()
        messages.success(request, _("Đã lưu cách nhận thư."))
        return self.back()


class FeedCreateView(AccountPart):
    """Makes a link and shows it once: only its hash is stored."""

    @transaction.atomic
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        user = self.get_object()
        form = FeedForm(request.POST, user=user)
        if not form.is_valid():
            return self.again(feed_form=form)
        User.objects.select_for_update(no_key=True).get(pk=user.pk)  # two windows of one user
        if CalendarFeed.objects.live().filter(user=user).count() >= MOST_FEEDS:
            text = _("Đã có %(n)s liên kết lịch; hãy thu hồi liên kết không dùng nữa.")
            messages.error(request, text % {"n": MOST_FEEDS})
            return self.back()
        _feed, token = CalendarFeed.create(user, form.cleaned_data["agency"])
        url = absolute(reverse("tasks:calendar", args=[token]))
        text = _("Liên kết lịch, chỉ hiện một lần, hãy chép ngay: %(url)s")
        messages.success(request, text % {"url": url})
        return self.back()


class FeedRevokeView(LoginRequiredMixin, View):
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        feed = get_object_or_404(CalendarFeed, pk=pk, user=request.user)
        CalendarFeed.objects.live().filter(pk=feed.pk).update(revoked_at=timezone.now())
        messages.success(request, _("Đã thu hồi liên kết lịch; liên kết cũ không đọc được nữa."))
        return HttpResponseRedirect(reverse("account"))


def preference_of(user: User) -> MailPreference:
    """The stored choice, or the usual one, not saved."""
    return MailPreference.objects.filter(user=user).first() or MailPreference(user=user)


def roles_of(user: User) -> list[dict[str, Any]]:
    held = Membership.objects.filter(user=user).select_related("agency")
    return [
        {
            "role": one.get_role_display(),
            "agency": one.agency,
            "valid_from": date(one.valid_from),
            "valid_to": date(one.valid_to),
        }
        for one in held
    ]


def feeds_of(user: User) -> list[dict[str, Any]]:
    rows = CalendarFeed.objects.live().filter(user=user).select_related("agency")
    return [
        {
            "scope": one.agency.name if one.agency else _("Nhiệm vụ của tôi"),
            "created": moment(one.created_at),
            "read": moment(one.read_at) if one.read_at else _("chưa đọc lần nào"),
            "revoke_url": reverse("feed-revoke", args=[one.pk]),
        }
        for one in rows
    ]
