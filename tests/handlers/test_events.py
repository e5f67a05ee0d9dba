"""Events from the queues: one bad record never blocks its neighbours, noise is ignored (R-8, M-10, M-93)."""

from __future__ import annotations

import json
from typing import Any

import pytest

from chalicelib.handlers.events import batch, inbound_mail, minute, outbound_mail
from infra.seed.cast import CLAIRE
from tests.builders.story import mail
from tests.fakes.office import DOMAIN
from tests.handlers import cast
from tests.handlers.filled import Ids
from tests.handlers.house import House

INTAKE = f"travaux@{DOMAIN}"
PASS = {"status": "PASS"}


def notice(delivery: str, *recipients: str, key: str = "") -> dict[str, Any]:
    """What SES tells through SNS and SQS."""
    said = {
        "notificationType": "Received",
        "mail": {"messageId": delivery, "timestamp": "2026-11-23T09:00:00.000Z", "source": "qui@ailleurs.example"},
        "receipt": {
            "recipients": list(recipients), "action": {"objectKey": key or f"inbound/{delivery}"}, "spamVerdict": PASS,
            "virusVerdict": PASS, "spfVerdict": PASS, "dkimVerdict": PASS, "dmarcVerdict": PASS}}
    return {"Message": json.dumps(said)}


def event(*bodies: Any) -> dict[str, Any]:
    return {"Records": [{"messageId": f"m{n}", "body": body if isinstance(body, str) else json.dumps(body)}
                        for n, body in enumerate(bodies)]}


def failed(answer: dict[str, Any]) -> list[str]:
    return [item["itemIdentifier"] for item in answer["batchItemFailures"]]


def deliveries(house: House) -> dict[str, str]:
    return {e.delivery_id: e.state for key, e in house.table.items.items() if key[1] == "IN"}


def test_a_poisoned_message_never_blocks_its_neighbours(house: House) -> None:
    bodies: list[Any] = []
    for n in range(10):
        house.files.raw[f"inbound/d{n}"] = mail("qui@ailleurs.example", INTAKE, f"Sujet {n}", f"Bonjour {n}.\n")
        bodies.append(notice(f"d{n}", INTAKE))
    bodies[4] = "{ not json"
    del house.files.raw["inbound/d7"]
    assert failed(inbound_mail.receive(event(*bodies))) == ["m4", "m7"]
    states = deliveries(house)
    assert {n for n, state in states.items() if state == "review"} == {f"d{n}" for n in range(10)} - {"d4", "d7"}
    assert states["d7"] == "failed", "visible, with its reason, while the queue retries"
    before = house.snapshot()
    rest = [body for n, body in enumerate(bodies) if n not in (4, 7)]
    assert failed(inbound_mail.receive(event(*rest))) == []
    assert house.snapshot() == before, "a rerun touches none of the others"


@pytest.mark.parametrize("body", [
    {"Message": json.dumps({"notificationType": "AmazonSnsSubscriptionSucceeded"})},
    {"Service": "Amazon S3", "Event": "s3:TestEvent", "Bucket": "b"},
    notice("x", INTAKE, key="inbound/AMAZON_SES_SETUP_NOTIFICATION"), notice("x", INTAKE, key="elsewhere/x"),
    {"redrive": {"agency": cast.RIVOLI, "delivery": "unknown"}},
])
def test_noise_is_ignored_not_failed(house: House, body: dict[str, Any]) -> None:
    before = house.snapshot()
    assert failed(inbound_mail.receive(event(body))) == []
    assert house.snapshot() == before


def test_a_mail_to_nobody_is_kept_for_the_operator(house: House) -> None:
    """No agency to file it under: it goes back to the queue and to the dead letters, never into silence."""
    before = house.snapshot()
    assert failed(inbound_mail.receive(event(notice("x", "qui@domaine-inconnu.example")))) == ["m0"]
    assert house.snapshot() == before


def test_a_redriven_mail_keeps_what_the_scanner_said_of_it(house: House, ours: Ids) -> None:
    """The verdicts of the first arrival count, not those of a request to try again (M-44)."""
    house.files.raw[f"inbound/{ours.failed}"] = mail("qui@ailleurs.example", INTAKE, "Enfin", "Bonjour.\n")
    again = {"redrive": {"agency": cast.RIVOLI, "delivery": ours.failed}}
    for _ in range(2):
        assert failed(inbound_mail.receive(event(again))) == []
    kept = house.desk(cast.RIVOLI).office.mailbox.inbound(ours.failed)
    assert kept is not None
    assert (kept.state, kept.reason) == ("review", "verdict_missing")


def test_a_sign_in_request_for_nobody_is_done_like_any_other(house: House, caplog: pytest.LogCaptureFixture) -> None:
    """W-7: not even the log tells them apart."""
    caplog.set_level("INFO")
    for email in (CLAIRE.email, "nobody@ailleurs.example"):
        asked = {"sign_in": {"email": email, "browser": "b" * 64, "id": email}}
        assert failed(outbound_mail.send(event(asked))) == []
    said = [(r.getMessage(), getattr(r, "outcome", "")) for r in caplog.records if r.name == "bon_pour_accord"]
    assert len(set(said)) == 1
    assert CLAIRE.email not in caplog.text


def test_the_minute_looks_at_every_agency(house: House, ours: Ids, theirs: Ids) -> None:
    house.queues.waiting.clear()
    assert minute.look({"time": "2026-11-23T09:30:00Z"}).keys() == {cast.RIVOLI, cast.VOLTAIRE}


def test_what_failed_is_named_and_logged_without_its_content(caplog: pytest.LogCaptureFixture) -> None:
    """O-4."""
    def refuse(body: dict[str, Any]) -> None:
        raise RuntimeError("no")
    assert failed(batch.each_record(event({"secret": "canary-of-a-body"}), refuse)) == ["m0"]
    assert "canary-of-a-body" not in "".join(f"{r.getMessage()} {r.__dict__}" for r in caplog.records)
