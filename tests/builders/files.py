"""A works file brought to any state by the acts of its people, for tests that are about what comes next."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date

from chalicelib.domain.agency import Language
from chalicelib.domain.approval import closed
from chalicelib.domain.change import Change
from chalicelib.domain.decision import decided
from chalicelib.domain.document import Document, FiledFigure, document_id, file_key
from chalicelib.domain.holdings import counted, current_quote
from chalicelib.domain.letter import Letter
from chalicelib.usecases.ruling import change_of
from chalicelib.usecases.send_action import send_action
from infra.seed import cast
from tests.builders.story import leak
from tests.fakes.office import World

CEILING = 30_000  # cents: what the mandate of these stories lets us order without asking
LETTER_STATES = {
    "mission": "qualified", "chase_contractor": "quoting", "inform_tenant": "qualified", "inform_owner": "qualified",
    "inform_other": "qualified", "quote_to_owner": "quoted", "order": "approved", "ask_invoice": "in_progress",
}


def file_at(world: World, state: str, language: Language = "fr") -> int:
    """The leak of the story in this state (« quoted »: quoting with a quote), its people speaking `language`."""
    _speaking(world, language)
    number = leak(world)
    ticket = world.ticket(number)
    save(world, replace(ticket, ceiling_cents=CEILING, priority="normal"))
    if state == "qualified":
        return number
    act(world, number, "mission", party_id="marchal")
    if state == "quoting":
        return number
    quote(world, number)
    if state == "quoted":
        return number
    act(world, number, "quote_to_owner")
    if state == "awaiting_approval":
        return number
    agree(world, number)
    if state == "approved":
        return number
    act(world, number, "order", party_id="marchal")
    if state == "in_progress":
        return number
    act(world, number, "ask_invoice", party_id="marchal")
    return number


def agree(world: World, number: int) -> None:
    """The manager records that the current quote is accepted."""
    file = world.file(number)
    quote_ = current_quote(file.ticket, file.documents)
    assert quote_ is not None
    approval = file.approval(quote_.id)
    ended = closed(approval, "status", cast.CLAIRE.name, world.now) if approval else None
    ruled = decided(file, ended, quote_, "approved", world.now, cast.CLAIRE.name, {"source": "phone"})
    world.office.books.commit(change_of(file, ruled))


def act(world: World, number: int, key: str, nonce: str = "", **values: object) -> str:
    """One letter of the menu by Claire; returns the mail's id."""
    letter = Letter(key, nonce or f"{key}-{number}", f"Objet {key}", f"Texte {key}.", **values)  # type: ignore[arg-type]
    return send_action(world.office, cast.CLAIRE, number, letter, world.now).mail_id


def quote(world: World, number: int, firm: str = "marchal", gross: int = 128_450, vat: int | None = 11_677,
          kind: str = "quote") -> Document:
    """A quote (or another paper) of this firm, read for certain, on the file."""
    content = f"{kind} {firm} {gross}".encode()
    sha = hashlib.sha256(content).hexdigest()
    figures = {"number": FiledFigure("D-2026-0147", 1.0, "page 1", True),
               "issued_on": FiledFigure(date(2026, 11, 20), 1.0, "page 1", True),
               "gross_cents": FiledFigure(gross, 1.0, "page 1", True)}
    if vat is not None:
        figures["vat_cents"] = FiledFigure(vat, 1.0, "page 1", True)
    party = next(p for p in cast.CONTRACTORS if p.id == firm)
    found = Document(number, document_id(number, sha), kind, f"{kind}-{firm}.pdf", "application/pdf", len(content),  # type: ignore[arg-type]
                     sha, world.now, party_id=firm, who=party.name, reading="done", figures=figures)
    world.files.objects[file_key(cast.AGENCY_ID, sha)] = (content, "application/pdf")
    file = world.file(number)
    asked = file.assignment(firm)
    answered = (replace(asked, state="quoted"),) if asked and kind == "quote" and asked.state == "asked" else ()
    world.office.books.commit(Change(added=(found,), changed=(
        counted(file.ticket, (*file.documents, found), world.now), *answered)))
    return found


def save(world: World, ticket: object) -> None:
    world.office.books.commit(Change(changed=(ticket,)))


def _speaking(world: World, language: Language) -> None:
    if language == "fr":
        return
    for party in world.office.directory.parties("petit", "garnier", "marchal", "eaugaz"):
        assert party is not None
        world.office.books.commit(Change(changed=(replace(party, language=language),)))
