"""M-117: small mails and what is decided of each: kind, acknowledged or not, ours or not."""

from __future__ import annotations

from datetime import date

import pytest

from chalicelib.intake.parse import parse
from chalicelib.intake.screen import screen
from chalicelib.intake.screening import Verdicts
from tests.builders.mail import multipart, raw_mail, text_part

GOOD = Verdicts("PASS", "PASS", "PASS", "PASS", "PASS", envelope_from="paul@plomberie-morel.fr")
_HEADERS = {
    "human": ((), "reply", True),
    "auto_submitted_no": (("Auto-Submitted: no",), "reply", True),
    "auto_submitted_no_comment": (("Auto-Submitted: No (human)",), "reply", True),
    "auto_replied": (("Auto-Submitted: auto-replied",), "auto_reply", False),
    "auto_generated_parameters": (("Auto-Submitted: Auto-Generated; owner-email=x@y",), "auto_reply", False),
    "auto_notified": (("Auto-Submitted: auto-notified",), "auto_reply", False),
    "precedence_bulk": (("Precedence: bulk",), "auto_reply", False),
    "precedence_junk": (("Precedence: JUNK",), "auto_reply", False),
    "precedence_list": (("Precedence: list",), "auto_reply", False),
    "precedence_auto_reply": (("Precedence: auto_reply",), "auto_reply", False),
    "precedence_normal": (("Precedence: first-class",), "reply", True),
    "x_precedence": (("X-Precedence: bulk",), "auto_reply", False),
    "x_autoreply": (("X-Autoreply: yes",), "auto_reply", False),
    "x_autorespond": (("X-Autorespond: 1",), "auto_reply", False),
    "x_autoresponder": (("X-Autoresponder: x",), "auto_reply", False),
    "machine_generated": (("X-FC-Machinegenerated: true",), "auto_reply", False),
    "x_loop": (("X-Loop: paul@plomberie-morel.fr",), "auto_reply", False),
    "autoresponder_mailbox": (("Delivered-To: autoresponder",), "auto_reply", False),
    "list": (("List-Id: <nouvelles.morel.fr>",), "auto_reply", False),
    "suppress_only": (("X-Auto-Response-Suppress: All",), "reply", False),
    "suppress_oof": (("X-Auto-Response-Suppress: OOF, AutoReply",), "reply", False),
    "unsubscribe_only": (("List-Unsubscribe: <mailto:x@y.fr>",), "reply", False),
    "empty_return_path": (("Return-Path: <>",), "auto_reply", False),
    "blank_return_path": (("Return-Path: < >",), "auto_reply", False),
    "return_path": (("Return-Path: <paul@plomberie-morel.fr>",), "reply", True),
    "other_instance_automatic": (("X-BPA-Loop: autre", "Auto-Submitted: auto-replied"), "auto_reply", False),
    "other_instance_human": (("X-BPA-Loop: autre",), "reply", False),
    "own_instance": (("X-BPA-Loop: rivoli",), "reply", False),
}
_SUBJECTS = {
    "Fuite cave": True, "RE: Fuite cave": True, "Absence de chauffage": True, "Absences répétées": True,
    "Absence": False, "Absence : Paul Morel": False, "Réponse automatique : Fuite cave": False,
    "RE: Réponse automatique : Fuite": False, "Automatic reply: Leak": False, "Out of Office: Paul": False,
    "Abwesenheitsnotiz: Leck": False, "Automatische Antwort: Leck": False, "Message d’absence": False,
    "Odpowiedź automatyczna: Wyciek": False, "Otomatik yanıt: Kaçak": False, "Răspuns automat: Scurgere": False,
    "Автоматична відповідь: Витік": False, "Respuesta automática: Fuga": False, "Auto: Fuite": False,
    "Automate de portail en panne": True, "Congés payés du gardien": True, "Lu : Fuite": False,
}
_SENDERS = {
    "MAILER-DAEMON@mx.fr": "auto_reply", "postmaster@mx.fr": "auto_reply", "no-reply@portail.fr": "reply",
    "Mail Delivery System <MAILER-DAEMON@mx.fr>": "auto_reply",
}


@pytest.mark.parametrize("name", _HEADERS)
def test_headers_decide(name: str) -> None:
    """M-77, M-78, M-79."""
    headers, kind, acknowledged = _HEADERS[name]
    found = screen(parse(raw_mail("Bonjour", *headers)), GOOD, frozenset(), "rivoli")
    assert (found.kind, found.may_acknowledge) == (kind, acknowledged)


@pytest.mark.parametrize("subject", _SUBJECTS)
def test_subjects_only_silence_the_acknowledgement(subject: str) -> None:
    """M-79: shown as human whatever the subject."""
    found = screen(parse(raw_mail("x", subject=f"{subject}")), GOOD, frozenset(), "rivoli")
    assert (found.kind, found.may_acknowledge) == ("reply", _SUBJECTS[subject])


@pytest.mark.parametrize("sender", _SENDERS)
def test_machines_write_from_their_mailboxes(sender: str) -> None:
    found = screen(parse(raw_mail("x", sender=sender)), GOOD, frozenset(), "rivoli")
    assert (found.kind, found.may_acknowledge) == (_SENDERS[sender], False)


