"""The links a reader can follow in a mail, each once, with the words they are under."""

from __future__ import annotations

import re
from html.parser import HTMLParser

_BARE = re.compile(r"https?://[^\s<>\"')\]]+")


class _Anchors(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._open = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "a":
            self._open = dict(attrs).get("href") or ""
            self.found.setdefault(self._open, "")

    def handle_endtag(self, tag: str) -> None:
        if tag == "a":
            self._open = ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.found[self._open] = f"{self.found[self._open]} {data.strip()}".strip()


def links(html: str, text: str) -> list[tuple[str, str]]:
    """Address and words, HTML links first; an address that only stands in the text has no words."""
    anchors = _Anchors()
    anchors.feed(html)
    bare = {address.rstrip(".,;:"): "" for address in _BARE.findall(text)}
    return [(address, words) for address, words in (bare | anchors.found).items() if address]
