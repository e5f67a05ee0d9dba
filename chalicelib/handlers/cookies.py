"""Our cookies: the open session, the browser that asked for a link, the chosen language (W-8).

Over https they carry __Host- and Secure; the local profile on plain http drops both.
"""

from __future__ import annotations

from chalicelib import bootstrap
from chalicelib.handlers.request import Request

SESSION, BROWSER, LANGUAGE = "session", "browser", "language"
MONTH = 30 * 24 * 3600


def name(kind: str) -> str:
    return f"__Host-bpa-{kind}" if bootstrap.settings().secure_cookies else f"bpa-{kind}"


def value(request: Request, kind: str) -> str:
    return request.cookies.get(name(kind), "")


def put(request: Request, kind: str, text: str, seconds: int = MONTH) -> None:
    """Add a cookie to the answer; no seconds left means that the browser forgets it."""
    secure = "; Secure" if bootstrap.settings().secure_cookies else ""
    request.new_cookies.append(
        f"{name(kind)}={text}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
