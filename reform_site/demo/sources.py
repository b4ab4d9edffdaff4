"""What tasks come from: documents, meetings with their conclusions, programmes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from agencies.models import Agency
from reform_site.demo.targets import Targets
from reporting.models import Period
from tasks.models import Conclusion, Document, Meeting, Programme

ASSUMPTION = (
    "Giả định: {open} nhiệm vụ chưa hoàn thành còn trong hạn; {late} nhiệm vụ chậm là hoàn thành "
    "quá hạn."
)


Kind = Programme.Kind
#: Code, kind, names of the other programmes of a province.
OTHERS = (
    (
        "UBND",
        Kind.PROVINCE,
        "Nhiệm vụ UBND tỉnh, Chủ tịch UBND tỉnh giao",
        "UBND tỉnh giao",
        "Tasks assigned by the provincial People's Committee",
    ),
    ("CDS", Kind.DIGITAL, "Kế hoạch chuyển đổi số", "Chuyển đổi số", "Digital transformation"),
    ("DA06", Kind.PROJECT_06, "Kế hoạch triển khai Đề án 06", "Đề án 06", "Project 06"),
)


@dataclass(frozen=True)
class Sources:
    """Rows that tasks refer to."""

    directive: Document
    plan: Document
    conclusions: Mapping[str, Conclusion]


def load_sources(targets: Targets) -> Sources:
    """Writes documents and meetings. What the source does not tell stays empty."""
    province = Agency.objects.get(kind=Agency.Kind.LEADERSHIP)
    directive = Document.objects.create(
        number="03/CT-UBND",
        kind=Document.Kind.DIRECTIVE,
        issuer=province.name,
        issued_on=dt.date(2023, 3, 20),
        excerpt="Về việc tiếp tục nâng cao hiệu quả công tác cải cách hành chính (trích yếu ghi "
        "theo tin, chưa đối chiếu văn bản).",
    )
    plan = Document.objects.create(
        kind=Document.Kind.PLAN,
        issuer=province.name,
        excerpt=f"Kế hoạch cải cách hành chính của tỉnh năm {targets.period.year} (tin không "
        "nêu số, ngày ban hành).",
    )
    return Sources(directive, plan, _meetings(targets))


def _meetings(targets: Targets) -> dict[str, Conclusion]:
    period = Period.objects.get(code=targets.period.code)
    conclusions = {}
    for entry in targets.raw.get("meeting", ()):
        meeting = Meeting.objects.create(
            number=entry["number"],
            held_on=entry["held_on"],
            period=period if entry["held_on"] in targets.period else None,
        )
        for number, text in entry.get("conclusions", ()):
            conclusions[number] = Conclusion.objects.create(
                meeting=meeting, number=number, text=text, is_generated=True
            )
    return conclusions


def load_programmes(targets: Targets, sources: Sources) -> tuple[Programme, Programme]:
    """Writes all programmes; returns the plan and what the Government has assigned."""
    year = targets.period.year
    plan = Programme.objects.create(
        code=f"KH-CCHC-{year}",
        name=f"Kế hoạch cải cách hành chính năm {year}",
        short_name=f"Kế hoạch CCHC {year}",
        name_en=f"Administrative reform plan {year}",
        kind=Programme.Kind.PLAN,
        year=year,
        document=sources.plan,
    )
    government = Programme.objects.create(
        code=f"CP-TTG-{year}",
        name="Nhiệm vụ Chính phủ, Thủ tướng Chính phủ giao",
        short_name="Chính phủ, TTg giao",
        name_en="Tasks assigned by the Government and the Prime Minister",
        kind=Programme.Kind.GOVERNMENT,
        year=year,
        note=ASSUMPTION.format(open=targets.government.open, late=targets.government.late),
    )
    # Followed by the same committee; nothing was published of them, so they have no tasks.
    Programme.objects.bulk_create(
        Programme(
            code=f"{code}-{year}",
            name=name,
            short_name=short_name,
            name_en=name_en,
            kind=kind,
            year=year,
        )
        for code, kind, name, short_name, name_en in OTHERS
    )
    return plan, government
