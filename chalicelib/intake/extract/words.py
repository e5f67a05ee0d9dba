"""Words compared without their accents: « Échéance », « ECHEANCE » and « échéance » are one word.

Folding keeps one character for one, so a place found in the folded text is a place in the printed one.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache


@lru_cache(maxsize=2048)
def folded(text: str) -> str:
    """Lower case, without accents, typographic apostrophes made plain."""
    return "".join(_fold(character) for character in text)


@lru_cache(maxsize=1024)
def _fold(character: str) -> str:
    if character in "\u2019\u02bc\u00b4":
        return "'"
    base = unicodedata.normalize("NFKD", character.lower())[:1]
    return base if base and not base.isspace() else " "
