"""Counts what really goes over the wire to AWS, whichever library sends it."""

from __future__ import annotations

from typing import Any

from botocore.httpsession import URLLib3Session


class Counted:
    """While open, `names` gets the operation of every request, and a Scan is an error."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._send = URLLib3Session.send

    def __enter__(self) -> Counted:
        counted, send = self, self._send

        def count(session: Any, request: Any) -> Any:
            target = request.headers.get("X-Amz-Target", b"")
            name = (target.decode() if isinstance(target, bytes) else str(target)) or f"{request.method} {request.url}"
            if name.endswith(".Scan"):
                raise AssertionError("a Scan was sent")
            counted.names.append(name)
            return send(session, request)
        URLLib3Session.send = count
        return self

    def __exit__(self, *_: object) -> None:
        URLLib3Session.send = self._send
