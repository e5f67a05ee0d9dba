"""A table as a file for table programs: semicolons, a byte order mark, no cell that could be a formula (W-rules)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

from chalicelib.handlers.answer import Answer

_NUMBER = re.compile(r"-[0-9]+(?:,[0-9]+)?")


def csv_answer(name: str, titles: Sequence[str], rows: Iterable[Sequence[str]]) -> Answer:
    """A download. `name` is ours, never a received one."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerow(titles)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return Answer("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8",
                  headers={"Content-Disposition": f'attachment; filename="{name}"'})


def harmless(cell: str) -> str:
    """A cell that a table program would take for a formula is marked as text; a number below zero is a number."""
    risky = cell[:1] in ("=", "+", "-", "@", "\t", "\r") and not _NUMBER.fullmatch(cell)
    return f"'{cell}" if risky else cell
