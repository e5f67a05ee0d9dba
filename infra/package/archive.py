"""Zips that start fast and never change by themselves.

`/var/task` cannot be written to, so sources without bytecode are compiled at each cold start. Bytecode is
made here by the same minor Python, unchecked; names are sorted and dates fixed, so that the same sources
give the same bytes.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

_EPOCH: Final = (1980, 1, 1, 0, 0, 0)
_COMPILE: Final = (
    "import compileall, py_compile, sys; compileall.compile_dir(sys.argv[1], quiet=2, ddir=sys.argv[2],"
    " invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)"
)


def rebuild(path: Path, mounted_at: str, change: Callable[[Path], None] | None = None) -> None:
    """Unpack a zip, change it, compile it, pack it again in place."""
    folder = path.with_suffix(".unpacked")
    shutil.rmtree(folder, ignore_errors=True)
    with zipfile.ZipFile(path) as archive:
        archive.extractall(folder)
    if change is not None:
        change(folder)
    pack(folder, path, mounted_at)
    shutil.rmtree(folder)


def pack(folder: Path, path: Path, mounted_at: str) -> None:
    """Compile a folder and zip it; `mounted_at` is where tracebacks will say its files are."""
    for stale in folder.rglob("__pycache__"):
        shutil.rmtree(stale)
    subprocess.run(
        [sys.executable, "-c", _COMPILE, str(folder), mounted_at], check=False, env={"PYTHONHASHSEED": "0"}
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for each in sorted(found for found in folder.rglob("*") if found.is_file()):
            archive.writestr(_entry(each, folder), each.read_bytes())


def _entry(path: Path, folder: Path) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(path.relative_to(folder).as_posix(), _EPOCH)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = (0o755 if path.suffix == ".so" else 0o644) << 16
    return entry
