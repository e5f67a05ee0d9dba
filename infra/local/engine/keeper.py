"""The keeper: applies changing calls one at a time, journals them, and can bring the tables back exactly.

Order of apply and order of journal are the same because both happen under one lock. Waiting for the disk
happens outside it, so calls that come together share a sync; no answer leaves before its own.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any, TypeVar

from . import disk, generation, record, snapshot
from .emulator import Emulator
from .exchange import Answer, Scope, call, header, json_answer, post_scope
from .journal import Journal
from .operations import TARGET, WITH_TOKEN, operation
from .tokens import Tokens, Verdict, split

_KEPT_HEADERS = ("x-amz-target", "authorization", "content-type", "content-encoding")
_MISUSED = json_answer(
    400,
    b'{"__type":"com.amazonaws.dynamodb.v20120810#IdempotentParameterMismatchException",'
    b'"message":"Request token already in use for another request with a different payload"}',
)
Outcome = TypeVar("Outcome")


class Keeper:
    """Owner of the tables and of everything under the state folder but S3."""

    def __init__(self, folder: Path, emulator: Emulator, limit: int, *, force: bool = False) -> None:
        self._emulator, self._limit, self._force = emulator, limit, force
        self._generation = generation.current(folder)
        self._tokens = Tokens()
        self._lock = asyncio.Lock()
        self._running: set[asyncio.Task[Any]] = set()
        self._journal: Journal

    async def start(self) -> int:
        """Bring back what was acknowledged; returns how many calls were applied again."""
        generation.sweep(self._generation)
        count, lines = await self._recover()
        self._journal = Journal(self._generation.journal, lines)
        if count:
            self._checkpoint()
        return count

    async def change(self, scope: Scope, body: bytes) -> Answer:
        """Apply a changing call. It runs to its end even when its caller goes away in the middle."""
        return await self.whole(self._change(scope, body))

    async def whole(self, work: Coroutine[Any, Any, Outcome]) -> Outcome:
        """Run work that must not stop half way because its caller went away."""
        task = asyncio.create_task(work)
        self._running.add(task)
        task.add_done_callback(self._running.discard)
        return await asyncio.shield(task)

    async def look(self, scope: Scope, body: bytes) -> Answer:
        """Answer a reading call, but not before what it may have seen is on disk."""
        answer = await call(self._emulator.app, scope, body)
        await self._journal.settle_current()
        return answer

    async def stop(self) -> None:
        """Finish what runs, then leave a snapshot so that the next start has nothing to replay."""
        while self._running:
            await asyncio.wait(set(self._running))
        async with self._lock:
            await self._journal.settle()
            if self._journal.size:
                self._checkpoint()

    async def _change(self, scope: Scope, body: bytes) -> Answer:
        token = digest = ""
        if operation(header(scope, b"x-amz-target")) == WITH_TOKEN:
            body, token, digest = split(body)
        async with self._lock:
            verdict = self._tokens.judge(token, digest)
            answer = await self._apply(scope, body, token, digest) if verdict is Verdict.NEW else None
            told = self._journal.horizon()
            if self._journal.size > self._limit:
                await self._journal.settle()
                self._checkpoint()
        if told is not None:
            await asyncio.shield(told)
        if answer is None:
            return json_answer(200, b"{}") if verdict is Verdict.REPEATED else _MISUSED
        return answer

    async def _apply(self, scope: Scope, body: bytes, token: str, digest: str) -> Answer:
        answer = await call(self._emulator.app, scope, body)
        if answer.status == 200:
            at = time.time()
            headers = {name: value for name in _KEPT_HEADERS if (value := header(scope, name.encode()))}
            text = body.decode("utf-8", "surrogateescape")
            self._tokens.remember(token, digest, at)
            self._journal.append(record.Entry(headers, text, at, token, digest))
        elif answer.status >= 500:
            await self._undo()
        return answer

    async def _undo(self) -> None:
        """A call broke inside the emulator, perhaps half way: go back to what the disk says."""
        await self._journal.settle()
        self._emulator.forget()
        await self._recover()

    async def _recover(self) -> tuple[int, int]:
        snapshot.load(self._generation.snapshot, self._emulator, self._tokens)
        path = self._generation.journal
        if not path.exists():
            return 0, 0
        lines, good = record.read(path)
        if good != path.stat().st_size:
            _cut(path, good)
        entries = [entry for line in lines for entry in line]
        for number, entry in enumerate(entries, 1):
            await self._replay(number, entry)
        return len(entries), len(lines)

    async def _replay(self, number: int, entry: record.Entry) -> None:
        body = entry.body.encode("utf-8", "surrogateescape")
        answer = await call(self._emulator.app, post_scope("/", entry.headers, body), body)
        self._tokens.remember(entry.token, entry.digest, entry.at)
        if answer.status != 200:
            name = entry.headers.get("x-amz-target", "").removeprefix(TARGET)
            reason = f"call {number} of {self._generation.journal.name} ({name}) answered {answer.status}"
            if not self._force:
                raise record.Damaged(f"{reason}; to go on without it: python -m infra.local.engine --force")
            disk.warn(reason)

    def _checkpoint(self) -> None:
        """Snapshot to the next generation and switch to it. If that fails, this one stays in force."""
        new = self._generation.next()
        try:
            snapshot.write(new.snapshot, self._emulator, self._tokens)
        except (OSError, snapshot.Unreadable) as error:
            self._limit *= 2
            disk.warn(f"no snapshot this time: {error}")
            return
        try:
            generation.switch(new)
        except OSError as error:
            disk.die(f"the switch to generation {new.number} failed: {error}")
        self._journal.close()
        self._generation, self._journal = new, Journal(new.journal)
        generation.sweep(new)


def _cut(path: Path, good: int) -> None:
    """Remove a torn last line before anything is written after it."""
    with path.open("r+b") as stream:
        stream.truncate(good)
        os.fsync(stream.fileno())
