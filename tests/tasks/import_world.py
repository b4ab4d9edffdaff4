"""A programme, its agencies, and sheets about its tasks."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from agencies.models import Agency, User
from agencies.roles import Role
from reporting.models import ImportRun
from tasks.imports import running
from tasks.imports.lines import Options
from tasks.imports.plan import Plan
from tasks.models import Programme
from tests.factories import AgencyFactory, ProgrammeFactory, UserFactory
from tests.files import workbook

ON = dt.date(2024, 6, 14)
HEAD = ["TT", "Mã", "Nội dung nhiệm vụ", "Lĩnh vực", "Cơ quan chủ trì", "Thời hạn"]


@dataclass
class World:
    justice: Agency = field(
        default_factory=lambda: AgencyFactory(code="STP", name="Sở Tư pháp", short_name="Sở TP")
    )
    home: Agency = field(default_factory=lambda: AgencyFactory(code="SNV", name="Sở Nội vụ"))
    programme: Programme = field(
        default_factory=lambda: ProgrammeFactory(code="KH2024", name="Kế hoạch CCHC")
    )
    secretary: User = field(init=False)

    def __post_init__(self) -> None:
        self.secretary = UserFactory(role=Role.SECRETARIAT, role__agency=self.home)

    def run(self, content: bytes | list[list[Any]], name: str = "phu-luc.xlsx") -> ImportRun:
        raw = workbook(content) if isinstance(content, list) else content
        return running.start(
            SimpleUploadedFile(name, raw),
            programme=self.programme,
            options=Options(on=ON, assigned_on=dt.date(2024, 1, 15)),
            user=self.secretary,
        )

    def plan(self, content: bytes | list[list[Any]]) -> Plan:
        return running.preview(self.run(content), self.secretary)

    def imported(self, content: bytes | list[list[Any]], **options: Any) -> ImportRun:
        """Uploaded, previewed and confirmed."""
        run = self.run(content)
        plan = running.preview(run, self.secretary)
        return running.confirm(run, self.secretary, fingerprint=plan.fingerprint, **options)
