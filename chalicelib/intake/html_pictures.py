"""A logo shown only in what was quoted is no photograph of the works (M-36).

Pictures are told apart by the content id that the page shows them under, and where it shows them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from chalicelib.intake.html_limits import too_deep, within_reach
from chalicelib.intake.html_text import QUOTE_SELECTOR

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser


def quoted_only(html: str) -> frozenset[str]:
    """Content ids of the pictures that a page shows inside quotes and nowhere else."""
    html = within_reach(html)
    if "cid:" not in html.lower() or too_deep(html):
        return frozenset()
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(html)
    shown = _cids(page)
    for node in page.css(QUOTE_SELECTOR):
        node.decompose()
    return shown - _cids(page)


def _cids(page: LexborHTMLParser) -> frozenset[str]:
    sources = (node.attributes.get("src") or "" for node in page.css("img[src]"))
    return frozenset(source[4:].strip() for source in sources if source.lower().startswith("cid:"))
