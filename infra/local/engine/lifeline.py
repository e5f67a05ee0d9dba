"""The lifeline: a pipe held by the supervisor. When it closes, for whatever reason, the engine ends too."""

from __future__ import annotations

import os
import sys
import threading


def hold(descriptor: int) -> None:
    """End this process at the end of the pipe. Nothing is lost: what was acknowledged is on disk."""

    def wait() -> None:
        while os.read(descriptor, 1):
            pass
        os._exit(0)

    threading.Thread(target=wait, name="lifeline", daemon=True).start()


def hold_stdin() -> None:
    hold(sys.stdin.fileno())
