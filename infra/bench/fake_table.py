"""The whole application over the in-memory table: what a page costs in our own code, without the network."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from unittest.mock import patch

from chalicelib.usecases.ports import Office
from infra.bench.imports import SETTINGS


@contextmanager
def on_fake_table() -> Iterator[tuple[Office, datetime, Callable[[], int]]]:
    """The agency, its clock, and how many requests the table has had."""
    from chalicelib import bootstrap, settings
    from tests.fakes.office import World

    world = World()
    with patch.dict(os.environ, SETTINGS), patch.object(bootstrap, "table", lambda: world.table), \
            patch.object(bootstrap, "office", lambda _: world.office), \
            patch.object(bootstrap, "clock", lambda: world.now):
        settings.settings.cache_clear()
        bootstrap.secrets.cache_clear()
        yield world.office, world.now, lambda: world.faults.count
    settings.settings.cache_clear()
    bootstrap.secrets.cache_clear()
