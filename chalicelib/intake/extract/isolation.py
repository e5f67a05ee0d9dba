"""Strangers' files are opened in another process, killed when it takes too long or too much memory.

One process serves one request at a time and is kept for the next, since starting it costs more than
reading a quote. An answer is bytes; no answer says why: the work failed, took too long, or crashed.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from typing import Final, Literal

from chalicelib.intake.extract.child import HEAD

SECONDS_ALLOWED: Final = 4.0
_START: Final = (
    "import sys; sys.path[:0] = {path!r}; import chalicelib.intake.extract.child as c; "
    "c.serve(sys.stdin.buffer, sys.stdout.buffer)"
)
Failure = Literal["failed", "too_long", "crashed"]


class _Reader:
    """The process and the lock that gives it one request at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.owner = os.getpid()
        self._process: subprocess.Popen[bytes] | None = None

    def ask(self, wish: dict[str, str], content: bytes, seconds: float) -> bytes | Failure:
        with self._lock:
            process = self._running()
            late = threading.Event()
            timer = threading.Timer(seconds, self._kill, (process, late))
            timer.start()
            try:
                answer = _exchange(process, wish, content)
            except OSError:
                answer = None
            finally:
                timer.cancel()
            if answer is None:
                self.stop()
                return "too_long" if late.is_set() else "crashed"
            return answer

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                try:
                    stream.close()
                except OSError:
                    continue
        process.wait()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._process is None or self._process.poll() is not None:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _START.format(path=[entry for entry in sys.path if entry])],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        return self._process

    @staticmethod
    def _kill(process: subprocess.Popen[bytes], late: threading.Event) -> None:
        late.set()
        process.kill()


_READER = _Reader()
atexit.register(lambda: _READER.stop() if _READER.owner == os.getpid() else None)


def ask(wish: dict[str, str], content: bytes, seconds: float = SECONDS_ALLOWED) -> bytes | Failure:
    """Have one task done elsewhere: the answer, or why there is none."""
    return _reader().ask(wish, content, seconds)


def _reader() -> _Reader:
    """The reader of this process: after a fork, the child of the parent is not ours to talk to."""
    global _READER
    if _READER.owner != os.getpid():
        _READER = _Reader()
    return _READER


def _exchange(
    process: subprocess.Popen[bytes], wish: dict[str, str], content: bytes
) -> bytes | Failure | None:
    """Send the request and wait; None when the process went away."""
    if process.stdin is None or process.stdout is None:
        return None
    asked = json.dumps(wish).encode()
    process.stdin.write(HEAD.pack(len(asked), len(content)) + asked)
    process.stdin.write(content)
    process.stdin.flush()
    head = process.stdout.read(HEAD.size)
    if len(head) < HEAD.size:
        return None
    done, size = HEAD.unpack(head)
    answer = process.stdout.read(size)
    if len(answer) < size:
        return None
    return answer if done else "failed"
