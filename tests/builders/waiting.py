"""Mails that wait for a person: withheld pieces, and one that could not be read."""

from __future__ import annotations

import contextlib

from chalicelib.domain.document import Document
from chalicelib.domain.mail import InboundMail
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.intake.screening import Verdicts
from chalicelib.usecases.receive_mail import receive_mail
from tests.builders.story import MARCHAL, PASSED, address_of, arrive, leak, mail, mission
from tests.builders.worker import work
from tests.fakes.office import DOMAIN, World

QUOTE = ("devis.pdf", "application/pdf", b"%PDF-1.7 a quote")
UNJUDGED = Verdicts("PASS", "PASS", "PASS", "PASS", "GRAY")
INFECTED = Verdicts("PASS", "PASS", "PASS", "PASS", "FAIL")


def answered(world: World, verdicts: Verdicts | None = None, delivery: str = "answer") -> int:
    """A mission and its answer with a quote; the number of the ticket."""
    number = leak(world)
    address = address_of(mission(world, number))
    work(world)
    extra = {"verdicts": verdicts} if verdicts else {}
    arrive(world, mail(to=address, text="Voici le devis.\n", pieces=(QUOTE,), message_id="<q@x.example>"), address,
           delivery=delivery, **extra)
    return number


def in_review(world: World, verdicts: Verdicts) -> InboundMail:
    """A mail with a quote that no rule could file."""
    intake = f"travaux@{DOMAIN}"
    arrive(world, mail(MARCHAL, intake, "Devis", "Voici.\n", pieces=(QUOTE,)), intake, delivery="waiting",
           verdicts=verdicts)
    (waiting,) = world.office.mailbox.review()[0]
    return waiting


def file_of(world: World, number: int) -> TicketFile:
    file = world.office.tickets.file(number)
    assert file is not None
    return file


def only_document(world: World, number: int) -> Document:
    (document,) = file_of(world, number).documents
    return document


def unreadable(world: World) -> int:
    """An answer whose raw mail could not be fetched: its delivery has failed, and then the store is well again."""
    number = leak(world)
    address = address_of(mission(world, number))
    work(world)
    raw = mail(to=address, text="Voici le devis.\n", pieces=(QUOTE,), message_id="<q@x.example>")
    said = {name: str(getattr(PASSED, name)) for name in Verdicts.__dataclass_fields__}
    entry = InboundMail("broken", "inbound/broken", world.now, (address,), said)
    with contextlib.suppress(KeyError):
        receive_mail(world.office, entry, PASSED, world.now)
    world.files.raw["inbound/broken"] = raw
    return number
