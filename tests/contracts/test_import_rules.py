"""Who may import whom: the table of the architecture, read from the code's own imports."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
CODE = ROOT / "chalicelib"
AWS = {"boto3", "botocore", "pynamodb"}

FORBIDDEN: dict[str, set[str]] = {
    "domain": {*AWS, "chalice", "jinja2", "pydantic", "chalicelib!domain"},
    "intake": {*AWS, "chalice", "jinja2", "pydantic", "chalicelib!domain,intake"},
    "usecases": {*AWS, "chalice", "chalicelib!domain,intake,sepa,rendering,usecases"},
    "queries": {*AWS, "chalice", "chalicelib!domain,intake,sepa,rendering,queries,usecases"},
    "rendering": {*AWS, "chalice", "chalicelib!domain,rendering"},
    "models": {"boto3", "chalice", "jinja2", "chalicelib!models"},
    "stores": {"chalice", "jinja2", "chalicelib!domain,models,stores"},
    "gateways": {"chalice", "jinja2", "chalicelib!domain,models,gateways"},
    "handlers": {*AWS, "chalicelib!domain,intake,usecases,queries,rendering,handlers,bootstrap,settings"},
}


def imports(path: Path) -> set[str]:
    """Every module a file imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names} | {node.module}
    return found


def breaches(layer: str, path: Path) -> list[str]:
    rules = FORBIDDEN[layer]
    allowed = next(rule.partition("!")[2].split(",") for rule in rules if "!" in rule)
    bad = []
    for name in imports(path):
        parts = name.split(".")
        if parts[0] in rules or (parts[0] == "infra" or parts[0] == "tests"):
            bad.append(name)
        if parts[0] == "chalicelib" and len(parts) > 1 and parts[1] not in allowed:
            bad.append(name)
    return bad


@pytest.mark.parametrize("layer", sorted(FORBIDDEN))
def test_a_layer_imports_only_what_it_may(layer: str) -> None:
    found = {str(p.relative_to(ROOT)): breaches(layer, p) for p in (CODE / layer).rglob("*.py")}
    assert {path: bad for path, bad in found.items() if bad} == {}


def test_the_rules_see_a_breach(tmp_path: Path) -> None:
    """A rule that cannot fail is no rule."""
    path = tmp_path / "x.py"
    path.write_text("def f():\n    import boto3\n    from chalicelib.stores import table\n")
    assert set(breaches("usecases", path)) == {"boto3", "chalicelib.stores", "chalicelib.stores.table"}


def test_nothing_that_ships_knows_the_local_mode() -> None:
    shipped = [ROOT / "app.py", *CODE.rglob("*.py")]
    assert [p for p in shipped if any(name.split(".")[0] == "infra" for name in imports(p))] == []
    assert [p for p in shipped if "127.0.0.1" in p.read_text() or "localhost" in p.read_text()] == []


def test_the_environment_is_read_in_one_place() -> None:
    readers = [p.name for p in CODE.rglob("*.py") if "os.environ" in p.read_text() or "getenv" in p.read_text()]
    assert readers == ["settings.py"]
