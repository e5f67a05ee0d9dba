"""Managers on the road: what a reply to a notification does, and what it never does (N-25, M-89)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.staff_reply import command, read_staff_address, staff_address, state_named
from chalicelib.intake.parse import parse
from chalicelib.intake.screening import Verdicts
from chalicelib.usecases.identity import derived
from chalicelib.usecases.send_mail import send_mail
from chalicelib.usecases.staff_address import reply_address_of
from tests.builders.files import act, file_at, quote, save
from tests.builders.story import PASSED, address_of, arrive, mail
from tests.fakes.office import DOMAIN, World

CLAIRE = "claire@rivoli.example"
DOUBTFUL = Verdicts("PASS", "FAIL", "GRAY", "PASS", "PASS")


@pytest.fixture
def world() -> World:
    return World()


def answer(world: World, number: int, text: str, *, sender: str = CLAIRE, verdicts: Verdicts = PASSED,
           user: str = "claire", delivery: str = "d1", again: str = "") -> str:
    """Claire's phone answers the notification; returns what became of the delivery."""
    to = reply_address_of(world.office, number, user)
    raw = mail(sender, to, "Re: T-1001", text, message_id=f"<{again or delivery}@phone.example>")
    return arrive(world, raw, to, delivery=delivery, verdicts=verdicts).reason


def said(world: World) -> str:
    """The answer she gets."""
    for kind, key in list(world.queues.waiting):
        if kind == "mail":
            send_mail(world.office, key, world.now)
    return next(raw.decode("utf-8", "replace") for to, raw in reversed(world.mailer.sent) if to == CLAIRE)


def history(world: World, number: int, what: str) -> list[object]:
    return [e for e in world.office.tickets.log(number) if getattr(e, "what", "") == what]


def test_the_notification_says_where_to_answer(world: World) -> None:
    number = file_at(world, "quoting")
    conversation = world.file(number).conversation("marchal")
    assert conversation is not None
    raw = mail(conversation.email, address_of(conversation), "Re: devis", "Bien reçu.\n", message_id="<r@x>")
    arrive(world, raw, address_of(conversation), delivery="firm")
    world.later(minutes=5)
    assert reply_address_of(world.office, number, "claire") in said(world)


def test_words_without_a_command_are_a_note_and_go_to_nobody(world: World) -> None:
    number = file_at(world, "quoting")
    sent = len(world.mailer.sent)
    assert answer(world, number, "Voir avec le gardien.\n") == "staff_reply"
    assert answer(world, number, "Voir avec le gardien.\n", delivery="d2", again="d1") == "staff_reply"
    assert [e.facts["text"] for e in history(world, number, "note")] == ["Voir avec le gardien."]  # type: ignore[attr-defined]
    assert "note interne" in said(world)
    assert {to for to, _ in world.mailer.sent[sent:]} <= {CLAIRE, "contact@plomberie-marchal.example"}


def test_relance_chases_the_firm_once(world: World) -> None:
    number = file_at(world, "quoting")
    for delivery in ("d1", "d2"):
        assert answer(world, number, "#relance\n", delivery=delivery, again="same") == "staff_reply"
    chased = [m for m in world.office.tickets.log(number) if getattr(m, "kind", "") == "chase_contractor"]
    assert [m.party_id for m in chased] == ["marchal"]
    assert "Sauf erreur de notre part, nous n’avons pas réceptionné le devis demandé" in chased[0].text


def test_a_chaser_that_left_before_a_cut_is_told_as_sent(world: World) -> None:
    """The letter went, the answer was not written: the second run says what happened."""
    number = file_at(world, "quoting")
    raw = mail(CLAIRE, reply_address_of(world.office, number, "claire"), "Re", "#relance\n", message_id="<cut@x>")
    key = derived("cut@x", parse(raw).digest)
    act(world, number, "chase_contractor", nonce=key, party_id="marchal")
    arrive(world, raw, reply_address_of(world.office, number, "claire"), delivery="cut")
    assert "relanc=C3=A9e" in said(world)


def test_a_state_is_set_along_the_table(world: World) -> None:
    number = file_at(world, "in_progress")
    answer(world, number, "#statut travaux terminés\n")
    assert world.ticket(number).state == "works_done"


@pytest.mark.parametrize(("text", "words"), [
    ("#statut accordé\n", "argent et les accords"), ("#payer 300\n", "argent et les accords"),
    ("#virement\n", "argent et les accords"), ("#valider\n", "argent et les accords"), ("#iban FR76\n", "argent"),
    ("#statut vendu\n", "Ce statut"), ("#statut clos\n", "pas possible"), ("#danse\n", "Cette commande"),
    ("#clore\n", "pas complet"), ("#statut travaux terminés\n", "pas possible"),
])
def test_what_is_refused_is_answered_and_changes_nothing(world: World, text: str, words: str) -> None:
    number = file_at(world, "quoting")
    before = world.ticket(number)
    assert answer(world, number, text) == "staff_reply"
    assert world.ticket(number) == before
    assert words in said(world).replace("=\r\n", "").replace("=E2=80=99", "’")


def test_a_complete_file_closes_by_mail(world: World) -> None:
    number = file_at(world, "works_done")
    answer(world, number, "#clore\n", delivery="early")
    assert world.ticket(number).state == "works_done"
    for kind in ("invoice", "signed_quote"):
        quote(world, number, kind=kind)
    save(world, replace(world.ticket(number), waived={"photos": "vues", "paid": "payée"}))
    answer(world, number, "#clore\n", delivery="late")
    assert world.ticket(number).state == "closed"


@pytest.mark.parametrize(("changes", "reason"), [
    ({"sender": "claire@ailleurs.example"}, "staff_unverified"), ({"verdicts": DOUBTFUL}, "staff_unverified"),
    ({"user": "karim", "sender": "karim@rivoli.example"}, "staff_unknown"),
    ({"user": "nobody"}, "staff_unknown"),
])
def test_nobody_else_is_obeyed(world: World, changes: dict[str, object], reason: str) -> None:
    number = file_at(world, "in_progress")
    before = world.ticket(number)
    assert answer(world, number, "#statut travaux terminés\n", **changes) == reason  # type: ignore[arg-type]
    assert world.ticket(number) == before


def test_an_invented_mark_is_no_address_of_ours(world: World) -> None:
    number = file_at(world, "in_progress")
    forged = staff_address(number, "claire", "guessed", DOMAIN)
    raw = mail(CLAIRE, forged, "Re", "#statut travaux terminés\n", message_id="<f@x>")
    assert arrive(world, raw, forged).state == "review"
    assert world.ticket(number).state == "in_progress"


def test_a_firm_that_finds_the_address_in_a_quote_changes_nothing(world: World) -> None:
    number = file_at(world, "in_progress")
    assert answer(world, number, "#clore\n", sender="contact@plomberie-marchal.example") == "staff_unverified"
    assert world.ticket(number).state == "in_progress"
    act(world, number, "chase_contractor", party_id="marchal")


@given(st.text(max_size=300))
def test_any_text_is_some_command(text: str) -> None:
    assert command(text).verb in ("note", "chase", "state", "close", "money", "unknown")
    assert isinstance(state_named(text), str)


@given(st.integers(1, 999_999_999), st.from_regex(r"[a-z0-9][a-z0-9_-]{0,20}", fullmatch=True))
def test_the_address_survives_a_change_of_case(number: int, user: str) -> None:
    read = read_staff_address(staff_address(number, user, "s", DOMAIN).upper(), DOMAIN)
    assert read is not None
    assert (read.ticket_number, read.user_id) == (number, user)
