"""An engine of one's own, for tests that kill it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine import Engine, free_port
from tests.instance import RunningInstance
from tests.local import table


@pytest.fixture
def own_engine(tmp_path: Path) -> Iterator[Engine]:
    """A fresh engine with the small table."""
    engine = Engine(tmp_path / "data").start()
    table.create(engine)
    yield engine
    engine.kill()


@pytest.fixture
def stub_instance(tmp_path: Path) -> Iterator[RunningInstance]:
    """Doors, pump and clock of a whole instance, around a product that only takes notes."""
    ports = (free_port(), free_port(), free_port())
    notes = str(tmp_path / "notes")
    running = RunningInstance(
        tmp_path / "data", ports, APP_MODULE="tests.local.stub_app", STUB_NOTES=notes, SEED="0"
    )
    running.start()
    yield running
    running.kill()
