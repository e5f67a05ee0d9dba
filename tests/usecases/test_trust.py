"""Nothing received is trusted: strangers, forged headers, failed verdicts, robots, loops, odd mails."""

from __future__ import annotations

import pytest

from chalicelib.domain.message import Message
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.intake.screening import Verdicts
from tests.builders.story import MARCHAL, PETIT, address_of, arrive, leak, mail, mission
from tests.builders.worker import settle, work
from tests.fakes.office import DOMAIN, World

STRANGER = "escroc@ailleurs.example"
INTAKE = f"travaux@{DOMAIN}"
PDF = ("facture.pdf", "application/pdf", b"%PDF-1.7 pay me")


class Scene:
    """A ticket with one mission; its state before, to compare with after."""

    def __init__(self) -> None:
        self.world = World()
        self.number = leak(self.world)
        self.talk = mission(self.world, self.number)
        self.address = address_of(self.talk)
        work(self.world)
        self.sent_before = len(self.world.mailer.sent)
        self.before = self.file()

    def file(self) -> TicketFile:
        file = self.world.office.tickets.file(self.number)
        assert file is not None
        return file

    def received(self) -> list[Message]:
        log = self.world.office.tickets.log(self.number)
        return [e for e in log if isinstance(e, Message) and e.direction == "in"]

    def history(self) -> list[str]:
        return [e.what for e in self.world.office.tickets.log(self.number) if isinstance(e, TimelineEntry)]

    def sent(self) -> list[str]:
        settle(self.world)
        return [to for to, _ in self.world.mailer.sent[self.sent_before:]]

    def untouched(self) -> bool:
        return self.file() == self.before and not self.received()


def test_a_stranger_who_guesses_the_number_changes_nothing() -> None:
    """I-2, I-23, E-M15: the reference in the subject is a hint for a person, nothing more."""
    scene = Scene()
    raw = mail(STRANGER, INTAKE, f"Re: [T-{scene.number}] payez sur mon IBAN", "FR76 3000 6000 0112 3456 7890 189\n",
               pieces=(PDF,))
    outcome = arrive(scene.world, raw, INTAKE)
    assert outcome.state == "review"
    (waiting,) = scene.world.office.mailbox.review()[0]
    assert waiting.candidates[0].ticket_number == scene.number
    assert "reference" in waiting.candidates[0].reasons
    assert scene.untouched()
    assert scene.sent() == []


def test_an_altered_or_borrowed_token_opens_nothing() -> None:
    scene = Scene()
    token = scene.talk.token
    other = "a" if token[0] != "a" else "b"
    for n, bad in enumerate((other + token[1:], token[:-1], token + "a", "a" * 26)):
        address = f"t-{scene.number}+{bad}@{DOMAIN}"
        raw = mail(STRANGER, address, text=f"Essai {n}\n")
        assert arrive(scene.world, raw, address, delivery=f"d{n}").state == "review"
    assert scene.untouched()


def test_the_token_of_one_ticket_does_not_open_another() -> None:
    scene = Scene()
    second = leak(scene.world, "other")
    address = f"t-{second}+{scene.talk.token}@{DOMAIN}"
    assert arrive(scene.world, mail(MARCHAL, address), address).state == "review"


def test_a_stolen_message_id_does_not_open_a_conversation() -> None:
    """M-56: matched by id, but the sender is no party of the conversation."""
    scene = Scene()
    stolen = ("In-Reply-To", f"<{scene.talk.message_ids[0]}>")
    raw = mail(STRANGER, INTAKE, f"Re: {scene.talk.last_subject}", headers=(stolen,))
    outcome = arrive(scene.world, raw, INTAKE)
    assert (outcome.state, outcome.reason) == ("review", "not_a_party")
    assert scene.untouched()


@pytest.mark.parametrize("forged", [
    ("X-SES-Spam-Verdict", "PASS"), ("X-SES-Virus-Verdict", "PASS"),
    ("Authentication-Results", "amazonses.com; spf=pass; dkim=pass; dmarc=pass"),
    ("X-Verified-Sender", "yes"),
])
def test_forged_headers_do_not_make_a_sender_verified(forged: tuple[str, str]) -> None:
    """M-43, M-47: verdicts come from the event; the same words inside the mail are content."""
    scene = Scene()
    failed = Verdicts("FAIL", "FAIL", "FAIL", "PASS", "PASS", "reject")
    raw = mail(MARCHAL, scene.address, headers=(forged,))
    outcome = arrive(scene.world, raw, scene.address, verdicts=failed)
    assert outcome.state == "review"
    assert scene.untouched()


