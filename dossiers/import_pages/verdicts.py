"""What may be done with a preview, in a sentence."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dossiers.import_pages.telling import rows_in_words
from dossiers.imports.preview import Preview
from reporting.numbers import number


def only_good_label(whole: Preview) -> str:
    """What comes in and what stays out where rows are refused; empty where there is no choice."""
    if whole.is_clean or whole.is_empty:
        return ""
    good, bad = whole.counts["new"] + whole.counts["changed"], whole.counts["refused"]
    words = {
        "good": ngettext("%(n)s dòng đúng", "%(n)s dòng đúng", good) % {"n": number(good)},
        "bad": ngettext("%(n)s dòng sai", "%(n)s dòng sai", bad) % {"n": number(bad)},
    }
    return _("Nhập %(good)s, bỏ %(bad)s") % words


def verdict(whole: Preview) -> str:
    """What stands in the way of confirming, or that there is nothing to do; else empty."""
    bad = whole.counts["refused"]
    if whole.is_clean:
        return _("Tệp không làm thay đổi hồ sơ nào.") if whole.is_empty else ""
    if not whole.is_empty:
        text = ngettext(
            "%(n)s dòng bị từ chối. Hãy sửa tệp rồi tải lại, hoặc nhập các dòng đúng và để các "
            "dòng sai lại.",
            "%(n)s dòng bị từ chối. Hãy sửa tệp rồi tải lại, hoặc nhập các dòng đúng và để các "
            "dòng sai lại.",
            bad,
        )
        return text % {"n": number(bad)}
    if known := whole.counts["unchanged"] + whole.counts["repeated"]:
        text = _(
            "Không có gì để nhập: %(known)s không làm thay đổi gì, %(bad)s bị từ chối. Hãy sửa các "
            "dòng bị từ chối rồi tải lại."
        )
        return text % {"known": rows_in_words(known), "bad": rows_in_words(bad)}
    return _("Không dòng nào nhập được; hãy sửa tệp rồi tải lại.")
