"""What keeps the look in one piece: tokens, contrast, icons, files, no inline code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static" / "css").rglob("*.css"))
SCRIPTS = sorted((ROOT / "static" / "js").rglob("*.js"))


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def declared(css: str) -> dict[str, str]:
    return dict(re.findall(r"^\s*(--[a-z0-9-]+):\s*(.+);$", css, re.MULTILINE))


def tokens() -> dict[str, str]:
    return declared(read(ROOT / "static/css/tokens.css"))


def dark_values() -> list[dict[str, str]]:
    system, chosen = read(ROOT / "static/css/dark.css").split('[data-theme="dark"]')
    return [declared(system), declared(chosen)]


def test_dark_theme_is_the_same_by_system_and_by_choice():
    system, chosen = dark_values()

    assert system == chosen


def test_dark_theme_changes_exactly_the_colours():
    colours = {name for name, value in tokens().items() if value.startswith(("#", "rgb"))}

    assert set(dark_values()[0]) == colours


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


STATES = ["--done", "--late-done", "--track", "--soon", "--late"]
GROUNDS = ["--paper", "--surface", "--sunken"]
TEXT_ON_GROUND = [
    *((text, ground) for text in ["--ink", "--ink-2", "--link"] for ground in GROUNDS),
    *(("--ink-3", ground) for ground in ["--paper", "--surface"]),
    *((state, f"{state}-bg") for state in STATES),
    *((text, "--paper") for text in [*STATES, "--none"]),
    ("--on-ink", "--ink"),
    ("--notice", "--notice-bg"),
]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_ON_GROUND)
def test_text_is_readable_on_its_ground(theme, text, ground):
    values = tokens() if theme == "light" else tokens() | dark_values()[0]

    assert contrast(values[text], values[ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "mark", ["--done-m", "--track-m", "--soon-m", "--late-m", "--edge", "--s-1"]
)
def test_marks_and_borders_stand_out_from_the_page(theme, mark):
    values = tokens() if theme == "light" else tokens() | dark_values()[0]

    assert contrast(values[mark], values["--paper"]) >= 3


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_style_sheets_use_declared_tokens_and_no_other_host(sheet):
    css = read(sheet)
    known = set(tokens()) | set(declared(css))

    assert set(re.findall(r"var\((--[a-z0-9-]+)", css)) - known == set()
    assert "//" not in re.sub(r"/\*.*?\*/", "", css, flags=re.DOTALL)


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: str(path.relative_to(ROOT)))
def test_templates_compile_and_carry_no_inline_code(template):
    html = read(template)

    get_template(str(template.relative_to(ROOT / "templates")))
    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", html) == []


def test_every_icon_in_use_is_in_the_sprite():
    sprite = set(
        re.findall(r'<symbol id="([^"]+)"', read(ROOT / "templates/_partials/sprite.html"))
    )
    used = {name for path in TEMPLATES for name in re.findall(r'href="#(i-[a-z-]+)"', read(path))}

    assert used - sprite == set()


def test_every_static_file_named_in_a_template_exists():
    tag = re.compile(r"""{% static ["']([^"']+)["'] %}""")
    named = {name for path in TEMPLATES for name in tag.findall(read(path))}

    assert {name for name in named if not finders.find(name)} == set()


def test_every_component_says_what_it_takes():
    silent = [
        path.name
        for path in TEMPLATES
        if path.parent.name == "_components" and not read(path).startswith("{% comment %}\n")
    ]

    assert silent == []


@pytest.mark.parametrize("path", [*SHEETS, *SCRIPTS], ids=lambda path: path.name)
def test_style_sheets_and_scripts_stay_small(path):
    limit = 200 if path.suffix == ".css" else 150

    assert len(read(path).splitlines()) <= limit
