"""Client request tokens: a transaction sent twice within ten minutes is applied once, even across a restart.

The engine keeps them itself and the emulator never sees one. So a call answered from here is not journaled,
and a token honestly used again after its ten minutes is not swallowed when the journal is replayed.
"""

from __future__ import annotations

import hashlib
import json
import time
from enum import Enum

LIFETIME = 600.0


class Verdict(Enum):
    """What a token says about the call that carries it."""

    NEW = "new"
    REPEATED = "repeated"
    MISUSED = "misused"


def split(body: bytes) -> tuple[bytes, str, str]:
    """The body without its token, the token, and a digest that tells two different payloads apart."""
    try:
        content = json.loads(body)
        token = str(content.pop("ClientRequestToken", ""))
    except (ValueError, AttributeError, TypeError):
        return body, "", ""
    bare = json.dumps(content).encode()
    canonical = json.dumps(content, sort_keys=True).encode()
    return bare, token, hashlib.sha256(canonical).hexdigest() if token else ""


class Tokens:
    """The tokens of the last ten minutes."""

    def __init__(self) -> None:
        self._seen: dict[str, tuple[str, float]] = {}

    def judge(self, token: str, digest: str) -> Verdict:
        seen, at = self._seen.get(token, ("", 0.0))
        if not token or time.time() - at >= LIFETIME:
            return Verdict.NEW
        return Verdict.REPEATED if seen == digest else Verdict.MISUSED

    def remember(self, token: str, digest: str, at: float) -> None:
        if token:
            self._forget_old()
            self._seen[token] = (digest, at)

    def _forget_old(self) -> None:
        oldest = time.time() - LIFETIME
        while self._seen:
            token, (_, at) = next(iter(self._seen.items()))
            if at >= oldest:
                return
            del self._seen[token]

    def dump(self) -> bytes:
        self._forget_old()
        return json.dumps(self._seen).encode()

    def load(self, data: bytes) -> None:
        self._seen.update({token: (digest, at) for token, (digest, at) in json.loads(data).items()})
