"""The mailbox as a browser without scripts meets it, and who it opens to."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from infra.local.dev import frame
from infra.local.dev.links import links
from infra.local.dev.routes import Rooms
from infra.local.dev.web import Asked, Told
from infra.local.instance import Instance
from tests.instance import RunningInstance
from tests.local.notes import wait_for
from tests.local.sent_mails import REPLY_TO, put

ID = "000001-0102-abc"
LOCAL = {"host": "127.0.0.1:8000"}


@pytest.fixture
def rooms(tmp_path: Path) -> Rooms:
    put(tmp_path / "sent")
    return Rooms(Instance(tmp_path, 8000, 2525, 4566), door=None, clock=None)


def get(rooms: Rooms, path: str, query: str = "", **headers: str) -> Told:
    return rooms.answer(Asked("GET", path, query, LOCAL | headers, b""))


def test_every_sent_mail_is_listed(rooms: Rooms) -> None:
    told = get(rooms, "/dev/mail")
    assert told.status == 200
    assert f'href="/dev/mail/{ID}"' in told.body.decode()
    assert "1 courrier est parti" in told.body.decode()


def test_mails_as_json_for_scripts(rooms: Rooms) -> None:
    [mail] = json.loads(get(rooms, "/dev/mail.json").body)
    assert mail["id"] == ID
    assert mail["to"] == ["durand@exemple.example"]
    assert mail["subject"] == "Devis à valider : chauffe-eau"
    assert mail["message_id"] == "<ours-1@courrier.rivoli.example>"
    assert mail["ses_message_id"] == "<0102-abc@eu-west-1.amazonses.com>"
    assert mail["reply_to"] == REPLY_TO
    assert mail["attachments"] == ["devis n°42.pdf"]
    assert mail["text"].startswith("Bonjour,")
    assert "<html" in mail["html"]


def test_the_raw_mail_is_what_ses_was_given(rooms: Rooms, tmp_path: Path) -> None:
    assert get(rooms, f"/dev/mail/{ID}.eml").body == (tmp_path / "sent" / f"{ID}.eml").read_bytes()


@pytest.mark.parametrize("view", ["html", "texte", "source"])
def test_a_page_carries_nothing_inline(rooms: Rooms, view: str) -> None:
    told = get(rooms, f"/dev/mail/{ID}", f"vue={view}&largeur=390&theme=sombre")
    page = told.body.decode()
    assert told.status == 200
    assert not re.search(r"<script|<style|\sstyle=|\son\w+=", page)
    assert "script-src" not in told.headers["Content-Security-Policy"]
    assert "Répondre en tant que destinataire" in page
    assert "devis n°42.pdf" in page


def test_the_frame_decides_light_or_dark_and_finds_its_pictures(rooms: Rooms, tmp_path: Path) -> None:
    dark = get(rooms, f"/dev/mail/{ID}/frame", "theme=sombre").body.decode()
    light = get(rooms, f"/dev/mail/{ID}/frame").body.decode()
    assert "(min-width: 0px)" in dark
    assert "(max-width: 0px)" in light
    picture = re.search(r'src="(/dev/mail/[^"]+/part/\d+)"', dark).group(1)
    assert get(rooms, picture).headers["Content-Type"] == "image/png"
    assert "script-src" not in frame.POLICY


def test_links_are_listed_once_with_their_words() -> None:
    found = links('<a href="http://a/1">Voir <b>tout</b></a>', "voir http://a/1, et http://a/2.")
    assert found == [("http://a/1", "Voir tout"), ("http://a/2", "")]


@pytest.mark.parametrize("headers", [{"host": "evil.example"}, LOCAL | {"origin": "https://evil.example"}])
def test_other_sites_are_kept_out(rooms: Rooms, headers: dict[str, str]) -> None:
    assert rooms.answer(Asked("POST", "/dev/tick", "", headers, b"")).status == 403


@pytest.mark.parametrize("path", ["/dev/mail/../../etc/passwd", "/dev/mail/000009-x", "/dev/mail/x.eml", "/dev/x"])
def test_nothing_else_is_here(rooms: Rooms, path: str) -> None:
    assert get(rooms, path).status == 404


@pytest.mark.needs_engine
def test_an_answer_comes_in_over_smtp(doors: RunningInstance) -> None:
    from urllib.parse import urlencode
    from urllib.request import urlopen

    put(doors.data / "sent")
    form = urlencode({"text": "Bon pour accord", "sample": "devis", "kind": "reply"}).encode()
    with urlopen(f"{doors.base_url}/dev/mail/{ID}/reply", form) as answer:
        assert "a été remise" in answer.read().decode()
    [mail] = wait_for(doors, "mail", 1)
    assert mail["event"]["receipt"]["recipients"] == [REPLY_TO]
    assert "Bon pour accord" in mail["raw"]
    assert "devis-D-2026-0042.pdf" in mail["raw"]


@pytest.mark.needs_engine
def test_what_the_queue_sends_is_in_the_mailbox_at_once(stub_instance: RunningInstance) -> None:
    import boto3

    environment = stub_instance.instance.environment()
    sqs = boto3.session.Session("local", "local", region_name="eu-west-1").client(
        "sqs", endpoint_url=stub_instance.instance.aws_url
    )
    for number in range(3):
        raw = f"From: a@courrier.rivoli.example\r\nTo: b@x.example\r\nSubject: {number}\r\n\r\nx\r\n"
        sqs.send_message(QueueUrl=environment["OUTBOUND_QUEUE_URL"], MessageBody=json.dumps({"raw": raw}))
    assert {mail["subject"] for mail in stub_instance.wait_for_mails(3)} == {"0", "1", "2"}
    stub_instance.kill()
    assert len(stub_instance.run("mail").stdout.splitlines()) == 3
    assert len(stub_instance.start().mails()) == 3, "mails are counted once, also after a kill"
