"""The seven roles, and how far each one reaches."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    MEMBER = "member", _("Ủy viên Ban Chỉ đạo")
    SECRETARIAT = "secretariat", _("Cơ quan thường trực CCHC")
    PROCEDURE_OFFICE = "procedure_office", _("Cơ quan đầu mối kiểm soát TTHC")
    CLERK = "clerk", _("Công chức nhập liệu")
    HEAD = "head", _("Lãnh đạo cơ quan")
    AUDITOR = "auditor", _("Thanh tra, kiểm toán số liệu")
    ADMINISTRATOR = "administrator", _("Quản trị hệ thống")


#: Roles that reach every agency; the others reach their own agency and its branch.
PROVINCE_WIDE = frozenset(
    {
        Role.MEMBER,
        Role.SECRETARIAT,
        Role.PROCEDURE_OFFICE,
        Role.AUDITOR,
        Role.ADMINISTRATOR,
    }
)

#: Roles that work in the entry screens. A member only reads the dashboard.
ENTERS = frozenset(set(Role) - {Role.MEMBER})
