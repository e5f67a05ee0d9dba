"""Starting and stopping the engine as a process that cannot outlive the one that started it."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from pathlib import Path

from .instance import HOST, Instance

PROJECT = Path(__file__).parents[2]
ENGINE = "infra.local.engine"


class NotStarted(RuntimeError):
    """The engine ended, or did not answer in time."""


class EngineProcess:
    """The engine of one instance. Closing its standard input ends it, also when we are killed."""

    def __init__(self, instance: Instance, flags: tuple[str, ...] = (), module: str = ENGINE) -> None:
        self._instance = instance
        self._command = [sys.executable, "-m", module, "--lifeline", *flags]
        self._command += ["--data", str(instance.data), "--port", str(instance.aws_port), "--host", HOST]
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, patience: float = 30.0) -> None:
        """Start it and wait until it answers; it listens only once everything is recovered."""
        self.launch()
        self.wait_ready(patience)

    def launch(self) -> None:
        # A session of its own: Ctrl-C reaches the supervisor, which then stops the engine in order.
        self.process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            cwd=PROJECT,
            start_new_session=True,
        )

    def wait_ready(self, patience: float = 30.0) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline:
            if self.process is None or self.process.poll() is not None:
                raise NotStarted("the engine ended while starting; its reason is above")
            with socket.socket() as probe:
                if probe.connect_ex((HOST, self._instance.aws_port)) == 0:
                    return
            time.sleep(0.01)
        raise NotStarted(f"the engine did not answer within {patience:.0f} s")

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self, patience: float = 1.5) -> None:
        """Ask it to leave a snapshot; one that takes longer is cut off, and loses nothing by it."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        if self.process is not None:
            self.process.kill()
            self.process.wait()
