"""Fixtures every test may use, and who runs together when two processes share the work."""

from __future__ import annotations

from typing import Any

import pytest

pytest_plugins = ["tests.engine"]
BROWSER = "tests/browser/"
FIRST_HALF = ("test_pages", "test_weight", "test_filters", "test_composer", "test_keyboard", "test_policy")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """A file stays in one process, with what it set up; what drives the browser shares two instances."""
    from xdist.scheduler import LoadScopeScheduling

    class ByHouse(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            file = nodeid.partition("::")[0]
            if not file.startswith(BROWSER):
                return file
            return f"{BROWSER}{file.removeprefix(BROWSER).removesuffix('.py') in FIRST_HALF}"

    return ByHouse(config, log)
