"""The pump as a process of its own, so that reading mail never makes somebody wait for a page."""

from __future__ import annotations

import os
import signal
import sys
import threading

from .engine.lifeline import hold_stdin
from .instance import running
from .lambda_events import product
from .pump import Pump, triggers
from .spool import Spool


def main() -> int:
    """Run the handlers until asked to stop. The supervisor has already put us in the instance."""
    hold_stdin()
    asked_to_stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked_to_stop.set())
    product()
    pump = Pump(Spool(running().data / "spool"), triggers())
    pump.start()
    asked_to_stop.wait()
    pump.stop()
    # A handler that is still at work is repeated at the next start; waiting for it would delay Ctrl-C.
    os._exit(0)


if __name__ == "__main__":
    sys.exit(main())
