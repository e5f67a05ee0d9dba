"""The table as the repositories use it: get, query, list, write.

Reads of the table are consistent, so that a page shows what was just posted (D-9); indexes serve
lists only. Guarded writes go out as one transaction; more than one action per item is our own fault.
"""

from __future__ import annotations

import base64
import json
import random
import time
from collections.abc import Sequence
from typing import Any

from botocore.exceptions import ClientError

from chalicelib.models.keys import Key
from chalicelib.stores.records import raw_of, to_entity, to_item
from chalicelib.stores.writes import AlreadyThere, Listing, Refused, Stale, Write

ACTION_LIMIT = 90  # DynamoDB takes 100 per transaction; we stop earlier (D-2)
BATCH_LIMIT = 100
TRIES_ON_CONTENTION = 5
LINE = "_"  # begins the name of each line of a sheet, so that none is taken for a key


class TooManyWrites(ValueError):
    """More actions than one transaction may hold: the caller must work in chunks."""


class DynamoTable:
    """One DynamoDB table, through the client the composition root made. Errors of AWS pass through."""

    def __init__(self, name: str, client: Any) -> None:
        self._name = name
        self._client = client

    def get(self, keys: Sequence[Key]) -> list[Any]:
        """The entities at these keys, in order, None where there is nothing. One request up to 100 keys."""
        found: dict[Key, Any] = {}
        wanted = [_key(k) for k in dict.fromkeys(keys)]
        while wanted:
            batch, wanted = wanted[:BATCH_LIMIT], wanted[BATCH_LIMIT:]
            answer = self._call("batch_get_item", RequestItems={self._name: {"Keys": batch, "ConsistentRead": True}})
            for raw in answer["Responses"].get(self._name, ()):
                found[raw["pk"]["S"], raw["sk"]["S"]] = to_entity(raw)
            wanted += answer.get("UnprocessedKeys", {}).get(self._name, {}).get("Keys", [])
        return [found.get(key) for key in keys]

    def query(self, pk: str, prefix: str = "", *, limit: int = 0, newest_first: bool = False,
              before: str = "") -> list[Any]:
        """Entities of one partition whose sort key begins so. `before` cuts a log for paging."""
        condition, values = "pk = :pk", {":pk": {"S": pk}}
        if before:
            condition += " AND sk BETWEEN :low AND :high"
            values |= {":low": {"S": prefix}, ":high": {"S": before}}
        elif prefix:
            condition += " AND begins_with(sk, :prefix)"
            values[":prefix"] = {"S": prefix}
        raws, _ = self._pages(condition, values, limit=limit, newest_first=newest_first, ConsistentRead=True)
        return [to_entity(raw) for raw in raws]

    def listing(self, index: str, pk: str, *, prefix: str = "", upto: str = "", limit: int = 0,
                newest_first: bool = False, cursor: str = "") -> Listing:
        """Rows of an index. `upto` is an upper bound of the sort key; `cursor` comes from the last listing."""
        condition, values = f"{index}_pk = :pk", {":pk": {"S": pk}}
        if prefix:
            condition += f" AND begins_with({index}_sk, :prefix)"
            values[":prefix"] = {"S": prefix}
        if upto:
            condition += f" AND {index}_sk <= :upto"
            values[":upto"] = {"S": upto}
        extra: dict[str, Any] = {"IndexName": index, "ProjectionExpression": f"#row, {index}_sk",
                                 "ExpressionAttributeNames": {"#row": "row"}}
        if cursor:
            extra["ExclusiveStartKey"] = _read_cursor(cursor, pk, index)
        raws, last = self._pages(condition, values, limit=limit, newest_first=newest_first, **extra)
        rows = tuple(_row(raw, index) for raw in raws)
        return Listing(rows, _cursor(last) if last else "")

    def counters(self, pk: str) -> dict[str, int]:
        """The sum of all counters of a partition, by name."""
        raws, _ = self._pages("pk = :pk", {":pk": {"S": pk}}, ConsistentRead=True)
        total: dict[str, int] = {}
        for raw in raws:
            for name, value in raw.items():
                if "N" in value:
                    total[name] = total.get(name, 0) + int(value["N"])
        return total

    def sheets(self, pk: str) -> dict[str, str]:
        """Every line of the sheets of a partition, by name."""
        raws, _ = self._pages("pk = :pk", {":pk": {"S": pk}}, ConsistentRead=True)
        return {name[1:]: value["S"] for raw in raws for name, value in raw.items() if name[0] == LINE}

    def take_number(self, key: Key, count: int) -> int:
        """Reserve `count` numbers and return the last one."""
        answer = self._call(
            "update_item", Key=_key(key), TableName=self._name, ReturnValues="UPDATED_NEW",
            UpdateExpression="ADD last_number :count", ExpressionAttributeValues={":count": {"N": str(count)}},
        )
        return int(answer["Attributes"]["last_number"]["N"])

    def write(self, agency_id: str, writes: Sequence[Write]) -> None:
        """All or nothing. Raises AlreadyThere or Stale with the entity that was refused, TooManyWrites,
        TooLarge."""
        actions = [self._action(agency_id, write) for write in writes]
        if len(actions) > ACTION_LIMIT:
            raise TooManyWrites(str(len(actions)))
        if len(actions) == 1:
            self._write_one(writes[0], actions[0])
        elif actions:
            self._write_all(writes, actions)

    def _write_one(self, write: Write, action: dict[str, Any]) -> None:
        (operation, arguments), = action.items()
        try:
            self._call(f"{operation.lower()}_item", **arguments)
        except ClientError as error:
            if error.response["Error"].get("Code") == "ConditionalCheckFailedException":
                raise _refusal(write) from error
            raise

    def _write_all(self, writes: Sequence[Write], actions: list[dict[str, Any]]) -> None:
        for attempt in range(TRIES_ON_CONTENTION):
            try:
                self._call("transact_write_items", TransactItems=actions)
            except ClientError as error:
                told: dict[str, Any] = dict(error.response)
                reasons = [reason.get("Code", "") for reason in told.get("CancellationReasons", ())]
                for write, reason in zip(writes, reasons, strict=False):
                    if reason == "ConditionalCheckFailed":
                        raise _refusal(write) from error
                if "TransactionConflict" not in reasons or attempt == TRIES_ON_CONTENTION - 1:
                    raise
                time.sleep(random.uniform(0.01, 0.05) * 2**attempt)
            else:
                return

    def _action(self, agency_id: str, write: Write) -> dict[str, Any]:
        if write.op == "add":
            return {"Update": {
                "TableName": self._name, "Key": _key(write.key),
                "UpdateExpression": "ADD " + ", ".join(f"#{n} :{n}" for n in write.amounts),
                "ExpressionAttributeNames": {f"#{n}": n for n in write.amounts},
                "ExpressionAttributeValues": {f":{n}": {"N": str(v)} for n, v in write.amounts.items()},
            }}
        if write.op == "lines":
            return {"Update": {"TableName": self._name, "Key": _key(write.key)} | _sheet_update(write.lines)}
        item = to_item(agency_id, write.entity)
        if write.op == "remove":
            return {"Delete": {"TableName": self._name, "Key": _key((item.pk, item.sk))}}
        put: dict[str, Any] = {"TableName": self._name}
        if write.op == "insert":
            put["ConditionExpression"] = "attribute_not_exists(pk)"
        if write.op == "replace" and hasattr(item, "version"):
            unborn = "attribute_exists(pk) AND attribute_not_exists(version)"  # stored before its kind had versions
            put |= {"ConditionExpression": "version = :read" if item.version else f"version = :read OR ({unborn})",
                    "ExpressionAttributeValues": {":read": {"N": str(item.version)}}}
            item.version += 1
        return {"Put": put | {"Item": raw_of(item)}}

    def _pages(self, condition: str, values: dict[str, Any], *, limit: int = 0, newest_first: bool = False,
               **extra: Any) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
        raws: list[dict[str, Any]] = []
        last = extra.pop("ExclusiveStartKey", None)
        while True:
            if limit:
                extra["Limit"] = limit - len(raws)
            if last:
                extra["ExclusiveStartKey"] = last
            answer = self._call(
                "query", TableName=self._name, KeyConditionExpression=condition,
                ExpressionAttributeValues=values, ScanIndexForward=not newest_first, **extra,
            )
            raws += answer["Items"]
            last = answer.get("LastEvaluatedKey")
            if not last or (limit and len(raws) >= limit):
                return raws, last

    def _call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        answer: dict[str, Any] = getattr(self._client, operation)(**arguments)
        return answer


