"""The emulator's index queries without its cost per candidate: it reads the key condition anew for each item.

Real DynamoDB reads only the rows it returns. Here a page of fifty out of a thousand rows took 25 ms, most of it
parsing one sentence a thousand times. Nothing is answered differently: what is not recognised as a plain key
condition goes to the emulator's own evaluator, and so does the first candidate, whose errors are thus its own.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Callable, Mapping
from types import ModuleType
from typing import Any

Item = Mapping[str, Mapping[str, Any]]
Test = Callable[[Item], bool]

PRIVATE = ("_condition_syntax_error", "_evaluate_condition", "_index_order_keys", "_index_order_value")
_NAME, _VALUE = r"(?P<name>[A-Za-z_]\w*)", r"(?P<value>:\w+)"
_COMPARED = re.compile(rf"{_NAME} (?P<sign>=|<=|>=|<|>) {_VALUE}")
_BEGINS = re.compile(rf"begins_with\({_NAME}, {_VALUE}\)")
_SIGNS: dict[str, Callable[[str, str], bool]] = {
    "=": operator.eq, "<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt,
}


def install(dynamodb: ModuleType) -> None:
    """Put the shortcuts in the emulator's DynamoDB service."""
    dynamodb._condition_syntax_error = functools.lru_cache(256)(dynamodb._condition_syntax_error)
    slow, order, order_keys = dynamodb._evaluate_condition, dynamodb._index_order_value, dynamodb._index_order_keys
    asked: tuple[str, Any, Test | None] = ("", None, None)  # the last condition: a query asks it of each candidate

    def evaluate(expr: str, item: Item, values: Any, names: Any, slot: str = "ConditionExpression") -> Any:
        nonlocal asked
        if slot != "KeyConditionExpression":
            return slow(expr, item, values, names, slot)
        if asked[1] is values and asked[0] == expr and asked[2] is not None:
            return asked[2](item)
        asked = (expr, values, plain(expr, values))
        return slow(expr, item, values, names, slot)

    def keys(table: Any, sort_key: Any) -> list[tuple[Any, str]]:
        """All the texts an index is ordered by as one key, instead of three read one by one."""
        found = order_keys(table, sort_key)
        texts = found and all(kind == "S" for _, kind in found)
        return [(tuple(name for name, _ in found), "texts")] if texts else found

    def ordered(item: Item, name: Any, kind: str) -> Any:
        return [item[n]["S"] if n in item else "" for n in name] if kind == "texts" else order(item, name, kind)

    dynamodb._evaluate_condition = evaluate
    dynamodb._index_order_keys = keys
    dynamodb._index_order_value = ordered


def plain(condition: str, values: Mapping[str, Mapping[str, Any]]) -> Test | None:
    """The test of a condition made of comparisons of texts joined by AND; None when it holds anything else."""
    tests: list[tuple[str, Callable[[str, str], bool], str]] = []
    for clause in condition.split(" AND "):
        found = _COMPARED.fullmatch(clause) or _BEGINS.fullmatch(clause)
        bound = values.get(found["value"], {}).get("S") if found else None
        if found is None or bound is None:
            return None
        compare = _SIGNS[found["sign"]] if "sign" in found.groupdict() else str.startswith
        tests.append((found["name"], compare, bound))

    def test(item: Item) -> bool:
        return all(name in item and compare(item[name]["S"], bound) for name, compare, bound in tests)

    return test
