"""Small, strict and readable: budgets and bans for style sheets, scripts and every template of the product."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

SOURCE = Path(__file__).resolve().parents[2] / "src/mangnon"
STATIC = SOURCE / "ui/static/mangnon"
TEMPLATES = sorted(SOURCE.rglob("templates/**/*.html"))
SCRIPTS = sorted(SOURCE.rglob("static/**/*.js"))
_COMMENT = re.compile(r"\{#.*?#\}|\{% comment.*?endcomment %\}", re.DOTALL)

# What `default-src 'self'` would block, or what would need it weakened.
BANS = {
    "a script with text": re.compile(r"<script(?![^>]*\bsrc=)", re.IGNORECASE),
    "a style element": re.compile(r"<style", re.IGNORECASE),
    "a style attribute": re.compile(r"<[a-z][^>]*\sstyle\s*=", re.IGNORECASE),
    "an event attribute": re.compile(r"<[a-z][^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b"),
    "script in hx-vals or a trigger filter": re.compile(r"=\s*['\"]js:|hx-trigger=\"[^\"]*\["),
    "an address of another site": re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//"),
    "javascript: link": re.compile(r"javascript:", re.IGNORECASE),
}


def test_there_are_templates_and_scripts() -> None:
    assert len(TEMPLATES) > 30
    assert len(SCRIPTS) >= 5


@pytest.mark.parametrize("name", BANS)
def test_no_template_has(name: str) -> None:
    guilty = [
        f"{path.relative_to(SOURCE)}: {found.group()[:80]}"
        for path in TEMPLATES
        if (found := BANS[name].search(_COMMENT.sub("", path.read_text(encoding="utf-8"))))
    ]
    assert not guilty, f"{name}:\n" + "\n".join(guilty)


@pytest.mark.parametrize(
    ("name", "bad"),
    [
        ("a script with text", "<script>alert(1)</script>"),
        ("a style element", "<style>p{}</style>"),
        ("a style attribute", '<p class="a" style="x">'),
        ("an event attribute", '<a href="#" onclick="x()">'),
        ("an address of another site", '<img src="//x.example/a.png">'),
    ],
)
def test_the_bans_find_what_they_ban(name: str, bad: str) -> None:
    assert BANS[name].search(bad)


def test_every_component_says_its_context() -> None:
    components = (SOURCE / "ui/templates/ui/components").glob("*.html")
    silent = [path.name for path in components if not path.read_text(encoding="utf-8").startswith("{#")]
    assert not silent


def test_style_sheets_are_light() -> None:
    sizes = {path.name: path.stat().st_size for path in (STATIC / "css").glob("*.css")}
    assert sizes.keys() == {"tokens.css", "reset.css", "layout.css", "components.css", "print.css"}
    assert sum(sizes.values()) <= 40 * 1024, sizes


def test_style_sheets_pull_nothing_in() -> None:
    for path in (STATIC / "css").glob("*.css"):
        text = path.read_text(encoding="utf-8")
        assert "@import" not in text, path.name
        assert "@font-face" not in text, path.name
        assert "url(" not in text, path.name
        assert text.count("{") == text.count("}"), path.name


def test_lines_have_room_for_stacked_marks() -> None:
    leading = re.search(r"--leading: ([\d.]+);", (STATIC / "css/tokens.css").read_text(encoding="utf-8"))
    assert leading is not None
    assert float(leading.group(1)) >= 1.55


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.name)
def test_scripts_are_small_and_harmless(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    bans = 'eval( Function( innerHTML outerHTML insertAdjacentHTML document.write .style. cssText setTimeout("'
    found = [ban for ban in bans.split() if ban in text]
    assert not found, f"{path.name}: {found}"
    assert not re.search(r"\bimport\b[^;\n]*['\"]https?:", text)
    assert path.stat().st_size <= 12 * 1024, path.name


def test_icons_in_use_exist() -> None:
    drawn = set(re.findall(r'id="i-([a-z]+)"', (SOURCE / "ui/templates/ui/icons.html").read_text(encoding="utf-8")))
    used = set()
    for path in TEMPLATES:
        text = path.read_text(encoding="utf-8")
        used |= set(re.findall(r"#i-([a-z]+)\"", text)) | set(re.findall(r'{% icon "([a-z]+)" %}', text))
    assert used <= drawn
