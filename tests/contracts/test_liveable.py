"""Sizes and names that keep the house liveable."""

from __future__ import annotations

import ast
from pathlib import Path
from statistics import median

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "app.py", *sorted((ROOT / "chalicelib").rglob("*.py")), *sorted((ROOT / "infra").rglob("*.py"))]
EMPTY_WORDS = {"utils", "util", "helpers", "common", "core", "manager", "service", "base", "misc"}


def functions(path: Path) -> list[tuple[str, int]]:
    """Name and length in lines of every function, its docstring not counted."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            doc = ast.get_docstring(node) is not None
            prose = (first.end_lineno or 0) - first.lineno + 1 if doc else 0
            found.append((f"{path.name}:{node.name}", (node.end_lineno or 0) - node.lineno + 1 - prose))
    return found


def test_files_are_short() -> None:
    lines = {str(p.relative_to(ROOT)): p.read_text().count("\n") for p in SOURCES}
    assert {name: n for name, n in lines.items() if n > 250} == {}
    assert median(n for name, n in lines.items() if not name.endswith("__init__.py")) <= 75


def test_functions_are_short() -> None:
    every = [f for p in SOURCES for f in functions(p)]
    assert [f for f in every if f[1] > 50] == []
    assert median(length for _, length in every) <= 8


def test_every_module_says_what_it_holds() -> None:
    assert [p.name for p in SOURCES if not ast.get_docstring(ast.parse(p.read_text()))] == []


def test_names_say_something() -> None:
    assert [p for p in SOURCES if p.stem in EMPTY_WORDS] == []


def test_the_table_of_contents_stays_one() -> None:
    assert (ROOT / "app.py").read_text().count("\n") <= 80


def test_no_marker_is_left() -> None:
    marks = ("TODO", "FIXME", "XXX", "# noqa", "type: ignore", "pragma: no cover")
    left = [f"{p.name}: {mark}" for p in SOURCES for mark in marks if mark in p.read_text()]
    assert left == []
