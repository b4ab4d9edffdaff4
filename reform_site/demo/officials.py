"""Who answers for what in the demonstration: offices are real, the people in them made up."""

from __future__ import annotations

from agencies.models import Agency, Committee, CommitteeSeat, Official, User
from tasks.models import Programme, Task
from tasks.states import Field

#: Provincial leaders: title, seat in the committee, contents of reform they look after.
LEADERS = (
    ("Chủ tịch UBND tỉnh", CommitteeSeat.Position.HEAD, (Field.STEERING,)),
    (
        "Phó Chủ tịch Thường trực UBND tỉnh",
        CommitteeSeat.Position.STANDING_DEPUTY,
        (Field.APPARATUS, Field.CIVIL_SERVICE, Field.PUBLIC_FINANCE),
    ),
    (
        "Phó Chủ tịch UBND tỉnh",
        CommitteeSeat.Position.DEPUTY,
        (Field.INSTITUTIONS, Field.PROCEDURES, Field.DIGITAL),
    ),
)
#: Title of the head by kind of agency.
HEADS = {
    Agency.Kind.DEPARTMENT: "Giám đốc",
    Agency.Kind.BOARD: "Trưởng ban",
    Agency.Kind.DISTRICT: "Chủ tịch",
}
#: Heads that are not called Giám đốc.
OTHER_TITLES = {"VPUBND": "Chánh Văn phòng", "TTT": "Chánh Thanh tra"}
SECRETARY = "SNV"

#: The accounts of the demonstration that belong to an office.
ACCOUNTS = {"uyvien": "Phó Chủ tịch UBND tỉnh", "lanhdao.xaydung": "SXD"}


def load_officials() -> None:
    """Writes leaders, heads and the committee, and names one of them for every task."""
    province = Agency.objects.get(kind=Agency.Kind.LEADERSHIP)
    committee = Committee.objects.create(
        name=f"Ban Chỉ đạo cải cách hành chính tỉnh {province.name.rpartition('tỉnh ')[2]}",
        short_name="Ban Chỉ đạo CCHC tỉnh",
        note="Số quyết định thành lập và danh sách thành viên không có trong nguồn; thành viên "
        "là dữ liệu minh họa.",
        is_generated=True,
    )
    people = iter(range(1, 1000))
    leaders = [_official(title, province, next(people)) for title, _, _ in LEADERS]
    agencies = Agency.objects.filter(kind__in=HEADS).order_by("kind", "code")
    heads = {one.code: _official(_title(one), one, next(people)) for one in agencies}
    _seat(committee, leaders, heads)
    _assign(leaders, heads)
    _accounts(leaders, heads)


def _official(title: str, agency: Agency, number: int) -> Official:
    return Official.objects.create(
        full_name=f"Lãnh đạo minh họa {number:02d}", title=title, agency=agency, is_generated=True
    )


def _title(agency: Agency) -> str:
    word = OTHER_TITLES.get(agency.code, HEADS[Agency.Kind(agency.kind)])
    return word if agency.code in OTHER_TITLES else f"{word} {agency.label}"


def _seat(committee: Committee, leaders: list[Official], heads: dict[str, Official]) -> None:
    seats = [
        CommitteeSeat(committee=committee, official=one, position=position)
        for one, (_, position, _) in zip(leaders, LEADERS, strict=True)
    ]
    for code, head in heads.items():
        if head.agency.kind == Agency.Kind.DEPARTMENT:
            is_secretary = code == SECRETARY
            position = (
                CommitteeSeat.Position.SECRETARY if is_secretary else CommitteeSeat.Position.MEMBER
            )
            seats.append(CommitteeSeat(committee=committee, official=head, position=position))
    CommitteeSeat.objects.bulk_create(seats)


def _assign(leaders: list[Official], heads: dict[str, Official]) -> None:
    """Heads answer for the plan's tasks, provincial leaders for what the Government assigned."""
    of_field = {
        field: one for one, (_, _, fields) in zip(leaders, LEADERS, strict=True) for field in fields
    }
    tasks = list(Task.objects.select_related("programme", "lead"))
    for task in tasks:
        is_plan = task.programme.kind == Programme.Kind.PLAN
        task.responsible = heads.get(task.lead.code) if is_plan else of_field[Field(task.field)]
    Task.objects.bulk_update(tasks, ["responsible"])


def _accounts(leaders: list[Official], heads: dict[str, Official]) -> None:
    officials = {one.title: one for one in leaders} | heads
    for user in User.objects.filter(username__in=ACCOUNTS):
        office = officials[ACCOUNTS[user.username]]
        office.user = user
        office.save(update_fields=["user"])
