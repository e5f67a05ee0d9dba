"""Which promises of reliability and security have a test that names them, and which have none yet.

The ids are those of the rules the product was built to: R exactly once, D data, I inbound mail, W web, F files,
SIM simulator, TRAP false assumptions. Listed here are those that concern what exists today.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
IN_FORCE: dict[str, tuple[int, ...]] = {
    "R": (1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 13, 18),
    "D": (1, 2, 3, 4, 5, 7, 8, 9),
    "I": (1, 2, 3, 4, 5, 6, 7, 8, 9, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29),
    "W": (1, 2, 3, 6, 7, 8, 9, 10, 11, 12, 13),
    "F": (1, 2, 3, 4, 5),
    "SIM": (1, 2, 3, 4, 5, 7, 8, 9, 10),
    "TRAP": (1, 2, 3, 4, 5, 8, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 22, 23, 24),
}
LATER: dict[str, tuple[int, ...]] = {  # votes, payments, bank files, restore, retention
    "R": (6, 7, 14, 15, 16, 17), "D": (6,), "I": (10,), "W": (4, 5), "F": (6, 7), "SIM": (6,), "TRAP": (6, 7, 9, 21),
}
NAMED = re.compile(r"\b(R|D|I|W|F|SIM|TRAP)-(\d+)(?:(?:\.\.|\s(?:to|à)\s)(?:\1-)?(\d+))?\b")
AT_LEAST = 52  # named today; this number only grows


def said_in(path: Path) -> str:
    """Docstrings and names of a test file: what it claims to prove, not what its data happen to contain."""
    tree = ast.parse(path.read_text("utf-8"))
    nodes = [n for n in ast.walk(tree) if isinstance(n, ast.Module | ast.FunctionDef | ast.ClassDef)]
    names = [n.name for n in nodes if not isinstance(n, ast.Module)]
    return "\n".join([*(ast.get_docstring(n) or "" for n in nodes), *names])


def ids_in(text: str) -> set[tuple[str, int]]:
    """Single ids, and the ends and insides of ranges: « SIM-1 to SIM-4 » names four."""
    found = set()
    for prefix, first, last in NAMED.findall(text):
        found |= {(prefix, n) for n in range(int(first), int(last or first) + 1)}
    return found


def named() -> set[tuple[str, int]]:
    return {one for path in TESTS.rglob("*.py") for one in ids_in(said_in(path))}


def every(table: dict[str, tuple[int, ...]]) -> set[tuple[str, int]]:
    return {(prefix, number) for prefix, numbers in table.items() for number in numbers}


def test_rules_without_a_test_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    missing = sorted(every(IN_FORCE) - named())
    with capsys.disabled():
        print(f"\nrules named by a test: {len(every(IN_FORCE) & named())} of {len(every(IN_FORCE))}; without: "
              + (", ".join(f"{prefix}-{number}" for prefix, number in missing) or "none"))
    assert len(every(IN_FORCE) & named()) >= AT_LEAST


def test_no_test_names_a_rule_that_does_not_exist() -> None:
    """D and I are also the letters of other lists; the rest are ours alone."""
    known = every(IN_FORCE) | every(LATER)
    assert {one for one in named() - known if one[0] in ("R", "W", "F", "SIM", "TRAP")} == set()


def test_no_rule_is_both_in_force_and_for_later() -> None:
    assert every(IN_FORCE) & every(LATER) == set()


def test_the_reader_of_ids_reads_ranges_and_names_only() -> None:
    assert ids_in("W-1, SIM-1 to SIM-4, I-20..I-22") == {
        ("W", 1), *(("SIM", n) for n in range(1, 5)), *(("I", n) for n in range(20, 23))}
    assert ids_in("U-12 X-R1 PF-3 ISO-8859") == set()
