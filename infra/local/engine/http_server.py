"""A small HTTP/1.1 server in front of an ASGI application, for callers on this machine.

A general server spends more time on one request than the emulator does; a page of the product makes several.
Requests of one connection are answered in order. When a caller leaves, its waiting request is cancelled: a
queue must not hand a message to nobody. (Changing calls are shielded by the keeper.)
"""

from __future__ import annotations

import asyncio
from collections import deque
from http import HTTPStatus
from typing import Any

from .exchange import Application
from .http_parser import CONTINUE, Malformed, Parser, Request

_NO_BODY = (204, 304)


class Connection(asyncio.Protocol):
    """One caller."""

    def __init__(self, app: Application, open_connections: set[Connection]) -> None:
        self._app, self._open = app, open_connections
        self._parser = Parser()
        self._waiting: deque[Request] = deque()
        self._task: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport
        self._open.add(self)

    def connection_lost(self, error: Exception | None) -> None:
        self._open.discard(self)
        if self._task is not None:
            self._task.cancel()

    def close(self) -> None:
        self._transport.close()

    def data_received(self, data: bytes) -> None:
        self._parser.feed(data)
        try:
            while (request := self._parser.next()) is not None:
                self._waiting.append(request)
        except Malformed as error:
            self._refuse(str(error))
            return
        if self._parser.wants_continue:
            self._parser.wants_continue = False
            self._transport.write(CONTINUE)
        if self._waiting and self._task is None:
            self._task = asyncio.create_task(self._serve())

    def _refuse(self, reason: str) -> None:
        body = reason.encode()
        self._transport.write(b"HTTP/1.1 400 Bad Request\r\ncontent-length: %d\r\n\r\n" % len(body) + body)
        self._transport.close()

    async def _serve(self) -> None:
        """Answer what waits, one after the other, then rest."""
        try:
            while self._waiting:
                request = self._waiting.popleft()
                await Exchange(request, self._transport).run(self._app)
                if not request.keep_alive:
                    self._transport.close()
        finally:
            self._task = None


class Exchange:
    """One request and its answer."""

    def __init__(self, request: Request, transport: Any) -> None:
        self._request, self._transport = request, transport
        self._messages = [{"type": "http.request", "body": request.body, "more_body": False}]
        self._start: dict[str, Any] | None = None
        self._chunked = False
        self._bare = request.method == "HEAD"

    async def run(self, app: Application) -> None:
        await app(self._request.scope(), self.receive, self.send)

    async def receive(self) -> dict[str, Any]:
        if self._messages:
            return self._messages.pop()
        await asyncio.Event().wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        if message["type"] == "http.response.start":
            self._start = message
        elif message["type"] == "http.response.body":
            self._write(message.get("body", b""), bool(message.get("more_body")))

    def _write(self, body: bytes, more: bool) -> None:
        """Head and first piece go out together; a later piece alone."""
        head = b""
        if self._start is not None:
            head, self._start = self._head(self._start, body, more), None
        if self._bare:
            body = b""
        elif self._chunked:
            body = (b"%x\r\n%s\r\n" % (len(body), body) if body else b"") + (b"" if more else b"0\r\n\r\n")
        self._transport.write(head + body)

    def _head(self, start: dict[str, Any], body: bytes, more: bool) -> bytes:
        status = start["status"]
        headers = list(start["headers"])
        self._bare = self._bare or status in _NO_BODY
        if not self._bare and not any(name.lower() == b"content-length" for name, _ in headers):
            self._chunked = more
            length = (b"transfer-encoding", b"chunked") if more else (b"content-length", b"%d" % len(body))
            headers.append(length)
        lines = [b"%s: %s" % header for header in headers]
        first = f"HTTP/1.1 {status} {_phrase(status)}".encode()
        return b"\r\n".join([first, *lines, b"", b""])


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"


async def serve(app: Application, host: str, port: int, asked_to_stop: asyncio.Event) -> None:
    """Listen until asked to stop; then cut what only waits."""
    open_connections: set[Connection] = set()
    loop = asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(app, open_connections), host, port, backlog=256)
    await asked_to_stop.wait()
    server.close()
    for connection in list(open_connections):
        connection.close()
