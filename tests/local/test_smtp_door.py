"""The SMTP door over real conversations: what it refuses, what it keeps, and the event it hands on."""

from __future__ import annotations

import base64
import json
import smtplib
import time
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from infra.local.receipt import VERDICTS
from tests.instance import RunningInstance
from tests.local.notes import noted, wait_for

pytestmark = pytest.mark.needs_engine
OURS = "dossier+abc@courrier.rivoli.example"
RAW = b"From: Jean <jean@x.example>\r\nSubject: Fuite\r\nMessage-ID: <1@x.example>\r\n\r\nBonjour\r\n"


def conversation(instance: RunningInstance) -> smtplib.SMTP:
    return smtplib.SMTP("127.0.0.1", instance.smtp_port, "localhost", timeout=30)


def test_bytes_arrive_exactly_and_at_once(doors: RunningInstance) -> None:
    raw = RAW + b".\r\n..two dots\r\n\xe9\xff\x00 eight bits\r\nlone\rreturn\r\n" + b"x" * 990 + b"\r\n"
    began = time.monotonic()
    doors.deliver(raw, OURS, "second@courrier.rivoli.example", sender="jean@x.example")
    [mail] = wait_for(doors, "mail", 1)
    assert time.monotonic() - began < 1.0
    assert mail["raw"].encode("latin1") == raw
    assert mail["event"]["mail"]["source"] == "jean@x.example"
    assert mail["event"]["receipt"]["recipients"] == [OURS, "second@courrier.rivoli.example"]


def test_the_event_is_that_of_an_s3_action(doors: RunningInstance) -> None:
    doors.deliver(RAW + b"Authentication-Results: x; spf=fail\r\n", OURS, sender="")
    [mail] = wait_for(doors, "mail", 1)
    event, receipt = mail["event"], mail["event"]["receipt"]
    assert event["notificationType"] == "Received"
    assert event["mail"]["source"] == ""
    assert event["mail"]["commonHeaders"]["subject"] == "Fuite"
    assert receipt["action"]["objectKey"] == f"inbound/{event['mail']['messageId']}"
    assert receipt["action"]["type"] == "S3"
    assert {receipt[f"{name}Verdict"]["status"] for name in VERDICTS} == {"PASS"}
    assert "dmarcPolicy" not in receipt


def test_a_domain_that_is_not_ours_is_refused(doors: RunningInstance) -> None:
    with pytest.raises(smtplib.SMTPRecipientsRefused) as refused:
        doors.deliver(RAW, "someone@elsewhere.example")
    assert refused.value.recipients["someone@elsewhere.example"][0] == 550


def test_above_forty_megabytes_is_refused(doors: RunningInstance) -> None:
    line = b"x" * 990 + b"\r\n"
    smtp = conversation(doors)
    smtp.ehlo()
    assert smtp.mail("a@x.example", [f"size={41 * 1024 * 1024}"])[0] == 552
    smtp.mail("a@x.example")
    smtp.rcpt(OURS)
    assert smtp.data(RAW + line * (41 * 1024 * 1024 // len(line) + 1))[0] == 552


def test_a_line_no_server_would_send_is_refused(doors: RunningInstance) -> None:
    with pytest.raises(smtplib.SMTPDataError) as refused:
        doors.deliver(RAW + b"x" * 1200 + b"\r\n", OURS)
    assert refused.value.smtp_code == 500


def test_when_nothing_can_be_stored_the_sender_tries_again(doors: RunningInstance) -> None:
    (doors.data / "spool").rmdir()
    with pytest.raises(smtplib.SMTPDataError) as refused:
        doors.deliver(RAW, OURS)
    assert refused.value.smtp_code == 451
    (doors.data / "spool").mkdir()
    doors.deliver(RAW, OURS)
    assert len(wait_for(doors, "mail", 1)) == 1


def test_verdicts_come_from_outside_the_mail(doors: RunningInstance) -> None:
    asked = {"raw_base64": base64.b64encode(RAW).decode(), "to": [OURS], "from": "jean@x.example"}
    asked |= {"verdicts": {"spf": "FAIL", "dmarc": "FAIL"}, "dmarc_policy": "reject"}
    post(doors, json.dumps(asked).encode(), "application/json")
    post(doors, RAW, "message/rfc822", f"?to={OURS.replace('+', '%2B')}&virus=FAIL")
    first, second = (mail["event"]["receipt"] for mail in wait_for(doors, "mail", 2))
    assert (first["spfVerdict"], first["dmarcPolicy"]) == ({"status": "FAIL"}, "reject")
    assert (second["virusVerdict"], second["spfVerdict"]) == ({"status": "FAIL"}, {"status": "PASS"})
    with pytest.raises(HTTPError, match="400"):
        post(doors, RAW, "message/rfc822", "?to=someone@elsewhere.example")
    assert len(noted(doors, "mail")) == 2


def post(instance: RunningInstance, body: bytes, content_type: str, query: str = "") -> dict:
    address = f"{instance.base_url}/dev/deliver{query}"
    with urlopen(Request(address, body, {"Content-Type": content_type}), timeout=30) as answer:
        return json.load(answer)
