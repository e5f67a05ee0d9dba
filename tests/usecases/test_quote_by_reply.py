"""The main story in the core: a quote comes by reply and is on its ticket, read and understood."""

from __future__ import annotations

from email import message_from_bytes, policy

from chalicelib.domain.message import Message
from chalicelib.domain.ticket import stage, turn
from chalicelib.domain.timeline import TimelineEntry
from tests.builders.story import MARCHAL, address_of, arrive, leak, mail, mission
from tests.builders.worker import work
from tests.fakes.office import World

PDF = ("Devis n° 12.pdf", "application/pdf", b"%PDF-1.7 a quote")
REPLY = ("Bonjour,\n\nVoici mon devis. 1er passage jeudi.\n\nM. Marchal 06 11 22 33 44\n\n"
         "Le lun. 23 nov. 2026 à 10:00, Claire Dumas via Agence Rivoli <dossier@courrier.rivoli.example> a écrit :\n"
         "> Bonjour,\n> Merci de nous adresser votre devis.\n")


def story() -> tuple[World, int]:
    world = World()
    number = leak(world)
    talk = mission(world, number)
    work(world)
    world.later(minutes=30)
    raw = mail(to=address_of(talk), subject=f"Re: {talk.last_subject}", text=REPLY, pieces=(PDF,),
               message_id="<a1@gmail.example>")
    assert arrive(world, raw, address_of(talk)).state == "filed"
    work(world)
    return world, number


def test_the_ticket_shows_his_words_without_the_quoted_mail() -> None:
    world, number = story()
    received = next(e for e in world.office.tickets.log(number) if isinstance(e, Message) and e.direction == "in")
    assert received.text.strip().startswith("Bonjour,")
    assert "06 11 22 33 44" in received.text
    assert "Merci de nous adresser" not in received.text
    assert "Merci de nous adresser" in received.elided


def test_the_pdf_is_a_quote_with_its_amounts_and_a_preview() -> None:
    world, number = story()
    file = world.office.tickets.file(number)
    assert file is not None
    (document,) = file.documents
    assert (document.kind, document.gross_cents, document.filename) == ("quote", 128450, "Devis n° 12.pdf")
    assert document.taken("number") == "D-2026-112"
    assert document.preview_key in world.files.objects
    assert document.taken("valid_until") is None, "below the threshold a figure is proposed, never taken"
    assert document.figures["valid_until"].taken is False


def test_the_status_moved_and_it_is_our_turn() -> None:
    world, number = story()
    file = world.office.tickets.file(number)
    assert file is not None
    assert (stage(file.ticket), turn(file.ticket), file.ticket.quoted_cents) == ("quote_received", "us", 128450)
    assert file.assignments[0].state == "quoted"
    entries = [e.what for e in world.office.tickets.log(number) if isinstance(e, TimelineEntry)]
    assert "read_quote" in entries
    assert "document_received" in entries


def test_the_manager_is_told_and_the_contractor_gets_what_was_understood() -> None:
    world, _ = story()
    to = [recipient for recipient, _ in world.mailer.sent]
    assert to == [MARCHAL, "claire@rivoli.example", MARCHAL]
    notice, answer = (message_from_bytes(raw, policy=policy.default) for _, raw in world.mailer.sent[1:])
    assert "1 284,50" in str(notice["Subject"]).replace("\u202f", " ")
    text = answer.get_body(("plain",))
    assert text is not None
    said = text.get_content().replace("\u202f", " ").replace("\xa0", " ")
    assert "Montant TTC : 1 284,50 €" in said
    assert "Valable jusqu’au : 23 déc. 2026 (à confirmer)" in said
    assert answer["Auto-Submitted"] == "auto-replied"
    assert answer["Reply-To"].addresses[0].username.startswith("t-1001+")


def test_a_filed_reply_costs_at_most_ten_requests() -> None:
    world = World()
    number = leak(world)
    talk = mission(world, number)
    work(world)
    world.faults.names.clear()
    arrive(world, mail(to=address_of(talk), subject=f"Re: {talk.last_subject}", text=REPLY, pieces=(PDF,)),
           address_of(talk))
    assert len(world.faults.names) + 1 <= 10, world.faults.names  # one more: telling the queue


def test_the_ids_of_both_sides_lead_to_the_conversation() -> None:
    """Mail programs answer to our id or to the provider's (M-54)."""
    world, number = story()
    file = world.office.tickets.file(number)
    assert file is not None
    talk = file.conversations[0]
    assert any(i.endswith("@eu-west-1.amazonses.com") for i in talk.message_ids)
    assert "a1@gmail.example" in talk.message_ids
    world.later(minutes=5)
    raw = mail(subject=f"Re: {talk.last_subject}", text="Je précise : jeudi matin.\n",
               headers=(("In-Reply-To", f"<{talk.message_ids[1]}>"),))
    outcome = arrive(world, raw, "travaux@courrier.rivoli.example", delivery="by-id")
    assert (outcome.state, outcome.reason, outcome.ticket_number) == ("filed", "message_id", number)