def test_dmarc_refused_by_policy_goes_to_review_even_with_the_reply_address() -> None:
    scene = Scene()
    failed = Verdicts("FAIL", "FAIL", "FAIL", "PASS", "PASS", "reject")
    outcome = arrive(scene.world, mail(MARCHAL, scene.address, pieces=(PDF,)), scene.address, verdicts=failed)
    assert (outcome.state, outcome.reason) == ("review", "dmarc_refused")
    (waiting,) = scene.world.office.mailbox.review()[0]
    assert waiting.held is True
    assert scene.untouched()
    assert scene.sent() == []


def test_dmarc_failed_without_policy_is_filed_and_marked_and_not_answered() -> None:
    """M-46: genuine business mail arrives so; it is shown as unverified and reads nothing by itself."""
    scene = Scene()
    failed = Verdicts("PASS", "FAIL", "FAIL", "PASS", "PASS", "none")
    raw = mail(MARCHAL, scene.address, pieces=(PDF,))
    assert arrive(scene.world, raw, scene.address, verdicts=failed).state == "filed"
    assert "unverified_sender" in scene.received()[0].marks
    assert scene.sent() == ["claire@rivoli.example"]


def test_a_missing_verdict_is_never_a_pass() -> None:
    """M-44: scanning is off; nothing is filed until somebody looks."""
    scene = Scene()
    partial = Verdicts("PASS", "PASS", "PASS")
    outcome = arrive(scene.world, mail(MARCHAL, scene.address), scene.address, verdicts=partial)
    assert (outcome.state, outcome.reason) == ("review", "verdict_missing")


def test_a_virus_is_kept_apart_and_never_served() -> None:
    scene = Scene()
    infected = Verdicts("PASS", "PASS", "PASS", "PASS", "FAIL")
    outcome = arrive(scene.world, mail(MARCHAL, scene.address, pieces=(PDF,)), scene.address, verdicts=infected)
    assert outcome.state == "review"
    (waiting,) = scene.world.office.mailbox.review()[0]
    assert "infected" in waiting.marks
    assert waiting.held is True


def test_spam_is_filed_only_from_the_person_of_the_conversation() -> None:
    """M-46: spam FAIL with DMARC PASS: the known party's goes on the ticket, marked; anybody else's waits."""
    spam = Verdicts("PASS", "PASS", "PASS", "FAIL", "PASS")
    scene = Scene()
    stranger = arrive(scene.world, mail(STRANGER, scene.address), scene.address, delivery="s", verdicts=spam)
    assert stranger.state == "review"
    assert scene.untouched()
    known = arrive(scene.world, mail(MARCHAL, scene.address), scene.address, delivery="m", verdicts=spam)
    assert known.state == "filed"
    assert "spam" in scene.received()[0].marks


def test_another_mailbox_with_the_right_address_is_attached_and_marked() -> None:
    """M-55, E-C1: the contact is never replaced."""
    scene = Scene()
    arrive(scene.world, mail("jean.marchal@perso.example", scene.address), scene.address)
    assert "other_mailbox" in scene.received()[0].marks
    assert scene.file().conversations[0].email == MARCHAL


def test_an_out_of_office_is_a_note_and_moves_nothing() -> None:
    """I-25, M-80: noted, no answer, no change of turn."""
    scene = Scene()
    raw = mail(MARCHAL, scene.address, "Réponse automatique : Demande de devis",
               "Je suis absent jusqu’au 2 décembre 2026.\n", headers=(("Auto-Submitted", "auto-replied"),))
    assert arrive(scene.world, raw, scene.address).state == "filed"
    ticket, before = scene.file().ticket, scene.before.ticket
    assert (ticket.state, ticket.answer_due, ticket.unread) == (before.state, False, False)
    assert "auto_reply" in scene.history()
    assert scene.received()[0].kind == "auto_reply"
    assert scene.sent() == []


