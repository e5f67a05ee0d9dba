"""How large the zips are that go to Lambda."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

from infra.local.child import PROJECT


def run() -> list[dict[str, Any]]:
    """Packaged and unpacked size of each zip, in bytes."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "infra.package", "--out", folder]
        subprocess.run(command, cwd=PROJECT, check=True, capture_output=True)
        return [_size(path) for path in sorted(Path(folder).glob("*.zip"))]


def _size(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        unpacked = sum(entry.file_size for entry in archive.infolist())
    return {"bench": "zip", "file": path.name, "bytes": path.stat().st_size, "unpacked_bytes": unpacked}
