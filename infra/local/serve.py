"""The supervisor: starts every part of an instance in order, waits, and stops them together.

The engine and the pump are processes of their own; doors and clock are threads here. Killing this process
kills those too, and loses nothing that was answered for.
"""

from __future__ import annotations

import fcntl
import importlib
import os
import signal
import socket
import sys
import threading
import time
from importlib.util import find_spec
from typing import IO

from .child import Child
from .engine_process import EngineProcess, NotStarted
from .instance import HOST, Instance, from_environment

_PORTS = {"port": "PORT (web)", "smtp_port": "SMTP_PORT (mail)", "aws_port": "AWS_PORT (engine)"}


def main(argv: list[str]) -> int:
    """Run until Ctrl-C, or until a part fails."""
    if argv:
        print("serve takes no arguments: set PORT, SMTP_PORT, AWS_PORT, DATA_DIR instead", file=sys.stderr)
        return 2
    instance = from_environment()
    instance.data.mkdir(parents=True, exist_ok=True)
    held = _hold(instance)
    _check_ports(instance)
    instance.enter()
    asked_to_stop = _listen_for_stop()
    parts = Parts(instance)
    try:
        parts.start()
        return _wait(asked_to_stop, parts)
    except NotStarted as error:
        print(f"Not started: {error}", file=sys.stderr)
        return 1
    finally:
        parts.stop()
        instance.note.unlink(missing_ok=True)
        held.close()


def _hold(instance: Instance) -> IO[str]:
    """One instance per data folder. The lock goes with the process, however it ends."""
    lock = (instance.data / "lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise SystemExit(f"Another instance uses {instance.data}. Stop it, or set DATA_DIR.") from None
    return lock


def is_running(instance: Instance) -> bool:
    try:
        _hold(instance).close()
    except (SystemExit, FileNotFoundError):
        return instance.data.exists()
    return False


def _check_ports(instance: Instance) -> None:
    for field, label in _PORTS.items():
        port = getattr(instance, field)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((HOST, port))
            except OSError:
                name = label.split()[0]
                raise SystemExit(
                    f"Port {port} is taken by another program: {label}. Stop it, or choose another port:\n"
                    f"  {name}={port + 1000} make run"
                ) from None


def _listen_for_stop() -> threading.Event:
    asked = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: asked.set())
    return asked


def _wait(asked_to_stop: threading.Event, parts: Parts) -> int:
    while not asked_to_stop.wait(0.2):
        parts.mend()
        if not parts.engine.alive():
            print("The engine ended; stopping everything. Its reason is above.", file=sys.stderr)
            return 1
    print("Stopping.", flush=True)
    return 0


class Parts:
    """Everything of one instance, in the order it starts."""

    def __init__(self, instance: Instance) -> None:
        self._instance = instance
        self.engine, self._pump = EngineProcess(instance), Child("infra.local.pump_process")
        self._stops: list = []

    def start(self) -> None:
        began = time.monotonic()
        say(f"Embedded AWS on {self._instance.aws_url}, data in {self._instance.data}")
        self.engine.launch()
        self._stops.append(self.engine.stop)
        # The engine recovers in its own process while the product is imported here.
        importlib.import_module("infra.local.lambda_events").product()
        self.engine.wait_ready()
        importlib.import_module("infra.local.resources").create()
        _seed(self._instance)
        self._open_doors()
        self._instance.write_note()
        say(f"Ready in {time.monotonic() - began:.1f} s. Ctrl-C stops everything.")
        _welcome(self._instance)

    def _open_doors(self) -> None:
        from . import smtp_door, web_door
        from .clock import Clock
        from .deliveries import Deliveries
        from .dev.routes import Rooms
        from .spool import Spool

        spool, deliveries = Spool(self._instance.data / "spool"), Deliveries(self._instance.data)
        door, clock = smtp_door.Door(spool), Clock()
        if waiting := door.refill():
            say(f"{waiting} mails were received but not yet filed: queued again")
        controller = smtp_door.listen(self._instance, door)
        say(f"SMTP door on {HOST}:{self._instance.smtp_port} for {', '.join(smtp_door.domains())}")
        server = web_door.listen(self._instance, Rooms(self._instance, door, clock))
        self._pump.launch()
        clock.start()
        deliveries.start()
        self._stops += [lambda: self._pump.stop(1.0), clock.stop, deliveries.stop, server.shutdown, controller.stop]

    def mend(self) -> None:
        """A pump that died, perhaps of one enormous mail, is started again; the queue knows what it held."""
        if self.engine.alive() and not self._pump.alive():
            print("The pump ended and is started again.", file=sys.stderr, flush=True)
            self._pump.launch()

    def stop(self) -> None:
        """Doors first, engine last, and never longer than two seconds."""
        cut = threading.Timer(1.9, lambda: os._exit(0))
        cut.daemon = True
        cut.start()
        while self._stops:
            self._stops.pop()()


def say(line: str) -> None:
    print(line, flush=True)


def _seed(instance: Instance) -> None:
    """The demo agency, once per data folder."""
    mark = instance.data / "seeded"
    if mark.exists() or os.environ.get("SEED", "1") == "0" or find_spec("infra.seed.agency") is None:
        return
    say("First start: creating a small agency to try things with")
    importlib.import_module("infra.seed.agency").seed()
    mark.touch()


def _welcome(instance: Instance) -> None:
    say(f"\n  Open     {instance.base_url}\n  Mailbox  {instance.base_url}/dev/mail")
    if (instance.data / "seeded").exists() and find_spec("infra.seed.sign_in") is not None:
        say(f"  Sign in  {importlib.import_module('infra.seed.sign_in').link()}\n")
