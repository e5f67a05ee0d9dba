"""Libraries without the parts we never load: other services of AWS, other languages of Babel.

The interface is in French and in English, and four AWS services are called; the rest of those two
libraries is most of what a function would carry.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

KEPT_SERVICES: Final = ("dynamodb", "s3", "sesv2", "sqs", "sts")
_KEPT_LOCALE: Final = re.compile(r"(?:root|fr|en)(?:_.*)?\.dat")


def trim(site: Path) -> None:
    """Remove what is never loaded from an unpacked layer."""
    for path in (site / "babel" / "locale-data").glob("*.dat"):
        if not _KEPT_LOCALE.fullmatch(path.name):
            path.unlink()
    for path in (site / "botocore" / "data").glob("*/"):
        if path.is_dir() and path.name not in KEPT_SERVICES:
            shutil.rmtree(path)
    for name in ("bin", "tests", "__pycache__"):
        shutil.rmtree(site / name, ignore_errors=True)
