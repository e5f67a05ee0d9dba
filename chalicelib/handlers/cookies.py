"""Our cookies: the open session, the browser that asked for a link, the way back, the language, the light (W-8).

Over https they carry __Host- and Secure; the local profile on plain http drops both.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote

from chalicelib import bootstrap
from chalicelib.handlers.request import Request

SESSION, BROWSER, LANGUAGE, BACK, LOOK = "session", "browser", "language", "back", "look"
MONTH = 30 * 24 * 3600
_OPENED = re.compile(r"([a-z0-9-]{1,60})\.([A-Za-z0-9_-]{1,60})\.([A-Za-z0-9_-]{20,100})")
_LOCAL_PATH = re.compile(r"/(?![/\\])[!-~]{0,500}")


def name(kind: str) -> str:
    return f"__Host-bpa-{kind}" if bootstrap.settings().secure_cookies else f"bpa-{kind}"


def value(request: Request, kind: str) -> str:
    return request.cookies.get(name(kind), "")


def put(request: Request, kind: str, text: str, seconds: int = MONTH) -> None:
    """Add a cookie to the answer; no seconds left means that the browser forgets it."""
    secure = "; Secure" if bootstrap.settings().secure_cookies else ""
    request.new_cookies.append(
        f"{name(kind)}={text}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")


def look(request: Request) -> str:
    """The light this browser always wants, "light" or "dark"; empty when it follows the system (U-27)."""
    chosen = value(request, LOOK)
    return chosen if chosen in ("light", "dark") else ""


def opened(request: Request) -> tuple[str, str, str] | None:
    """Agency, user and secret of the session that the browser claims to have, if it has the shape of one.

    The secret begins with whose it is, so that person and session are read in one request.
    """
    found = _OPENED.fullmatch(value(request, SESSION))
    return (found[1], found[2], f"{found[2]}.{found[3]}") if found else None


def keep_way_back(request: Request, path: str, seconds: int) -> None:
    """Remember where the person wanted to go while the mail with the link travels."""
    put(request, BACK, quote(local_path(path), safe=""), seconds)


def way_back(request: Request) -> str:
    """The page to return to after signing in. It is forgotten by being used."""
    found = local_path(unquote(value(request, BACK)))
    put(request, BACK, "", 0)
    return found


def local_path(text: str) -> str:
    """A path of ours, or the first page: a link never leads out of the house."""
    return text if _LOCAL_PATH.fullmatch(text) else "/"
