"""Which trades an incident calls for, from the words it was reported in: advice, nothing is chosen by it (U-64)."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

from chalicelib.domain.folding import fold

_SIGNS = {
    "plomberie": ("fuite", "evier", "eau", "robinet", "wc", "chasse", "douche", "lavabo", "canalisation",
                  "infiltration", "degat des eaux"),
    "chauffage": ("chauffe-eau", "chaudiere", "radiateur", "chauffage", "eau chaude"),
    "electricite": ("electri", "prise", "disjonct", "volet roulant", "interphone", "lumiere", "vmc"),
    "peinture": ("peinture", "plafond", "mur", "aureole"),
    "serrurerie": ("serrure", "porte", "cle", "verrou"),
}


def adviser(said: str) -> Callable[[str], bool]:
    """Tells whether a firm of these trades, folded and in one text, is advised for what was said."""
    words = fold(said)
    named = tuple(trade for trade, signs in _SIGNS.items() if any(sign in words for sign in signs))

    @cache  # ten thousand firms share a few trades
    def advised(trades: str) -> bool:
        return any(trade in trades for trade in named) or any(len(t) > 3 and t in words for t in trades.split())
    return advised
