"""Clients of AWS without the resource layer: one session per process, nothing checked or told twice.

Parameters are ours and tested, so they are not validated again on each call; the long user agent that
is composed for every request is left out.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from botocore.config import Config
from botocore.session import Session, get_session

_PLAIN: dict[str, Any] = {
    "parameter_validation": False, "user_agent": "bon-pour-accord", "connect_timeout": 3, "read_timeout": 10,
    "retries": {"total_max_attempts": 3, "mode": "standard"},
}


@cache
def _session() -> Session:
    """Its loaders are the dear part of a first client."""
    return get_session()


def client(service: str, **chosen: Any) -> Any:
    """A client of one service, its region and address from the environment. `chosen` are Config values."""
    return _session().create_client(service, config=Config(**(_PLAIN | chosen)))
