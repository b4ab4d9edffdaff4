"""Imports the national list of procedures from the command line, by the same path as the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from agencies.models import User
from dossiers.procedures.catalogue import running
from dossiers.procedures.catalogue.plan import Plan
from dossiers.procedures.catalogue.running import RIGHT
from reporting.imports import keeping
from reporting.imports.counts import counts_in_words
from reporting.imports.layout import NoTable
from reporting.imports.limits import Refused
from reporting.imports.plans import CHANGED
from reporting.imports.refusals import explain
from reporting.models import ImportRun


class Command(BaseCommand):
    help = (
        "Imports a list of procedures (.xlsx or .csv) into the catalogue. Without --confirm it "
        "only shows what would change. Exit code 1 where a row or the file is refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--user", required=True, help="user name of whoever imports")
        parser.add_argument(
            "--create-sectors", action="store_true", help="create sectors that are not known"
        )
        parser.add_argument("--confirm", action="store_true", help="write what is shown")
        parser.add_argument("--good-only", action="store_true", help="leave refused rows out")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        today, run = timezone.localdate(), _start(options)
        try:
            plan = running.preview(run, on=today)
            self._show(plan)
            if plan.problems and not options["good_only"]:
                raise CommandError("Tệp còn dòng sai; chưa nhập dòng nào.")
            if not options["confirm"]:
                self.stdout.write("Chưa nhập; thêm --confirm để nhập.")
                return
            done = running.confirm(
                run, fingerprint=plan.fingerprint, on=today, good_only=options["good_only"]
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
        for sector in plan.new_sectors:
            self.stdout.write(f"Lĩnh vực mới: {sector.name}")
        for procedure in plan.missing:
            self.stdout.write(f"Tệp không có: {procedure}")


def _start(options: dict[str, Any]) -> ImportRun:
    user = User.objects.filter(username=options["user"]).first()
    if user is None or not user.has_perm(RIGHT):
        raise CommandError(f"Người dùng “{options['user']}” không có quyền nhập danh mục thủ tục.")
    path: Path = options["file"]
    try:
        with path.open("rb") as file:
            return running.start(
                File(file, name=path.name),
                creates_sectors=options["create_sectors"],
                user=user,
            )
    except OSError as error:
        raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from error
    except Refused as refused:
        raise CommandError(" ".join(explain(refused))) from refused
