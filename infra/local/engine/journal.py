"""The open journal: callers that arrive while the disk is busy share the next sync."""

from __future__ import annotations

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from . import disk, record


class Journal:
    """Appends lines. A line is written only after the previous one is synced, so at most one is torn."""

    def __init__(self, path: Path, lines: int = 0) -> None:
        self._stream = path.open("ab", buffering=0)
        os.fsync(self._stream.fileno())
        disk.sync_path(path.parent)
        self.size = path.stat().st_size
        self._lines = lines
        self._waiting: list[record.Entry] = []
        self._next: asyncio.Future[None] | None = None
        self._current: asyncio.Future[None] | None = None
        self._writer: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="journal")

    def append(self, entry: record.Entry) -> asyncio.Future[None]:
        """Queue a call that was just applied; the future is done once it is on disk."""
        self._waiting.append(entry)
        if self._next is None:
            self._next = asyncio.get_running_loop().create_future()
        if self._writer is None:
            self._writer = asyncio.create_task(self._drain())
        return self._next

    def horizon(self) -> asyncio.Future[None] | None:
        """What must be on disk before anything that was just read may be told."""
        return self._next or self._current

    async def settle_current(self) -> None:
        """Wait for what is unsynced now, not for what comes meanwhile."""
        if (pending := self.horizon()) is not None:
            await asyncio.shield(pending)

    async def settle(self) -> None:
        """Wait until nothing is left to write."""
        while (pending := self.horizon()) is not None:
            await asyncio.shield(pending)

    async def _drain(self) -> None:
        loop = asyncio.get_running_loop()
        while self._waiting:
            calls, self._waiting = self._waiting, []
            self._current, self._next = self._next, None
            await loop.run_in_executor(self._thread, self._write, calls)
            done, self._current = self._current, None
            if done is not None:
                done.set_result(None)
        self._writer = None

    def _write(self, calls: list[record.Entry]) -> None:
        line = record.encode(self._lines, calls)
        try:
            disk.write_synced(self._stream, line)
        except OSError as error:
            disk.die(f"journal write failed, memory would be ahead of disk: {error}")
        self._lines += 1
        self.size += len(line)

    def close(self) -> None:
        self._thread.shutdown(wait=True)
        self._stream.close()
