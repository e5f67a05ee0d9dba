"""Words of the screen: French in the code, English from the catalog. No sentence is built from pieces."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent.parent / "locales"
LANGUAGES = ("fr", "en")


class _French(gettext.NullTranslations):
    """The source language: nothing, one and a half are singular in French (U-138)."""

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return msgid1 if abs(n) < 2 else msgid2


@cache
def catalog(language: str) -> gettext.NullTranslations:
    """The catalog of a language. French is the source and needs none."""
    if language == "fr":
        return _French()
    return gettext.translation("messages", str(LOCALES), languages=[language])


def translate(message: str, language: str) -> str:
    """A marked sentence in the reader's language; an empty one stays empty."""
    return catalog(language).gettext(message) if message else ""