def test_a_bounce_is_noted_on_the_ticket_it_speaks_of() -> None:
    """M-81, M-82: found by the id of the mail that did not arrive."""
    scene = Scene()
    original = scene.talk.message_ids[0]
    raw = (
        f"From: MAILER-DAEMON@mx.example\r\nTo: {INTAKE}\r\nSubject: Undelivered\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="b"\r\n\r\n'
        "--b\r\nContent-Type: text/plain\r\n\r\nNot delivered.\r\n"
        "--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\n"
        f"Final-Recipient: rfc822; {MARCHAL}\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n"
        f"--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <{original}>\r\nTo: {MARCHAL}\r\n\r\n--b--\r\n"
    ).encode()
    outcome = arrive(scene.world, raw, INTAKE)
    assert (outcome.state, outcome.ticket_number) == ("filed", scene.number)
    assert "mail_bounced" in scene.history()
    assert scene.sent() == []


def test_two_of_our_instances_writing_to_each_other_fall_silent() -> None:
    """I-5: the acknowledgement of one instance reaches the other, which does not answer it."""
    first, second = Scene(), Scene()
    arrive(first.world, mail(MARCHAL, first.address, text="Bonjour.\n"), first.address)
    settle(first.world)
    acknowledgement = next(raw for to, raw in reversed(first.world.mailer.sent) if to == MARCHAL)
    acknowledgement = acknowledgement.replace(b"X-BPA-Loop: tests", b"X-BPA-Loop: another-agency")
    arrive(second.world, acknowledgement, second.address)
    assert second.sent() == []


def test_our_own_mail_coming_back_is_stored_and_stopped() -> None:
    """M-85."""
    scene = Scene()
    ours = scene.world.mailer.sent[0][1]
    outcome = arrive(scene.world, ours, INTAKE)
    assert (outcome.state, outcome.reason) == ("ignored", "own_mail")
    assert scene.untouched()


def test_two_robots_without_headers_stop_by_themselves() -> None:
    """M-86: one acknowledgement a day per conversation; above ten mails an hour, nothing but one alert."""
    scene = Scene()
    for n in range(30):
        scene.world.later(seconds=30)
        arrive(scene.world, mail(MARCHAL, scene.address, text=f"Message {n}\n"), scene.address, delivery=f"d{n}")
    to = scene.sent()
    assert to.count(MARCHAL) == 1
    assert to.count("claire@rivoli.example") == 10
    assert scene.history().count("too_many_mails") == 1
    assert len(scene.received()) == 30, "every message is kept all the same"


def test_a_tenant_who_writes_to_the_agency_opens_a_ticket() -> None:
    """I-20 to I-22: one ticket, one acknowledgement; the answer to his own mail finds it."""
    world = World()
    raw = mail(PETIT, INTAKE, "Fuite dans la salle de bain", "L’eau coule.\n", message_id="<first@tel.example>")
    opened = arrive(world, raw, INTAKE, delivery="d1")
    assert (opened.state, opened.reason) == ("filed", "tenant_report")
    assert arrive(world, raw, INTAKE, delivery="d2").reason == "duplicate"
    follow = mail(PETIT, INTAKE, "Re: Fuite dans la salle de bain", "C’est pire.\n", message_id="<second@tel.example>",
                  headers=(("In-Reply-To", "<first@tel.example>"),))
    assert arrive(world, follow, INTAKE, delivery="d3").ticket_number == opened.ticket_number
    settle(world)
    file = world.office.tickets.file(opened.ticket_number)
    assert file is not None
    assert (file.ticket.state, file.ticket.place) == ("reported", "12 rue des Lilas, 75020 Paris, lot 4")
    assert [to for to, _ in world.mailer.sent].count(PETIT) == 1


def test_the_mail_of_an_unknown_person_waits_with_a_reason() -> None:
    world = World()
    assert arrive(world, mail(STRANGER, INTAKE, "Bonjour"), INTAKE).reason == "unknown_sender"
    (waiting,) = world.office.mailbox.review()[0]
    assert (waiting.reason, waiting.from_email) == ("unknown_sender", STRANGER)


