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


def stub(folder: Path) -> RunningInstance:
    """Doors, pump and clock of a whole instance, around a product that only takes notes."""
    ports = (free_port(), free_port(), free_port())
    stubbed = {"APP_MODULE": "tests.local.stub_app", "STUB_NOTES": str(folder / "notes"), "SEED": "0"}
    return RunningInstance(folder / "data", ports, **stubbed).start()


@pytest.fixture
def stub_instance(tmp_path: Path) -> Iterator[RunningInstance]:
    """An instance of one's own, to kill or to stop."""
    running = stub(tmp_path)
    yield running
    running.kill()


@pytest.fixture(scope="session")
def lasting_stub(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningInstance]:
    running = stub(tmp_path_factory.mktemp("stub"))
    yield running
    running.kill()


@pytest.fixture
def doors(lasting_stub: RunningInstance) -> RunningInstance:
    """An instance that goes on living, with nothing noted yet."""
    Path(lasting_stub.environment["STUB_NOTES"]).unlink(missing_ok=True)
    return lasting_stub
