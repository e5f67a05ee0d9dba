"""What a view gives back, and the headers that every answer carries, errors too (W-10, U-120)."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

HSTS = "max-age=63072000; includeSubDomains"
POLICY = ("default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'{images}; font-src 'self'; "
          "connect-src 'self'; form-action 'self'{forms}; frame-src 'self'; frame-ancestors 'none'; "
          "base-uri 'none'; object-src 'none'")
FRAME_POLICY = ("sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
                "frame-ancestors 'self'; base-uri 'none'; form-action 'none'; object-src 'none'")


@dataclass(slots=True)
class Answer:
    """Body and status. `files_from`: the file store's origin, for pages that show or post files."""

    body: str | bytes = ""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)
    files_from: str = ""
    frame: bool = False
    public: bool = False


def redirect(where: str, status: int = 303) -> Answer:
    """After a POST, a GET (303); to a signed file, 302."""
    return Answer("", status, headers={"Location": where})


def headers_of(answer: Answer, cookies: list[str]) -> dict[str, Any]:
    """Everything but the body. Personal pages are never stored by anyone."""
    origin = f" {answer.files_from}" if answer.files_from else ""
    policy = FRAME_POLICY if answer.frame else POLICY.format(images=origin, forms=origin)
    found: dict[str, Any] = {
        "Content-Type": answer.content_type,
        "Content-Security-Policy": policy,
        "X-Content-Type-Options": "nosniff",
        "Strict-Transport-Security": HSTS,
        "Referrer-Policy": "same-origin",
        "X-Robots-Tag": "noindex",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
        "Vary": "HX-Request, HX-Request-Type, Cookie",
        "Cache-Control": "public, max-age=31536000, immutable" if answer.public else "no-store",
    }
    if cookies:
        found["Set-Cookie"] = cookies
    return found | answer.headers
