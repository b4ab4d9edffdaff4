"""Rows that a sheet refers to by name: agencies, documents, officials, programmes."""

from __future__ import annotations

import re
from collections import defaultdict

from django.utils.translation import gettext as _

from agencies.models import Agency, Official, User
from reporting.imports.agencies import AgencyBook
from reporting.imports.problems import WrongValue
from reporting.imports.text import fold
from reporting.selection import parse_day
from tasks.models import Document

RIGHT = "tasks.import_task"
_NUMBER = re.compile(r"\d+[\w-]*/[\w&./-]*[\w]", re.U)
_DAY = re.compile(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{4}")


class Sources:
    """Loaded once for a file: four queries, however many rows it has."""

    def __init__(self, user: User) -> None:
        self.book = AgencyBook(Agency.objects.writable_by(user, RIGHT))
        self._documents: dict[str, list[Document]] = defaultdict(list)
        for document in Document.objects.exclude(number=""):
            self._documents[_plain(document.number)].append(document)
        self._officials: dict[str, list[Official]] = defaultdict(list)
        for official in Official.objects.filter(agency__in=self.book.every):
            for name in {fold(official.full_name), fold(str(official))}:
                self._officials[name].append(official)

    def document(self, text: str) -> Document | None:
        """The document whose number stands in ``text``. Raises ``WrongValue``."""
        if not text:
            return None
        numbers = _NUMBER.findall(_DAY.sub(" ", text))
        found = [one for number in numbers for one in self._documents.get(_plain(number), [])]
        if not found and _plain(text) in self._documents:
            found = self._documents[_plain(text)]
        if len(found) > 1:
            days = {parse_day(day) for day in _DAY.findall(text)}
            found = [one for one in found if one.issued_on in days] or found
        if len(found) == 1 or (found and len(set(numbers)) > 1):
            return found[0]
        if found:
            raise WrongValue(
                _("Có %(n)s văn bản cùng số, ký hiệu này.") % {"n": len(found)},
                _("Hãy ghi thêm ngày ban hành, ví dụ “12/KH-UBND ngày 15/01/2024”."),
            )
        raise WrongValue(
            _("Văn bản này chưa có trong danh mục văn bản."),
            _("Hãy nhập văn bản trước (Nhập liệu → Văn bản), hoặc để trống ô này."),
        )

    def official(self, text: str) -> Official | None:
        if not text:
            return None
        found = self._officials.get(fold(text), [])
        if len(found) == 1:
            return found[0]
        if found:
            raise WrongValue(
                _("Có %(n)s người cùng tên.") % {"n": len(found)},
                _("Hãy ghi cả chức vụ, ví dụ “Nguyễn Văn A, Giám đốc”."),
            )
        raise WrongValue(
            _("Chưa có người này trong danh sách lãnh đạo."),
            _("Hãy nhập người này trước (Nhập liệu → Lãnh đạo), hoặc để trống ô này."),
        )


def _plain(number: str) -> str:
    return re.sub(r"\s+", "", number).casefold()
