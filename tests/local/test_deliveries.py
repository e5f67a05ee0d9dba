"""The world outside of one machine tells of each mail as SES would, and addresses decide what becomes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from chalicelib.intake.delivery_notice import read_notice
from infra.local import deliveries
from infra.local.deliveries import Deliveries, events

AT = "2026-11-23T09:00:00.000Z"


def envelope(to: str, number: int = 1) -> dict[str, Any]:
    return {"id": f"{number:06d}-0102-abc", "at": AT, "from": "travaux@x.example", "to": [to],
            "tags": {"agency": "rivoli", "mail": "m1"}}


@pytest.mark.parametrize(("to", "kinds"), [
    ("paul@x.example", ["accepted", "delivered"]), ("bounce@x.example", ["accepted", "bounced"]),
    ("paul@invalid.example", ["accepted", "bounced"]), ("plein@x.example", ["accepted", "delayed", "returned"]),
    ("plainte+2@x.example", ["accepted", "delivered", "complained"]), ("rejet@x.example", ["accepted", "rejected"]),
    ("rebondir@x.example", ["accepted", "delivered"])])
def test_an_address_decides_what_is_told(to: str, kinds: list[str]) -> None:
    told = [event for notice in events(envelope(to), AT) for event in read_notice(notice)]
    assert [event.kind for event in told] == kinds
    assert {(e.agency_id, e.mail_id, e.ses_id, e.email) for e in told} == {("rivoli", "m1", "0102-abc", to)}


def test_each_mail_is_told_once_and_a_restart_goes_on(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []
    monkeypatch.setattr(Deliveries, "_publish", lambda self, found: told.append(found["id"]))
    (tmp_path / "sent").mkdir()
    world = Deliveries(tmp_path)
    for number in (1, 2):
        path = tmp_path / "sent" / f"{number:06d}-0102-abc.json"
        path.write_text(json.dumps(envelope("a@x.example", number)))
    assert (world.tell(), world.tell()) == (2, 0)
    (tmp_path / "sent" / "000003-0102-abc.json").write_text(json.dumps(envelope("a@x.example", 3)))
    assert Deliveries(tmp_path).tell() == 1
    assert [name[:6] for name in told] == ["000001", "000002", "000003"]


def test_nothing_sent_is_nothing_told(tmp_path: Path) -> None:
    assert Deliveries(tmp_path).tell() == 0
    assert deliveries.SECONDS < 1
