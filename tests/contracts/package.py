"""The deployment package, built once for all the tests that look at it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.package.__main__ import APP, DOCUMENTS, LIBRARIES, ROOT, build
from infra.package.checks import Weight, weigh

ZIPS = (APP, LIBRARIES, DOCUMENTS)


@dataclass(frozen=True)
class Package:
    """A built package: its template, its folder, the weight of its zips."""

    folder: Path
    template: dict[str, Any]
    weights: list[Weight]

    def of_type(self, kind: str) -> dict[str, dict[str, Any]]:
        """Logical name to properties."""
        found = self.template["Resources"].items()
        return {name: each.get("Properties", {}) for name, each in found if each["Type"] == kind}

    def unpacked(self, name: str, target: Path) -> Path:
        """One zip, unpacked."""
        with zipfile.ZipFile(self.folder / name) as archive:
            archive.extractall(target)
        return target


def built(folder: Path) -> Package:
    """The package that `make check` has just made of these very files, else a new one in this folder."""
    checked = ROOT / "dist/check"
    if _newest(ROOT) < _made(checked):
        return _read(checked, [weigh(checked / name) for name in ZIPS])
    return _read(folder, build(ROOT, folder))


def _read(folder: Path, weights: list[Weight]) -> Package:
    return Package(folder, json.loads((folder / "sam.json").read_text(encoding="utf-8")), weights)


def _made(folder: Path) -> float:
    """When its template was finished, which is the last thing written; never where there is none."""
    template = folder / "sam.json"
    return template.stat().st_mtime if template.exists() else 0.0


def _newest(root: Path) -> float:
    """When the last file that goes into a package, or makes one, was changed."""
    sources = [*root.glob("requirements*.txt"), root / "app.py", root / "Makefile", *root.glob(".chalice/*.json")]
    for room in ("chalicelib", "infra"):
        sources += [p for p in (root / room).rglob("*") if p.is_file() and "__pycache__" not in p.parts]
    return max(p.stat().st_mtime for p in sources)
