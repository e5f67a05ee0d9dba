"""Long bodies and HTML lie in the file store; the table keeps the first 8 KB (D-1)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.usecases.received import Received, Upload

INLINE_LIMIT = 8_000  # characters


@dataclass(frozen=True, slots=True)
class LongTexts:
    """Keys of what was stored apart, empty when the table holds all of it."""

    text_key: str
    html_key: str
    uploads: tuple[Upload, ...]


def long_texts(received: Received, agency_id: str, message_id: str) -> LongTexts:
    """The whole decoded text when it is long or cut, and the HTML made harmless."""
    reply, html = received.reply, received.mail.html
    long = len(reply.own) > INLINE_LIMIT or len(reply.elided) > INLINE_LIMIT
    text_key = f"text/{agency_id}/{message_id}.txt" if long else ""
    html_key = f"html/{agency_id}/{message_id}.html" if html.strip() else ""
    found = []
    if text_key:
        whole = received.mail.text or reply.own + reply.elided
        found.append(Upload(text_key, whole.encode("utf-8", "replace"), "text/plain; charset=utf-8"))
    if html_key:
        from chalicelib.intake.safe_html import sanitise  # loaded only for mails that have HTML

        found.append(Upload(html_key, sanitise(html).encode("utf-8", "replace"), "text/html; charset=utf-8"))
    return LongTexts(text_key, html_key, tuple(found))
