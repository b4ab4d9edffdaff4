"""Imports a sheet of form II.06 from the command line, by the same path as the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from agencies.models import User
from dossiers.models import Return, Sector
from dossiers.returns.entry import Cell, label_of, may_enter
from dossiers.returns.imports import running
from dossiers.returns.imports.plan import Plan, unequal
from dossiers.returns.steps import StepRefused
from reporting.imports import keeping
from reporting.imports.counts import counts_in_words
from reporting.imports.keeping import Stale
from reporting.imports.layout import NoTable
from reporting.imports.limits import Refused
from reporting.imports.plans import CHANGED
from reporting.imports.refusals import explain
from reporting.models import ImportRun, Period
from reporting.numbers import number


class Command(BaseCommand):
    help = (
        "Imports a sheet of form II.06 (.xlsx or .csv) of many agencies. Without --confirm it "
        "only shows what would change. Exit code 1 where a row or the file is refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--period", required=True, help="code of the period")
        parser.add_argument("--role", default="resolving", choices=Return.AgencyRole.values)
        parser.add_argument("--sector", default="", help="code of the sector (default: all)")
        parser.add_argument("--user", required=True, help="user name of whoever imports")
        parser.add_argument("--confirm", action="store_true", help="write what is shown")
        parser.add_argument("--good-only", action="store_true", help="leave refused rows out")
        parser.add_argument("--correct", action="store_true", help="correct closed returns")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        user = _user(options["user"])
        run = _start(options, user)
        try:
            plan = running.preview(run, user)
            self._show(plan)
            is_wrong = plan.problems or (plan.corrections and not options["correct"])
            if is_wrong and not options["good_only"]:
                raise CommandError("Tệp còn dòng sai; chưa nhập dòng nào.")
            if not options["confirm"]:
                self.stdout.write("Chưa nhập; thêm --confirm để nhập.")
                return
            done = running.confirm(
                run,
                user,
                fingerprint=plan.fingerprint,
                on=timezone.localdate(),
                good_only=options["good_only"],
                correct=options["correct"],
            )
            self.stdout.write(f"Đã nhập: {counts_in_words(done.counts)}.")
        except Refused as refused:
            raise CommandError(" ".join(explain(refused))) from refused
        except NoTable as error:
            raise CommandError(f"{error.wrong} {error.mend}") from error
        except Stale as error:
            raise CommandError("Dữ liệu vừa thay đổi; hãy chạy lại lệnh.") from error
        except (running.PeriodIsLocked, StepRefused) as refused:
            raise CommandError(str(refused)) from refused
        finally:
            keeping.drop(run)

    def _show(self, plan: Plan) -> None:
        self.stdout.write(f"Xem trước: {counts_in_words(plan.counts)}.")
        for problem in plan.problems:
            self.stderr.write(str(problem))
        for line in plan.corrections:
            self.stderr.write(f"Dòng {line.number}: {line.agency} {line.correction}.")
        for line in plan.lines:
            for one in line.changes if line.kind == CHANGED else ():
                old, new = number(one.old), number(one.new)
                self.stdout.write(f"{line.agency}, {label_of(one.key)}: {old} → {new}")
        for total in plan.totals:
            for text in unequal(total, plan.lines):
                self.stdout.write(f"Dòng {total.row.number}, {total.label}: {text}")


def _user(name: str) -> User:
    user = User.objects.filter(username=name).first()
    if user is None or not may_enter(user):
        raise CommandError(f"Người dùng “{name}” không có quyền nhập Biểu II.06.")
    return user


def _cell(options: dict[str, Any]) -> Cell:
    period = Period.objects.filter(code=options["period"]).first()
    if period is None:
        raise CommandError(f"Không có kỳ báo cáo “{options['period']}”.")
    if period.status == Period.Status.LOCKED:
        raise CommandError(f"{period} đã khóa nên không nhận thêm hoặc sửa số liệu.")
    sector = None
    if code := options["sector"]:
        sector = Sector.objects.filter(code=code).first()
        if sector is None:
            raise CommandError(f"Không có lĩnh vực “{code}”.")
    return Cell(period, options["role"], sector)


def _start(options: dict[str, Any], user: User) -> ImportRun:
    cell = _cell(options)
    path: Path = options["file"]
    try:
        with path.open("rb") as file:
            return running.start(File(file, name=path.name), cell=cell, user=user)
    except OSError as error:
        raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from error
    except Refused as refused:
        raise CommandError(" ".join(explain(refused))) from refused
