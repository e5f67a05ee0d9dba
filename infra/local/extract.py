"""`extract FILE.pdf …`: one JSON line per file, in the order given, of what was read, without side effect.

Figures that are only proposed are printed too, and named in `proposed`: nothing may take them without a
person. A file that cannot be read still gets its line, with the reason in `warnings`.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

from chalicelib.intake.extract import read_document
from chalicelib.intake.reading import FIELDS, Reading


def main(argv: Sequence[str]) -> int:
    """Print a line per file; 0 unless there was nothing to do."""
    if not argv or argv[0] in ("-h", "--help"):
        print("usage: extract FILE.pdf …", file=sys.stderr)
        return 0 if argv else 2
    for name in argv:
        print(json.dumps(line_of(name), ensure_ascii=False), flush=True)
    return 0


def line_of(name: str) -> dict[str, Any]:
    """What one file says, as plain values."""
    try:
        content = Path(name).read_bytes()
    except OSError as error:
        return as_plain(name, Reading("other", "none", 0.0, warnings=(f"not_readable: {error.strerror}",)))
    return as_plain(name, read_document(content, Path(name).name))


def as_plain(name: str, reading: Reading) -> dict[str, Any]:
    """A reading in the shape of the command: every field present, null when nothing was read."""
    values = {field: _plain(reading, field) for field in FIELDS}
    proposed = [field for field, figure in reading.figures.items() if not figure.taken]
    return {
        "file": name,
        "kind": reading.kind,
        **values,
        "source": reading.source,
        "confidence": round(reading.confidence, 3),
        "warnings": list(reading.warnings),
        "proposed": proposed,
        "pages": reading.pages,
        "where": {field: figure.where for field, figure in reading.figures.items()},
    }


def _plain(reading: Reading, field: str) -> int | str | None:
    figure = reading.figures.get(field)
    if figure is None:
        return None
    return figure.value.isoformat() if isinstance(figure.value, date) else figure.value


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
