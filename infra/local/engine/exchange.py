"""One HTTP exchange as plain values: a request with its whole body, an answer with its whole body."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass
from typing import Any

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]


class Disconnected(Exception):
    """The caller left before its request was complete: nothing was asked."""


@dataclass
class Answer:
    """What goes back to the caller."""

    status: int
    headers: list[tuple[bytes, bytes]]
    body: bytes

    async def send(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status, "headers": self.headers})
        await send({"type": "http.response.body", "body": self.body})


def json_answer(status: int, body: bytes) -> Answer:
    headers = [(b"content-type", b"application/x-amz-json-1.0"), (b"content-length", str(len(body)).encode())]
    return Answer(status, headers, body)


def header(scope: Scope, name: bytes) -> str:
    return next((value.decode("latin1") for key, value in scope["headers"] if key.lower() == name), "")


async def read_body(receive: Receive) -> bytes:
    parts = []
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Disconnected
        parts.append(message.get("body", b""))
        if not message.get("more_body"):
            return b"".join(parts)


def post_scope(path: str, headers: dict[str, str], body: bytes) -> Scope:
    """A POST as the server would have received it; used to apply a journaled call again."""
    encoded = [(key.encode("latin1"), value.encode("latin1")) for key, value in headers.items()]
    return {
        "type": "http", "http_version": "1.1", "method": "POST", "path": path, "raw_path": path.encode(),
        "query_string": b"", "root_path": "", "scheme": "http", "headers": with_length(encoded, body),
        "client": ("127.0.0.1", 0), "server": ("127.0.0.1", 0), "asgi": {"version": "3.0"}, "extensions": {},
    }


def with_length(headers: list[tuple[bytes, bytes]], body: bytes) -> list[tuple[bytes, bytes]]:
    kept = [(key, value) for key, value in headers if key.lower() != b"content-length"]
    return [*kept, (b"content-length", str(len(body)).encode())]


async def call(app: Application, scope: Scope, body: bytes) -> Answer:
    """Run one complete request through an application and collect its answer."""
    answer = Answer(500, [], b"")
    parts: list[bytes] = []
    messages = [{"type": "http.request", "body": body, "more_body": False}]

    async def receive() -> MutableMapping[str, Any]:
        if messages:
            return messages.pop()
        await asyncio.sleep(3600)
        return {"type": "http.disconnect"}

    async def send(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            answer.status, answer.headers = message["status"], list(message["headers"])
        elif message["type"] == "http.response.body":
            parts.append(message.get("body", b""))

    await app({**scope, "headers": with_length(scope["headers"], body)}, receive, send)
    answer.body = b"".join(parts)
    return answer
