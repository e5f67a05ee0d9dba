"""A page is read only when reading it is cheap: the first mebibyte, and not nested beyond sense (M-41).

Parsers of HTML take quadratic time on tens of thousands of open elements; no mail program writes them.
"""

from __future__ import annotations

import re
from html import unescape

MAX_HTML = 1_048_576
MAX_LINKS = 5_000
MAX_OPEN = 1_000

_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,15})")
_NEVER_DEEP = frozenset({
    "p", "br", "img", "hr", "li", "input", "meta", "link", "wbr", "col", "area", "base", "td", "tr", "th",
    "dd", "dt", "option", "tbody", "thead", "source", "embed",
})
_HIDDEN = re.compile(r"<(style|script|head|title)\b.{0,200000}?</\1\s*>", re.IGNORECASE | re.DOTALL)
_ANY_TAG = re.compile(r"<[^<>]{0,2000}>")
_BREAK = re.compile(r"<(?:br|/p|/div|/tr|/li|/h\d)\b[^<>]{0,200}>", re.IGNORECASE)


def within_reach(html: str) -> str:
    """The part of a page that is read."""
    return html[:MAX_HTML]


def too_deep(html: str) -> bool:
    """Whether more elements are left open than any writer leaves open."""
    open_now = 0
    for found in _TAG.finditer(html):
        if found[2].lower() not in _NEVER_DEEP:
            open_now = max(0, open_now - 1) if found[1] else open_now + 1
            if open_now > MAX_OPEN:
                return True
    return False


def too_heavy(html: str) -> bool:
    """Stored, not rendered: above a mebibyte, above 5,000 links, or nested beyond sense."""
    return len(html) > MAX_HTML or html.lower().count("<a ") > MAX_LINKS or too_deep(html)


def words_only(html: str) -> str:
    """The words of a page that is not worth parsing."""
    return unescape(_ANY_TAG.sub(" ", _BREAK.sub("\n", _HIDDEN.sub(" ", html))))
