"""Starting the engine of an instance, and knowing when it is ready."""

from __future__ import annotations

import socket
import time

from .child import Child
from .instance import HOST, Instance

ENGINE = "infra.local.engine"


class NotStarted(RuntimeError):
    """The engine ended, or did not answer in time."""


class EngineProcess(Child):
    """The engine of one instance."""

    def __init__(self, instance: Instance, flags: tuple[str, ...] = (), module: str = ENGINE) -> None:
        self._port = instance.aws_port
        place = ("--data", str(instance.data), "--port", str(instance.aws_port), "--host", HOST)
        super().__init__(module, *flags, *place)

    def start(self, patience: float = 30.0) -> None:
        """Start it and wait until it answers; it listens only once everything is recovered."""
        self.launch()
        self.wait_ready(patience)

    def wait_ready(self, patience: float = 30.0) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if not self.alive():
                raise NotStarted("the engine ended while starting; its reason is above")
            with socket.socket() as probe:
                if probe.connect_ex((HOST, self._port)) == 0:
                    return
            time.sleep(0.01)
        raise NotStarted(f"the engine did not answer within {patience:.0f} s")
