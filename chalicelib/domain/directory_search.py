"""Finding people and units among the sheets of words: every word must occur, accents and case apart."""

from __future__ import annotations

import re
from collections.abc import Mapping

from chalicelib.domain.folding import fold

Hit = tuple[str, str]
_NUMBER = re.compile(r"\+?[0-9][0-9 .\-/]{2,}")


def asked(words: str) -> list[str]:
    """The words to look for; a number is one word, however it is spaced."""
    plain = fold(words)
    if _NUMBER.fullmatch(plain):
        return [re.sub(r"[^0-9]", "", plain)]
    return plain.split()


def hits(sheets: Mapping[str, str], words: str) -> list[Hit]:
    """Who is found, by name: (what he is found by, his id)."""
    wanted = asked(words)
    return sorted((text, name) for name, text in sheets.items() if all(word in text for word in wanted))
