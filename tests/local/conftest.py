"""An engine of one's own, for tests that kill it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.engine import Engine
from tests.local import table


@pytest.fixture
def own_engine(tmp_path: Path) -> Iterator[Engine]:
    """A fresh engine with the small table."""
    engine = Engine(tmp_path / "data").start()
    table.create(engine)
    yield engine
    engine.kill()
