"""How a person is greeted: « Bonjour M. Durand », by title and surname where the name lets us tell them apart."""

from __future__ import annotations

from typing import Final

TITLES: Final = ("M.", "Mme", "Mlle", "Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Miss", "Dr", "Dr.", "Me", "Maître")
_PARTICLES: Final = ("de", "du", "des", "d’", "la", "le", "van", "von", "der", "den", "el", "ben", "da", "dos", "di")


def greeted(name: str) -> str:
    """Title, first name and surname become title and surname; any other name stays whole, rather than being cut in
    the wrong place."""
    words = name.split()
    if len(words) < 3 or words[0] not in TITLES or not words[1][:1].isupper():
        return name
    surname = words[2:]
    if any(word.lower() not in _PARTICLES for word in surname[:-1]):
        return name
    return " ".join((words[0], *surname))
