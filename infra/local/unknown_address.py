"""What API Gateway answers for an address that no route knows, read from the same template it deploys."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

from .names import TEMPLATE

FILE = TEMPLATE.with_name("unknown_address.json")
GATEWAY_SAYS = b"Missing Authentication Token"


@cache
def answer() -> tuple[int, dict[str, str], bytes]:
    """Status, headers and the page."""
    responses = json.loads(FILE.read_text())["Resources"]["RestAPI"]["Properties"]["GatewayResponses"]
    told: dict[str, Any] = responses["MISSING_AUTHENTICATION_TOKEN"]
    headers = {name: _plain(value) for name, value in told["ResponseParameters"]["Headers"].items()}
    page = told["ResponseTemplates"]["text/html"].encode()
    return told["StatusCode"], headers | {"Content-Type": "text/html; charset=utf-8"}, page


def _plain(value: str) -> str:
    """Static values stand between single quotes in the template."""
    return value[1:-1].replace("\\'", "'")
