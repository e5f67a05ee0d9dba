"""The AWS emulator as this engine uses it: set up before its import, checked, reached by few private names.

The emulator keeps tables in memory and by itself saves them only at an orderly stop. Its private names below
are why its version is pinned exactly; `check` refuses to start when one of them is gone.
"""

from __future__ import annotations

import importlib
import os
import threading
from importlib.metadata import version
from pathlib import Path
from types import ModuleType
from typing import Any

from . import disk, fast_query

PINNED = "1.5.33"
REAPER = "dynamodb-ttl-reaper"
_PRIVATE = {
    "ministack.app": ("app", "_get_module"),
    "ministack.core.persistence": ("STATE_DIR", "PERSIST_STATE", "save_all", "load_state"),
    "ministack.services.dynamodb": ("_tables", "get_state", "load_persisted_state", "reset", *fast_query.PRIVATE),
    "ministack.services.s3": ("_atomic_write", "_persist_object", "S3_PERSIST", "DATA_DIR"),
}


class Changed(RuntimeError):
    """The emulator is not the one this engine was written for."""


def surround(folder: Path, host: str, port: int, region: str) -> None:
    """Set the environment the emulator reads once, when it is imported."""
    os.environ.update(
        GATEWAY_PORT=str(port), BIND_HOST=host, MINISTACK_HOST=host, MINISTACK_REGION=region,
        PERSIST_STATE="1", STATE_DIR=str(folder), S3_PERSIST="1", S3_DATA_DIR=str(folder / "s3"),
        IOT_MTLS_ENABLED="0", SFTP_ENABLED="0", AUTH="false", LOG_LEVEL="ERROR",
    )  # fmt: skip


def _import_without_reaper() -> ModuleType:
    """Import the DynamoDB service but never start its expiry thread: its deletes have no journal."""
    start = threading.Thread.start

    def start_unless_reaper(thread: threading.Thread) -> None:
        if thread.name != REAPER:
            start(thread)

    threading.Thread.start = start_unless_reaper
    try:
        return importlib.import_module("ministack.services.dynamodb")
    finally:
        threading.Thread.start = start


def check() -> None:
    """Stop before anything is written when the emulator's inside has changed."""
    if version("ministack") != PINNED:
        raise Changed(f"ministack {PINNED} is needed, not {version('ministack')}: see requirements-dev.txt")
    for module, names in _PRIVATE.items():
        missing = [name for name in names if not hasattr(importlib.import_module(module), name)]
        if missing:
            raise Changed(f"{module} lacks {', '.join(missing)}")


class Emulator:
    """The running emulator: one ASGI application, and its tables as something to save, load and forget."""

    def __init__(self) -> None:
        self._dynamodb = _import_without_reaper()
        check()
        self._persistence = importlib.import_module("ministack.core.persistence")
        gateway = importlib.import_module("ministack.app")
        gateway._get_module("dynamodb")
        fast_query.install(self._dynamodb)
        self.app = gateway.app
        _store_objects_durably(importlib.import_module("ministack.services.s3"))

    def items(self) -> dict[Any, Any]:
        """Every table's items, keyed by account, region and table: what a snapshot must give back."""
        return {key: table["items"] for key, table in self._dynamodb._tables.all_items()}

    def forget(self) -> None:
        self._dynamodb.reset()

    def save(self, folder: Path) -> None:
        """Write the tables. The emulator swallows errors here, so the caller reads them back."""
        self._persistence.STATE_DIR = str(folder)
        self._persistence.save_all({"dynamodb": self._dynamodb.get_state})

    def saved(self, folder: Path) -> dict[str, Any] | None:
        self._persistence.STATE_DIR = str(folder)
        return self._persistence.load_state("dynamodb")

    def load(self, folder: Path) -> bool:
        """Take the tables of a snapshot; false when it holds none that can be read."""
        state = self.saved(folder)
        if state is not None:
            self._dynamodb.load_persisted_state(state)
        return state is not None


def _store_objects_durably(s3: ModuleType) -> None:
    """Let the emulator's S3 wait for the disk; its own writer does not, and only logs a full disk."""

    def write(path: str, data: bytes | str, *, text: bool = False) -> None:
        try:
            # an object's bytes are followed by its description in the same folder: one wait serves both
            followed = not path.endswith(".meta.json") and "/.versions/" not in path
            disk.replace_file(Path(path), data.encode() if text else data, sync_folder=not followed)
        except OSError as error:
            disk.die(f"S3 object {path} could not be stored: {error}")

    s3._atomic_write = write
