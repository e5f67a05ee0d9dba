"""The process that opens strangers' files: one request in, one answer out, until its input closes.

It may use no more memory than its limit; if a file makes it crash or loop, its parent kills it and starts
another, and only that file is lost.
"""

from __future__ import annotations

import json
import struct
import sys
from typing import BinaryIO, Final

MEMORY_LIMIT: Final = 1_200_000_000
HEAD: Final = struct.Struct(">II")


def serve(requests: BinaryIO, answers: BinaryIO) -> None:
    """Answer requests until the end of input."""
    _limit_memory()
    while True:
        head = requests.read(HEAD.size)
        if len(head) < HEAD.size:
            return
        asked, sent = HEAD.unpack(head)
        wish = json.loads(requests.read(asked))
        answer = _answer(wish, requests.read(sent))
        answers.write(HEAD.pack(answer is not None, len(answer or b"")) + (answer or b""))
        answers.flush()


def _answer(wish: dict[str, str], content: bytes) -> bytes | None:
    """The answer, or None when the work failed; what failed is for the caller to say."""
    try:
        if wish["task"] == "preview":
            from chalicelib.intake.preview import draw

            return draw(content, wish["content_type"])
        from chalicelib.intake.extract.reader import read_here
        from chalicelib.intake.extract.wire import to_json

        return to_json(read_here(content, wish["filename"], wish["hint"]))
    except Exception:
        return None


def _limit_memory() -> None:
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_LIMIT, MEMORY_LIMIT))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    except (ImportError, ValueError, OSError):
        return


if __name__ == "__main__":
    serve(sys.stdin.buffer, sys.stdout.buffer)
