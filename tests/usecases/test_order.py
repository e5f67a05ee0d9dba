"""The work order: its PDF leaves with it or it does not leave, within the mandate, after the cooling-off (K-36, D-13,
D-24, E-M9, E-C7, R-1, R-15)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy

import pypdfium2
import pytest

from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.document import Document, FiledFigure, file_key
from chalicelib.domain.edit import choices
from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.domain.letter import Letter
from chalicelib.domain.mail import AWAITS, OutgoingMail
from chalicelib.domain.menu import offers, situation
from chalicelib.domain.merging import merge
from chalicelib.domain.outcomes import NotSent
from chalicelib.domain.ticket import moved, stage, turn
from chalicelib.domain.typed import Typed
from chalicelib.usecases.ask_agreement import ask_agreement
from chalicelib.usecases.ask_signature import ask_signature
from chalicelib.usecases.cancel_decision import cancel_decision
from chalicelib.usecases.close_ticket import CloseForm, close_ticket
from chalicelib.usecases.firm_ceilings import shown_ceilings, typed_ceilings
from chalicelib.usecases.held_order import dropped
from chalicelib.usecases.send_action import send_action
from chalicelib.usecases.send_mail import send_mail
from chalicelib.usecases.set_aside_ticket import set_aside_ticket
from chalicelib.usecases.set_status import StatusForm, set_status
from chalicelib.usecases.sweep import sweep
from chalicelib.usecases.take_back import take_back
from infra.seed import cast
from tests.builders.decisions import accept, link_of
from tests.builders.files import act, file_at, quote, save
from tests.builders.worker import settle, work
from tests.fakes.office import World

COOLING = timedelta(minutes=15)
CLAUSE = cast.URGENT_CLAUSE


def the_order(world: World) -> OutgoingMail:
    (found,) = [e for e in world.table.items.values() if isinstance(e, OutgoingMail) and e.template == "order"]
    return found


def papers(world: World, number: int, kind: str = "work_order") -> list[Document]:
    return [d for d in world.file(number).documents if d.kind == kind and d.made_here]


def text_of(world: World, document: Document) -> str:
    content = world.files.objects[file_key(cast.AGENCY_ID, document.sha256)][0]
    return " ".join(" ".join(p.get_textpage().get_text_range() for p in pypdfium2.PdfDocument(content)).split())


def sent_to(world: World, email: str, subject: str = "") -> list[bytes]:
    return [raw for to, raw in world.mailer.sent if to == email and subject.encode() in raw]


def held(world: World) -> World:
    world.office = replace(world.office, agency=replace(world.office.agency, undo_seconds=20))
    return world


def accepted_by_votes(world: World) -> int:
    """The owner has just accepted on her page: the decision cools until a quarter of an hour from now."""
    number = file_at(world, "awaiting_approval")
    (document,) = world.file(number).documents
    accept(world, number, document, "garnier")
    return number


def cancels(world: World, number: int, nonce: str = "cancel") -> None:
    """The owner presses « Annuler »."""
    document = next(d for d in world.file(number).documents if d.kind == "quote")
    cancel_decision(world.office, link_of(world, number, "garnier"), document.id, nonce, world.now)


def test_the_pdf_leaves_with_the_mail_and_is_filed() -> None:
    world = World()
    number = file_at(world, "approved")
    act(world, number, "order", party_id="marchal")
    work(world)
    (paper,) = papers(world, number)
    text = text_of(world, paper)
    for words in ("Ordre de service", f"T-{number}", "Pour le compte de", "Mme Hélène Garnier", "Plomberie Marchal",
                  "12 rue des Lilas", "M. Luc Petit", "n° D-2026-0147 du 20 nov. 2026", "1 284,50 €", "116,77 €",
                  "1 167,73 €", "sans avenant accepté", "au nom du propriétaire"):
        assert words in text, words
    (raw,) = sent_to(world, "contact@plomberie-marchal.example", "Objet order")
    attached = [p for p in message_from_bytes(raw, policy=policy.default).walk() if p.get_filename()]
    assert [p.get_filename() for p in attached] == [f"ordre-de-service-T-{number}.pdf"]
    assert attached[0].get_content()[:5] == b"%PDF-"
    letter = next(m for m in world.office.tickets.log(number) if getattr(m, "kind", "") == "order")
    assert [a.document_id for a in letter.attachments] == [paper.id]


def test_the_mail_never_leaves_without_it() -> None:
    """The worker that writes is down: the order waits, whatever the sweep says, then leaves once."""
    world = World()
    number = file_at(world, "approved")
    act(world, number, "order", party_id="marchal")
    order = the_order(world)
    assert order.facts[AWAITS]
    for _ in range(20):
        world.later(minutes=5)
        sweep(world.office, world.now)
        assert send_mail(world.office, order.id, world.now) == "waits"
        world.queues.waiting.clear()
    assert the_order(world).attempts == 0
    settle(world)
    assert len(sent_to(world, "contact@plomberie-marchal.example", "Objet order")) == 1
    assert len(papers(world, number)) == 1


def test_a_redelivery_makes_the_same_document() -> None:
    world = World()
    number = file_at(world, "approved")
    act(world, number, "order", party_id="marchal")
    jobs = [key for kind, key in world.queues.waiting if kind == "job"]
    world.queues.waiting += [("job", key) for key in jobs] * 3
    work(world)
    world.queues.waiting += [("job", key) for key in jobs]
    work(world)
    assert len(papers(world, number)) == 1
    assert len(sent_to(world, "contact@plomberie-marchal.example", "Objet order")) == 1


def test_a_mail_taken_back_takes_its_paper_with_it() -> None:
    world = held(World())
    number = file_at(world, "approved")
    act(world, number, "order", party_id="marchal")
    work(world)
    assert len(papers(world, number)) == 1
    take_back(world.office, cast.CLAIRE, number, the_order(world).id, world.now)
    assert papers(world, number) == []
    settle(world)
    assert sent_to(world, "contact@plomberie-marchal.example", "Objet order") == []
    assert world.ticket(number).state == "approved"


def test_an_order_within_the_mandate_taken_back_lets_the_vote_go_on() -> None:
    world = held(World())
    number = file_at(world, "awaiting_approval")
    save(world, replace(world.ticket(number), ceiling_cents=200_000, quote="ready", quoted_cents=128_450))
    act(world, number, "order", party_id="marchal")
    (approval,) = world.file(number).approvals
    assert (approval.state, world.ticket(number).state) == ("closed", "in_progress")
    take_back(world.office, cast.CLAIRE, number, the_order(world).id, world.now)
    (approval,) = world.file(number).approvals
    (document,) = world.file(number).documents
    assert (approval.state, document.status, world.ticket(number).state) == ("open", "in_approval", "awaiting_approval")
    accept(world, number, document, "garnier")
    assert world.ticket(number).state == "approved"


def test_a_mail_taken_back_before_its_paper_has_none() -> None:
    world = held(World())
    number = file_at(world, "approved")
    act(world, number, "order", party_id="marchal")
    take_back(world.office, cast.CLAIRE, number, the_order(world).id, world.now)
    settle(world)
    assert papers(world, number) == []


def test_only_an_accepted_version_or_one_within_the_mandate_is_ordered() -> None:
    world = World()
    number = file_at(world, "quoted")
    with pytest.raises(Conflict, match="agreement_needed"):
        act(world, number, "order", party_id="marchal")
    save(world, moved(world.ticket(number), "approved", world.now))
    with pytest.raises(Conflict, match="agreement_needed"):
        act(world, number, "order", party_id="marchal")
    small = quote(world, number, gross=20_000, vat=3_333)
    save(world, replace(world.ticket(number), chosen_quote=small.id, quoted_cents=20_000))
    act(world, number, "order", party_id="marchal")
    ordered = world.file(number).document(small.id)
    assert ordered is not None
    assert ordered.status == "approved"
    line = world.office.tickets.paper_trail(number, small.id)[-1]
    assert (line.what, line.who, line.facts["source"], line.facts["ground"]) == (
        "status_approved", "Claire Dumas", "own", "ceiling")


def urgent_file(world: World) -> int:
    """A quote of 1 284,50 EUR on an urgent file, under a mandate whose clause covers 2 000 EUR."""
    number = file_at(world, "quoted")
    (mandate,) = world.office.directory.unit("lilas4")[2]  # type: ignore[index]
    world.office.books.commit(Change(changed=(replace(mandate, urgent_clause=CLAUSE, urgent_ceiling_cents=200_000),)))
    save(world, replace(world.ticket(number), priority="urgent"))
    return number


def test_an_emergency_is_ordered_with_a_reason_and_the_owner_told_in_the_same_minute() -> None:
    world = World()
    number = urgent_file(world)
    with pytest.raises(Invalid) as refused:
        act(world, number, "order", party_id="marchal")
    assert [(f.field, f.code) for f in refused.value.faults] == [("reason", "urgent_reason")]
    act(world, number, "order", nonce="again", party_id="marchal", reason="L’eau coule chez le voisin")
    work(world)
    assert world.ticket(number).state == "in_progress"
    (raw,) = sent_to(world, "helene.garnier@courriel.example", "urgents")
    text = message_from_bytes(raw, policy=policy.default).get_body(("plain",)).get_content()  # type: ignore[union-attr]
    said = " ".join(text.split())
    assert "L’eau coule chez le voisin" in said
    assert " ".join(CLAUSE.split()) in said
    assert "1 284,50 €" in said.replace("\u202f", " ").replace("\xa0", " ")
    entry = next(e for e in world.office.tickets.log(number) if getattr(e, "what", "") == "ordered_urgently")
    assert CLAUSE in entry.facts["reason"]


def test_above_the_clause_a_second_manager_is_needed() -> None:
    world = World()
    number = urgent_file(world)
    big = quote(world, number, gross=250_000, vat=41_666)
    save(world, replace(world.ticket(number), chosen_quote=big.id))
    with pytest.raises(Conflict, match="countersign_needed"):
        act(world, number, "order", party_id="marchal", reason="Urgent")


def test_two_managers_sign_what_the_clause_does_not_cover() -> None:
    world = World()
    number = urgent_file(world)
    big = quote(world, number, gross=250_000, vat=41_666)
    save(world, replace(world.ticket(number), chosen_quote=big.id))
    letter = Letter("order", "s1", "Objet", "Texte", party_id="marchal", reason="Effondrement du plafond")
    ask_signature(world.office, cast.CLAIRE, number, letter, world.now)
    ask_signature(world.office, cast.CLAIRE, number, letter, world.now)
    assert world.ticket(number).tasks == ("countersign",)
    with pytest.raises(Conflict, match="countersign_needed"):
        act(world, number, "order", nonce="alone", party_id="marchal", reason="Encore moi")
    nadia = replace(cast.CLAIRE, id="nadia", name="Nadia Sow")
    send_action(world.office, nadia, number, replace(letter, nonce="s2", reason=""), world.now)
    assert world.ticket(number).state == "in_progress"
    line = world.office.tickets.paper_trail(number, big.id)[-1]
    assert (line.who, line.facts["signed_with"], line.facts["ground"]) == ("Nadia Sow", "Claire Dumas", "countersign")
    work(world)
    (raw,) = sent_to(world, "helene.garnier@courriel.example", "urgents")
    assert "Effondrement du plafond" in message_from_bytes(raw, policy=policy.default).get_body(
        ("plain",)).get_content()  # type: ignore[union-attr]


def test_the_tenant_is_told_after_the_order_without_a_price() -> None:
    world = World()
    number = file_at(world, "approved")
    act(world, number, "order", party_id="marchal", tell_tenant=True)
    work(world)
    settle(world)
    order = the_order(world)
    (told,) = [e for e in world.table.items.values() if isinstance(e, OutgoingMail) and e.template == "order_tenant"]
    assert order.state == told.state == "sent"
    subjects = [message_from_bytes(raw, policy=policy.default)["Subject"] for _, raw in world.mailer.sent]
    assert subjects.index("Objet order") < subjects.index(next(s for s in subjects if "Intervention prévue" in s))
    assert "Plomberie Marchal" in told.text
    assert "€" not in told.text


def test_a_quote_past_its_last_day_needs_the_word_of_the_firm() -> None:
    """E-C7: the owner answered after the validity had passed."""
    world = World()
    number = file_at(world, "approved")
    (document,) = world.file(number).documents
    figures = document.figures | {"valid_until": FiledFigure(date(2026, 11, 20), 1.0, "page 1", True)}
    world.office.books.commit(Change(changed=(replace(document, figures=figures),)))
    with pytest.raises(Invalid) as refused:
        act(world, number, "order", party_id="marchal")
    assert [(f.field, f.code) for f in refused.value.faults] == [("reason", "validity_passed")]
    act(world, number, "order", nonce="b", party_id="marchal", reason="Reconfirmé par téléphone par M. Marchal")
    entry = next(e for e in world.office.tickets.log(number) if getattr(e, "what", "") == "ordered_though_lapsed")
    assert entry.facts["reason"] == "Reconfirmé par téléphone par M. Marchal"


@pytest.mark.parametrize(("minutes", "seconds", "cancelled"), [(14, 59, True), (15, 0, False), (15, 1, False)])
def test_r_15_an_order_that_cools_leaves_once_or_never(minutes: int, seconds: int, *, cancelled: bool) -> None:
    world = World()
    number = accepted_by_votes(world)
    act(world, number, "order", party_id="marchal", tell_tenant=True)
    work(world)
    assert the_order(world).not_before == world.now + COOLING
    assert world.mailer.sent == [] or not sent_to(world, "contact@plomberie-marchal.example", "Objet order")
    world.later(minutes=minutes, seconds=seconds)
    if cancelled:
        cancels(world, number)
        cancels(world, number)
        with pytest.raises(Conflict, match="too_late"):
            cancels(world, number, "again")
    else:
        sweep(world.office, world.now)
        work(world)
        with pytest.raises(Conflict):
            cancels(world, number)
    settle(world)
    orders = len(sent_to(world, "contact@plomberie-marchal.example", "Objet order"))
    mails = [e for e in world.table.items.values() if isinstance(e, OutgoingMail)]
    tenant = sum(m.template == "order_tenant" and m.state == "sent" for m in mails)
    file = world.file(number)
    if cancelled:
        assert (orders, tenant, papers(world, number), file.ticket.state) == (0, 0, [], "awaiting_approval")
        assert [d.status for d in file.documents if d.kind == "quote"] == ["in_approval"]
    else:
        assert (orders, tenant, len(papers(world, number)), file.ticket.state) == (1, 1, 1, "in_progress")


def test_the_file_is_under_way_once_the_order_has_left() -> None:
    """K-M8, D-13: until then it is agreed, the owner may cancel, and nothing that supposes an order is offered."""
    world = World()
    number = accepted_by_votes(world)
    act(world, number, "order", party_id="marchal")
    work(world)
    ticket = world.ticket(number)
    assert (ticket.state, stage(ticket), turn(ticket)) == ("approved", "order_held", "owner")
    assert ticket.order_leaves_at == world.now + COOLING
    assert choices(ticket) == ("approved",)
    resting = {o.action.key for o in offers(situation(ticket)) if o.reason == "order_held"}
    assert resting == {"quote_to_owner", "order", "ask_invoice", "close"}
    with pytest.raises(Conflict, match="action_not_possible"):
        act(world, number, "order", nonce="again", party_id="marchal")
    with pytest.raises(Conflict, match="order_held"):
        close_ticket(world.office, cast.CLAIRE, number, CloseForm("c", -1, reason="Vite"), world.now)
    other = replace(world.file(number), ticket=replace(ticket, number=number + 1))
    with pytest.raises(Conflict, match="order_held"):
        merge(world.file(number), other, cast.CLAIRE, world.now)
    world.later(minutes=15)
    sweep(world.office, world.now)
    work(world)
    ticket = world.ticket(number)
    assert (ticket.state, ticket.order_leaves_at, turn(ticket)) == ("in_progress", None, "contractor")
    assert (ticket.state_since, ticket.turn_since) == (world.now, world.now)


def test_an_order_that_could_not_leave_is_given_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> str:
        raise NotSent("MessageRejected", later=False)

    world = World()
    number = accepted_by_votes(world)
    act(world, number, "order", party_id="marchal")
    work(world)
    with monkeypatch.context() as provider:
        provider.setattr(world.mailer, "send", refuse)
        world.later(minutes=15)
        sweep(world.office, world.now)
        work(world)
    ticket = world.ticket(number)
    assert (ticket.state, ticket.order_leaves_at, ticket.ordered_at) == ("approved", None, None)
    assert turn(ticket) == "us"
    act(world, number, "order", nonce="again", party_id="marchal")
    settle(world)
    assert world.ticket(number).state == "in_progress"
    assert len(sent_to(world, "contact@plomberie-marchal.example", "Objet order")) == 1


def test_a_cancelled_file_takes_its_waiting_order_along() -> None:
    world = World()
    number = accepted_by_votes(world)
    act(world, number, "order", party_id="marchal", tell_tenant=True)
    work(world)
    set_aside_ticket(world.office, cast.CLAIRE, number, "cancelled", "n", "Immeuble vendu", world.now)
    settle(world)
    assert (world.ticket(number).state, the_order(world).state) == ("cancelled", "cancelled")
    assert world.ticket(number).order_leaves_at is None
    assert [a.state for a in world.file(number).assignments if a.state == "retained"] == []
    assert sent_to(world, "contact@plomberie-marchal.example", "Objet order") == []


@pytest.mark.parametrize("status", ["refused", "in_approval", ""])
def test_an_order_never_leaves_on_what_a_manager_has_taken_back(status: str) -> None:
    world = World()
    number = accepted_by_votes(world)
    act(world, number, "order", party_id="marchal", tell_tenant=True)
    work(world)
    document = next(d for d in world.file(number).documents if d.kind == "quote")
    form = StatusForm("s", -1, status, "phone", "Le propriétaire a changé d’avis.")
    set_status(world.office, cast.CLAIRE.name, number, document.id, form, world.now)
    settle(world)
    assert the_order(world).state == "cancelled"
    assert papers(world, number) == []
    assert sent_to(world, "contact@plomberie-marchal.example", "Objet order") == []
    assert world.ticket(number).state != "in_progress"


def test_r_15_the_owner_and_the_worker_at_the_same_time() -> None:
    """Between the reading and the commit of « Annuler » the worker takes the mail: the cancel is refused, the order
    leaves once. The other way round, the worker finds nothing to send."""
    world = World()
    number = accepted_by_votes(world)
    act(world, number, "order", party_id="marchal")
    work(world)
    order = the_order(world)
    world.office.books.commit(Change(changed=(replace(order, not_before=world.now),)))  # the worker's clock is ahead
    file = world.file(number)
    quoted = next(d.id for d in file.documents if d.kind == "quote")
    drop = dropped(world.office, file, quoted, world.now)
    assert drop is not None
    assert send_mail(world.office, order.id, world.now) == "sent"
    with pytest.raises((Outdated, AlreadyDone)):
        world.office.books.commit(drop.change)
    with pytest.raises(Conflict, match="order_left"):
        dropped(world.office, world.file(number), quoted, world.now)
    assert len(sent_to(world, "contact@plomberie-marchal.example", "Objet order")) == 1


def test_the_agreement_by_votes_is_attested_when_it_can_no_longer_be_cancelled() -> None:
    """D-29, K-35: nothing while it cools, one paper after; none for a decision that was cancelled."""
    for cancelled in (False, True):
        world = World()
        number = accepted_by_votes(world)
        work(world)
        world.later(minutes=14)
        sweep(world.office, world.now)
        work(world)
        assert papers(world, number, "signed_quote") == []
        if cancelled:
            cancels(world, number)
        settle(world)
        found = papers(world, number, "signed_quote")
        assert len(found) == (0 if cancelled else 1)
        if found:
            text = text_of(world, found[0])
            for words in ("Attestation d’accord", "Mme Hélène Garnier", "accepte", "1 284,50 €", "Unanimité"):
                assert words in text, words


def test_a_direct_intervention_outside_the_mandate_is_voted_like_a_quote_then_ordered() -> None:
    """D-24: a request with a maximum amount, put to the owner, then ordered up to that amount."""
    world = World()
    number = file_at(world, "qualified")
    letter = Letter("mission", "r1", "", "", party_id="marchal", mode="direct", ceiling="900", reason="Fuite active")
    with pytest.raises(Invalid) as refused:
        send_action(world.office, cast.CLAIRE, number, replace(letter, subject="Objet", body="Texte"), world.now)
    assert [(f.field, f.code) for f in refused.value.faults] == [("ceiling", "above_mandate")]
    ask_agreement(world.office, cast.CLAIRE, number, letter, world.now)
    ask_agreement(world.office, cast.CLAIRE, number, letter, world.now)
    work(world)
    (request,) = papers(world, number, "approval_request")
    assert (request.status, request.gross_cents, world.ticket(number).state) == (
        "in_approval", 90_000, "awaiting_approval")
    assert "900,00 € TTC" in text_of(world, request)
    accept(world, number, request, "garnier")
    assert world.ticket(number).state == "approved"
    world.later(minutes=20)
    act(world, number, "order", party_id="marchal")
    work(world)
    (paper,) = papers(world, number)
    assert "Montant à ne pas dépasser 900,00 € TTC" in text_of(world, paper)
    assert world.ticket(number).state == "in_progress"


def test_a_request_on_a_report_qualifies_it_first() -> None:
    world = World()
    number = file_at(world, "qualified")
    save(world, replace(world.ticket(number), state="reported"))
    letter = Letter("mission", "r1", "", "", party_id="marchal", mode="direct", ceiling="900")
    ask_agreement(world.office, cast.CLAIRE, number, letter, world.now)
    work(world)
    assert world.ticket(number).state == "awaiting_approval"


def test_a_firm_of_trust_has_a_ceiling_of_its_own() -> None:
    world = World()
    number = file_at(world, "quoted")
    (mandate,) = world.office.directory.unit("lilas4")[2]  # type: ignore[index]
    world.office.books.commit(Change(changed=(replace(mandate, firm_ceilings={"marchal": 150_000}),)))
    (kept,) = world.office.directory.unit("lilas4")[2]  # type: ignore[index]
    assert kept.firm_ceilings == {"marchal": 150_000}
    assert world.ticket(number).ceiling_cents == 30_000
    other = quote(world, number, firm="eaugaz", gross=120_000, vat=20_000)
    with pytest.raises(Conflict, match="agreement_needed"):
        act(world, number, "order", party_id="eaugaz", document_ids=(other.id,))
    mine = next(d for d in world.file(number).documents if d.party_id == "marchal")
    save(world, replace(world.ticket(number), chosen_quote=mine.id))
    act(world, number, "order", nonce="b", party_id="marchal")
    assert world.ticket(number).state == "in_progress"


def test_the_ceilings_of_firms_are_typed_by_line() -> None:
    world = World()
    typed = Typed({"firm_ceilings": "Plomberie Marchal ; 800\ndevis@eaugaz.example ; 1 200,50"})
    found = typed_ceilings(world.office, typed)
    assert (found, typed.faults) == ({"marchal": 80_000, "eaugaz": 120_050}, [])
    people = {p.id: p for p in world.office.directory.parties("marchal", "eaugaz") if p}
    again = Typed({"firm_ceilings": shown_ceilings(found, people)})
    assert typed_ceilings(world.office, again) == found
    for text, code in (("Inconnue ; 800", "unknown_firm"), ("Plomberie Marchal ; beaucoup", "not_an_amount"),
                       ("Plomberie Marchal", "unknown_firm"), ("Plomberie Marchal ; 0", "below_zero")):
        wrong = Typed({"firm_ceilings": text})
        typed_ceilings(world.office, wrong)
        assert [f.code for f in wrong.faults] == [code]
