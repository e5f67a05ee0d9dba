"""The README is true: every setting is in its table, every file and command it names exists."""

from __future__ import annotations

import re
from pathlib import Path

from chalicelib.settings import Settings

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text()


def test_every_setting_is_documented_as_it_is() -> None:
    rows = dict(re.findall(r"^\| `([A-Z_]+)` \| (.+?) \| .+? \|$", README, re.M))
    defaults = dict(re.findall(r"^\| `([A-Z_]+)` \| .+? \| (.+?) \|$", README, re.M))
    for name, field in Settings.model_fields.items():
        assert rows.get(name.upper()) == field.description, name
        shown = "required" if field.is_required() else f"`{field.default}`" if field.default != "" else "none"
        assert defaults[name.upper()] == shown, name
    assert {name.lower() for name in rows} == set(Settings.model_fields)


def test_every_file_it_names_exists() -> None:
    named = re.findall(r"`(chalicelib/[\w/.]+|app\.py)`", README) + re.findall(r"\]\((docs/[\w/.-]+)\)", README)
    assert named
    assert [path for path in named if not (ROOT / path.rstrip("/")).exists()] == []


def test_every_command_it_names_exists() -> None:
    commands = set(re.findall(r"^\| `([a-z]+)", README.split("## Deploy")[0], re.M))
    found = {p.stem for p in (ROOT / "infra" / "local" / "commands").glob("*.py")}
    found |= {p.stem for p in (ROOT / "infra" / "local").glob("*.py")}
    assert commands - found == set()


def test_the_plan_names_only_what_exists() -> None:
    plan = (ROOT / "docs" / "architecture.md").read_text()
    rooms = ("chalicelib", "infra", "tests", "")
    words = "domain|intake|usecases|stores|rendering|handlers|models|tests|infra"
    named = set(re.findall(rf"`((?:{words})/[\w/]+\.py)`", plan))
    assert named
    assert [n for n in named if not any((ROOT / room / n).exists() for room in rooms)] == []
