"""What a succession says about the two agencies, held against the days they exist on."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from django.forms import BaseInlineFormSet, ModelForm
from django.utils.translation import gettext as _

from agencies.models import Agency, AgencySuccession

_Kind = AgencySuccession.Kind
ONE_DAY = dt.timedelta(days=1)


def contradictions(
    predecessor: Agency, kind: str, successor: Agency | None, on: dt.date
) -> dict[str, str]:
    """Messages by field of the succession. Only a split leaves the old agency standing.

    A renamed agency has a successor that begins on that day; one that is absorbed goes into an
    agency that was there before; a merger or a split ends in whichever exists on the day.
    """
    found: dict[str, str] = {}
    last = on - ONE_DAY
    words = {
        "old": predecessor.name,
        "new": successor.name if successor else "",
        "on": _day(on),
        "last": _day(last),
        "first": _day(successor.valid_from) if successor and successor.valid_from else "",
    }
    if kind != _Kind.SPLIT and predecessor.valid_to != last:
        found["on"] = (
            _(
                "%(old)s phải kết thúc ngay trước ngày %(on)s; hãy nhập “Có hiệu lực đến hết” là "
                "%(last)s, hoặc sửa ngày có hiệu lực của việc kế thừa."
            )
            % words
        )
    if successor is None:
        return found
    if not successor.exists_on(on):
        found["successor"] = (
            _(
                "%(new)s không hoạt động vào ngày %(on)s; hãy sửa thời gian tồn tại của cơ quan "
                "này hoặc chọn cơ quan kế thừa khác."
            )
            % words
        )
    elif kind == _Kind.RENAMED and successor.valid_from != on:
        found["successor"] = (
            _(
                "Đổi tên thì cơ quan mới bắt đầu đúng ngày %(on)s, nhưng %(new)s đã hoạt động từ "
                "trước; hãy chọn hình thức “Sáp nhập vào”, hoặc sửa ngày bắt đầu của cơ quan mới."
            )
            % words
        )
    elif kind == _Kind.ABSORBED and successor.valid_from == on:
        found["successor"] = (
            _(
                "Sáp nhập thì cơ quan nhận đã có từ trước, nhưng %(new)s mới bắt đầu ngày "
                "%(first)s; hãy chọn hình thức “Hợp nhất” hoặc “Đổi tên”."
            )
            % words
        )
    return found


class SuccessionFormSet(BaseInlineFormSet):
    """The successions of an agency, read with the days just typed on the same form."""

    def clean(self) -> None:
        super().clean()
        told = [form for form in self.forms if _is_told(form)]
        many = Counter(form.cleaned_data["on"] for form in told)
        for form in told:
            kind, on = form.cleaned_data["kind"], form.cleaned_data["on"]
            successor = form.cleaned_data.get("successor")
            for field, message in contradictions(self.instance, kind, successor, on).items():
                form.add_error(field, message)
            if many[on] > 1 and kind in (_Kind.RENAMED, _Kind.MERGED, _Kind.ABSORBED):
                form.add_error(
                    "kind",
                    _(
                        "Ngày %(on)s đang có %(n)d dòng kế thừa; đổi tên, hợp nhất và sáp nhập chỉ "
                        "có một cơ quan kế thừa. Hãy chọn “Chia tách” cho các dòng, hoặc xóa bớt."
                    )
                    % {"on": _day(on), "n": many[on]},
                )


def _is_told(form: ModelForm) -> bool:
    """Whether the row is filled in, free of errors of its own, and to be kept."""
    data = getattr(form, "cleaned_data", {})
    return bool(data.get("on") and data.get("kind")) and not data.get("DELETE") and not form.errors


def _day(day: dt.date) -> str:
    return f"{day:%d/%m/%Y}"
