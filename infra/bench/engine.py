"""An embedded engine of its own, in a temporary folder, with the demo agency on it."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from chalicelib.usecases.ports import Office


@dataclass(frozen=True)
class Place:
    """The agency on the engine, and how SES would store a raw mail there."""

    office: Office
    now: datetime

    def store(self, key: str, raw: bytes) -> None:
        from infra.local.clients import client

        client("s3").put_object(Bucket=os.environ["INBOUND_BUCKET"], Key=key, Body=raw)


@contextmanager
def on_engine() -> Iterator[Place]:
    """The environment points at the engine while this is open."""
    from tests.engine import Engine

    before = dict(os.environ)
    with tempfile.TemporaryDirectory() as folder:
        engine = Engine(Path(folder)).start()
        try:
            engine.create_resources()
            os.environ.update(engine.environment)
            _forget()
            yield Place(_seeded(), datetime.now(UTC))
        finally:
            engine.kill()
            os.environ.clear()
            os.environ.update(before)
            _forget()


def _forget() -> None:
    """What this process remembers of an engine that is gone."""
    from chalicelib import bootstrap, settings
    from infra.local import clients

    for remembered in (*vars(bootstrap).values(), settings.settings, clients.client):
        if hasattr(remembered, "cache_clear"):
            remembered.cache_clear()


def _seeded() -> Office:
    from chalicelib import bootstrap
    from infra.seed import agency, cast

    agency.seed()
    return bootstrap.office(cast.AGENCY_ID)
