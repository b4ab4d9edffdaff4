"""A province of three levels with random dossiers, and what its pages say."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from html import unescape
from random import Random
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.http import QueryDict
from django.test import RequestFactory

from agencies.models import Agency, User
from dossiers.codes import OnlineKind, Status
from dossiers.filters import DossierFilter
from dossiers.models import Dossier
from dossiers.questions import Question
from reporting.selection import select
from tests.factories import AgencyFactory, ProcedureFactory, SectorFactory

FIRST, LAST = dt.date(2023, 12, 15), dt.date(2024, 6, 14)
STATUSES = (1, 2, 3, 4, 5, 6, 7, 8, 9, 9, 9, 9, 10, 10, 10)


@dataclass
class Province:
    agencies: list[Agency]
    idle: Agency

    @classmethod
    def create(cls, *, seed: int, dossiers: int) -> Province:
        level = Agency.Level
        top = AgencyFactory(code="TINH", name="UBND tỉnh", kind=Agency.Kind.LEADERSHIP)
        departments = [
            AgencyFactory(code=code, name=name, parent=top)
            for code, name in (("SXD", "Sở Xây dựng"), ("SYT", "Sở Y tế"))
        ]
        idle = AgencyFactory(code="TTT", name="Thanh tra tỉnh", parent=top)
        local: list[Agency] = []
        for n in range(2):
            district = AgencyFactory(
                code=f"H{n}",
                name=f"Ủy ban nhân dân huyện {n}",
                short_name=f"UBND huyện {n}",
                level=level.DISTRICT,
                kind=Agency.Kind.DISTRICT,
                parent=top,
            )
            communes = [
                AgencyFactory(
                    code=f"X{n}{k}",
                    name=f"Ủy ban nhân dân xã {n}{k}",
                    level=level.COMMUNE,
                    kind=Agency.Kind.COMMUNE,
                    parent=district,
                )
                for k in range(3)
            ]
            local += [district, *communes]
        found = cls([*departments, *local], idle)
        found.fill(Random(seed), dossiers)
        return found

    def fill(self, chance: Random, count: int) -> None:
        sectors = [SectorFactory(code=f"lv-{n}") for n in range(2)]
        procedures = [
            ProcedureFactory(sector=sector, online_kind=kind)
            for sector in sectors
            for kind in OnlineKind
        ]
        Dossier.objects.bulk_create(self.dossier(chance, procedures, n) for n in range(count))

    def dossier(self, chance: Random, procedures: list[Any], number: int) -> Dossier:
        received = FIRST + dt.timedelta(days=chance.randint(-60, 190))
        status = chance.choice(STATUSES)
        due = received + dt.timedelta(days=chance.randint(0, 20)) if chance.random() < 0.9 else None
        resolved = None
        if status in Status.closed():
            on_the_day = due is not None and chance.random() < 0.3
            resolved = due if on_the_day else received + dt.timedelta(days=chance.randint(0, 40))
        agency = chance.choice(self.agencies)
        return Dossier(
            code=f"H23.01-240101-{number:04d}",
            procedure=chance.choice(procedures),
            receiving_agency=agency,
            resolving_agency=agency,
            channel=chance.randint(1, 3),
            received_on=received,
            due_on=due,
            resolved_on=resolved,
            status=status,
        )


@dataclass(frozen=True)
class Row:
    """A row of form II.06 as the page has it: columns 3 to 13 with their addresses."""

    id: str
    kind: str
    number: str
    name: str
    counts: tuple[int, ...]
    urls: tuple[str, ...]


def form_rows(page: str) -> list[Row]:
    """All rows of form II.06 on a page, the row of totals last."""
    table = page[page.index('<table class="f206">') :]
    found = []
    for attrs, body in re.findall(r"<tr([^>]*)>(<td>.*?)</tr>", table):
        cells = re.findall(r'<td[^>]*><a href="([^"]+)">([\d.,]+)</a></td>', body)
        heading = re.search(r'<td>(.*?)</td><th scope="row">(.*?)</th>', body)
        assert heading is not None
        found.append(
            Row(
                id=_attr(attrs, "id"),
                kind=_attr(attrs, "class"),
                number=heading[1],
                name=unescape(re.sub(r"<[^>]+>", "", heading[2])).strip(),
                counts=tuple(int(re.sub(r"[.,]", "", text)) for _url, text in cells),
                urls=tuple(unescape(url) for url, _text in cells),
            )
        )
    return found


def _attr(attrs: str, name: str) -> str:
    found = re.search(rf'{name}="([^"]*)"', attrs)
    return found[1] if found else ""


def question_of(url: str, user: User) -> Question:
    """What the list at ``url`` asks for when ``user`` opens it."""
    query = QueryDict(urlsplit(url).query)
    request = RequestFactory().get(url)
    request.user = user
    selection = select(query)
    assert selection is not None
    filter = DossierFilter(query, Dossier.objects.none(), request=request, selection=selection)
    assert filter.form.is_valid(), filter.form.errors
    return filter.question


def parameter(url: str, name: str) -> str | None:
    return parse_qs(urlsplit(url).query).get(name, [None])[0]


def heading_of(response: Any) -> str:
    found = re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.S)
    assert found is not None
    return unescape(found[1]).replace("\N{NO-BREAK SPACE}", " ").strip()


def list_links(body: str) -> list[tuple[str, int]]:
    """The numbers of a page that open the list of dossiers: (address, number)."""
    found = re.findall(r'<a[^>]*href="([^"]*/dossiers/list/\?[^"]+)"[^>]*>(?:<b>)?([\d.]+)<', body)
    return [(unescape(url), int(text.replace(".", ""))) for url, text in found]
