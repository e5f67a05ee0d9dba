"""The web door: the product's own pages as `chalice local` serves them, with the /dev rooms in front.

The /dev rooms live here and nowhere in the product, so a deployed copy cannot have them.
"""

from __future__ import annotations

import functools
import socket
import threading
from typing import Any
from urllib.parse import urlsplit

from chalice.config import Config
from chalice.local import ChaliceRequestHandler, CustomLocalChalice, LocalChalice, ThreadedHTTPServer

from . import unknown_address
from .compression import compressed
from .dev.routes import Rooms
from .dev.web import Asked
from .instance import HOST, Instance
from .lambda_events import product


class Handler(ChaliceRequestHandler):
    """One browser connection. Answers are buffered: headers and body in one packet, or keep-alive stalls."""

    wbufsize = 64 * 1024
    disable_nagle_algorithm = True

    def __init__(self, *connection: Any, rooms: Rooms, **chalice: Any) -> None:
        self._rooms = rooms
        super().__init__(*connection, **chalice)

    def _generic_handle(self) -> None:
        path = urlsplit(self.path).path
        if path == "/dev" or path.startswith("/dev/"):
            return self._dev(path)
        return super()._generic_handle()

    def _dev(self, path: str) -> None:
        headers, body = self._parse_payload()
        lowered = {name.lower(): value for name, value in headers.items()}
        asked = Asked(self.command, path, urlsplit(self.path).query, lowered, body or b"")
        told = self._rooms.answer(asked)
        self._send_http_response(told.status, dict(told.headers), told.body)

    def _send_http_response_with_body(self, code: int, headers: dict[str, Any], body: bytes | str) -> None:
        if code == 403 and unknown_address.GATEWAY_SAYS in (body if isinstance(body, bytes) else body.encode()):
            code, headers, body = unknown_address.answer()
        headers, body = compressed(self.headers.get("Accept-Encoding", ""), headers, body)
        if self.command != "HEAD":
            return super()._send_http_response_with_body(code, headers, body)
        # A HEAD answer with a body would be read as the start of the next answer.
        return self._send_http_response_no_body(code, headers)

    do_GET = do_PUT = do_POST = do_HEAD = do_DELETE = do_PATCH = do_OPTIONS = _generic_handle

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet: a line per request on the terminal costs more than many of the pages."""


class Server(ThreadedHTTPServer):
    """Threads, a queue long enough for a page and all its parts, and no waiting for an old socket."""

    request_queue_size = 128
    allow_reuse_address = True

    def handle_error(self, request: socket.socket, client_address: tuple[str, int]) -> None:
        """A browser that closes a tab early is not an error."""
        import sys

        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


def listen(instance: Instance, rooms: Rooms) -> Server:
    """Open the port and serve in threads. The returned server has `shutdown()`."""
    app = product().app
    # What `chalice local` does: the current request becomes a matter of the thread.
    CustomLocalChalice.__bases__ = (LocalChalice, app.__class__)
    app.__class__ = CustomLocalChalice
    config = Config.create(lambda_timeout=29, lambda_memory_size=512)
    handler = functools.partial(Handler, rooms=rooms, app_object=app, config=config)
    server = Server((HOST, instance.port), handler)
    threading.Thread(target=server.serve_forever, args=(0.1,), name="web", daemon=True).start()
    return server
