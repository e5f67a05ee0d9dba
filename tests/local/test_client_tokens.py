"""A transaction sent twice with one token is applied once; tokens do not confuse a replay."""

from __future__ import annotations

import pytest
from botocore.exceptions import ClientError

from infra.local.engine import tokens
from infra.local.engine.tokens import Tokens, Verdict, split
from tests.engine import Engine
from tests.local import table


@pytest.mark.needs_engine
def test_repeated_is_applied_once_also_across_a_kill(own_engine: Engine) -> None:
    table.add(own_engine, "paid", "t-1")
    table.add(own_engine, "paid", "t-1")
    own_engine.kill()
    own_engine.start()
    assert table.counter(own_engine, "paid") == 1
    table.add(own_engine, "paid", "t-1")
    own_engine.stop()
    own_engine.start()
    table.add(own_engine, "paid", "t-1")
    assert table.counter(own_engine, "paid") == 1


@pytest.mark.needs_engine
def test_another_payload_under_the_same_token_is_refused(own_engine: Engine) -> None:
    table.add(own_engine, "paid", "t-1")
    with pytest.raises(ClientError, match="IdempotentParameterMismatch"):
        table.add(own_engine, "other", "t-1")


@pytest.mark.needs_engine
def test_replay_applies_a_token_used_again_after_its_time(own_engine: Engine) -> None:
    """Both uses were honest calls; the journal holds both, and neither swallows the other."""
    from infra.local.engine import record

    table.add(own_engine, "paid", "t-1")
    own_engine.kill()
    journal = own_engine.data / "aws" / "journal-0"
    lines = journal.read_bytes().splitlines(keepends=True)
    last = record.decode(lines[-1], len(lines) - 1)
    journal.write_bytes(b"".join([*lines, record.encode(len(lines), last)]))
    own_engine.start()
    assert table.counter(own_engine, "paid") == 2


def test_a_token_lives_ten_minutes(monkeypatch: pytest.MonkeyPatch) -> None:
    known = Tokens()
    known.remember("t", "digest", 1000.0)
    monkeypatch.setattr(tokens.time, "time", lambda: 1599.0)
    assert known.judge("t", "digest") is Verdict.REPEATED
    monkeypatch.setattr(tokens.time, "time", lambda: 1600.0)
    assert known.judge("t", "digest") is Verdict.NEW


def test_the_token_leaves_the_body() -> None:
    body, token, digest = split(b'{"TransactItems": [], "ClientRequestToken": "t"}')
    assert (body, token) == (b'{"TransactItems": []}', "t")
    assert digest == split(b'{"ClientRequestToken": "u", "TransactItems": []}')[2]
