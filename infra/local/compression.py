"""Answers compressed as the gateway compresses them in production: from the configured size, when the browser asks."""

from __future__ import annotations

import gzip
import json
from functools import cache
from typing import Any

from .child import PROJECT

TEXTS = ("text/", "application/json", "application/javascript", "image/svg+xml")


@cache
def least_bytes() -> int:
    """`minimum_compression_size` of the packaged application."""
    found: int = json.loads((PROJECT / ".chalice/config.json").read_text())["minimum_compression_size"]
    return found


def compressed(accepts: str, headers: dict[str, Any], body: bytes | str) -> tuple[dict[str, Any], bytes]:
    """The answer as it goes over the wire."""
    raw = body.encode() if isinstance(body, str) else body
    named = {name.lower(): str(value) for name, value in headers.items()}
    small = len(raw) < least_bytes() or not named.get("content-type", "").startswith(TEXTS)
    if small or "gzip" not in accepts or "content-encoding" in named:
        return headers, raw
    return headers | {"Content-Encoding": "gzip"}, gzip.compress(raw, 6, mtime=0)
