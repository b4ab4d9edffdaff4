"""Published indices: who ranked, among how many, with which score, said by whom."""

from __future__ import annotations

import datetime as dt

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from agencies.models import Agency
from agencies.querysets import Reader, ScopedQuerySet, reach_for
from reporting.numbers import in_language


class IndexSeries(models.Model):
    """An index that is published again and again, such as the PAR INDEX."""

    code = models.SlugField(_("mã"), max_length=20, unique=True)
    name = models.CharField(_("tên chỉ số"), max_length=150)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=150, blank=True)
    owner = models.CharField(_("cơ quan công bố"), max_length=150)
    legal_basis = models.CharField(_("căn cứ"), max_length=200, blank=True)
    maximum = models.DecimalField(
        _("điểm tối đa"), max_digits=7, decimal_places=2, null=True, blank=True
    )

    class Meta:
        ordering = ["code"]
        verbose_name = _("bộ chỉ số")
        verbose_name_plural = pgettext_lazy("plural", "bộ chỉ số")

    def __str__(self) -> str:
        return in_language(self.name, self.name_en)

    def get_absolute_url(self) -> str:
        return reverse("indices:series", args=[self.code])


class IndexResultQuerySet(ScopedQuerySet):
    agency_path = "agency"

    def visible_to(self, user: Reader) -> IndexResultQuerySet:
        """The reader's own branch, and the province itself: its results are public."""
        if reach_for(user).is_everything:
            return self.all()
        return self.filter(
            Q(agency__in=Agency.objects.visible_to(user)) | Q(agency__kind=Agency.Kind.LEADERSHIP)
        )

    def known_on(self, on: dt.date) -> IndexResultQuerySet:
        """Results published by ``on``; without a date of publication, those of earlier years."""
        return self.filter(Q(published_on__lte=on) | Q(published_on=None, year__lt=on.year))

    def of_series(self, code: str) -> IndexResultQuerySet:
        return self.filter(series__code=code).order_by("-year")


class IndexResult(models.Model):
    """The result of one subject in one year. Empty score: not published, never estimated."""

    series = models.ForeignKey(
        IndexSeries, models.PROTECT, related_name="results", verbose_name=_("bộ chỉ số")
    )
    agency = models.ForeignKey(
        Agency, models.PROTECT, related_name="index_results", verbose_name=_("đơn vị được đánh giá")
    )
    year = models.PositiveSmallIntegerField(_("năm chỉ số"))
    score = models.DecimalField(_("điểm"), max_digits=7, decimal_places=2, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("thứ hạng"), null=True, blank=True)
    out_of = models.PositiveSmallIntegerField(_("trong số"), null=True, blank=True)
    published_on = models.DateField(_("ngày công bố"), null=True, blank=True)
    source = models.CharField(_("nguồn"), max_length=300)
    is_derived = models.BooleanField(_("số suy ra"), default=False)
    derivation = models.CharField(_("cách suy ra"), max_length=200, blank=True)

    objects = IndexResultQuerySet.as_manager()

    class Meta:
        ordering = ["series", "-year"]
        verbose_name = _("kết quả chỉ số")
        verbose_name_plural = pgettext_lazy("plural", "kết quả chỉ số")
        constraints = [
            models.UniqueConstraint(
                name="index_result_is_entered_once", fields=["series", "agency", "year"]
            ),
            models.CheckConstraint(
                name="rank_is_within_the_ranked",
                condition=Q(rank=None) | Q(out_of=None) | Q(rank__range=(1, F("out_of"))),
                violation_error_message=_("Thứ hạng phải từ 1 đến tổng số đơn vị được xếp hạng."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"

    def places_up_from(self, earlier: IndexResult) -> int | None:
        """Places gained since ``earlier`` (negative: lost); None where they cannot be compared,
        because a rank is unknown or another number of subjects was ranked."""
        if self.rank is None or earlier.rank is None or self.out_of != earlier.out_of:
            return None
        return earlier.rank - self.rank


for tracked in (IndexSeries, IndexResult):
    pghistory.track()(tracked)
