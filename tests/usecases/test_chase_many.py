"""Several tickets chased at once: one mail to each firm, on record on each ticket, once (U-43)."""

from __future__ import annotations

from email import message_from_bytes, policy

import pytest

from chalicelib.domain.agency import SavedView
from chalicelib.domain.errors import Invalid
from chalicelib.domain.message import Message
from chalicelib.usecases.chase_many import chase_many, chasers
from chalicelib.usecases.keep_view import drop_view, keep_view
from chalicelib.usecases.send_mail import send_mail
from infra.seed import cast
from tests.builders.files import act
from tests.builders.story import MARCHAL, address_of, arrive, leak, mail
from tests.fakes.office import DOMAIN, World


@pytest.fixture
def world() -> World:
    return World()


def asked(world: World, nonce: str, *firms: str) -> int:
    number = leak(world, nonce)
    for firm in firms:
        act(world, number, "mission", nonce=f"{nonce}-{firm}", party_id=firm)
    return number


def sent_to(world: World, since: int) -> list[str]:
    for kind, key in list(world.queues.waiting):
        if kind == "mail":
            send_mail(world.office, key, world.now)
    return [to for to, _ in world.mailer.sent[since:]]


def drained(world: World) -> int:
    sent_to(world, 0)
    return len(world.mailer.sent)


def test_a_firm_with_three_tickets_gets_one_mail(world: World) -> None:
    numbers = [asked(world, f"n{n}", "marchal") for n in range(3)] + [asked(world, "other", "eaugaz")]
    before = drained(world)
    assert chase_many(world.office, cast.CLAIRE, numbers, "bulk", {}, world.now) == (
        "Plomberie Marchal", "Eau & Gaz Services")
    assert sorted(sent_to(world, before)) == ["contact@plomberie-marchal.example", "devis@eaugaz.example"]
    for number in numbers:
        said = [m for m in world.office.tickets.log(number) if isinstance(m, Message) and m.kind == "chase_contractor"]
        assert len(said) == 1
        assert world.file(number).assignments[0].chased_at == world.now


def test_each_ticket_names_the_address_that_files_there(world: World) -> None:
    numbers = [asked(world, f"n{n}", "marchal") for n in range(2)]
    (chaser,), _ = chasers(world.office, cast.CLAIRE, numbers)
    for number in numbers:
        conversation = world.file(number).conversation("marchal")
        assert conversation is not None
        assert address_of(conversation) in chaser.body


def test_the_same_form_twice_is_one_mail(world: World) -> None:
    numbers = [asked(world, f"n{n}", "marchal") for n in range(2)]
    before = drained(world)
    for _ in range(2):
        chase_many(world.office, cast.CLAIRE, numbers, "bulk", {}, world.now)
    assert len(sent_to(world, before)) == 1


def test_what_has_nothing_to_ask_is_left_out_with_its_reason(world: World) -> None:
    fresh, waiting = leak(world, "fresh"), asked(world, "waiting", "marchal")
    found, left_out = chasers(world.office, cast.CLAIRE, [fresh, waiting, 99_999])
    assert [f.ticket.number for c in found for f in c.files] == [waiting]
    assert [(each.number, each.reason) for each in left_out] == [(fresh, "assignment")]


def test_an_emptied_text_is_refused_and_nothing_leaves(world: World) -> None:
    number = asked(world, "n", "marchal")
    before = drained(world)
    with pytest.raises(Invalid):
        chase_many(world.office, cast.CLAIRE, [number], "bulk", {"marchal": "  "}, world.now)
    assert sent_to(world, before) == []


def test_a_filter_is_kept_replaced_and_let_go(world: World) -> None:
    def claire() -> object:
        found = world.office.directory.user("claire")
        assert found is not None
        return found
    keep_view(world.office, claire(), "  Urgents  à moi ", "vue=urgent")  # type: ignore[arg-type]
    keep_view(world.office, claire(), "Urgents à moi", "vue=urgent&gestionnaire=moi")  # type: ignore[arg-type]
    assert claire().views == (SavedView("Urgents à moi", "vue=urgent&gestionnaire=moi"),)  # type: ignore[attr-defined]
    for n in range(11):
        keep_view(world.office, claire(), f"Filtre {n}", "vue=all")  # type: ignore[arg-type]
    with pytest.raises(Invalid):
        keep_view(world.office, claire(), "De trop", "vue=all")  # type: ignore[arg-type]
    drop_view(world.office, claire(), "Urgents à moi")  # type: ignore[arg-type]
    assert len(claire().views) == 11  # type: ignore[attr-defined]


def test_an_answer_to_a_mail_about_several_is_never_filed_on_the_first(world: World) -> None:
    """M-54: only the address under a ticket files there; anything else waits for a person."""
    numbers = [asked(world, f"n{n}", "marchal") for n in range(2)]
    drained(world)
    chase_many(world.office, cast.CLAIRE, numbers, "bulk", {}, world.now)
    before = len(world.mailer.sent)
    assert sent_to(world, before) == [MARCHAL]
    left = message_from_bytes(world.mailer.sent[-1][1], policy=policy.default)
    text = left.get_body(("plain",))
    assert text is not None
    assert f"travaux@{DOMAIN}" in left["Reply-To"]
    assert "arrivent directement dans le dossier" not in text.get_content()
    ours = (left["Message-ID"], f"<0102-{len(world.mailer.sent):06}@eu-west-1.amazonses.com>")
    for position, answered in enumerate(ours):
        raw = mail(MARCHAL, f"travaux@{DOMAIN}", f"Re: {left['Subject']}", "Voici mon devis.\n",
                   message_id=f"<a{position}@x>", headers=(("In-Reply-To", str(answered)),))
        assert arrive(world, raw, f"travaux@{DOMAIN}", delivery=f"plain{position}").state == "review"
    conversation = world.file(numbers[1]).conversation("marchal")
    assert conversation is not None
    raw = mail(MARCHAL, address_of(conversation), "Re: relance", "Le voici.\n", message_id="<b@x>")
    assert arrive(world, raw, address_of(conversation), delivery="own").ticket_number == numbers[1]
