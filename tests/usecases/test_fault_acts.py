"""Every act of a person survives every failure of every call: done once or not at all (R-4, SIM-1, SIM-4).

The person sees an error and sends the same form again; the end equals the run without a fault.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

import pytest

from chalicelib.domain.change import Outdated
from chalicelib.domain.correction import Correction
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict
from chalicelib.domain.letter import Letter
from chalicelib.usecases.add_upload import add_upload, upload_prefix
from chalicelib.usecases.ask_agreement import ask_agreement
from chalicelib.usecases.cancel_decision import cancel_decision
from chalicelib.usecases.correct_document import correct_document
from chalicelib.usecases.delegate_decision import Delegate, delegate_decision
from chalicelib.usecases.give_directions import Directions, give_directions
from chalicelib.usecases.keep_draft import keep_draft
from chalicelib.usecases.make_variation import make_variation
from chalicelib.usecases.mark_handled import mark_handled
from chalicelib.usecases.merge_tickets import merge_tickets
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.record_agreement import AgreementForm, record_agreement
from chalicelib.usecases.redrive_mail import redrive_mail
from chalicelib.usecases.release_document import release_document
from chalicelib.usecases.replace_document import replace_document
from chalicelib.usecases.send_action import send_action
from chalicelib.usecases.set_status import StatusForm, set_status
from chalicelib.usecases.settle_review import file_as_new, file_here, put_back, set_aside
from chalicelib.usecases.split_message import SplitForm, split_message
from chalicelib.usecases.withdraw_vote import withdraw_vote
from infra.seed.cast import CLAIRE
from tests.builders.decisions import DURAND, GARNIER, accept, agreed, link_of, shared
from tests.builders.files import quote
from tests.builders.story import leak
from tests.builders.waiting import UNJUDGED, answered, file_of, in_review, only_document, unreadable
from tests.builders.worker import settle
from tests.fakes.faults import Killed, NoAnswer, Outage
from tests.fakes.office import World
from tests.usecases.test_faults import MODES, end_state

Act = Callable[[World], Any]
PLAN = b"%PDF-1.7 a plan"


def held(world: World) -> Act:
    number = answered(world, UNJUDGED)
    document = only_document(world, number)
    return lambda w: release_document(w.office, CLAIRE, number, document.id, w.now)


def read(world: World) -> tuple[int, Document]:
    number = answered(world)
    settle(world)
    return number, only_document(world, number)


def misread(world: World) -> Act:
    number, document = read(world)
    typed = Correction("invoice", "F-1", "2026-11-20", "120", "20", "100", document.version)
    return lambda w: correct_document(w.office, CLAIRE, number, document.id, typed, w.now)


def broken(world: World) -> Act:
    unreadable(world)
    (kept,) = world.office.mailbox.review()[0]
    return lambda w: redrive_mail(w.office, CLAIRE, kept.delivery_id, kept.version, w.now)


def waiting(world: World) -> Act:
    number, _ = read(world)
    delivery = in_review(world, UNJUDGED).delivery_id
    return lambda w: file_here(w.office, CLAIRE, delivery, number, w.now)


def waiting_for_a_new_one(world: World) -> Act:
    delivery = in_review(world, UNJUDGED).delivery_id
    return lambda w: file_as_new(w.office, CLAIRE, delivery, w.now)


def unwanted(world: World) -> Act:
    delivery = in_review(world, UNJUDGED).delivery_id
    return lambda w: set_aside(w.office, CLAIRE, delivery, spam=True)


def wanted_after_all(world: World) -> Act:
    delivery = in_review(world, UNJUDGED).delivery_id
    set_aside(world.office, CLAIRE, delivery, spam=False)
    return lambda w: put_back(w.office, CLAIRE, delivery)


def uploaded(world: World) -> Act:
    number, _ = read(world)
    key = upload_prefix("rivoli", number) + "0/plan.pdf"
    world.files.objects[key] = (PLAN, "application/pdf")
    return lambda w: add_upload(w.office, CLAIRE, number, key, "plan.pdf", 1000, w.now)


def unanswered(world: World) -> Act:
    number, _ = read(world)
    last = file_of(world, number).ticket.last_exchange
    assert last is not None
    return lambda w: mark_handled(w.office, CLAIRE, number, last.at.isoformat(), w.now)


def half_written(world: World) -> Act:
    number, _ = read(world)
    return lambda w: keep_draft(w.office, CLAIRE, number, "inform_owner", {"body": "Bonjour"}, (), w.now)


def unreported(world: World) -> Act:
    form = NewTicket("the form", "Fuite", "Ça coule.", "lilas4")
    return lambda w: open_ticket(w.office, CLAIRE, form, w.now)


def twins(world: World) -> Act:
    first, second = leak(world), leak(world, "twin")
    return lambda w: merge_tickets(w.office, CLAIRE, second, first, "the form", w.now)


def two_things(world: World) -> Act:
    number, document = read(world)
    form = SplitForm("the form", "Volet bloqué", "Le volet.")
    return lambda w: split_message(w.office, CLAIRE, number, document.message_id, form, w.now)


def co_owned(world: World) -> Act:
    number = open_ticket(world.office, CLAIRE, NewTicket("shared", "Fuite", "Ça coule.", "voltaire12"), world.now)
    letter = Letter("inform_owner", "the form", "Votre bien", "Bonjour M. Paul Durand,")
    return lambda w: send_action(w.office, CLAIRE, number, letter, w.now)


def last_vote(world: World) -> Act:
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    return lambda w: accept(w, number, paper, GARNIER)


def second_thoughts(world: World) -> Act:
    number, paper = agreed(world)
    link = link_of(world, number, GARNIER)
    return lambda w: cancel_decision(w.office, link, paper.id, "the form", w.now)


def changed_mind(world: World) -> Act:
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    return lambda w: withdraw_vote(w.office, number, [paper.id], DURAND, "the form", w.now)


def asked(world: World) -> Act:
    number, paper = shared(world)
    link, form = link_of(world, number, DURAND), Directions("the form", paper.id, "question", "Quand ?")
    return lambda w: give_directions(w.office, link, form, w.now)


def passed_on(world: World) -> Act:
    number, _ = shared(world)
    link, form = link_of(world, number, DURAND), Delegate("the form", "Jean", "jean@courriel.example")
    return lambda w: delegate_decision(w.office, link, form, w.now)


def phoned(world: World) -> Act:
    number, paper = shared(world)
    form = StatusForm("the form", -1, "approved", "phone", "Les deux sont d’accord.")
    return lambda w: set_status(w.office, CLAIRE.name, number, paper.id, form, w.now)


def put_to_vote(world: World) -> Act:
    number, paper = agreed(world)
    form = StatusForm("the form", -1, "in_approval")
    return lambda w: set_status(w.office, CLAIRE.name, number, paper.id, form, w.now)


def new_version(world: World) -> Act:
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    newer = quote(world, number, gross=140_000)
    return lambda w: replace_document(w.office, CLAIRE, number, newer.id, paper.id, w.now)


def ordered(world: World) -> Act:
    number, paper = agreed(world)
    world.later(minutes=20)
    letter = Letter("order", "the form", "Ordre de service", "Bonjour.", party_id="marchal",
                    document_ids=(paper.id,))
    return lambda w: send_action(w.office, CLAIRE, number, letter, w.now)


def spoken(world: World) -> Act:
    number, paper = shared(world)
    accept(world, number, paper, DURAND)
    form = AgreementForm("the form", "accept", GARNIER, "phone", "2026-11-20", "10:00", "C’est d’accord.")
    return lambda w: record_agreement(w.office, CLAIRE, number, paper.id, form, w.now)


def grown(world: World) -> Act:
    number, _ = agreed(world)
    world.later(minutes=20)
    letter = Letter("order", "ordered", "Ordre de service", "Bonjour.", party_id="marchal")
    send_action(world.office, CLAIRE, number, letter, world.now)
    settle(world)
    dearer = quote(world, number, gross=150_000)
    return lambda w: make_variation(w.office, CLAIRE, number, dearer.id, w.now)


def outside_the_mandate(world: World) -> Act:
    number = leak(world)
    letter = Letter("mission", "the form", "", "", party_id="marchal", mode="direct", ceiling="900", reason="Fuite")
    return lambda w: ask_agreement(w.office, CLAIRE, number, letter, w.now)


Scenes = dict[str, Callable[[World], Act]]
SCENES: Scenes = {
    "release": held, "correct": misread, "redrive": broken, "file here": waiting, "file as new": waiting_for_a_new_one,
    "set aside": unwanted, "put back": wanted_after_all, "add a file": uploaded, "handled": unanswered,
    "keep a draft": half_written, "open": unreported, "merge": twins, "split": two_things, "two owners": co_owned,
    "last vote": last_vote, "cancel": second_thoughts, "withdraw": changed_mind, "question": asked,
    "delegate": passed_on, "status": phoned, "vote again": put_to_vote, "new version": new_version, "order": ordered,
    "word": spoken, "variation": grown, "request": outside_the_mandate,
}


def told(name: str, at: int = -1, mode: Any = "fail_before", scenes: Scenes = SCENES) -> tuple[World, int]:
    """The act under one fault, sent again until it is through, then calm; and how many calls it made."""
    world = World()
    act = scenes[name](world)
    start = world.faults.count
    world.faults.mode, world.faults.at = mode, start + at if at >= 0 else -1
    for _ in range(4):
        try:
            act(world)
        except (Outage, NoAnswer, Killed, Outdated):
            continue
        except Conflict:
            pass  # an earlier try went through, and the worker was faster than the next one
        break
    calls = world.faults.count - start
    settle(world, hours=3)
    return world, calls


def whole(world: World) -> dict[str, Any]:
    files = {key: hashlib.sha256(content).hexdigest() for key, (content, _) in world.files.objects.items()
             if not key.startswith("sent/")}
    heads = [world.file(int(row["number"])) for row in world.office.tickets.rows("all", limit=100).rows]
    votes = [(a.document_id, a.round, a.state, a.outcome, [(v.party_id, v.choice) for v in a.votes])
             for f in heads for a in f.approvals]
    papers = {d.sha256: (d.status, d.edition, d.entries) for f in heads for d in f.documents}
    trails = [[e.what for e in world.office.tickets.paper_trail(f.ticket.number, d.id)]
              for f in heads for d in f.documents]
    return end_state(world) | {"files": files, "votes": sorted(votes), "papers": papers, "trails": sorted(trails)}


@pytest.mark.parametrize("name", sorted(SCENES))
def test_every_call_of_an_act_may_fail_in_every_way(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    clean, calls = told(name)
    wanted, swept = whole(clean), 0
    for at in range(calls):
        for mode in MODES:
            world, _ = told(name, at, mode)
            assert world.faults.fired
            found = whole(world)
            for part, value in wanted.items():
                assert found[part] == value, f"{name}: call {at}, {mode}: {part} differs"
            swept += 1
    assert calls >= 2
    with capsys.disabled():
        print("\n" + json.dumps({"act": name, "calls": calls, "runs": swept}))
