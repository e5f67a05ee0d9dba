"""A clean copy of what ships, and nothing else, for Chalice to package.

Chalice takes the folder it is run in; here that folder holds app.py, chalicelib, the run-time
requirements and the functions' configuration.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

from .checks import Unfit

SHIPPED: Final = ("app.py", "chalicelib", "requirements.txt")
DEFAULT_REGION: Final = "eu-west-1"
_IGNORED = shutil.ignore_patterns("__pycache__", "*.pyc", "*.po", "*.pot")


def stage(source: Path, build: Path, merge: dict[str, Any]) -> None:
    """Fill the build folder; what Chalice downloaded for an earlier package is kept."""
    for name in SHIPPED:
        _replace(source / name, build / name)
    (build / ".chalice").mkdir(parents=True, exist_ok=True)
    for path in (source / ".chalice").glob("*.json"):
        shutil.copy2(path, build / ".chalice" / path.name)
    (build / "merge.json").write_text(json.dumps(merge))


def run_chalice(build: Path, out: Path, stage_name: str) -> None:
    """`chalice package` with our template merged in."""
    command = [*_chalice(), "package", "--stage", stage_name, "--merge-template", "merge.json", str(out)]
    environment = {"AWS_DEFAULT_REGION": DEFAULT_REGION, **os.environ}
    run = subprocess.run(command, cwd=build, env=environment, capture_output=True, text=True, check=False)
    if run.returncode or not (out / "sam.json").exists():
        raise Unfit(f"chalice package failed:\n{run.stdout}\n{run.stderr}")


def _chalice() -> list[str]:
    """Chalice of this very interpreter, since the run time is taken from it."""
    return [sys.executable, "-c", "from chalice.cli import main; main()"]


def _replace(source: Path, target: Path) -> None:
    if target.is_dir():
        shutil.rmtree(target)
    if source.is_dir():
        shutil.copytree(source, target, ignore=_IGNORED)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(source, target)
