"""Imports a list of dossiers from the command line, by the same path as the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.files.base import File
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone, translation

from agencies.models import User
from dossiers.imports import jobs
from dossiers.imports.preview import Preview
from reporting.imports.counts import counts_in_words
from reporting.imports.limits import Refused
from reporting.imports.refusals import explain
from reporting.models import ImportRun
from reporting.numbers import moment, number, span
from reporting.selection import parse_day


class Command(BaseCommand):
    help = (
        "Imports a list of dossiers (.csv or .xlsx): shows what would change, and writes it with "
        "--yes. Exit code 1 where the file or a row is refused."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", required=True, help="name of the system it comes from")
        parser.add_argument("--user", required=True, help="user name of whoever imports")
        parser.add_argument("--on", help="day on which the file was made (default: today)")
        parser.add_argument("--only-good", action="store_true", help="leave refused rows out")
        parser.add_argument("--yes", action="store_true", help="write what is shown")

    def handle(self, *args: Any, **options: Any) -> None:
        with translation.override("vi"):
            self._import(options)

    def _import(self, options: dict[str, Any]) -> None:
        user = User.objects.filter(username=options["user"]).first()
        if user is None or not jobs.may_import(user):
            raise CommandError(
                f"Người dùng “{options['user']}” không có quyền nhập danh sách hồ sơ."
            )
        run = _submitted(options, user)
        try:
            run = self._lead(run, user, options)
        finally:
            jobs.cancel(run, user)  # what was written is left as it is

    def _lead(self, run: ImportRun, user: User, options: dict[str, Any]) -> ImportRun:
        seen = jobs.preview(run) if run.status == ImportRun.Status.PENDING else None
        if seen is None:
            raise CommandError(jobs.progress(run, timezone.now()).problem)
        self._show(run, seen)
        if not seen.is_clean and not options["only_good"]:
            raise CommandError("Tệp còn dòng sai; chưa nhập dòng nào.")
        if not options["yes"]:
            self.stdout.write("Chưa nhập; thêm --yes để nhập.")
            return run
        run = jobs.confirm(
            run,
            user,
            fingerprint=seen.fingerprint,
            only_good=options["only_good"],
            at_once=True,
        )
        if run.status != ImportRun.Status.DONE:
            raise CommandError("Dữ liệu đã thay đổi trong lúc nhập; chưa nhập dòng nào.")
        self.stdout.write(f"Đã nhập: {_in_words(seen.counts)}.")
        return run

    def _show(self, run: ImportRun, seen: Preview) -> None:
        self.stdout.write(f"Xem trước: {number(seen.rows)} dòng; {_in_words(seen.counts)}.")
        if seen.span:
            self.stdout.write(f"Hồ sơ tiếp nhận {span(*seen.span)}.")
        for title, label in seen.columns:
            self.stdout.write(f"Cột “{title}”: {label}.")
        if seen.personal:
            self.stdout.write(f"Không đọc cột về cá nhân: {', '.join(seen.personal)}.")
        if seen.unknown:
            self.stdout.write(f"Không hiểu cột: {', '.join(seen.unknown)}.")
        if seen.imported_before:
            when = moment(seen.imported_before.created_at)
            self.stdout.write(f"Tệp này đã được {seen.imported_before.created_by} nhập lúc {when}.")
        for sample in seen.changed:
            for fact in sample.facts:
                self.stdout.write(f"{sample.code}, {fact.label}: {fact.old} → {fact.new}")
        for problem in [*jobs.problems(run), *jobs.warnings(run)]:
            self.stderr.write(str(problem))


def _in_words(counts: dict[str, int]) -> str:
    words = counts_in_words(counts)
    if missing := counts["missing"]:
        words += f"; tệp không có {number(missing)} hồ sơ cùng cơ quan, cùng thời gian"
    return words


def _submitted(options: dict[str, Any], user: User) -> ImportRun:
    today = timezone.localdate()
    on = parse_day(options["on"]) if options["on"] else today
    if on is None or on > today:
        raise CommandError(f"Ngày “{options['on']}” không đọc được hoặc chưa đến.")
    path: Path = options["file"]
    try:
        with path.open("rb") as file:
            source = jobs.source_named(options["source"])
            return jobs.submit(
                File(file, name=path.name), user=user, source=source, on=on, at_once=True
            )
    except OSError as error:
        raise CommandError(f"Không mở được tệp {path}: {error.strerror}.") from error
    except Refused as refused:
        raise CommandError(" ".join(explain(refused))) from refused
    except jobs.Busy as busy:
        raise CommandError(f"Đang nhập tệp “{busy.other.file_name}”; hãy đợi xong.") from busy
    except PermissionDenied as denied:
        raise CommandError("Người dùng không có quyền nhập danh sách hồ sơ.") from denied
