"""Every address of the site."""

from django.conf import settings
from django.contrib import admin
from django.contrib.auth import views as auth
from django.urls import include, path

from reform_site import account, agency_pages, committee, invitations, leaders, meetings, views
from reform_site.front.views import FrontPage

urlpatterns = [
    path("", FrontPage.as_view(), name="front"),
    path("", include("tasks.urls")),
    path("dossiers/", include("dossiers.urls")),
    path("indices/", include("indices.urls")),
    path("agencies/", agency_pages.AgencyTreeView.as_view(), name="agency-tree"),
    path("agencies/<str:code>/", agency_pages.AgencyView.as_view(), name="agency-detail"),
    path("meetings/<day:held_on>/", meetings.MeetingView.as_view(), name="meeting"),
    path("meetings/<day:held_on>/snapshot/", meetings.FreezeView.as_view(), name="meeting-freeze"),
    path("committee/", committee.CommitteeView.as_view(), name="committee"),
    path("leaders/", leaders.LeaderListView.as_view(), name="leader-list"),
    path("leaders/<int:pk>/", leaders.LeaderView.as_view(), name="leader-detail"),
    path("", include("reporting.urls")),
    path("account/", account.AccountView.as_view(), name="account"),
    path("account/reminders/", account.RemindersView.as_view(), name="reminders"),
    path("account/calendars/", account.FeedCreateView.as_view(), name="feed-create"),
    path(
        "account/calendars/<int:pk>/revoke/", account.FeedRevokeView.as_view(), name="feed-revoke"
    ),
    path("account/language/", views.set_language, name="set_language"),
    path("account/password/", auth.PasswordChangeView.as_view(), name="password_change"),
    path(
        "account/password/done/",
        auth.PasswordChangeDoneView.as_view(),
        name="password_change_done",
    ),
    path(
        "account/set-password/<uidb64>/<token>/",
        invitations.SetPasswordView.as_view(),
        name="set_password",
    ),
    path("login/", views.SiteLoginView.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("admin/", admin.site.urls),
]

if settings.DEBUG:
    from reform_site import gallery

    urlpatterns.append(path("gallery/", include(gallery.urlpatterns)))
