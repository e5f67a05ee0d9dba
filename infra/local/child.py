"""A process that cannot outlive the one that started it: closing its standard input ends it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).parents[2]


class Child:
    """One module of ours, run as a process. It holds its standard input as a lifeline."""

    def __init__(self, module: str, *arguments: str) -> None:
        self._command = [sys.executable, "-m", module, "--lifeline", *arguments]
        self.process: subprocess.Popen[bytes] | None = None

    def launch(self) -> None:
        # A session of its own: Ctrl-C reaches the supervisor, which then stops its children in order.
        self.process = subprocess.Popen(
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            cwd=PROJECT,
            start_new_session=True,
        )

    def alive(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def stop(self, patience: float = 1.5) -> None:
        """Ask it to end in order; one that takes longer is cut off, and nothing acknowledged is lost by it."""
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
