"""The words of form II.07b. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext as _

from dossiers.headlines import bound
from dossiers.links import procedures_url
from dossiers.procedures.exports import GROUPS
from dossiers.procedures.figures import FORM_207B
from dossiers.summary.form207b import Managed, figures_207b, total_207b
from reporting.figures import Figure
from reporting.numbers import date, number
from reporting.panels import definition_panel
from reporting.selection import Selection

Row = dict[str, Any]


class Form207bPage:
    """Form II.07b: a row per managing agency, twelve counts in three groups of four."""

    def __init__(self, rows: Sequence[Managed], selection: Selection) -> None:
        self.managed, self.selection = rows, selection

    @cached_property
    def total(self) -> dict[str, int]:
        return total_207b(self.managed)

    @property
    def headline(self) -> str:
        total = self.total
        if not total["authority"]:
            return _("Chưa có thủ tục nào có hiệu lực vào ngày %(day)s") % {"day": self.as_of}
        text = _(
            "%(n)s thủ tục có hiệu lực, %(one_stop)s thực hiện theo cơ chế một cửa, %(workflow)s "
            "đã có quy trình nội bộ"
        )
        return bound(
            text
            % {
                "n": number(total["authority"]),
                "one_stop": number(total["one_stop"]),
                "workflow": number(total["workflow"]),
            }
        )

    @property
    def as_of(self) -> str:
        return date(self.selection.until)

    @property
    def groups(self) -> list[str]:
        return [str(one) for one in GROUPS]

    @property
    def head(self) -> list[str]:
        return [str(meant.short) for meant in FORM_207B]

    @property
    def rows(self) -> list[Row]:
        return [
            {
                "label": row.name,
                "url": procedures_url(self.selection, state="in_force", agency=row.code),
                "cells": self._cells(figures_207b(row.counts, self.selection, row.code)),
            }
            for row in self.managed
        ]

    @property
    def foot(self) -> list[Row]:
        return self._cells(figures_207b(self.total, self.selection))

    def _cells(self, found: Sequence[Figure]) -> list[Row]:
        return [
            {
                "name": f"{GROUPS[place // 4]}: {one.definition.short}",
                "text": one.text,
                "href": one.url if one.value else "",
            }
            for place, one in enumerate(found)
        ]

    @property
    def definition(self) -> Row:
        return definition_panel(figures_207b(self.total, self.selection)[0])
