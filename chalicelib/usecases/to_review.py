"""What cannot be decided waits in « À classer », with a named reason and ranked candidates (V-2)."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.known import Known
from chalicelib.domain.mail import InboundMail
from chalicelib.intake import subject as subjects
from chalicelib.intake.candidates import rank
from chalicelib.intake.route import Route
from chalicelib.usecases.long_texts import INLINE_LIMIT, long_texts
from chalicelib.usecases.ports import Office
from chalicelib.usecases.received import Received, Upload, pieces

ROWS_READ = 300


def to_review(office: Office, received: Received, decided: Route, known: Known,
              ) -> tuple[InboundMail, tuple[Upload, ...]]:
    """The delivery as the queue shows it, and its long texts: nothing of it needs parsing again to be filed.

    Reads the open tickets to propose candidates.
    """
    mail, reply = received.mail, received.reply
    references = subjects.references(f"{mail.subject} {mail.text[:20_000]}")
    rows = office.tickets.rows("all", limit=ROWS_READ).rows
    people = [holder.party_id for holder in known.holders]
    candidates = rank(rows, f"{mail.subject}\n{reply.own}", people, decided.hints, references)
    screening = received.screening
    texts = long_texts(received, office.agency.id, received.delivery.delivery_id)
    kept = replace(
        received.delivery, state="review", reason=decided.reason, message_id=mail.message_id,
        from_name=_name(received, known)[:200], from_email=received.sender_email[:320],
        subject=mail.subject, text=reply.own[:INLINE_LIMIT], elided=reply.elided[:INLINE_LIMIT],
        text_key=texts.text_key, html_key=texts.html_key, pieces=pieces(mail.attachments),
        candidates=candidates, marks=_marks(received), spam=screening.spam,
        held=screening.hold_attachments or screening.infected,
    )
    return kept, texts.uploads


def _name(received: Received, known: Known) -> str:
    """A verified sender who gives no name has the one we know him by."""
    shown = received.sender_name
    if known.holders and received.screening.standing == "verified" and shown.lower() == received.sender_email:
        return known.holders[0].name
    return shown


def _marks(received: Received) -> tuple[str, ...]:
    screening = received.screening
    found = {
        "unverified_sender": screening.standing == "unverified",
        "suspect_sender": screening.standing == "suspect",
        "spam": screening.spam,
        "infected": screening.infected,
        "automatic": screening.kind != "reply",
    }
    return tuple(name for name, yes in found.items() if yes)
