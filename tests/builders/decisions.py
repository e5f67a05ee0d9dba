"""A quote put to the two owners of a flat, and what they do with it, in the world of the fakes."""

from __future__ import annotations

from dataclasses import replace

from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.document import Document
from chalicelib.usecases.answer_decision import Answer, answer_decision
from chalicelib.usecases.decision_links import find_link, token_of
from tests.builders.files import act, quote, save
from tests.builders.story import leak
from tests.fakes.office import World

DURAND, GARNIER = "durand", "garnier"


def shared(world: World) -> tuple[int, Document]:
    """A quote in Approbation for the flat of quai Voltaire: Durand one third, Garnier two thirds."""
    number = leak(world)
    save(world, replace(world.ticket(number), unit_id="voltaire12", owner_ids=(DURAND, GARNIER), priority="normal"))
    act(world, number, "mission", party_id="marchal")
    paper = quote(world, number)
    act(world, number, "quote_to_owner", document_ids=(paper.id,))
    return number, document_of(world, number, paper)


def document_of(world: World, number: int, paper: Document) -> Document:
    found = world.file(number).document(paper.id)
    assert found is not None
    return found


def link_of(world: World, number: int, party_id: str) -> DecisionLink:
    mail_id = dict(world.file(number).approvals[-1].asked)[party_id]
    link = find_link(world.office, token_of(world.office, mail_id))
    assert link is not None
    return link


def accept(world: World, number: int, paper: Document, party_id: str, nonce: str = "", **more: str) -> str:
    form = Answer(nonce or f"yes-{party_id}", "accept", paper.id, amount=str(paper.gross_cents), **more)
    return answer_decision(world.office, link_of(world, number, party_id), form, world.now)


def refuse(world: World, number: int, paper: Document, party_id: str) -> str:
    form = Answer(f"no-{party_id}", "refuse", paper.id, reason="too_dear")
    return answer_decision(world.office, link_of(world, number, party_id), form, world.now)


def agreed(world: World) -> tuple[int, Document]:
    """Both have accepted; the agreement cools."""
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    accept(world, number, paper, GARNIER)
    return number, document_of(world, number, paper)
