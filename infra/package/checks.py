"""What must hold before and after packaging; each failure says what to do.

Chalice calls pip from inside, and pip 26.3 took away what it calls. A package above its budget starts
slowly, and tools of the workshop never belong in it.
"""

from __future__ import annotations

import re
import zipfile
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

MEGABYTE: Final = 1_000_000
ZIP_LIMIT: Final = 30 * MEGABYTE
UNZIPPED_LIMIT: Final = 90 * MEGABYTE
LAMBDA_LIMIT: Final = 250 * MEGABYTE
UNWANTED: Final = ("pip", "setuptools", "wheel", "moto", "pytest", "hypothesis", "ministack", "mypy")
_SITE = re.compile(r"^python/lib/python[\d.]+/site-packages/|^python/")


class Unfit(RuntimeError):
    """The package cannot be made, or must not be deployed."""


@dataclass(frozen=True)
class Weight:
    """One zip: its name, its size, and the size of what is in it."""

    name: str
    zipped: int
    unzipped: int


def check_pip() -> None:
    """Refuse a pip that Chalice cannot call."""
    found = version("pip")
    numbers = tuple(int(part) for part in re.findall(r"\d+", found)[:2])
    if numbers >= (26, 3):
        raise Unfit(f"pip {found} is too new for `chalice package`: run `python -m pip install 'pip<26.3'`")


def weigh(path: Path) -> Weight:
    """Size of a zip; raises when a workshop tool is inside or the budget is exceeded."""
    with zipfile.ZipFile(path) as archive:
        inside = {_SITE.sub("", name).split("/")[0] for name in archive.namelist()}
        weight = Weight(path.name, path.stat().st_size, sum(each.file_size for each in archive.infolist()))
    strangers = sorted(inside & set(UNWANTED))
    if strangers:
        raise Unfit(f"{path.name} contains {', '.join(strangers)}: take it out of requirements.txt")
    if weight.zipped > ZIP_LIMIT or weight.unzipped > UNZIPPED_LIMIT:
        raise Unfit(f"{path.name} is above its budget: {weight.zipped} bytes, {weight.unzipped} unpacked")
    return weight


def check_together(weights: list[Weight]) -> None:
    """All that one function loads must fit what Lambda accepts."""
    total = sum(each.unzipped for each in weights)
    if total > LAMBDA_LIMIT:
        raise Unfit(f"{total} bytes unpacked, Lambda accepts {LAMBDA_LIMIT}")
