"""Files of dossiers for the tests of their import, and the way through it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.core.files.base import ContentFile

from agencies.models import User
from dossiers.imports import jobs
from reporting.models import ImportRun

TODAY = dt.date(2024, 6, 14)

HEADS = {
    "code": "Mã hồ sơ",
    "procedure": "Mã TTHC",
    "agency": "Cơ quan",
    "channel": "Hình thức nộp",
    "received": "Ngày tiếp nhận",
    "due": "Ngày hẹn trả",
    "resolved": "Ngày kết thúc xử lý",
    "status": "Trạng thái",
}

GOOD = {
    "code": "H23.01-240301-0001",
    "procedure": "1.004082",
    "agency": "SXD",
    "channel": "2",
    "received": "01/03/2024",
    "due": "11/03/2024",
    "resolved": "08/03/2024",
    "status": "10",
}


def row(number: int = 1, **cells: str) -> dict[str, str]:
    """A good row, with its own code, but for ``cells``."""
    return GOOD | {"code": f"H23.01-240301-{number:04d}"} | cells


def listed(rows: Iterable[Mapping[str, str]], heads: Mapping[str, str] = HEADS) -> bytes:
    """A CSV of ``rows`` under ``heads`` (key → heading)."""
    lines = [list(heads.values()), *([one.get(key, "") for key in heads] for one in rows)]
    text = "\n".join(";".join(f'"{cell}"' for cell in line) for line in lines)
    return ("\ufeff" + text + "\n").encode()


def sent(
    content: bytes, user: User, *, name: str = "danh-sach.csv", source: str = "Một cửa", **more: Any
) -> ImportRun:
    """The run of a file, read."""
    upload = ContentFile(content, name=name)
    return jobs.submit(
        upload, user=user, source=jobs.source_named(source), on=more.pop("on", TODAY), **more
    )


def seen(run: ImportRun) -> jobs.Preview:
    found = jobs.preview(ImportRun.objects.select_related("progress").get(pk=run.pk))
    assert found is not None, jobs.progress(run, run.created_at).problem
    return found


def confirmed(run: ImportRun, user: User, **more: Any) -> ImportRun:
    return jobs.confirm(run, user, fingerprint=seen(run).fingerprint, **more)


def imported(content: bytes, user: User, **more: Any) -> ImportRun:
    """Sent and confirmed."""
    return confirmed(sent(content, user), user, **more)