def _key(key: Key) -> dict[str, Any]:
    return {"pk": {"S": key[0]}, "sk": {"S": key[1]}}


def _sheet_update(lines: dict[str, str]) -> dict[str, Any]:
    """Each line is an attribute of its own, so that two writers never undo one another."""
    named = {f"#n{i}": LINE + name for i, name in enumerate(lines)}
    kept = {f":n{i}": {"S": text} for i, text in enumerate(lines.values()) if text}
    put = ", ".join(f"#{mark[1:]} = {mark}" for mark in kept)
    struck = ", ".join(f"#n{i}" for i, text in enumerate(lines.values()) if not text)
    parts = (f"SET {put}" if put else "", f"REMOVE {struck}" if struck else "")
    update: dict[str, Any] = {
        "UpdateExpression": " ".join(part for part in parts if part), "ExpressionAttributeNames": named}
    return update | ({"ExpressionAttributeValues": kept} if kept else {})


def _row(raw: dict[str, Any], index: str) -> dict[str, object]:
    row: dict[str, object] = json.loads(raw["row"]["S"]) if "row" in raw else {}
    row["_sort"] = raw[f"{index}_sk"]["S"]
    return row


def _cursor(last: dict[str, Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps({k: v["S"] for k, v in last.items()}).encode()).decode()


def _read_cursor(cursor: str, pk: str, index: str) -> dict[str, Any]:
    """A cursor comes back from a browser: one that names another partition is refused (W-11)."""
    try:
        read = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        last = {name: {"S": str(read[name])} for name in ("pk", "sk", f"{index}_pk", f"{index}_sk")}
    except (ValueError, KeyError, TypeError):
        raise ValueError("cursor") from None
    if read[f"{index}_pk"] != pk:
        raise ValueError("cursor")
    return last


def _refusal(write: Write) -> Refused:
    return (AlreadyThere if write.op == "insert" else Stale)(write.entity)
