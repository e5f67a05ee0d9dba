"""Randomness and signatures. Two signing keys may live at once, so that they can be changed (O-1)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import secrets


class SystemSecrets:
    """`keys`: newest first; the first signs, all verify."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._keys = keys

    def token(self) -> str:
        """256 random bits, for links and cookies."""
        return secrets.token_urlsafe(32)

    def reply_token(self) -> str:
        """130 random bits as letters and digits that survive any mail program."""
        return base64.b32encode(secrets.token_bytes(17)).decode().lower()[:26]

    def new_id(self) -> str:
        return secrets.token_hex(12)

    def sign(self, purpose: str, text: str) -> str:
        return _signature(self._keys[0], purpose, text)

    def signed(self, purpose: str, text: str, signature: str) -> bool:
        given = signature.encode()
        return any(hmac.compare_digest(_signature(k, purpose, text).encode(), given) for k in self._keys)


def _signature(key: str, purpose: str, text: str) -> str:
    mac = hmac.new(key.encode(), f"{purpose}\x00{text}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(mac[:20]).decode().rstrip("=")
