"""The works file from its first mission to its archive: what each action moves, and what it refuses."""

from __future__ import annotations

from dataclasses import replace

import pytest

from chalicelib.domain.closing import checklist
from chalicelib.domain.errors import Conflict, Invalid
from chalicelib.usecases.choose_quote import choose_quote
from chalicelib.usecases.close_ticket import CloseForm, close_ticket
from chalicelib.usecases.edit_ticket import Clashing, EditForm, edit_ticket
from chalicelib.usecases.log_note import log_note
from chalicelib.usecases.set_aside_ticket import set_aside_ticket
from infra.seed import cast
from tests.builders.files import act, file_at, quote, save
from tests.fakes.office import World


@pytest.fixture
def world() -> World:
    return World()


def faults(refused: pytest.ExceptionInfo[Invalid]) -> dict[str, str]:
    return {f.field: f.code for f in refused.value.faults}


def points(world: World, number: int) -> dict[str, str]:
    return {p.code: p.state for p in checklist(world.file(number))}


def test_a_file_goes_through_the_phases_of_the_manual(world: World) -> None:
    """K-40 to K-46: quote, agreement, order, invoice, archive."""
    number = file_at(world, "quoted")
    found = next(d for d in world.file(number).documents if d.kind == "quote")
    act(world, number, "quote_to_owner")
    file = world.file(number)
    assert file.ticket.state == "awaiting_approval"
    sent = world.office.mailbox.outgoing(act_mail(world, number))
    assert sent is not None
    assert file.ticket.chosen_quote in {d.id for d in file.documents if d.status == "in_approval"}
    edit(world, number, {"state": "approved"}, reason="Accord au téléphone le 23 novembre")
    act(world, number, "order", party_id="marchal")
    file = world.file(number)
    assert (file.ticket.state, file.assignments[0].state) == ("in_progress", "retained")
    assert file.ticket.amount_cents == found.gross_cents
    act(world, number, "ask_invoice", party_id="marchal")
    assert world.ticket(number).state == "works_done"
    assert points(world, number) == {
        "decision": "met", "signed_quote": "missing", "photos": "missing", "invoice": "missing", "keys": "not_needed",
        "paid": "missing"}


def act_mail(world: World, number: int) -> str:
    return next(m.id for m in world.office.tickets.log(number) if getattr(m, "kind", "") == "quote_to_owner")


def test_the_quote_goes_along_by_itself(world: World) -> None:
    """K-32: even when nobody ticked it."""
    number = file_at(world, "quoted")
    mail = world.office.mailbox.outgoing(act(world, number, "quote_to_owner"))
    assert mail is not None
    assert [world.file(number).document(d).kind for d in mail.document_ids] == ["quote"]  # type: ignore[union-attr]


def test_nothing_goes_to_an_owner_before_the_amounts_are_certain(world: World) -> None:
    """E-M10."""
    number = file_at(world, "quoting")
    quote(world, number, vat=None)
    with pytest.raises(Conflict) as refused:
        act(world, number, "quote_to_owner")
    assert refused.value.facts["reason"] == "amounts"


def test_a_direct_intervention_stays_under_the_ceiling_of_the_mandate(world: World) -> None:
    """D-24: below, this mail is the order; above or without a figure, nothing leaves."""
    number = file_at(world, "qualified")
    for typed, code in (("", "required"), ("300,01", "above_mandate"), ("trois cents", "not_an_amount")):
        with pytest.raises(Invalid) as refused:
            act(world, number, "mission", party_id="marchal", mode="direct", ceiling=typed)
        assert faults(refused) == {"ceiling": code}
    assert world.ticket(number).state == "qualified"
    act(world, number, "mission", party_id="marchal", mode="direct", ceiling="300")
    file = world.file(number)
    assert file.ticket.state == "in_progress"
    assert (file.assignments[0].state, file.assignments[0].ceiling_cents) == ("retained", 30_000)


def test_a_small_quote_may_be_ordered_without_asking(world: World) -> None:
    number = file_at(world, "quoting")
    quote(world, number, gross=29_000, vat=2_000)
    act(world, number, "order", party_id="marchal")
    assert world.ticket(number).state == "in_progress"


def test_a_larger_one_may_not(world: World) -> None:
    number = file_at(world, "quoted")
    with pytest.raises(Conflict) as refused:
        act(world, number, "order", party_id="marchal")
    assert refused.value.code == "agreement_needed"


