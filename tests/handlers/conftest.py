"""The house with its two agencies, empty or in the middle of their work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from chalicelib import bootstrap
from chalicelib import settings as settings_module
from tests.handlers import cast
from tests.handlers.filled import Ids, fill
from tests.handlers.house import House


@pytest.fixture
def house(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    """Two agencies with their people and nothing else."""
    yield House(monkeypatch)
    bootstrap._office.cache_clear()
    settings_module.settings.cache_clear()


@pytest.fixture
def ours(house: House) -> Ids:
    """Agence Rivoli at work."""
    return fill(house, cast.RIVOLI)


@pytest.fixture
def theirs(house: House) -> Ids:
    """Cabinet Voltaire at work."""
    return fill(house, cast.VOLTAIRE)
