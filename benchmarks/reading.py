"""How fast and in how much memory lists of dossiers are read, measured in one run.

    python -m benchmarks.reading                    500,000 rows of 12 columns
    python -m benchmarks.reading --rows 50000

The files are generated: CSV, XLSX with the text in its cells, XLSX with shared strings as
spreadsheets save them. Each side runs in a process of its own; memory is the peak of the process
that parses. Ratios are of processor time, as a busy machine slows down each side at another
time. openpyxl reads the first rows only, as it would take minutes for all.
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path
from xml.sax.saxutils import escape

import django
from openpyxl import load_workbook
from xlsxwriter import Workbook

_TITLES = (
    "STT|Mã hồ sơ|Mã thủ tục|Tên thủ tục|Cơ quan tiếp nhận|Cơ quan giải quyết|Lĩnh vực|"
    "Ngày tiếp nhận|Ngày hẹn trả|Ngày có kết quả|Hình thức tiếp nhận|Trạng thái"
)
TITLES = _TITLES.split("|")
KEYS = ["order", "code", *(f"c{place}" for place in range(2, len(TITLES)))]
_FEW = 20_000  # rows that openpyxl reads
_FIRST = dt.date(2023, 1, 2)
_SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def rows(count: int) -> Iterator[list[str]]:
    """The headings and ``count`` dossiers, the same each time."""
    chance = random.Random(4)  # noqa: S311 -- generated rows
    procedures = [
        (f"1.{n:06}", f"Thủ tục số {n}: cấp, điều chỉnh giấy chứng nhận") for n in range(1800)
    ]
    yield TITLES
    for number in range(1, count + 1):
        code, name = procedures[int(chance.random() ** 2 * 1800)]
        agency = int(chance.random() ** 2 * 268)
        received = _FIRST + dt.timedelta(chance.randrange(500))
        days = [received, received + dt.timedelta(15), received + dt.timedelta(11)]
        yield [
            str(number),
            f"H23.{agency:03}-{received:%y%m%d}-{number:06}",
            code,
            name,
            f"Ủy ban nhân dân xã số {agency}",
            f"Sở, ban, ngành số {agency % 21}",
            f"Lĩnh vực {agency % 50}",
            *(f"{day:%d/%m/%Y}" for day in days),
            chance.choice(["Trực tuyến", "Trực tiếp", "Bưu chính"]),
            chance.choice(["Đã có kết quả", "Đang xử lý", "Đã trả kết quả"]),
        ]


def write_csv(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows(count))


def write_inline(path: Path, count: int) -> None:
    book = Workbook(path, {"constant_memory": True, "strings_to_numbers": False})
    sheet = book.add_worksheet()
    for place, row in enumerate(rows(count)):
        sheet.write_row(place, 0, row)
    book.close()


def write_shared(path: Path, count: int) -> None:
    """The same with one list of strings, and days as numbers with a format of days."""
    empty = path.with_suffix(".empty")
    book = Workbook(empty)
    book.add_worksheet().write(0, 0, _FIRST, book.add_format({"num_format": "dd/mm/yyyy"}))
    book.close()
    with zipfile.ZipFile(empty) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if "sheet1" in info.filename or "sharedStrings" in info.filename:
                continue
            content = old.read(info)
            if info.filename in _NAMING_STRINGS:
                mark, name = _NAMING_STRINGS[info.filename]
                content = content.replace(mark, name + mark)
            new.writestr(info.filename, content)
        places: dict[str, int] = {}
        with new.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as member:
            member.write(f'<?xml version="1.0"?><worksheet xmlns="{_SPACE}"><sheetData>'.encode())
            for number, row in enumerate(rows(count), start=1):
                cells = "".join(
                    _cell(f"{chr(65 + place)}{number}", text, places)
                    for place, text in enumerate(row)
                )
                member.write(f'<row r="{number}" spans="1:12">{cells}</row>'.encode())
            member.write(b"</sheetData></worksheet>")
        with new.open("xl/sharedStrings.xml", "w") as member:
            member.write(f'<?xml version="1.0"?><sst xmlns="{_SPACE}">'.encode())
            for text in places:
                member.write(f"<si><t>{escape(text)}</t></si>".encode())
            member.write(b"</sst>")
    empty.unlink()


_NAMING_STRINGS = {
    "xl/_rels/workbook.xml.rels": (
        b"</Relationships>",
        b'<Relationship Id="rId99" Target="sharedStrings.xml" Type="http://schemas.openxmlformats'
        b'.org/officeDocument/2006/relationships/sharedStrings"/>',
    ),
    "[Content_Types].xml": (
        b"</Types>",
        b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.openxmlformats-'
        b'officedocument.spreadsheetml.sharedStrings+xml"/>',
    ),
}


def _cell(name: str, text: str, places: dict[str, int]) -> str:
    if len(text) == 10 and text[2] == text[5] == "/":
        day = dt.date(int(text[6:]), int(text[3:5]), int(text[:2]))
        return f'<c r="{name}" s="1"><v>{(day - dt.date(1899, 12, 30)).days}</v></c>'
    if text.isdigit():
        return f'<c r="{name}"><v>{text}</v></c>'
    return f'<c r="{name}" t="s"><v>{places.setdefault(text, len(places))}</v></c>'


# Sides: each answers how many rows it read -------------------------------------------------------


def by_csv_reader(path: Path) -> int:
    with path.open(encoding="utf-8", newline="") as file:
        return sum(1 for _ in csv.reader(file))


def by_openpyxl(path: Path) -> int:
    book = load_workbook(path, read_only=True)
    return sum(1 for _ in islice(book.worksheets[0].iter_rows(values_only=True), _FEW))


def by_stream(path: Path) -> int:
    from reporting.imports.layout import Heading  # noqa: PLC0415 -- after the settings
    from reporting.imports.limits import LARGE  # noqa: PLC0415
    from reporting.imports.looking import look  # noqa: PLC0415
    from reporting.imports.stream import Stream  # noqa: PLC0415

    headings = [Heading(key, title) for key, title in zip(KEYS, TITLES, strict=True)]
    stream = Stream(path, look(path, headings, LARGE), KEYS, LARGE)
    for _ in stream:
        note_child()
    return stream.rows


_peaks = [0.0]


def note_child() -> None:
    """The most memory (MB) that our child has held so far."""
    for task in Path("/proc/self/task").iterdir():
        for child in (task / "children").read_text().split():
            status = Path(f"/proc/{child}/status").read_text()
            held = [line for line in status.splitlines() if line.startswith("VmHWM")]
            _peaks.extend(int(line.split()[1]) / 1024 for line in held)


SIDES: dict[str, Callable[[Path], int]] = {
    "csv.reader": by_csv_reader,
    "openpyxl": by_openpyxl,
    "ours": by_stream,
}


def measure(side: str, path: Path) -> dict[str, float]:
    """Rows a second of the clock and of the processor, and MB at the peak."""
    command = [sys.executable, "-m", "benchmarks.reading", "--side", side, "--path", str(path)]
    done = subprocess.run(command, check=True, capture_output=True)  # noqa: S603 -- ourselves
    return dict(json.loads(done.stdout))


def one_side(side: str, path: Path) -> None:
    if side == "ours":
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reform_site.settings.test")
        django.setup()
    began = time.perf_counter()
    count = SIDES[side](path)
    took = time.perf_counter() - began
    used = resource.getrusage(resource.RUSAGE_CHILDREN if side == "ours" else resource.RUSAGE_SELF)
    peak = max(_peaks) or used.ru_maxrss / 1024
    found = {
        "per_second": count / took,
        "per_cpu_second": count / (used.ru_utime + used.ru_stime),
        "peak": peak,
    }
    print(json.dumps(found))


def compare(folder: Path, count: int) -> None:
    files = {
        "CSV": ("csv.reader", write_csv, folder / "list.csv"),
        "XLSX, text in cells": ("openpyxl", write_inline, folder / "inline.xlsx"),
        "XLSX, shared strings": ("openpyxl", write_shared, folder / "shared.xlsx"),
    }
    print(f"{count:,} rows × {len(TITLES)} columns")
    print(f"{'file':<22}{'MB':>5}{'rows/s':>10}{'per CPU s':>11}{'peak MB':>9}  against")
    for name, (other, write, path) in files.items():
        if not path.exists():
            write(path, count)
        ours, theirs = measure("ours", path), measure(other, path)
        ratio = ours["per_cpu_second"] / theirs["per_cpu_second"]
        print(
            f"{name:<22}{path.stat().st_size / 2**20:>5.0f}{ours['per_second']:>10,.0f}"
            f"{ours['per_cpu_second']:>11,.0f}{ours['peak']:>9.0f}  {ratio:.2f} × {other} "
            f"({theirs['per_second']:,.0f}, {theirs['per_cpu_second']:,.0f}, "
            f"{theirs['peak']:.0f} MB)",
            flush=True,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=500_000)
    parser.add_argument("--folder", type=Path, help="keeps the generated files")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--path", type=Path, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.side:
        one_side(asked.side, asked.path)
    elif asked.folder:
        asked.folder.mkdir(parents=True, exist_ok=True)
        compare(asked.folder, asked.rows)
    else:
        with tempfile.TemporaryDirectory() as folder:
            compare(Path(folder), asked.rows)


if __name__ == "__main__":
    main()
