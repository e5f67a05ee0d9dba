"""Order and patience inside the engine: applied means journaled, read means synced, broken means undone."""

from __future__ import annotations

import asyncio
import json
import threading
from pathlib import Path
from typing import Any

import pytest

from infra.local.engine import disk, record, snapshot
from infra.local.engine.exchange import call, post_scope
from infra.local.engine.keeper import Keeper


class Tables:
    """The part of the emulator a keeper needs: numbers by name, and calls that may be slow or break."""

    def __init__(self, folder: Path) -> None:
        self.numbers: dict[str, int] = {}
        self.gate = asyncio.Event()
        self.gate.set()
        self.saves = True

    async def app(self, scope: Any, receive: Any, send: Any) -> None:
        asked = json.loads((await receive())["body"])
        await self.gate.wait()
        if "add" in asked:
            self.numbers[asked["add"]] = self.numbers.get(asked["add"], 0) + 1
        status = asked.get("status", 200)
        await send({"type": "http.response.start", "status": status, "headers": []})
        await send({"type": "http.response.body", "body": json.dumps(self.numbers).encode()})

    def forget(self) -> None:
        self.numbers.clear()

    def save(self, folder: Path) -> None:
        if self.saves:
            (folder / "numbers").write_text(json.dumps(self.numbers))

    def load(self, folder: Path) -> bool:
        self.numbers = json.loads((folder / "numbers").read_text())
        return True

    def saved(self, folder: Path) -> Any:
        path = folder / "numbers"
        return {"tables": Scoped(json.loads(path.read_text()))} if path.exists() else None

    def items(self) -> dict[str, Any]:
        return dict(self.numbers)


class Scoped(dict):
    def all_items(self) -> Any:
        return [(key, {"items": value}) for key, value in self.items()]


def body(**asked: Any) -> bytes:
    return json.dumps(asked).encode()


def scope(name: str = "PutItem") -> Any:
    return post_scope("/", {"x-amz-target": f"DynamoDB_20120810.{name}"}, b"")


def kept(folder: Path) -> list[str]:
    lines, _ = record.read(folder / "journal-0")
    return [json.loads(entry.body)["add"] for line in lines for entry in line]


def test_a_caller_that_leaves_does_not_leave_a_half_done_call(tmp_path: Path) -> None:
    async def story() -> None:
        tables = Tables(tmp_path)
        keeper = Keeper(tmp_path, tables, 10**9)
        await keeper.start()
        tables.gate.clear()
        caller = asyncio.create_task(keeper.change(scope(), body(add="a")))
        await asyncio.sleep(0.01)
        caller.cancel()
        tables.gate.set()
        await keeper.look(scope("GetItem"), body())
        await asyncio.sleep(0.05)
        assert tables.numbers == {"a": 1}
        assert kept(tmp_path) == ["a"]

    asyncio.run(story())


def test_a_read_waits_for_the_write_it_may_have_seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    disk_is_slow = threading.Event()
    really = disk.write_synced

    def slow(stream: Any, data: bytes) -> None:
        disk_is_slow.wait(5)
        really(stream, data)

    async def story() -> None:
        keeper = Keeper(tmp_path, Tables(tmp_path), 10**9)
        await keeper.start()
        monkeypatch.setattr(disk, "write_synced", slow)
        write = asyncio.create_task(keeper.change(scope(), body(add="a")))
        await asyncio.sleep(0.01)
        read = asyncio.create_task(keeper.look(scope("GetItem"), body()))
        await asyncio.sleep(0.05)
        assert not write.done()
        assert not read.done(), "a read told of a write that was not on disk"
        disk_is_slow.set()
        assert (await read).body == b'{"a": 1}'

    asyncio.run(story())


def test_calls_that_come_together_share_a_sync(tmp_path: Path) -> None:
    async def story() -> None:
        keeper = Keeper(tmp_path, Tables(tmp_path), 10**9)
        await keeper.start()
        await asyncio.gather(*(keeper.change(scope(), body(add=str(n))) for n in range(50)))
        lines, _ = record.read(tmp_path / "journal-0")
        assert sum(len(line) for line in lines) == 50
        assert len(lines) < 25

    asyncio.run(story())


def test_a_call_that_breaks_half_way_is_undone(tmp_path: Path) -> None:
    async def story() -> None:
        tables = Tables(tmp_path)
        keeper = Keeper(tmp_path, tables, 10**9)
        await keeper.start()
        await keeper.change(scope(), body(add="a"))
        answer = await keeper.change(scope(), body(add="b", status=500))
        assert answer.status == 500
        assert tables.numbers == {"a": 1}

    asyncio.run(story())


def test_a_snapshot_that_cannot_be_read_back_is_not_switched_to(tmp_path: Path) -> None:
    async def story() -> None:
        tables = Tables(tmp_path)
        keeper = Keeper(tmp_path, tables, 10**9)
        await keeper.start()
        await keeper.change(scope(), body(add="a"))
        tables.saves = False
        await keeper.stop()
        assert not (tmp_path / "CURRENT").exists()
        assert kept(tmp_path) == ["a"]
        with pytest.raises(snapshot.Unreadable):
            snapshot.write(tmp_path / "elsewhere", tables, keeper._tokens)

    asyncio.run(story())


def test_a_whole_exchange_keeps_its_body(tmp_path: Path) -> None:
    answer = asyncio.run(call(Tables(tmp_path).app, scope(), body(add="a")))
    assert (answer.status, answer.body) == (200, b'{"a": 1}')
