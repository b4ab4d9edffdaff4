"""Published indices: the ranks of the province, year by year, each with its source."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import DetailView, ListView

from indices.models import IndexResult, IndexSeries
from reporting.numbers import UNKNOWN, date, in_language, number
from reporting.pages import ReaderMixin


class SeriesListView(ReaderMixin, ListView[IndexSeries]):
    permission_required = "indices.view_indexseries"
    template_name = "indices/list.html"
    queryset = IndexSeries.objects.all()


class SeriesView(ReaderMixin, DetailView[IndexSeries]):
    """One index: every result that this reader may see, newest first."""

    permission_required = "indices.view_indexresult"
    model = IndexSeries
    slug_field = slug_url_kwarg = "code"
    template_name = "indices/series.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        results = self.results()
        return super().get_context_data(
            name=in_language(self.object.name, self.object.name_en),
            rows=[_row(result) for result in results],
            count=len(results),
            headline=_headline(results),
            **kwargs,
        )

    def results(self) -> QuerySet[IndexResult]:
        return (
            IndexResult.objects.visible_to(self.request.user)
            .filter(series=self.object)
            .select_related("agency")
            .order_by("-year", "rank")
        )


def _row(result: IndexResult) -> dict[str, Any]:
    return {
        "year": str(result.year),
        "agency": result.agency,
        "rank": number(result.rank),
        "out_of": number(result.out_of),
        "score": number(result.score, 2) if result.score is not None else UNKNOWN,
        "published_on": date(result.published_on),
        "source": result.source,
        "derivation": result.derivation,
        "is_derived": result.is_derived,
    }


def _headline(results: QuerySet[IndexResult]) -> str:
    """``Năm 2023 xếp hạng 22/63, tăng 25 bậc``; the change only among equally many."""
    ranked = [result for result in results if result.rank is not None]
    if not ranked:
        return _("Chưa có kết quả nào được nhập")
    newest = ranked[0]
    text = _("Năm %(year)s xếp hạng %(rank)s/%(of)s") % {
        "year": newest.year,
        "rank": number(newest.rank),
        "of": number(newest.out_of),
    }
    change = newest.places_up_from(ranked[1]) if len(ranked) > 1 else None
    if change is None or newest.year - ranked[1].year != 1:
        return text
    if change > 0:
        moved = ngettext(
            ", tăng %(n)s bậc so với năm %(year)s", ", tăng %(n)s bậc so với năm %(year)s", change
        )
    elif change < 0:
        moved = ngettext(
            ", giảm %(n)s bậc so với năm %(year)s", ", giảm %(n)s bậc so với năm %(year)s", -change
        )
    else:
        moved = _(", giữ nguyên thứ hạng so với năm %(year)s")
    return text + moved % {"n": number(abs(change)), "year": ranked[1].year}
