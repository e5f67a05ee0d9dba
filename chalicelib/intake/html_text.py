"""The words of an HTML mail as its reader sees them: blocks are lines, styles and scripts are nothing.

Mail programs mark what they quote by their own elements. Those marks become the oldest one, `>` at
the start of the line, so that one set of rules reads plain text and HTML (M-67).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from chalicelib.intake.html_limits import too_deep, within_reach, words_only

if TYPE_CHECKING:
    from selectolax.lexbor import LexborHTMLParser, LexborNode

_OPEN, _CLOSE, _LINE, _CELL = "\ue000", "\ue001", "\ue002", "\ue003"
_MARKS = str.maketrans("", "", _OPEN + _CLOSE + _LINE + _CELL)
_BLOCKS = "p,div,tr,li,h1,h2,h3,h4,h5,h6,blockquote,hr,table,pre,ul,ol,section,article,center"
_UNSEEN = ["script", "style", "head", "title", "template", "noscript", "object", "iframe"]

# What a mail program wraps around the words of somebody else.
_QUOTES = (
    ".gmail_quote", ".gmail_extra", ".gmail_attr", ".protonmail_quote", ".yahoo_quoted", ".moz-cite-prefix",
    "blockquote[type=cite]", "blockquote.gmail_quote", '[data-marker="__QUOTED_TEXT__"]',
    '[data-marker="__HEADERS__"]', '[data-marker="__DIVIDER__"]', "#reply-intro", ".tutanota_quote",
    "#isReplyContent", ".zmail_extra", ".mail-quote-collapse", ".ms-outlook-mobile-reference-message",
)
QUOTE_SELECTOR = ",".join(_QUOTES)
# All that follows is a quote.
_FROM_HERE = ("#divRplyFwdMsg", "#appendonsend", "#mail-editor-reference-message-container", "#zwchr")
_BORDERED = re.compile(r"border-top\s*:\s*solid", re.IGNORECASE)
_PADDED = re.compile(r"padding\s*:\s*3(?:\.0)?pt\s+0(?:in|cm|pt|mm)?\s+0(?:in|cm|pt|mm)?\s+0", re.IGNORECASE)
_BLANKS = re.compile(r"[ \t\r\n\u200b\ufeff]+")
_MANY_LINES = re.compile(r"\n[ \n]*\n")


@dataclass(frozen=True, slots=True)
class HtmlText:
    """Visible text, and the numbers of the lines that a mail program marked as quoted."""

    text: str
    quoted: frozenset[int] = frozenset()


def text_of(html: str) -> str:
    """Visible text, one line per block."""
    return marked(html, quotes=False).text


def marked(html: str, quotes: bool = True) -> HtmlText:
    """Visible text whose quoted blocks carry `> ` at the start of their lines."""
    html = within_reach(html).translate(_MARKS)
    if not html.strip():
        return HtmlText("")
    if too_deep(html):
        return HtmlText(_tidied(words_only(html)))
    from selectolax.lexbor import LexborHTMLParser

    page = LexborHTMLParser(html)
    page.strip_tags(_UNSEEN)
    if page.body is None:
        return HtmlText("")
    if quotes:
        _mark_quotes(page)
    _mark_blocks(page)
    return _with_marks(_tidied(page.body.text(separator="")))


def _mark_quotes(page: LexborHTMLParser) -> None:
    for node in page.css(",".join(_FROM_HERE)):
        node.insert_before(_LINE + _OPEN)
    for node in page.css("div[style]"):
        if _is_outlook_block(node):
            node.insert_before(_LINE + _OPEN)
    for node in page.css(QUOTE_SELECTOR):
        node.insert_before(_LINE + _OPEN)
        node.insert_after(_CLOSE + _LINE)


def _is_outlook_block(node: LexborNode) -> bool:
    style = node.attributes.get("style") or ""
    return bool(_BORDERED.search(style) and _PADDED.search(style))


def _mark_blocks(page: LexborHTMLParser) -> None:
    for node in page.css("br"):
        node.insert_after(_LINE)
    for node in page.css(_BLOCKS):
        node.insert_before(_LINE)
        node.insert_after(_LINE)
        if node.tag == "p":
            node.insert_after(_LINE)
    for node in page.css("td,th"):
        node.insert_after(_CELL)


def _tidied(text: str) -> str:
    text = _BLANKS.sub(" ", text) if _LINE in text else text
    text = text.replace(_CELL, " ").replace(_LINE, "\n")
    lines = "\n".join(line.strip(" ") for line in text.split("\n"))
    return _MANY_LINES.sub("\n\n", lines).strip("\n")


def _with_marks(text: str) -> HtmlText:
    """Open and close signs become `> ` on each line between them."""
    if _OPEN not in text:
        return HtmlText(text.replace(_CLOSE, ""))
    lines: list[str] = []
    depth = 0
    quoted: set[int] = set()
    for line in text.split("\n"):
        depth += line.count(_OPEN)
        words = line.replace(_OPEN, "").replace(_CLOSE, "")
        if depth and words:
            quoted.add(len(lines))
        if words or (lines and lines[-1]):
            lines.append(f"> {words}" if depth and words else words)
        depth = max(0, depth - line.count(_CLOSE))
    return HtmlText("\n".join(lines), frozenset(quoted))
