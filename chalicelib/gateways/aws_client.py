"""Clients of AWS without the resource layer: nothing of boto3 but what a client needs."""

from __future__ import annotations

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session


@cache
def _session() -> Session:
    """One session per process: its loaders are the dear part of a first client."""
    return get_session()


def client(service: str, config: Config | None = None) -> Any:
    """A client of one service, its region and address from the environment."""
    return _session().create_client(service, config=config)
