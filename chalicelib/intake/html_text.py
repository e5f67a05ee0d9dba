"""The words of an HTML mail as its reader sees them: blocks are lines, styles and scripts are nothing.

Only the first mebibyte is read (M-41); the rest of the page stays in the raw mail.
"""

from __future__ import annotations

MAX_HTML = 1_048_576


def text_of(html: str) -> str:
    """Visible text, one line per block."""
    if not html.strip():
        return ""
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(html[:MAX_HTML])
    page.strip_tags(["script", "style", "head", "title"])
    return page.text(separator="\n") if page.body is not None else ""
