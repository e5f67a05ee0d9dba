"""AWS clients of the local doors, one per service, all pointed at the embedded engine by the environment."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_QUICK = {"connect_timeout": 2, "read_timeout": 30, "retries": {"max_attempts": 3, "mode": "standard"}}


@lru_cache(maxsize=8)
def client(service: str) -> Any:
    """A client that any thread may use."""
    import boto3
    from botocore.config import Config

    return boto3.session.Session().client(service, config=Config(max_pool_connections=32, **_QUICK))
