"""An in-memory table with the same contract as the real one, checked by the same suite."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from chalicelib.models.keys import Key
from chalicelib.stores.shelves import shelf_of
from chalicelib.stores.table import ACTION_LIMIT, TooManyWrites
from chalicelib.stores.writes import AlreadyThere, Listing, Stale, Write
from tests.fakes.faults import Faults


class FakeTable:
    """Entities by key, indexes by their two attributes. Frozen entities need no copying."""

    def __init__(self, faults: Faults | None = None) -> None:
        self.items: dict[Key, Any] = {}
        self.indexed: dict[str, dict[Key, tuple[Key, str]]] = {"list": {}, "waiting": {}}
        self.counted: dict[Key, dict[str, int]] = {}
        self.lines: dict[str, dict[str, str]] = {}
        self.partitions: dict[str, set[str]] = {}
        self.writes_per_key: dict[str, int] = {}
        self.faults = faults or Faults()

    def get(self, keys: Sequence[Key]) -> list[Any]:
        return self.faults.around("table.get", lambda: [self.items.get(key) for key in keys])

    def query(self, pk: str, prefix: str = "", *, limit: int = 0, newest_first: bool = False,
              before: str = "") -> list[Any]:
        def run() -> list[Any]:
            sks = sorted(s for s in self.partitions.get(pk, ()) if _inside(s, prefix, before))
            if newest_first:
                sks.reverse()
            return [self.items[pk, s] for s in (sks[:limit] if limit else sks)]
        return self.faults.around("table.query", run)

    def listing(self, index: str, pk: str, *, prefix: str = "", upto: str = "", limit: int = 0,
                newest_first: bool = False, cursor: str = "") -> Listing:
        def run() -> Listing:
            after = _read_cursor(cursor, pk) if cursor else ""
            found = sorted((place[1], key, row) for key, (place, row) in self.indexed[index].items()
                           if place[0] == pk and place[1].startswith(prefix) and (not upto or place[1] <= upto))
            if newest_first:
                found.reverse()
            if after:
                found = [f for f in found if (f[0] < after if newest_first else f[0] > after)]
            page = found[:limit] if limit else found
            rows = tuple(json.loads(row or "{}") | {"_sort": sort} for sort, _, row in page)
            more = len(page) < len(found)
            return Listing(rows, _cursor(pk, page[-1][0]) if more else "")
        return self.faults.around("table.listing", run)

    def counters(self, pk: str) -> dict[str, int]:
        def run() -> dict[str, int]:
            total: dict[str, int] = {}
            for key, amounts in self.counted.items():
                if key[0] == pk:
                    for name, value in amounts.items():
                        total[name] = total.get(name, 0) + value
            return total
        return self.faults.around("table.counters", run)

    def sheets(self, pk: str) -> dict[str, str]:
        return self.faults.around("table.sheets", lambda: dict(self.lines.get(pk, {})))

    def take_number(self, key: Key, count: int) -> int:
        def run() -> int:
            self._count(key, {"last_number": count})
            return self.counted[key]["last_number"]
        return self.faults.around("table.take_number", run)

    def write(self, agency_id: str, writes: Sequence[Write]) -> None:
        if len(writes) > ACTION_LIMIT:
            raise TooManyWrites(str(len(writes)))
        if writes:
            self.faults.around("table.write", lambda: self._apply(agency_id, writes))

    def _apply(self, agency_id: str, writes: Sequence[Write]) -> None:
        seen: set[Key] = set()
        for write in writes:
            key = write.key if write.op in ("add", "lines") else shelf_of(write.entity).key(agency_id, write.entity)
            assert key not in seen, f"two actions on one item: {key}"
            seen.add(key)
            self._check(key, write)
        for write in writes:
            if write.op == "add":
                self._count(write.key, write.amounts)
            elif write.op == "lines":
                self._rewrite(write)
            else:
                self._put(agency_id, write)

    def _check(self, key: Key, write: Write) -> None:
        here = self.items.get(key)
        if write.op == "insert" and here is not None:
            raise AlreadyThere(write.entity)
        versioned = hasattr(write.entity, "version")
        if write.op == "replace" and versioned and (here is None or here.version != write.entity.version):
            raise Stale(write.entity)

    def _put(self, agency_id: str, write: Write) -> None:
        entity, shelf = write.entity, shelf_of(write.entity)
        key = shelf.key(agency_id, entity)
        self.writes_per_key[key[0]] = self.writes_per_key.get(key[0], 0) + 1
        for index in self.indexed.values():
            index.pop(key, None)
        if write.op == "remove":
            self.items.pop(key, None)
            self.partitions.get(key[0], set()).discard(key[1])
            return
        if write.op == "replace" and hasattr(entity, "version"):
            entity = replace(entity, version=entity.version + 1)
        self.items[key] = entity
        self.partitions.setdefault(key[0], set()).add(key[1])
        for name, place in (("list", shelf.listed), ("waiting", shelf.waiting)):
            if (found := place(agency_id, entity)) is not None:
                self.indexed[name][key] = (found, shelf.row(entity) or "")

    def _rewrite(self, write: Write) -> None:
        sheet = self.lines.setdefault(write.key[0], {})
        for name, text in write.lines.items():
            sheet[name] = text
            if not text:
                del sheet[name]

    def _count(self, key: Key, amounts: dict[str, int]) -> None:
        self.writes_per_key[key[0]] = self.writes_per_key.get(key[0], 0) + 1
        here = self.counted.setdefault(key, {})
        for name, value in amounts.items():
            here[name] = here.get(name, 0) + value


def _inside(sk: str, prefix: str, before: str) -> bool:
    return prefix <= sk <= before if before else sk.startswith(prefix)


def _cursor(pk: str, sort: str) -> str:
    return base64.urlsafe_b64encode(json.dumps([pk, sort]).encode()).decode()


def _read_cursor(cursor: str, pk: str) -> str:
    try:
        read_pk, sort = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    except (ValueError, TypeError):
        raise ValueError("cursor") from None
    if read_pk != pk:
        raise ValueError("cursor")
    return str(sort)
