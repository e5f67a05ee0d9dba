"""An owner sends the quote back signed: filed as such, compared in words, proposed as an agreement (E-L6, E-L4)."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.document import Document
from chalicelib.domain.message import Message
from chalicelib.domain.signed_back import Comparison, comparison_of
from chalicelib.intake.reading import Figure, Reading
from chalicelib.usecases.read_document import Reader, read_document
from chalicelib.usecases.settle_proposal import settle_proposal
from infra.seed import cast
from tests.builders.files import file_at
from tests.builders.story import address_of, arrive, mail
from tests.fakes.office import World


def sends(world: World, number: int, party: str, content: bytes, filename: str, gross: int | None = 128_450,
          quote_number: str = "D-2026-0147", kind: str = "quote", text: str = "Bonjour.\n") -> Message:
    """The mail arrives and its piece is read."""
    talk = world.file(number).conversation(party)
    assert talk is not None
    raw = mail(talk.email, address_of(talk), "Re: devis", text, pieces=((filename, "application/pdf", content),),
               message_id="<back@x>")
    arrive(world, raw, address_of(talk), delivery="back")
    figures = {"number": Figure(quote_number, 0.95, "page 1")}
    if gross is not None:
        figures["gross_cents"] = Figure(gross, 0.95, "page 1")
    reading = Reading(kind, "text", 0.95, figures, 1)  # type: ignore[arg-type]
    pending = next(d for d in world.file(number).documents if d.reading == "pending")
    read_document(world.office, number, pending.id, Reader(lambda *_: reading, lambda *_: None), world.now)
    return next(m for m in world.office.tickets.log(number) if isinstance(m, Message) and m.direction == "in")


def last(world: World, number: int) -> Document:
    return max(world.file(number).documents, key=lambda d: (d.received_at, d.filename != "quote-marchal.pdf"))


@pytest.mark.parametrize(("gross", "expected"), [
    (128_450, Comparison("same", 128_450, 128_450)), (130_000, Comparison("differs", 128_450, 130_000)),
    (None, Comparison("unread", 128_450, 0))])
def test_the_amounts_are_compared(gross: int | None, expected: Comparison) -> None:
    world = World()
    number = file_at(world, "awaiting_approval")
    message = sends(world, number, "garnier", b"%PDF-1.7 signed scan", "Devis signé.pdf", gross)
    assert last(world, number).kind == "signed_quote"
    (proposal,) = message.proposals
    assert (proposal.kind, comparison_of(proposal.value)) == ("accepts", expected)
    assert world.ticket(number).state == "awaiting_approval"
    assert world.ticket(number).quotes == 1


def test_the_same_bytes_with_a_signature_are_known_without_reading() -> None:
    world = World()
    number = file_at(world, "awaiting_approval")
    base, (document,) = b"%PDF-1.7 devis", world.file(number).documents
    stored = replace(document, sha256=hashlib.sha256(base).hexdigest(), size=len(base))
    world.office.books.commit(Change(changed=(stored,)))
    message = sends(world, number, "garnier", base + b"\n%signature", "IMG_001.pdf", None, "", "other")
    assert comparison_of(message.proposals[0].value) == Comparison("appended", 128_450, 128_450)


def test_the_words_of_the_mail_keep_their_sentence() -> None:
    world = World()
    number = file_at(world, "awaiting_approval")
    message = sends(world, number, "garnier", b"%PDF-1.7 s", "scan.pdf", text="OK pour moi, ci-joint.\n")
    (proposal,) = message.proposals
    assert (proposal.evidence, comparison_of(proposal.value)) == (
        "OK pour moi, ci-joint.", Comparison("same", 128_450, 128_450))
    settle_proposal(world.office, cast.CLAIRE, number, message.id, "accepts", confirm=True, now=world.now)
    assert world.ticket(number).state == "approved"


@pytest.mark.parametrize(("party", "filename", "quote_number"), [
    ("marchal", "Devis signé.pdf", "D-2026-0147"), ("garnier", "Autre devis.pdf", "Z-9")])
def test_another_quote_or_the_firms_own_is_no_signed_quote(party: str, filename: str, quote_number: str) -> None:
    world = World()
    number = file_at(world, "awaiting_approval")
    message = sends(world, number, party, b"%PDF-1.7 other", filename, 99_000, quote_number)
    assert last(world, number).kind == "quote"
    assert message.proposals == ()


def test_it_proposes_nothing_once_it_was_decided() -> None:
    world = World()
    number = file_at(world, "approved")
    message = sends(world, number, "garnier", b"%PDF-1.7 late", "Devis signé.pdf")
    assert message.proposals == ()


def test_a_refusal_in_the_same_mail_is_not_turned_round() -> None:
    world = World()
    number = file_at(world, "awaiting_approval")
    message = sends(world, number, "garnier", b"%PDF-1.7 s", "Devis signé.pdf", text="C’est trop cher.\n")
    assert [(p.kind, p.value) for p in message.proposals] == [("refuses", "")]
