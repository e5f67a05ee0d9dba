"""A whole running instance for a story: started as `make run` starts it, and killed as a power cut would."""

from __future__ import annotations

import json
import os
import re
import signal
import smtplib
import subprocess
import sys
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from infra.local.child import PROJECT
from infra.local.instance import HOST, Instance


class RunningInstance:
    """One `python -m infra.local serve` with ports and a data folder of its own."""

    def __init__(self, data: Path, ports: tuple[int, int, int], **environment: str) -> None:
        self.instance = Instance(data, *ports)
        self.data, self.smtp_port = data, ports[1]
        self.log = data.with_name(data.name + ".log")
        self.environment = {
            **os.environ,
            "UNDO_SECONDS": "0",
            "DATA_DIR": str(data),
            **dict(zip(("PORT", "SMTP_PORT", "AWS_PORT"), map(str, ports), strict=True)),
            **environment,
        }
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def base_url(self) -> str:
        return self.instance.base_url

    def start(self, patience: float = 60) -> RunningInstance:
        """Start it and wait for its address on the terminal."""
        offset = self.log.stat().st_size if self.log.exists() else 0
        command = [sys.executable, "-m", "infra.local", "serve"]
        with self.log.open("ab") as out:
            where = {"cwd": PROJECT, "env": self.environment}
            self.process = subprocess.Popen(command, stdout=out, stderr=out, **where)
        deadline = time.monotonic() + patience
        while "Mailbox" not in self.log.read_text()[offset:]:
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"not started:\n{self.log.read_text()[offset:]}")
            time.sleep(0.02)
        return self

    def kill(self) -> None:
        """As a power cut: the supervisor gets no chance to say goodbye."""
        if self.process is not None:
            self.process.kill()
            self.process.wait()

    def stop(self) -> int:
        self.process.send_signal(signal.SIGINT)
        return self.process.wait(10)

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """One of the commands people script against."""
        command = [sys.executable, "-m", "infra.local", *arguments]
        return subprocess.run(command, cwd=PROJECT, env=self.environment, capture_output=True, text=True)

    def mails(self) -> list[dict[str, Any]]:
        with urlopen(f"{self.base_url}/dev/mail.json", timeout=10) as answer:
            return json.load(answer)

    def wait_for_mails(self, count: int, patience: float = 10) -> list[dict[str, Any]]:
        """Until this many mails have left the house."""
        deadline = time.monotonic() + patience
        while len(mails := self.mails()) < count:
            if time.monotonic() > deadline:
                raise AssertionError(f"{len(mails)} mails instead of {count}:\n{self.log.read_text()}")
            time.sleep(0.05)
        return mails

    def deliver(self, raw: bytes, *to: str, sender: str = "someone@exemple.example") -> None:
        """Over SMTP, as the world does."""
        with smtplib.SMTP(HOST, self.smtp_port, "localhost", timeout=30) as smtp:
            smtp.sendmail(sender, list(to), raw)

    def tick(self, at: str = "") -> dict[str, Any]:
        """Run every schedule as of a moment, Paris time."""
        asked = json.dumps({"at": at}).encode()
        request = Request(f"{self.base_url}/dev/tick", asked, {"Content-Type": "application/json"})
        with urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def sign_in_link(self) -> str:
        """The link of the latest start."""
        return re.findall(r"Sign in\s+(\S+)", self.log.read_text())[-1]
