"""Fixtures that run the embedded engine in a process of its own, its data in a temporary folder.

`engine` gives the engine with its resources; `on_engine` also puts this test's environment on it, with an
empty table; `instance` gives the whole product.
"""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.local import clients, resources
from infra.local.engine_process import EngineProcess
from infra.local.instance import HOST, Instance
from tests.instance import RunningInstance


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


class Engine:
    """A running engine: its address, the environment to reach it, kill and restart."""

    def __init__(self, data: Path, *flags: str, module: str = "infra.local.engine") -> None:
        self.instance = Instance(data, free_port(), free_port(), free_port())
        self.data = data
        self.process = EngineProcess(self.instance, flags, module)
        self._clients: dict[str, Any] = {}

    @property
    def url(self) -> str:
        return self.instance.aws_url

    @property
    def environment(self) -> dict[str, str]:
        return self.instance.environment() | {"SIGNING_KEYS": "0" * 64}

    def start(self) -> Engine:
        self.process.start()
        return self

    def kill(self) -> None:
        """End it as a power cut would: no warning, no snapshot."""
        self.process.kill()

    def stop(self) -> None:
        self.process.stop(10)

    def client(self, service: str):
        """A client of this engine, whatever the environment of the test says."""
        if service not in self._clients:
            import boto3
            from botocore.config import Config

            # No retries: a test wants to see the first answer, above all that of a killed engine.
            config = Config(retries={"total_max_attempts": 1}, connect_timeout=2, max_pool_connections=32)
            session = boto3.session.Session("local", "local", region_name="eu-west-1")
            self._clients[service] = session.client(service, endpoint_url=self.url, config=config)
        return self._clients[service]

    def create_resources(self) -> None:
        """Table, buckets, queues and identity, as a start of the product makes them."""
        before = dict(os.environ)
        os.environ.update(self.environment)
        clients.client.cache_clear()
        try:
            resources.create()
        finally:
            os.environ.clear()
            os.environ.update(before)
            clients.client.cache_clear()

    def empty_table(self) -> None:
        dynamodb, table = self.client("dynamodb"), self.environment["TABLE_NAME"]
        dynamodb.delete_table(TableName=table)
        resources.create_tables(dynamodb)


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Engine]:
    """The engine of this test session, with table, buckets, queues and sender identity."""
    running = Engine(tmp_path_factory.mktemp("engine")).start()
    running.create_resources()
    yield running
    running.kill()


@pytest.fixture
def on_engine(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The session's engine with an empty table, and this test's environment pointing at it."""
    from chalicelib.settings import settings

    engine.empty_table()
    for name, value in engine.environment.items():
        monkeypatch.setenv(name, value)
    settings.cache_clear()
    yield engine
    settings.cache_clear()


@pytest.fixture
def instance(tmp_path: Path) -> Iterator[RunningInstance]:
    """The whole product, seeded, on ports of its own."""
    running = RunningInstance(tmp_path / "data", (free_port(), free_port(), free_port())).start()
    yield running
    running.kill()
