"""Reading HTTP/1.1 requests out of a stream of bytes: only what clients on this machine send.

A body is handed over whole, whether its length is announced or it comes in chunks.
"""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import unquote

HEAD_LIMIT = 64 * 1024
CONTINUE = b"HTTP/1.1 100 Continue\r\n\r\n"


class Malformed(ValueError):
    """These bytes are not a request we read."""


@dataclass
class Request:
    """One complete request."""

    method: str
    target: bytes
    headers: list[tuple[bytes, bytes]]
    keep_alive: bool
    body: bytes = b""

    def header(self, name: bytes) -> bytes:
        return next((value for key, value in self.headers if key == name), b"")

    def scope(self) -> dict:
        """The request as an ASGI application expects it."""
        raw_path, _, query = self.target.partition(b"?")
        return {
            "type": "http", "http_version": "1.1", "method": self.method, "scheme": "http", "root_path": "",
            "path": unquote(raw_path.decode("latin1")), "raw_path": raw_path, "query_string": query,
            "headers": self.headers, "client": ("127.0.0.1", 0), "server": ("127.0.0.1", 0),
            "asgi": {"version": "3.0"}, "extensions": {},
        }  # fmt: skip


class Parser:
    """Takes bytes as they come, gives requests as they are complete."""

    def __init__(self) -> None:
        self._buffer = bytearray()
        self._request: Request | None = None
        self._length = 0
        self._chunks: list[bytes] | None = None
        self.wants_continue = False

    def feed(self, data: bytes) -> None:
        self._buffer += data

    def next(self) -> Request | None:
        """The next complete request, or None until more bytes come."""
        if self._request is None and not self._read_head():
            return None
        whole = self._read_length() if self._chunks is None else self._read_chunks()
        if not whole:
            return None
        request, self._request, self._chunks = self._request, None, None
        return request

    def _read_head(self) -> bool:
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            if len(self._buffer) > HEAD_LIMIT:
                raise Malformed("request head too long")
            return False
        lines = bytes(self._buffer[:end]).split(b"\r\n")
        del self._buffer[: end + 4]
        self._request = request = _head(lines)
        self.wants_continue = request.header(b"expect").lower() == b"100-continue"
        self._chunks = [] if request.header(b"transfer-encoding").lower() == b"chunked" else None
        length = request.header(b"content-length") or b"0"
        if not length.isdigit():
            raise Malformed("content-length is not a number")
        self._length = int(length)
        return True

    def _read_length(self) -> bool:
        if len(self._buffer) < self._length:
            return False
        self._request.body = self._take(self._length)
        return True

    def _read_chunks(self) -> bool:
        while (end := self._buffer.find(b"\r\n")) >= 0:
            size = _chunk_size(bytes(self._buffer[:end]))
            if size == 0:
                return self._finish_chunks(end)
            if len(self._buffer) < end + 2 + size + 2:
                return False
            del self._buffer[: end + 2]
            self._chunks.append(self._take(size))
            del self._buffer[:2]
        return False

    def _finish_chunks(self, start: int) -> bool:
        """The last chunk is empty; trailers, if any, end with an empty line."""
        end = self._buffer.find(b"\r\n\r\n", start)
        if end < 0:
            return False
        del self._buffer[: end + 4]
        self._request.body = b"".join(self._chunks)
        plain = [(key, value) for key, value in self._request.headers if key != b"transfer-encoding"]
        self._request.headers = [*plain, (b"content-length", str(len(self._request.body)).encode())]
        return True

    def _take(self, count: int) -> bytes:
        taken = bytes(self._buffer[:count])
        del self._buffer[:count]
        return taken


def _chunk_size(line: bytes) -> int:
    try:
        return int(line.partition(b";")[0], 16)
    except ValueError:
        raise Malformed("chunk without a size") from None


def _head(lines: list[bytes]) -> Request:
    parts = lines[0].split(b" ")
    if len(parts) != 3 or not parts[2].startswith(b"HTTP/1."):
        raise Malformed("not an HTTP/1 request line")
    headers = []
    for line in lines[1:]:
        name, colon, value = line.partition(b":")
        if not colon or not name.strip():
            raise Malformed("header without a name")
        headers.append((name.strip().lower(), value.strip()))
    asked = dict(headers).get(b"connection", b"").lower()
    keep_alive = asked != b"close" if parts[2] == b"HTTP/1.1" else asked == b"keep-alive"
    return Request(parts[0].decode("latin1"), parts[1], headers, keep_alive)
