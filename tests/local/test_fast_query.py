"""The engine's shortcut for key conditions answers as the emulator's own evaluator does."""

import importlib
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.engine.fast_query import install, plain

WORDS = st.text("ab#", min_size=1, max_size=3)
CLAUSES = st.sampled_from(["sk = :v", "sk <= :v", "sk >= :v", "sk < :v", "sk > :v", "begins_with(sk, :v)"])


@pytest.fixture(scope="module")
def dynamodb():
    """The emulator's service before and after, as two modules of their own: the first is the reference."""
    def fresh():
        saved = sys.modules.pop("ministack.services.dynamodb", None)
        module = importlib.import_module("ministack.services.dynamodb")
        sys.modules.pop("ministack.services.dynamodb")
        if saved:
            sys.modules["ministack.services.dynamodb"] = saved
        return module

    reference, quick = fresh(), fresh()
    install(quick)
    return reference, quick


@given(clause=CLAUSES, bound=WORDS, items=st.lists(st.fixed_dictionaries({"pk": WORDS}, optional={"sk": WORDS})))
def test_a_key_condition_keeps_the_same_items(dynamodb, clause, bound, items):
    values = {":p": {"S": "a"}, ":v": {"S": bound}}
    condition = f"pk = :p AND {clause}"
    raws = [{name: {"S": value} for name, value in item.items()} for item in items]
    reference, quick = (
        [module._evaluate_condition(condition, raw, values, {}, slot="KeyConditionExpression") for raw in raws]
        for module in dynamodb)
    assert [bool(kept) for kept in quick] == [bool(kept) for kept in reference]


@given(items=st.lists(st.fixed_dictionaries({"pk": WORDS, "sk": WORDS}, optional={"list_sk": WORDS})))
def test_an_index_keeps_its_order(dynamodb, items):
    table = {"pk_name": "pk", "sk_name": "sk", "AttributeDefinitions": [
        {"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "list_sk")]}
    raws = [{name: {"S": value} for name, value in item.items()} for item in items]

    def ordered(module):
        keys = module._index_order_keys(table, ["list_sk"])
        return sorted(raws, key=lambda raw: tuple(module._index_order_value(raw, n, kind) for n, kind in keys))

    reference, quick = dynamodb
    assert ordered(quick) == ordered(reference)


@pytest.mark.parametrize(
    "condition", ["pk = :p AND sk BETWEEN :v AND :w", "#p = :p", "pk = :n", "(pk = :p)", "pk = :gone"])
def test_anything_else_is_left_to_the_emulator(condition):
    assert plain(condition, {":p": {"S": "a"}, ":v": {"S": "a"}, ":w": {"S": "b"}, ":n": {"N": "1"}}) is None
