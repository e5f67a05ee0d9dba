"""The deployment package, built once for all the tests that look at it."""

from __future__ import annotations

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from infra.package.__main__ import ROOT, build
from infra.package.checks import Weight


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
    weights = build(ROOT, folder)
    return Package(folder, json.loads((folder / "sam.json").read_text(encoding="utf-8")), weights)
