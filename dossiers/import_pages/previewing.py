"""The preview of a list in words: counts first, then what would change, row by row."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.import_pages.listing import KINDS, before, counts_of, names, who_and_when
from dossiers.imports import jobs
from dossiers.imports.preview import Preview, Sample
from dossiers.imports.words import Word
from reporting.imports.counts import counts_in_words
from reporting.imports.problems import MOST_SHOWN, Problem
from reporting.models import ImportRun
from reporting.numbers import number, span

Row = dict[str, Any]
#: Letters of a heading that is named in a sentence, and headings named in one.
MOST_LETTERS = 60
MOST_NAMED = 30
#: Kinds whose rows have a list of their own.
LISTED = ("new", "changed", "unchanged", "repeated")


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
        told = self.preview
        words = {
            "file": self.run.file_name,
            "rows": number(told.rows),
            "days": span(*told.span) if told.span else "",
            "agencies": number(told.agencies_count),
        }
        if not told.span:
            return _("Tệp “%(file)s” có %(rows)s dòng, không dòng nào nhập được.") % words
        text = _(
            "Tệp “%(file)s” có %(rows)s dòng; các dòng đúng tiếp nhận %(days)s, thuộc %(agencies)s "
            "cơ quan giải quyết."
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
        return _told(jobs.problems(self.run, MOST_SHOWN))

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
        return _kinds(self.preview.kinds_of_problems)

    @cached_property
    def warnings(self) -> list[Row]:
        return _told(jobs.warnings(self.run, MOST_SHOWN))

    @property
    def warnings_beyond(self) -> str:
        if len(self.warnings) < MOST_SHOWN:
            return ""
        words = {"n": number(MOST_SHOWN), "total": number(self.preview.counts["warnings"])}
        return _("Hiển thị %(n)s điều đầu tiên của %(total)s dòng.") % words

    @property
    def kinds_of_warnings(self) -> list[Row]:
        return _kinds(self.preview.kinds_of_warnings)

    @property
    def changed(self) -> list[Row]:
        return [sample(one) for one in self.preview.changed]

    @property
    def changed_beyond(self) -> str:
        return _some(len(self.preview.changed), self.preview.counts["changed"])

    @property
    def new(self) -> list[Row]:
        return [sample(one) for one in self.preview.new]

    @property
    def new_beyond(self) -> str:
        return _some(len(self.preview.new), self.preview.counts["new"])

    @property
    def missing(self) -> list[Row]:
        return [sample(one) for one in self.preview.missing]

    @property
    def missing_beyond(self) -> str:
        return _some(len(self.preview.missing), self.preview.counts["missing"])

    # What the file holds --------------------------------------------------------------------------

    @property
    def columns(self) -> list[Row]:
        return [{"title": title, "meaning": meaning} for title, meaning in self.preview.columns]

    @property
    def agencies(self) -> list[Row]:
        return [{"label": label, "count": number(rows)} for label, rows in self.preview.agencies]

    @property
    def agencies_beyond(self) -> str:
        return _some(len(self.preview.agencies), self.preview.agencies_count)

    @property
    def skipped(self) -> list[str]:
        """Lines that are no rows of the table, by what they are."""
        return [
            _("%(kind)s: %(n)s") % {"kind": kind, "n": number(count)}
            for kind, count in self.preview.skipped
        ]

    @property
    def left_out(self) -> list[str]:
        """Columns and sheets that the import does not read, so that nothing is lost unseen."""
        told = self.preview
        found = [
            (told.personal, _("Cột về cá nhân, không đọc và không lưu: %(names)s.")),
            (told.unknown, _("Cột không nhận ra, không nhập: %(names)s.")),
            (told.left_alone, _("Cột biết nhưng không nhập: %(names)s.")),
            (told.hidden, _("Trang tính ẩn, không đọc: %(names)s.")),
        ]
        return [text % {"names": _named(titles)} for titles, text in found if titles]

    # What to do -----------------------------------------------------------------------------------

    @property
    def may_confirm(self) -> bool:
        return self.may_lead and self.preview.is_clean and not self.preview.is_empty

    @property
    def only_good_label(self) -> str:
        """The button that leaves the refused rows out; empty where there is no such choice."""
        told = self.preview
        if not self.may_lead or told.is_clean or told.is_empty:
            return ""
        words = {
            "good": number(told.counts["new"] + told.counts["changed"]),
            "bad": number(told.counts["refused"]),
        }
        return _("Nhập %(good)s dòng đúng, bỏ %(bad)s dòng sai") % words

    @property
    def verdict(self) -> str:
        """What stands in the way of confirming, or that there is nothing to do."""
        told = self.preview
        if told.is_empty and told.is_clean:
            return _("Tệp không làm thay đổi hồ sơ nào.")
        if told.is_empty:
            return _("Không dòng nào nhập được; hãy sửa tệp rồi tải lại.")
        if told.is_clean:
            return ""
        text = ngettext(
            "%(n)s dòng bị từ chối. Hãy sửa tệp rồi tải lại, hoặc nhập các dòng đúng và để các "
            "dòng sai lại.",
            "%(n)s dòng bị từ chối. Hãy sửa tệp rồi tải lại, hoặc nhập các dòng đúng và để các "
            "dòng sai lại.",
            told.counts["refused"],
        )
        return text % {"n": number(told.counts["refused"])}

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


def errors_url(run: ImportRun) -> str:
    """The refused rows as a file; empty where none is kept."""
    if not counts_of(run).get("refused"):
        return ""
    return reverse("dossiers:import-errors", args=[run.pk])


def sample(one: Sample) -> Row:
    facts = [{"label": fact.label, "old": fact.old, "new": fact.new} for fact in one.facts]
    return {"row": "" if one.row is None else number(one.row), "code": one.code, "facts": facts}


def _told(found: list[Problem]) -> list[Row]:
    return [
        {
            "row": number(one.row),
            "column": one.column,
            "value": one.shown_value,
            "wrong": one.wrong,
            "mend": one.mend,
        }
        for one in found
    ]


def _kinds(found: list[tuple[str, int]]) -> list[Row]:
    return [{"label": label, "count": number(count)} for label, count in found]


def _some(shown: int, total: int) -> str:
    if shown >= total:
        return ""
    return _("Hiển thị %(shown)s trong %(total)s.") % {
        "shown": number(shown),
        "total": number(total),
    }


def _named(titles: list[str]) -> str:
    found = ", ".join(f"“{title[:MOST_LETTERS]}”" for title in titles[:MOST_NAMED])
    return found + (", …" if len(titles) > MOST_NAMED else "")
