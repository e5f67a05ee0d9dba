"""A document that was not opened keeps its place: its name proposes a kind, a warning says why."""

from __future__ import annotations

from chalicelib.intake.document_kind import kind_from_name
from chalicelib.intake.reading import Reading


def unread(filename: str, hint: str, *warnings: str, pages: int = 0) -> Reading:
    """A document of which only the name is known."""
    kind, confidence = kind_from_name(filename, "", hint)
    kind = "other" if kind == "photo" else kind
    return Reading(kind, "none", confidence, {}, pages, tuple(dict.fromkeys(warnings)))
