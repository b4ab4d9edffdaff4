"""What a rank means."""

from django.utils.translation import gettext_lazy as _

from reporting.figures import Definition, Direction, Example, Unit, register

register(
    Definition(
        code="rank",
        label=_("Thứ hạng Chỉ số CCHC (PAR INDEX)"),
        unit=Unit.RANK,
        topic=_("Chỉ số"),
        formula=_("thứ hạng trong số tỉnh, thành phố được xếp hạng; số nhỏ hơn là tốt hơn"),
        numerator=("rank",),
        example=Example({"rank": 16}, "16", _("Nghệ An, PAR INDEX năm 2022")),
        owner=_("Bộ Nội vụ"),
        source=_("Quyết định công bố Chỉ số CCHC hằng năm"),
        legal_basis=_("Quyết định 876/QĐ-BNV"),
        edge_cases=(
            _("Thay đổi = thứ hạng năm trước − thứ hạng năm nay: số dương là tăng bậc."),
            _("Không so hai năm có số đơn vị được xếp hạng khác nhau (63 đến 2024, 34 từ 2025)."),
        ),
        better=Direction.DOWN,
    )
)
