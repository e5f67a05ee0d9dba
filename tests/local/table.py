"""A small table on a test's own engine, and the few calls the durability tests make on it."""

from __future__ import annotations

from typing import Any

from tests.engine import Engine

NAME = "proof"


def create(engine: Engine) -> None:
    engine.client("dynamodb").create_table(
        TableName=NAME,
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=[{"AttributeName": "pk", "AttributeType": "S"}],
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}],
    )


def put(engine: Engine, key: str, value: str = "x") -> None:
    engine.client("dynamodb").put_item(TableName=NAME, Item={"pk": {"S": key}, "v": {"S": value}})


def put_all(engine: Engine, keys: list[str], token: str | None = None) -> None:
    """Several items in one transaction."""
    puts = [{"Put": {"TableName": NAME, "Item": {"pk": {"S": key}}}} for key in keys]
    extra = {"ClientRequestToken": token} if token else {}
    engine.client("dynamodb").transact_write_items(TransactItems=puts, **extra)


def add(engine: Engine, key: str, token: str) -> None:
    """One more on a counter, in a transaction that carries a client token."""
    update = {"TableName": NAME, "Key": {"pk": {"S": key}}, "UpdateExpression": "ADD n :one"}
    update["ExpressionAttributeValues"] = {":one": {"N": "1"}}
    engine.client("dynamodb").transact_write_items(
        TransactItems=[{"Update": update}], ClientRequestToken=token
    )


def count_up(engine: Engine, times: int) -> None:
    for _ in range(times):
        engine.client("dynamodb").update_item(
            TableName=NAME,
            Key={"pk": {"S": "counter"}},
            UpdateExpression="ADD n :one",
            ExpressionAttributeValues={":one": {"N": "1"}},
        )


def get(engine: Engine, key: str) -> dict[str, Any] | None:
    return engine.client("dynamodb").get_item(TableName=NAME, Key={"pk": {"S": key}}).get("Item")


def counter(engine: Engine, key: str = "counter") -> int:
    item = get(engine, key)
    return int(item["n"]["N"]) if item else 0


def keys(engine: Engine) -> set[str]:
    pages = engine.client("dynamodb").get_paginator("scan").paginate(TableName=NAME)
    return {item["pk"]["S"] for page in pages for item in page["Items"]}
