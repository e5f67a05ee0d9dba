"""Search and comparison without accents, case or surplus white space."""

from __future__ import annotations

import unicodedata


def fold(text: str) -> str:
    """« Évier  de la CUISINE » becomes "evier de la cuisine"."""
    plain = unicodedata.normalize("NFKD", text.replace("œ", "oe").replace("Œ", "oe").replace("ß", "ss"))
    kept = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(kept.casefold().split())