_STATUS = (
    "Reporting-MTA: dns; mx.fr\r\n\r\nFinal-Recipient: rfc822; a@b.fr\r\nAction: {0}\r\nStatus: {1}\r\n\r\n"
    "Final-Recipient: rfc822; c@d.fr\r\nAction: {0}\r\nStatus: {1} (x)\r\n"
)


def _report(action: str, status: str, kind: str = "delivery-status") -> bytes:
    told = f"Content-Type: message/{kind}\r\n\r\n{_STATUS.format(action, status)}".encode()
    head = b"Content-Type: text/rfc822-headers\r\n\r\nMessage-ID: <envoi@In.fr>\r\nReply-To: t-1+x@in.fr\r\n"
    return multipart(text_part("Échec"), told, head, subtype="report", sender="MAILER-DAEMON@mx.fr")


@pytest.mark.parametrize(("action", "status", "kind"), [
    ("failed", "5.1.1", "bounce"), ("delayed", "4.4.1", "bounce"), ("Failed", "4.2.2", "bounce"),
    ("delivered", "2.0.0", "report"), ("relayed", "2.1.5", "report"), ("", "", "bounce"),
])
def test_delivery_reports_are_read(action: str, status: str, kind: str) -> None:
    """M-81, M-82."""
    mail = parse(_report(action, status))
    assert screen(mail, GOOD, frozenset(), "rivoli").kind == kind
    assert mail.report is not None
    assert mail.report.original_message_id == "envoi@in.fr"
    assert "t-1+x@in.fr" in mail.report.original_addresses
    assert {entry.email for entry in mail.report.recipients} >= {"a@b.fr", "c@d.fr"}
    assert {entry.status for entry in mail.report.recipients} == {status}


def test_a_report_type_may_be_quoted_and_folded() -> None:
    """M-81."""
    kind = 'multipart/report;\r\n\tREPORT-TYPE="delivery-status"; boundary=b'
    assert screen(parse(raw_mail("--b--", content_type=kind)), GOOD, frozenset(), "rivoli").kind == "bounce"


def test_receipts_and_complaints_are_notes() -> None:
    """M-84."""
    receipt = parse(_report("", "", kind="disposition-notification"))
    complaint = parse(raw_mail("--b--", content_type="multipart/report; report-type=feedback-report; boundary=b"))
    assert screen(receipt, GOOD, frozenset(), "rivoli").kind == "receipt"
    assert screen(complaint, GOOD, frozenset(), "rivoli").kind == "report"


@pytest.mark.parametrize("headers", [
    ("X-BPA-Loop: rivoli",), ("X-BPA-Loop: autre", "Message-ID: <1@in.agence-rivoli.fr>"),
])
def test_own_mail_is_recognised(headers: tuple[str, ...]) -> None:
    """M-85, I-5."""
    mail = parse(raw_mail("x", *headers, message_id=""))
    found = screen(mail, GOOD, frozenset({"in.agence-rivoli.fr"}), "rivoli")
    assert found.own_mail
    assert not found.may_acknowledge


def test_our_sending_address_is_own_and_a_colleague_is_not() -> None:
    """M-85."""
    own = screen(parse(raw_mail(sender="dossier@agence-rivoli.fr")), GOOD, frozenset({"agence-rivoli.fr"}),
                 "rivoli", own_addresses=("Dossier@agence-rivoli.fr",))
    other = screen(parse(raw_mail(sender="claire@agence-rivoli.fr")), GOOD, frozenset({"agence-rivoli.fr"}), "rivoli")
    assert (own.own_mail, other.own_mail) == (True, False)


@pytest.mark.parametrize(("words", "until"), [
    ("Je suis absent jusqu'au 15 août 2026 inclus.", date(2026, 8, 15)),
    ("Absence jusqu’au vendredi 13 mars", date(2026, 3, 13)),
    ("absent du 3 au 12/04/2026", date(2026, 4, 12)),
    ("En congés jusqu'au 1er mai", date(2026, 5, 1)),
    ("De retour le 2 janvier", date(2027, 1, 2)),
    ("I am out of the office until August 15, 2026", date(2026, 8, 15)),
    ("out until the 4th of April", date(2026, 4, 4)),
    ("Ich bin bis zum 20.03.2026 nicht da", date(2026, 3, 20)),
    ("Ausente hasta el 9 de abril de 2026", date(2026, 4, 9)),
    ("Absent jusqu'au 31 février 2026", None),
    ("Je suis absent.", None),
])
def test_end_of_absence_is_read(words: str, until: date | None) -> None:
    """M-80."""
    mail = parse(raw_mail(words, "Auto-Submitted: auto-replied"))
    assert screen(mail, GOOD, frozenset(), "rivoli").absent_until == until


def test_a_person_who_says_until_is_not_absent() -> None:
    mail = parse(raw_mail("Devis valable jusqu'au 15 août 2026"))
    assert screen(mail, GOOD, frozenset(), "rivoli").absent_until is None
