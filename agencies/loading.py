"""Reads the agencies of a province from a data file into the tree.

A file is a start, not the truth: rows that exist are left as people have corrected them.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from agencies.collation import sort_key
from agencies.models import Agency, AgencyPlacement

HAI_DUONG = Path(__file__).parent / "data" / "hai_duong.json"

#: Level of the kinds of agency; every other kind works for the whole province.
LEVELS = {
    Agency.Kind.DISTRICT: Agency.Level.DISTRICT,
    Agency.Kind.COMMUNE: Agency.Level.COMMUNE,
}


@dataclass(frozen=True)
class Loaded:
    """How many rows a file added, and how many of its rows were there before."""

    added: int
    kept: int


class AgencyFileError(ValueError):
    """A data file that cannot be loaded; the message is for the person who wrote it."""


def load_agencies(path: Path = HAI_DUONG) -> Loaded:
    """Adds the agencies of ``path`` that are missing, each below its parent.

    Raises ``AgencyFileError`` naming the unit and the key when the file is malformed.
    """
    units = _read(path)
    known = set(Agency.objects.values_list("code", flat=True))
    missing = [unit for unit in units if unit["code"] not in known]
    with transaction.atomic():
        Agency.objects.bulk_create([_agency(unit, path) for unit in missing])
        _place(missing, path)
    return Loaded(added=len(missing), kept=len(units) - len(missing))


def _read(path: Path) -> list[dict[str, Any]]:
    try:
        units: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["units"]
    except (OSError, KeyError, ValueError) as error:
        raise AgencyFileError(
            _("Không đọc được tệp cơ quan %(file)s: %(error)s.")
            % {"file": path.name, "error": error}
        ) from error
    return units


def _agency(unit: dict[str, Any], path: Path) -> Agency:
    try:
        kind = Agency.Kind(unit["kind"])
        return Agency(
            code=unit["code"],
            name=unit["name"],
            short_name=unit["short_name"] or "",
            kind=kind,
            level=unit.get("level") or LEVELS.get(kind, Agency.Level.PROVINCE),
            gso_code=unit["gso_code"] or "",
            is_ranked=unit["ranked"],
            valid_from=_day(unit["valid_from"]),
            sort_key=sort_key(unit["name"]),
        )
    except (KeyError, ValueError) as error:
        raise AgencyFileError(
            _("Tệp %(file)s, đơn vị %(code)s: giá trị thiếu hoặc không hợp lệ (%(error)s).")
            % {"file": path.name, "code": unit.get("code", "?"), "error": error}
        ) from error


def _place(units: Iterable[dict[str, Any]], path: Path) -> None:
    ids = dict(Agency.objects.values_list("code", "pk"))
    placed = [unit for unit in units if unit["parent"]]
    for unit in placed:
        if unit["parent"] not in ids:
            raise AgencyFileError(
                _("Tệp %(file)s, đơn vị %(code)s: không có cơ quan cấp trên %(parent)s.")
                % {"file": path.name, "code": unit["code"], "parent": unit["parent"]}
            )
    AgencyPlacement.objects.bulk_create(
        AgencyPlacement(
            agency_id=ids[unit["code"]],
            parent_id=ids[unit["parent"]],
            valid_from=_day(unit["valid_from"]),
        )
        for unit in placed
    )


def _day(text: str | None) -> dt.date | None:
    return dt.date.fromisoformat(text) if text else None