def test_the_firms_not_retained_are_told_without_a_price(world: World) -> None:
    """D-25, E-C23."""
    number = file_at(world, "quoting")
    act(world, number, "mission", nonce="second", party_id="eaugaz")
    quote(world, number, gross=128_450)
    dear = quote(world, number, firm="eaugaz", gross=240_000, vat=20_000)
    choose_quote(world.office, cast.CLAIRE, number, dear.id, world.now)
    assert world.ticket(number).quoted_cents == 240_000
    cheap = next(d for d in world.file(number).documents if d.gross_cents == 128_450)
    choose_quote(world.office, cast.CLAIRE, number, cheap.id, world.now)
    edit(world, number, {"state": "approved"}, reason="Accord oral")
    act(world, number, "order", party_id="marchal")
    file = world.file(number)
    assert {a.party_id: a.state for a in file.assignments} == {"marchal": "retained", "eaugaz": "not_retained"}
    told = [m for m in world.office.tickets.log(number) if getattr(m, "kind", "") == "not_retained"]
    assert [m.party_id for m in told] == ["eaugaz"]
    assert "€" not in told[0].text
    assert "Marchal" not in told[0].text


def test_the_order_is_not_sent_to_another_firm_than_the_one_agreed_on(world: World) -> None:
    number = file_at(world, "approved")
    with pytest.raises(Conflict) as refused:
        act(world, number, "order", party_id="eaugaz")
    assert refused.value.code == "other_quote_approved"


def test_nobody_receives_the_paper_of_another_firm(world: World) -> None:
    """V-9, U-66."""
    number = file_at(world, "quoted")
    found = next(d for d in world.file(number).documents if d.kind == "quote")
    for key, to in (("mission", {"party_id": "eaugaz"}), ("inform_tenant", {}),
                    ("inform_other", {"email": "syndic@residence.example"})):
        with pytest.raises(Invalid) as refused:
            act(world, number, key, nonce=f"leak-{key}", document_ids=(found.id,), **to)
        assert faults(refused) == {"document": "not_for_recipient"}
    act(world, number, "mission", nonce="own", party_id="marchal", document_ids=(found.id,))


def edit(world: World, number: int, typed: dict[str, str], *, reason: str = "", before: dict[str, str] | None = None,
         nonce: str = "", settled: bool = False) -> None:
    form = EditForm(nonce or f"edit-{sorted(typed.items())}", before or {}, typed, reason, settled)
    edit_ticket(world.office, cast.CLAIRE, number, form, world.now)


def test_modifier_changes_what_the_manual_names(world: World) -> None:
    """K-28: amount, priority, state, both dates; each with its value before and after on record."""
    number = file_at(world, "quoting")
    edit(world, number, {"amount": "1 284,50 €", "priority": "urgent", "starts_on": "2026-11-20",
                         "ends_on": "2026-12-04", "site_name": "Gardien", "site_phone": "06 00 00 00 00"})
    ticket = world.ticket(number)
    assert (ticket.amount_cents, ticket.priority, str(ticket.ends_on)) == (128_450, "urgent", "2026-12-04")
    assert ticket.site is not None
    entry = next(e for e in world.office.tickets.log(number) if getattr(e, "what", "") == "edited")
    assert (entry.facts["priority_before"], entry.facts["priority"]) == ("normal", "urgent")


@pytest.mark.parametrize(("typed", "reason", "expected"), [
    ({"amount": "1.284,50"}, "", {"amount": "not_an_amount"}),
    ({"starts_on": "2026-12-04", "ends_on": "2026-12-01"}, "", {"ends_on": "ends_before"}),
    ({"title": ""}, "", {"title": "required"}),
    ({"state": "closed"}, "parce que", {"state": "move_not_allowed"}),
    ({"state": "in_progress"}, "parce que", {"state": "move_not_allowed"}),
    ({"state": "approved"}, "  ", {"reason": "reason_needed"}),
    ({"unit_id": "nowhere"}, "", {"unit_id": "unknown"}),
])
def test_modifier_refuses_in_words(world: World, typed: dict[str, str], reason: str, expected: dict[str, str]) -> None:
    number = file_at(world, "quoting")
    before = world.ticket(number)
    with pytest.raises(Invalid) as refused:
        edit(world, number, typed, reason=reason)
    assert faults(refused) == expected
    assert world.ticket(number) == before


