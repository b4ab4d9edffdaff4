"""Imports a plan annex from the command line, by the same path as the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from agencies.models import User
from reporting.imports import keeping
from reporting.imports.counts import counts_in_words
from reporting.imports.layout import NoTable
from reporting.imports.limits import Refused
from reporting.imports.plans import CHANGED
from reporting.imports.refusals import explain
from reporting.models import ImportRun
from reporting.selection import parse_day
from tasks.forms.imports import assigned_by_default
from tasks.imports import running
from tasks.imports.lines import Options
from tasks.imports.plan import Plan
from tasks.imports.sources import RIGHT
from tasks.models import Programme


class Command(BaseCommand):
    help = (
        "Imports a plan annex (.xlsx or .csv) into a programme. Without --confirm it only shows "
        "what would change. Exit code 1 where a row or the file is refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--programme", required=True, help="code of the programme")
        parser.add_argument("--user", required=True, help="user name of whoever imports")
        parser.add_argument("--on", help="day that the file tells of (default: today)")
        parser.add_argument("--assigned-on", help="day of assignment where a row has none")
        parser.add_argument("--confirm", action="store_true", help="write what is shown")
        parser.add_argument("--good-only", action="store_true", help="leave refused rows out")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        user, programme = _user(options["user"]), _programme(options["programme"])
        run = _start(options, user, programme)
        try:
            plan = running.preview(run, user)
            self._show(plan)
            if plan.problems and not options["good_only"]:
                raise CommandError("Tệp còn dòng sai; chưa nhập dòng nào.")
            if not options["confirm"]:
                self.stdout.write("Chưa nhập; thêm --confirm để nhập.")
                return
            done = running.confirm(
                run, user, fingerprint=plan.fingerprint, good_only=options["good_only"]
            )
            self.stdout.write(f"Đã nhập: {counts_in_words(done.counts)}.")
        except Refused as refused:
            raise CommandError(" ".join(explain(refused))) from refused
        except NoTable as error:
            raise CommandError(f"{error.wrong} {error.mend}") from error
        finally:
            keeping.drop(run)

    def _show(self, plan: Plan) -> None:
        self.stdout.write(f"Xem trước: {counts_in_words(plan.counts)}.")
        for problem in plan.problems:
            self.stderr.write(str(problem))
        for line in plan.of_kind(CHANGED):
            for one in line.changes:
                self.stdout.write(f"{line.code}, {one.label}: {one.old} → {one.new}")


def _user(name: str) -> User:
    user = User.objects.filter(username=name).first()
    if user is None or not user.has_perm(RIGHT):
        raise CommandError(f"Người dùng “{name}” không có quyền nhập nhiệm vụ.")
    return user


def _programme(code: str) -> Programme:
    programme = Programme.objects.filter(code=code).first()
    if programme is None:
        codes = ", ".join(Programme.objects.values_list("code", flat=True))
        raise CommandError(f"Không có chương trình “{code}”; các mã: {codes}.")
    return programme


def _start(options: dict[str, Any], user: User, programme: Programme) -> ImportRun:
    today = timezone.localdate()
    on = _day(options["on"]) or today
    if on > today:
        raise CommandError("Ngày số liệu chưa đến.")
    assigned_on = _day(options["assigned_on"]) or assigned_by_default(programme)
    if assigned_on is None:
        raise CommandError("Chương trình chưa có văn bản ban hành; hãy thêm --assigned-on.")
    path: Path = options["file"]
    try:
        with path.open("rb") as file:
            return running.start(
                File(file, name=path.name),
                programme=programme,
                options=Options(on=on, assigned_on=assigned_on),
                user=user,
            )
    except OSError as error:
        raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from error
    except Refused as refused:
        raise CommandError(" ".join(explain(refused))) from refused


def _day(text: str | None) -> Any:
    if not text:
        return None
    found = parse_day(text)
    if found is None:
        raise CommandError(f"Ngày “{text}” không đọc được; hãy ghi như 14/06/2024.")
    return found
