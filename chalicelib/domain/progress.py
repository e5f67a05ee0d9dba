"""How far works have come, as a progress statement says it: cumulative percentages, of the file or of each package.

Kept as figures of the document in basis points (45,5 % is 4550): `progress_bp` for all it concerns,
`progress_bp:<package>` for one package. A person typed them, or confirmed what was read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace

from chalicelib.domain.correction import CONFIRMED
from chalicelib.domain.document import Document, FiledFigure
from chalicelib.domain.errors import Fault
from chalicelib.domain.work_package import WorkPackage

PROGRESS = "progress_bp"
WHOLE_BP = 10_000
_PERCENT = re.compile(r"([0-9]{1,3})(?:[.,]([0-9]{1,2}))?%?")
_SPACES = str.maketrans("", "", " \u00a0\u202f\t")


class NotAPercentage(ValueError):
    """The text is no percentage between 0 and 100."""


def parse_percent(text: str) -> int:
    """« 45 », « 45,5 % » and 45.25 are 4500, 4550 and 4525. Raises NotAPercentage."""
    found = _PERCENT.fullmatch(text.translate(_SPACES))
    points = int(found[1]) * 100 + int((found[2] or "").ljust(2, "0")) if found else -1
    if not 0 <= points <= WHOLE_BP:
        raise NotAPercentage(text)
    return points


def typed_percent(points: int) -> str:
    """The percentage as a field shows it: « 45,5 », « 100 »."""
    units, rest = divmod(points, 100)
    return f"{units},{rest:02}".rstrip("0") if rest else str(units)


def figure_name(package_id: str = "") -> str:
    return f"{PROGRESS}:{package_id}" if package_id else PROGRESS


def progress_of(document: Document) -> dict[str, int]:
    """The percentages the document is sure of, by package; under the empty name, that of all it concerns."""
    found: dict[str, int] = {}
    for name, figure in document.figures.items():
        head, _, package_id = name.partition(":")
        if head == PROGRESS and figure.taken and isinstance(figure.value, int):
            found[package_id] = figure.value
    return found


def asked_for(document: Document, packages: tuple[WorkPackage, ...]) -> tuple[str, ...]:
    """The percentages a form asks for: one for each package the document concerns, or a single one (« »)."""
    concerned = tuple(p.id for p in packages if p.id in document.packages or not document.packages)
    return concerned if len(concerned) > 1 else ("",)


def shown_progress(document: Document, packages: tuple[WorkPackage, ...]) -> dict[str, str]:
    """The form's fields as they are shown first, by the names of the figures."""
    said = progress_of(document)
    asked = asked_for(document, packages)
    alone = said.get("", next(iter(said.values()), None)) if asked == ("",) else None
    values = {name: alone if asked == ("",) else said.get(name, said.get("")) for name in asked}
    return {figure_name(name): "" if points is None else typed_percent(points) for name, points in values.items()}


def with_progress(document: Document, packages: tuple[WorkPackage, ...], typed: Mapping[str, str], who: str,
                  faults: list[Fault]) -> Document:
    """The statement with the percentages this person typed, under the names of `shown_progress`; an empty field
    takes one back. On any other kind of document, and when a text is no percentage, nothing changes."""
    if document.kind != "progress_statement":
        return document
    figures = {name: f for name, f in document.figures.items() if name.partition(":")[0] != PROGRESS}
    for name in map(figure_name, asked_for(document, packages)):
        text = typed.get(name, "").strip()
        try:
            if text:
                figures[name] = _confirmed(document.figures.get(name), parse_percent(text), who)
        except NotAPercentage:
            faults.append(Fault(name, "not_a_percentage"))
    return document if faults else replace(document, figures=figures)


def _confirmed(before: FiledFigure | None, points: int, who: str) -> FiledFigure:
    """Who confirmed a percentage first stays its witness."""
    if before and before.value == points and before.where.startswith(CONFIRMED):
        return before
    return FiledFigure(points, 1.0, f"{CONFIRMED}{who}", True)
