"""Reading what the stub product noted."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

from tests.instance import RunningInstance


def noted(instance: RunningInstance, kind: str) -> list[Any]:
    path = Path(instance.environment["STUB_NOTES"])
    lines = path.read_text().splitlines() if path.exists() else []
    return [note["content"] for note in map(json.loads, lines) if note["kind"] == kind]


def wait_for(instance: RunningInstance, kind: str, count: int, patience: float = 10) -> list[Any]:
    deadline = time.monotonic() + patience
    while len(found := noted(instance, kind)) < count and time.monotonic() < deadline:
        time.sleep(0.02)
    return found
