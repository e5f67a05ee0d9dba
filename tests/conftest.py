"""Fixtures every test may use, and who runs together when two processes share the work."""

from __future__ import annotations

from typing import Any

import pytest

pytest_plugins = ["tests.engine"]
BROWSER = "tests/browser/"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file stays in one process, with what it set up; all that drives the browser shares one instance."""
    from xdist.scheduler import LoadScopeScheduling

    class ByHouse(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return BROWSER if nodeid.startswith(BROWSER) else nodeid.partition("::")[0]

    return ByHouse(config, log)
