"""The calendar behind a secret link: read by programs, without a login."""

from __future__ import annotations

import hashlib

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.http import parse_etags, quote_etag
from django.views.generic import View

from tasks.calendars import calendar_of, may_read
from tasks.models import CalendarFeed


class CalendarFeedView(View):
    """404 for a wrong or revoked secret, and for an owner who may not read any more."""

    http_method_names = ["get", "head"]

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        rows = CalendarFeed.objects.of_token(token).select_related("user", "agency")
        feed = rows.first()
        if feed is None or not may_read(feed):
            raise Http404
        now = timezone.now()
        with translation.override(feed.user.language):
            content = calendar_of(feed, timezone.localdate(now))
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
        etag = quote_etag(hashlib.sha256(content).hexdigest())
        if etag in parse_etags(request.headers.get("If-None-Match", "")):
            response = HttpResponse(status=304)
        else:
            response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
            response["Content-Disposition"] = 'inline; filename="nhiem-vu.ics"'
        response["ETag"] = etag
        response["Cache-Control"] = "private, max-age=900"
        response["Referrer-Policy"] = "no-referrer"
        return response
