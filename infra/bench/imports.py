"""How long each Lambda function takes to import what it needs, in a fresh process, beside a bare boto3 client."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
from typing import Any

from infra.local.child import PROJECT

RUNS = 7
BARE = "import boto3; boto3.client('dynamodb', region_name='eu-west-1')"
FUNCTIONS = {
    "web": "import app",
    "receive_mail": "import app; import chalicelib.handlers.events.inbound_mail",
    "send_mail": "import app; import chalicelib.handlers.events.outbound_mail",
    "read_document": "import app; import chalicelib.handlers.events.documents",
    "sweep": "import app; import chalicelib.handlers.events.minute",
}
_CLOCK = "import time; t = time.perf_counter(); {code}; print(1000 * (time.perf_counter() - t))"


def run() -> list[dict[str, Any]]:
    """Medians, the bare client first; each round takes all in turn, so that drift touches all alike."""
    codes = {"bare boto3 client": BARE, **FUNCTIONS}
    times: dict[str, list[float]] = {name: [] for name in codes}
    for _ in range(RUNS):
        for name, code in codes.items():
            times[name].append(_once(code))
    bare = statistics.median(times["bare boto3 client"])
    return [{"bench": "import", "function": name, "ms": round(statistics.median(found)),
             "times_bare": round(statistics.median(found) / bare, 2)} for name, found in times.items()]


def _once(code: str) -> float:
    environment = os.environ | SETTINGS
    command = [sys.executable, "-c", _CLOCK.format(code=code)]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=True)
    return float(done.stdout)


SETTINGS = {
    "TABLE_NAME": "t", "INBOUND_BUCKET": "i", "FILES_BUCKET": "f", "OUTBOUND_QUEUE_URL": "o",
    "INBOUND_QUEUE_URL": "q", "DOCUMENTS_QUEUE_URL": "d", "BASE_URL": "https://x.example",
    "INBOUND_DOMAIN": "x.example", "SENDER_ADDRESS": "a@x.example", "SIGNING_KEYS": "k",
    "AWS_DEFAULT_REGION": "eu-west-1", "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x",
}
