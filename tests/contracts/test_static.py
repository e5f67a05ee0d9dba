"""What browsers download: the library is the one we read, our own files are small and keep to their rules."""

from __future__ import annotations

import gzip
import hashlib
import re
from pathlib import Path

import pytest

CODE = Path(__file__).parents[2] / "chalicelib"
STATIC = CODE / "static"
TEMPLATES = CODE / "templates"
PAGES = sorted((TEMPLATES / "pages").rglob("*.html"))
HTMX = "a0abb04f2f45a1f89d1d4844023245537e5e6014c87b144553e0607b4cc32130"
LAYERS = "@layer reset, tokens, base, components, utilities, print;"


def css() -> str:
    return re.sub(r"/\*.*?\*/", "", (STATIC / "app.css").read_text("utf-8"), flags=re.DOTALL)


def layer(name: str) -> str:
    """The rules of one layer, up to the next."""
    return css().split(f"@layer {name} {{", 1)[1].split("\n@layer ", 1)[0]


def test_htmx_is_version_4_0_1_untouched() -> None:
    assert hashlib.sha256((STATIC / "htmx.min.js").read_bytes()).hexdigest() == HTMX


@pytest.mark.parametrize(("name", "limit"), [("app.css", 10_000), ("app.js", 3_000), ("icon.svg", 1_000)])
def test_our_own_files_stay_small(name: str, limit: int) -> None:
    assert len(gzip.compress((STATIC / name).read_bytes(), 6)) <= limit


def test_nothing_else_is_served() -> None:
    assert sorted(p.name for p in STATIC.iterdir()) == ["app.css", "app.js", "htmx.min.js", "icon.svg"]


def test_colours_come_from_tokens_only() -> None:
    assert css().strip().startswith(LAYERS)
    painted = layer("base") + layer("components") + layer("utilities")
    literal = re.findall(r"#[0-9a-f]{3,8}\b(?![^{]*\{)|(?:rgb|hsl|oklch)\([^)]*\)", painted)
    assert set(literal) <= {"#fff"}, literal  # the paper behind a scanned page is white in the dark too
    tokens = re.findall(r"(--[\w-]+): (\S+);\s+\1: light-dark\((\S+), \S+\);", layer("tokens"))
    assert len(tokens) == layer("tokens").count("light-dark("), "a plain light colour stands before each"
    assert all(plain == light for _, plain, light in tokens)


def test_every_colour_that_is_used_is_defined() -> None:
    defined = set(re.findall(r"(--[\w-]+):", layer("tokens")))
    used = set(re.findall(r"var\((--[\w-]+)\)", css()))
    assert used == defined


def test_importance_is_for_print_alone() -> None:
    assert "!important" not in css().split("@layer print {", 1)[0]
    assert not re.search(r"url\(|@import|@font-face", css())


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_pages_hold_no_code_no_style_and_nothing_from_elsewhere(page: Path) -> None:
    source = page.read_text("utf-8")
    assert not re.search(r"\sstyle=|<style|\son\w+=|hx-on|js:|javascript:", source)
    assert not re.search(r"<script(?! src=\"{{ static\()", source)
    assert "|safe" not in source
    assert not re.search(r"https?://", source)


@pytest.mark.parametrize("page", PAGES, ids=lambda p: p.stem)
def test_every_form_that_acts_carries_its_proof(page: Path) -> None:
    """Headers set on the body are not inherited by requests: each form needs its own hidden field."""
    text = page.read_text("utf-8")
    proving = [name for name, body in re.findall(r"{% macro (\w+)\(.*?%}(.*?){% endmacro", text, flags=re.DOTALL)
               if "part.proof(csrf)" in body]  # macros of the page itself, which the form must call
    for form in re.findall(r"<form\b.*?</form>", text, flags=re.DOTALL):
        for name in proving:
            form = form.replace(f"{{{{ {name}(", "part.proof(csrf)")
        ours = 'method="post"' in form and 'enctype="multipart/form-data"' not in form
        assert not ours or "part.proof(csrf)" in form or 'name="csrf"' in form, form[:120]


def test_the_script_is_plain() -> None:
    source = (STATIC / "app.js").read_text("utf-8")
    assert not re.search(r"\beval\(|new Function|\.innerHTML|document\.write|https?://", source)


def test_paper_has_its_own_layout() -> None:
    """U-143: A4 is narrower than a tablet, so that the narrow layouts are for screens only; nothing is filled in on
    paper, and a date stays true there."""
    assert "@media (max-width" not in re.sub(r"@media \(max-width: 359px\)", "", css())
    paper = layer("print")
    assert "main:not(.decide) form:not(.compose)" in paper
    assert "time[title]::after { content: attr(title)" in paper
    assert ".drawer, #board, .money-table, .compose { break-inside: auto; }" in paper
