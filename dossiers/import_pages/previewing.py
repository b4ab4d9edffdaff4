"""The preview of a list in words: counts first, then what would change, row by row."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.import_pages.listing import KINDS, before, names, who_and_when
from dossiers.import_pages.telling import (
    beyond,
    errors_url,
    kinds,
    named,
    rows_in_words,
    sample,
    told,
)
from dossiers.import_pages.verdicts import only_good_label, verdict
from dossiers.imports import jobs
from dossiers.imports.preview import Preview
from dossiers.imports.words import Word
from reporting.imports.counts import counts_in_words
from reporting.imports.problems import MOST_SHOWN
from reporting.numbers import number, span

Row = dict[str, Any]
#: Kinds whose rows have a list of their own.
LISTED = ("new", "changed", "unchanged", "repeated")
#: Lines named that are no rows.
MOST_ROWS = 20


class PreviewPage:
    """``words``: unknown ones, and ``may_settle`` whether the reader may say what they mean."""

    def __init__(
        self,
        preview: Preview,
        *,
        words: list[Word],
        may_lead: bool,
        may_settle: bool,
    ) -> None:
        self.preview, self.run = preview, preview.run
        self.words, self.may_lead, self.may_settle = words, may_lead, may_settle

    @property
    def title(self) -> str:
        counts = counts_in_words(self.preview.counts)
        return _("Xem trước khi nhập: %(counts)s") % {"counts": counts}

    @property
    def said(self) -> str:
        """Which file, of which rows, days and agencies."""
        whole = self.preview
        agencies = ngettext(
            "%(n)s cơ quan giải quyết", "%(n)s cơ quan giải quyết", whole.agencies_count
        )
        words = {
            "file": self.run.file_name,
            "rows": rows_in_words(whole.rows),
            "days": span(*whole.span) if whole.span else "",
            "agencies": agencies % {"n": number(whole.agencies_count)},
        }
        if not whole.span:
            return _("Tệp “%(file)s” có %(rows)s, không dòng nào đúng.") % words
        text = _(
            "Tệp “%(file)s” có %(rows)s; các dòng đúng tiếp nhận %(days)s, thuộc %(agencies)s."
        )
        return text % words

    @property
    def before(self) -> str:
        return before(self.preview.imported_before)

    @property
    def led_by(self) -> str:
        """Who alone may confirm, for another reader."""
        if self.may_lead:
            return ""
        return _("Tệp do %(who)s tải lên; chỉ người tải lên xác nhận được.") % who_and_when(
            self.run
        )

    @cached_property
    def counts(self) -> list[Row]:
        """The tiles: label, count, address of the rows."""
        named = names()
        return [
            {
                "label": named[kind],
                "count": number(self.preview.counts[kind]),
                "href": self._address(kind) if self.preview.counts[kind] else "",
            }
            for kind in KINDS
        ]

    def _address(self, kind: str) -> str:
        if kind in LISTED:
            return f"{reverse('dossiers:import-rows', args=[self.run.pk])}?kind={kind}"
        return f"#{kind}"

    # Rows -----------------------------------------------------------------------------------------

    @cached_property
    def refused(self) -> list[Row]:
        return told(jobs.problems(self.run, MOST_SHOWN))

    @property
    def refused_beyond(self) -> str:
        if len(self.refused) < MOST_SHOWN:
            return ""
        text = _("Hiển thị %(n)s lỗi đầu tiên của %(total)s dòng bị từ chối; tệp có đủ mọi dòng.")
        return text % {"n": number(MOST_SHOWN), "total": number(self.preview.counts["refused"])}

    @property
    def errors_url(self) -> str:
        return errors_url(self.run)

    @property
    def kinds_of_problems(self) -> list[Row]:
        return kinds(self.preview.kinds_of_problems)

    @cached_property
    def warnings(self) -> list[Row]:
        return told(jobs.warnings(self.run, MOST_SHOWN))

    @property
    def warnings_beyond(self) -> str:
        if len(self.warnings) < MOST_SHOWN:
            return ""
        words = {"n": number(MOST_SHOWN), "total": number(self.preview.counts["warnings"])}
        return _("Hiển thị %(n)s điều đầu tiên của %(total)s dòng.") % words

    @property
    def kinds_of_warnings(self) -> list[Row]:
        return kinds(self.preview.kinds_of_warnings)

    @property
    def changed(self) -> list[Row]:
        return [sample(one, is_stored=True) for one in self.preview.changed]

    @property
    def changed_beyond(self) -> str:
        return beyond(len(self.preview.changed), self.preview.counts["changed"])

    @property
    def new(self) -> list[Row]:
        return [sample(one) for one in self.preview.new]

    @property
    def new_beyond(self) -> str:
        return beyond(len(self.preview.new), self.preview.counts["new"])

    @property
    def missing(self) -> list[Row]:
        return [sample(one, is_stored=True) for one in self.preview.missing]

    @property
    def missing_beyond(self) -> str:
        return beyond(len(self.preview.missing), self.preview.counts["missing"])

    # What the file holds --------------------------------------------------------------------------

    @property
    def columns(self) -> list[Row]:
        return [{"title": title, "meaning": meaning} for title, meaning in self.preview.columns]

    @property
    def agencies(self) -> list[Row]:
        return [{"label": label, "count": number(rows)} for label, rows in self.preview.agencies]

    @property
    def agencies_beyond(self) -> str:
        return beyond(len(self.preview.agencies), self.preview.agencies_count)

    @property
    def skipped(self) -> list[str]:
        """Lines that are no rows of the table, by what they are, and where the first ones stand."""
        found = []
        for kind, count, rows in self.preview.skipped:
            named_rows = ", ".join(map(number, rows[:MOST_ROWS]))
            named_rows += ", …" if count > MOST_ROWS else ""
            text = ngettext(
                "%(kind)s: %(count)s (dòng %(rows)s)", "%(kind)s: %(count)s (dòng %(rows)s)", count
            )
            found.append(text % {"kind": kind, "count": number(count), "rows": named_rows})
        return found

    @property
    def left_out(self) -> list[str]:
        """Columns, sheets and lines that are not imported, so that nothing is lost unseen."""
        whole = self.preview
        found = [
            (whole.personal, _("Cột về cá nhân, không đọc và không lưu: %(names)s.")),
            (whole.unknown, _("Cột không nhận ra, không nhập: %(names)s.")),
            (whole.left_alone, _("Cột biết nhưng không nhập: %(names)s.")),
            (whole.hidden, _("Trang tính ẩn, không đọc: %(names)s.")),
        ]
        said = [text % {"names": named(titles)} for titles, text in found if titles]
        if whole.skipped:
            kinds = ", ".join(f"{kind} ({number(count)})" for kind, count, _rows in whole.skipped)
            said.append(_("Dòng không phải hồ sơ, không nhập: %(kinds)s.") % {"kinds": kinds})
        return said

    # What to do -----------------------------------------------------------------------------------

    @property
    def may_confirm(self) -> bool:
        return self.may_lead and self.preview.is_clean and not self.preview.is_empty

    @property
    def only_good_label(self) -> str:
        """The button that leaves the refused rows out; empty where there is no such choice."""
        return only_good_label(self.preview) if self.may_lead else ""

    @property
    def verdict(self) -> str:
        return verdict(self.preview)

    @property
    def words_said(self) -> str:
        """That words of the file are not known, and who may settle it."""
        if not self.words:
            return ""
        text = ngettext(
            "Có %(n)s cách ghi chưa biết.", "Có %(n)s cách ghi chưa biết.", len(self.words)
        ) % {"n": number(len(self.words))}
        if self.may_settle:
            return text
        return f"{text} {_('Hãy sửa trong tệp, hoặc đề nghị cơ quan kiểm soát thủ tục ghép.')}"
