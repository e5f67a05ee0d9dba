"""The nonce of a page that decides: signed, dated, used once (U-86). It says when the page was made, so that an answer
faster than a person reads is asked for again (TRAP-8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from chalicelib import bootstrap
from chalicelib.handlers.request import Request

QUICKEST = timedelta(seconds=2)
LIFE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PageNonce:
    """`id` makes the act happen once; `made_at` is when its page was shown."""

    id: str
    made_at: datetime

    def too_quick(self, now: datetime) -> bool:
        return now - self.made_at < QUICKEST


def fresh(request: Request) -> str:
    """For one page of this link."""
    text = f"{int(request.now.timestamp() * 1000)}.{bootstrap.secrets().new_id()}"
    return f"{text}.{_signature(request, text)}"


def read(request: Request) -> PageNonce | None:
    """None when it is not ours, not of this link, or a day old."""
    text, _, signature = request.typed("nonce").rpartition(".")
    made, _, name = text.partition(".")
    if not (made.isascii() and made.isdigit() and name and len(made) < 16):
        return None
    if not bootstrap.secrets().signed("page", f"{request.link}:{text}", signature):
        return None
    made_at = datetime.fromtimestamp(int(made) / 1000, UTC)
    return PageNonce(name, made_at) if request.now - made_at < LIFE else None


def _signature(request: Request, text: str) -> str:
    return bootstrap.secrets().sign("page", f"{request.link}:{text}")
