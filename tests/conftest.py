"""Fixtures every test may use, and who runs together when two processes share the work."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_plugins = ["tests.engine"]
BROWSER = Path(__file__).parent / "browser"


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A file stays in one process, with what it set up; all that drives the browser shares one instance."""
    if not config.pluginmanager.hasplugin("xdist"):
        return
    for item in items:
        group = "browser" if BROWSER in item.path.parents else str(item.path)
        item.add_marker(pytest.mark.xdist_group(group))
