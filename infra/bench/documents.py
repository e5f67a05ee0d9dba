"""How many documents are read and previews drawn in a second, on the sample documents of the tests.

Measured through the reading process, as in production; the start of that process is reported apart.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from chalicelib.intake.extract import read_document
from chalicelib.intake.preview import preview

SAMPLES = Path(__file__).parents[2] / "tests" / "intake" / "documents"


def run(rounds: int = 5) -> dict[str, float | int | str]:
    """One result: documents and previews per second, and the first reading in milliseconds."""
    files = [path.read_bytes() for path in sorted(SAMPLES.glob("*.pdf"))]
    started = time.perf_counter()
    read_document(files[0])
    first = time.perf_counter() - started
    return {
        "bench": "documents",
        "files": len(files),
        "first_ms": round(first * 1000),
        "read_per_s": round(_rate(lambda content: read_document(content), files, rounds), 1),
        "previews_per_s": round(_rate(lambda content: preview(content, "application/pdf"), files, 1), 1),
    }


def _rate(work: Callable[[bytes], object], files: list[bytes], rounds: int) -> float:
    started = time.perf_counter()
    for _ in range(rounds):
        for content in files:
            work(content)
    return rounds * len(files) / (time.perf_counter() - started)


if __name__ == "__main__":
    print(json.dumps(run()))