def test_two_people_edit_at_once(world: World) -> None:
    """E-M8: other fields merge, the same field shows both values, and the loser may insist."""
    number = file_at(world, "quoting")
    shown = {"priority": "normal", "title": "Fuite sous l’évier"}
    edit(world, number, {"priority": "high"}, before=shown, nonce="karim")
    edit(world, number, {"priority": "normal", "title": "Fuite, cuisine"}, before=shown, nonce="claire")
    assert (world.ticket(number).priority, world.ticket(number).title) == ("high", "Fuite, cuisine")
    with pytest.raises(Clashing) as clash:
        edit(world, number, {"priority": "urgent"}, before=shown, nonce="again")
    assert [(c.field, c.theirs, c.ours) for c in clash.value.clashes] == [("priority", "high", "urgent")]
    edit(world, number, {"priority": "urgent"}, before=shown, nonce="again", settled=True)
    assert world.ticket(number).priority == "urgent"


def test_a_file_is_closed_when_it_is_complete_or_with_a_reason(world: World) -> None:
    number = file_at(world, "works_done")
    with pytest.raises(Invalid) as refused:
        close_ticket(world.office, cast.CLAIRE, number, CloseForm("c1", -1), world.now)
    assert faults(refused) == {"reason": "reason_needed"}
    for kind in ("invoice", "signed_quote"):
        quote(world, number, kind=kind)
    waivers = {"photos": "Vues sur place", "paid": "Payée par le locataire"}
    close_ticket(world.office, cast.CLAIRE, number, CloseForm("c2", -1, waivers), world.now)
    ticket = world.ticket(number)
    assert (ticket.state, ticket.waived) == ("closed", waivers)
    close_ticket(world.office, cast.CLAIRE, number, CloseForm("c2", -1, waivers), world.now)
    assert world.ticket(number) == ticket


def test_a_list_that_is_out_of_date_closes_nothing(world: World) -> None:
    number = file_at(world, "works_done")
    seen = world.ticket(number).version
    quote(world, number, kind="invoice")
    with pytest.raises(Conflict):
        close_ticket(world.office, cast.CLAIRE, number, CloseForm("c", seen, reason="Tout est réglé"), world.now)


@pytest.mark.parametrize(("state", "back"), [("quoting", "qualified"), ("in_progress", "in_progress")])
def test_a_closed_file_opens_again_where_it_makes_sense(world: World, state: str, back: str) -> None:
    number = file_at(world, state)
    close_ticket(world.office, cast.CLAIRE, number, CloseForm("c", -1, reason="Doublon"), world.now)
    set_aside_ticket(world.office, cast.CLAIRE, number, "reopened", "r", "Le locataire rappelle", world.now)
    assert world.ticket(number).state == back


def test_cancelling_needs_a_reason_and_keeps_it(world: World) -> None:
    number = file_at(world, "quoting")
    with pytest.raises(Invalid):
        set_aside_ticket(world.office, cast.CLAIRE, number, "cancelled", "x", " ", world.now)
    set_aside_ticket(world.office, cast.CLAIRE, number, "cancelled", "x", "Doublon de T-3", world.now)
    assert world.ticket(number).state == "cancelled"


def test_a_call_is_on_record_and_does_what_waited_for_one(world: World) -> None:
    """K-43: a task to call is done by a call; a note leaves it."""
    number = file_at(world, "quoting")
    save(world, replace(world.ticket(number), tasks=("call_contractor",)))
    log_note(world.office, cast.CLAIRE, number, "note", "n1", "Clé chez le gardien", "", world.now)
    assert world.ticket(number).tasks == ("call_contractor",)
    log_note(world.office, cast.CLAIRE, number, "call", "n2", "Il passe lundi.", "Marchal", world.now)
    log_note(world.office, cast.CLAIRE, number, "call", "n2", "Il passe lundi.", "Marchal", world.now)
    assert world.ticket(number).tasks == ()
    said = [e.facts.get("text") for e in world.office.tickets.log(number) if getattr(e, "what", "") in ("call", "note")]
    assert sorted(said) == ["Clé chez le gardien", "Il passe lundi."]


def test_a_form_used_again_with_another_text_is_never_believed_to_be_kept(world: World) -> None:
    """R-5: back in the browser, another text, the same form: it is refused, and said."""
    number = file_at(world, "quoting")
    log_note(world.office, cast.CLAIRE, number, "note", "n", "Clé chez le gardien", "", world.now)
    edit(world, number, {"priority": "high"}, nonce="e")
    refused = []
    for act_again in (
            lambda: log_note(world.office, cast.CLAIRE, number, "note", "n", "Clé à l’agence", "", world.now),
            lambda: edit(world, number, {"priority": "low"}, nonce="e")):
        with pytest.raises(Conflict) as again:
            act_again()
        refused.append(again.value.code)
    assert refused == ["form_used", "form_used"]
    assert world.ticket(number).priority == "high"
