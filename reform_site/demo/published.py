"""What was published or reported: the statement as printed, ranks, some forms II.06."""

from __future__ import annotations

from collections.abc import Mapping

from agencies.models import Agency
from dossiers.ledger import agency_columns
from dossiers.models import Return, ReturnStep
from indices.models import IndexResult, IndexSeries
from reform_site.demo.targets import Targets
from reporting.models import Period, StatedFigure, Statement

#: Of a form, by whether it has slips of typing.
_NOTES = {
    False: "Dữ liệu minh họa, lập từ danh sách hồ sơ.",
    True: "Dữ liệu minh họa, lập từ danh sách hồ sơ, có số gõ nhầm để minh họa việc đối chiếu.",
}


def load_statement(targets: Targets) -> Statement:
    """Writes the source item with its figures, right or wrong, as they were printed."""
    source = targets.raw["source"]
    statement = Statement.objects.create(
        title=source["title"],
        publisher=source.get("publisher", ""),
        url=source.get("url", ""),
        stated_on=source["published_on"],
        as_of=targets.as_of,
        period=Period.objects.get(code=targets.period.code),
        agency=_province(),
        note="Dữ liệu in trong bản tin, nhập nguyên như đã in.",
    )
    StatedFigure.objects.bulk_create(
        StatedFigure(
            statement=statement,
            subject=group["subject"],
            key=figure["key"],
            value=figure["value"],
            note=figure.get("note", ""),
        )
        for group in targets.raw.get("statement", ())
        for figure in group["figures"]
    )
    return statement


def load_ranks(targets: Targets) -> int:
    """Writes the series and the published ranks, without any score; returns how many ranks."""
    series = IndexSeries.objects.create(
        code="par-index",
        name="Chỉ số cải cách hành chính (PAR INDEX)",
        name_en="Public Administration Reform Index (PAR INDEX)",
        owner="Bộ Nội vụ",
        legal_basis="Quyết định 876/QĐ-BNV ngày 10/11/2022",
        maximum=100,
    )
    province = _province()
    results = IndexResult.objects.bulk_create(
        IndexResult(
            series=series,
            agency=province,
            year=entry["year"],
            rank=entry["rank"],
            out_of=entry["out_of"],
            published_on=entry.get("published_on"),
            source=entry["source"],
            is_derived="derived" in entry,
            derivation=entry.get("derived", ""),
        )
        for entry in targets.raw.get("par_index", ())
    )
    return len(results)


def load_returns(targets: Targets) -> int:
    """Writes form II.06 for the agencies named in the targets file, as their rows give it, but for
    the slips of typing named there.

    Everything else counts as not reported. Returns how many forms were written.
    """
    codes = targets.generated.get("returns", ())
    agencies = Agency.objects.filter(code__in=codes)
    slips = {
        agency.pk: targets.generated.get("slips", {}).get(agency.code, {}) for agency in agencies
    }
    columns = agency_columns(agencies, targets.period.date_from, targets.as_of)
    period = Period.objects.get(code=targets.period.code)
    returns = Return.objects.bulk_create(
        Return(
            period=period,
            agency_id=agency,
            status=Return.Status.SUBMITTED,
            note=_NOTES[bool(slips[agency])],
            **_typed({key: getattr(found, key) for key in Return.COLUMNS}, slips[agency]),
        )
        for agency, found in columns.items()
    )
    # In a demonstration everybody sends on the day that it speaks of.
    ReturnStep.objects.bulk_create(
        ReturnStep(report=one, status=one.status, on=targets.as_of) for one in returns
    )
    return len(returns)


def _typed(counts: dict[str, int], slips: Mapping[str, int]) -> dict[str, int]:
    """``counts`` with the slips; where one would make a number negative, without any."""
    typed = {key: count + slips.get(key, 0) for key, count in counts.items()}
    return counts if min(typed.values()) < 0 else typed


def _province() -> Agency:
    return Agency.objects.get(kind=Agency.Kind.LEADERSHIP)
