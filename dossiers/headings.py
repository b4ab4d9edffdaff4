"""What stands over a list of dossiers: how many, which, of whom."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dossiers.questions import EVERY, Count, Question
from reporting.numbers import number

#: What the rows of a column are called, in the choice of columns and after a count.
COLUMN_LABELS: dict[str, str | Promise] = {
    "received_total": gettext_lazy("Hồ sơ đã tiếp nhận, kể cả kỳ trước chuyển sang"),
    "online": gettext_lazy("Hồ sơ tiếp nhận trực tuyến trong kỳ"),
    "direct_postal": gettext_lazy("Hồ sơ tiếp nhận trực tiếp, qua bưu chính trong kỳ"),
    "direct": gettext_lazy("Hồ sơ tiếp nhận trực tiếp trong kỳ"),
    "postal": gettext_lazy("Hồ sơ tiếp nhận qua bưu chính trong kỳ"),
    "carried_over": gettext_lazy("Hồ sơ kỳ trước chuyển sang"),
    "new_received": gettext_lazy("Hồ sơ tiếp nhận trong kỳ"),
    "resolved_total": gettext_lazy("Hồ sơ đã giải quyết"),
    "resolved_early": gettext_lazy("Hồ sơ giải quyết trước hạn"),
    "resolved_on_time": gettext_lazy("Hồ sơ giải quyết đúng hạn"),
    "resolved_early_on_time": gettext_lazy("Hồ sơ giải quyết trước hạn, đúng hạn"),
    "resolved_overdue": gettext_lazy("Hồ sơ giải quyết quá hạn"),
    "pending_total": gettext_lazy("Hồ sơ đang giải quyết"),
    "pending_in_time": gettext_lazy("Hồ sơ đang giải quyết, trong hạn"),
    "pending_overdue": gettext_lazy("Hồ sơ đang giải quyết, quá hạn"),
    "returned": gettext_lazy("Hồ sơ trả lại, dừng xử lý"),
    "withdrawn": gettext_lazy("Hồ sơ công dân xin rút"),
    "in_time_or_settled": gettext_lazy("Hồ sơ xử lý đúng tiến độ"),
    "late_or_overdue": gettext_lazy("Hồ sơ quá hạn, kể cả đang giải quyết"),
    "due_total": gettext_lazy("Hồ sơ đến hạn: đã giải quyết hoặc đang quá hạn"),
    "taken_over": gettext_lazy("Hồ sơ nhận bàn giao trong kỳ"),
    "handed_over": gettext_lazy("Hồ sơ bàn giao cho cơ quan khác trong kỳ"),
    EVERY: gettext_lazy("Hồ sơ của mọi kỳ"),
}


def heading(question: Question, count: Count, narrowed: Sequence[str] = ()) -> str:
    """``782 hồ sơ giải quyết quá hạn của Sở Y tế``; ``Trên 1.000 …`` where nobody counted on.

    ``narrowed``: what else is asked for, each in words: ``lĩnh vực: Đất đai``.
    """
    label = str(COLUMN_LABELS[question.column])
    words = {
        "count": number(count.value),
        "what": _lower_first(label),
        "label": label,
    }
    if not count.value:
        text = _("Không có %(what)s") % words
    elif count.is_exact:
        # One of a thing is told apart where the language has a singular.
        text = ngettext(
            "%(count)s\N{NO-BREAK SPACE}%(what)s",
            "%(count)s\N{NO-BREAK SPACE}%(what)s",
            count.value,
        )
        text %= words
    else:
        text = _("Trên %(count)s\N{NO-BREAK SPACE}%(what)s") % words
    if question.agency:
        text = _("%(text)s của %(agency)s") % {"text": text, "agency": question.agency.name}
    return f"{text} ({'; '.join(narrowed)})" if narrowed else text


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