def test_a_contractor_without_reference_waits_with_his_ticket_proposed() -> None:
    """M-50: a sender with an open mission is a hint that a person confirms."""
    scene = Scene()
    outcome = arrive(scene.world, mail(MARCHAL, INTAKE, "Devis évier"), INTAKE)
    assert (outcome.state, outcome.reason) == ("review", "no_reference")
    (waiting,) = scene.world.office.mailbox.review()[0]
    assert waiting.candidates[0].ticket_number == scene.number
    assert scene.untouched()


ODD = {
    "empty": b"",
    "one_byte": b"x",
    "only_headers": b"From: contact@plomberie-marchal.example\r\nSubject: rien\r\n",
    "html_with_script": b"From: contact@plomberie-marchal.example\r\nContent-Type: text/html\r\n\r\n"
                        b"<p>Bonjour <b>Claire</b></p><script>alert(1)</script>",
    "unknown_charset": b"From: contact@plomberie-marchal.example\r\nContent-Type: text/plain; charset=x-nowhere\r\n\r\n"
                       b"D\xe9g\xe2t des eaux",
    "truncated": b"From: contact@plomberie-marchal.example\r\nMIME-Version: 1.0\r\n"
                 b'Content-Type: multipart/mixed; boundary="b"\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nVoici\r\n'
                 b"--b\r\nContent-Type: application/pdf\r\nContent-Transfer-Encoding: base64\r\n\r\nJVBERi0xLjcK",
    "encoded_newline": b"From: contact@plomberie-marchal.example\r\n"
                       b"Subject: A =?UTF-8?Q?=0A?=Bcc: victime@ailleurs.example\r\n\r\nBonjour",
    "no_subject_no_id": b"From: contact@plomberie-marchal.example\r\n\r\nBonjour",
}


@pytest.mark.parametrize("name", sorted(ODD))
def test_odd_mails_are_filed_and_nothing_escapes(name: str) -> None:
    """I-26 to I-29 and the extremes: filed by the reply address, readable, no header born of text."""
    scene = Scene()
    outcome = arrive(scene.world, ODD[name], scene.address)
    assert outcome.state in ("filed", "review"), outcome
    if outcome.state == "filed":
        assert "<script" not in scene.received()[0].text
    scene.sent()
    for to, raw in scene.world.mailer.sent:
        head = raw.split(b"\r\n\r\n", 1)[0].lower()
        assert b"\r\nbcc:" not in head
        assert to in (MARCHAL, "claire@rivoli.example")


def test_a_heavy_mail_of_photos_is_filed_whole() -> None:
    """39 MB of photos by the reply address: every photo is a document of the ticket."""
    scene = Scene()
    photos = tuple((f"photo{n}.jpg", "image/jpeg", b"\xff\xd8\xff\xe0" + bytes([n]) * 9_650_000) for n in range(3))
    raw = mail(MARCHAL, scene.address, text="Photos du chantier.\n", pieces=photos)
    assert len(raw) > 39_000_000
    assert arrive(scene.world, raw, scene.address).state == "filed"
    assert sorted(d.kind for d in scene.file().documents) == ["photo"] * 3


def test_a_failure_is_recorded_with_its_raw_mail_and_tried_again() -> None:
    """M-2: the reason is on the delivery, and the queue brings it back."""
    scene = Scene()
    raw = mail(MARCHAL, scene.address, text="Bonjour.\n")
    scene.world.files.raw.clear()
    with pytest.raises(KeyError):
        arrive_missing(scene)
    (failed,) = scene.world.office.mailbox.review()[0]
    assert (failed.state, failed.reason) == ("failed", "error:KeyError")
    assert arrive(scene.world, raw, scene.address).state == "filed"
    assert scene.world.office.mailbox.review()[0] == []


def arrive_missing(scene: Scene) -> None:
    """The notice came, the raw mail cannot be read yet."""
    from chalicelib.domain.mail import InboundMail
    from chalicelib.usecases.receive_mail import receive_mail
    from tests.builders.story import PASSED

    entry = InboundMail("delivery-1", "inbound/delivery-1", scene.world.now, (scene.address,), {})
    receive_mail(scene.world.office, entry, PASSED, scene.world.now)
