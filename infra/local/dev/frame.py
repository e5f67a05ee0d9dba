"""A mail's HTML inside its frame: alone, without scripts, in the light its reader would have.

A mail may style itself inline; the page around it may not. So the frame is a document with rules of its own.
"""

from __future__ import annotations

import re

from .sent import Sent

POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'"
_SCHEME = re.compile(r"\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)", re.I)
_CID = re.compile(r"""(["'(])cid:([^"')\s]+)""", re.I)
_HEAD = re.compile(r"<head[^>]*>", re.I)


def document(mail: Sent, dark: bool) -> str:
    """The mail's HTML with its pictures, its links opening apart, and the chosen colour scheme decided."""
    html = mail.html or f"<pre>{_escape(mail.text)}</pre>"
    html = _CID.sub(lambda found: f"{found.group(1)}{_picture(mail, found.group(2))}", html)
    html = _SCHEME.sub(lambda found: _decided(found.group(1).lower() == "dark", dark), html)
    extra = f'<base target="_blank"><meta name="color-scheme" content="{"dark" if dark else "light"}">'
    head = _HEAD.search(html)
    return html[: head.end()] + extra + html[head.end() :] if head else extra + html


def _decided(asks_for_dark: bool, dark: bool) -> str:
    """A media condition that is true or false whatever the browser of the developer prefers."""
    return "(min-width: 0px)" if asks_for_dark is dark else "(max-width: 0px)"


def _picture(mail: Sent, cid: str) -> str:
    for number, part in enumerate(mail.leaves):
        if part.get("Content-ID", "").strip(" <>") == cid:
            return f"/dev/mail/{mail.id}/part/{number}"
    return "cid:" + cid


def _escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")
