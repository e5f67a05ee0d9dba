"""Reminders that run by themselves, on the shipped stores (D-32, N-6, K-26, E-C8, E-L13, E-M5, E-M6, E-M7)."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from chalicelib.domain.change import Change
from chalicelib.domain.document import Document, FiledFigure
from chalicelib.domain.outcomes import NotSent
from chalicelib.domain.ticket import turn
from chalicelib.usecases.rest_ticket import rest_ticket
from chalicelib.usecases.stop_reminders import resume_reminders, stop_reminders
from chalicelib.usecases.sweep import sweep
from infra.seed.cast import CLAIRE
from tests.builders.reminders import FIRM, OWNER, asked, at, history, reminders_to, text_of, waiting
from tests.builders.story import MARCHAL, address_of, arrive, mail, mission
from tests.builders.waiting import QUOTE, file_of
from tests.builders.worker import work
from tests.fakes.office import World


def test_a_silent_firm_is_asked_twice_then_another_is_advised() -> None:
    world = World()
    number = asked(world)
    left = []
    for day, month in ((24, 11), (25, 11), (26, 11), (27, 11), (30, 11), (1, 12), (2, 12), (3, 12)):
        at(world, day, 8, month=month, times=3)
        left.append(len(reminders_to(world, MARCHAL)))
    assert left == [0, 1, 1, 1, 2, 2, 2, 2]
    first = reminders_to(world, MARCHAL)[0]
    assert "nous n’avons pas réceptionné le devis demandé" in text_of(first)
    assert first["Subject"] == f"[T-{number}] Rappel : devis attendu, Fuite"
    assert history(world, number).count("task_other_contractor") == 1
    ticket = file_of(world, number).ticket
    assert (ticket.tasks, turn(ticket)) == (("other_contractor",), "us")
    assert "auto-generated" in str(first["Auto-Submitted"])


def test_four_open_quotes_are_one_mail_and_each_answer_finds_its_file() -> None:
    world = World()
    numbers = [asked(world, str(n), f"Travaux {n}") for n in range(4)]
    at(world, 25, 8)
    (only,) = reminders_to(world, MARCHAL)
    text = text_of(only)
    assert [f"T-{n}" in text for n in numbers] == [True] * 4
    assert only["Reply-To"].addresses[0].addr_spec == world.office.agency.intake_address
    addresses = re.findall(r"t-\d+\+[a-z2-7]{26}@\S+", text)
    assert len(set(addresses)) == 4
    arrive(world, mail(MARCHAL, addresses[2], "Re: Rappel", "Jeudi.\n", message_id="<j@x.example>"), addresses[2])
    assert [file_of(world, n).ticket.answer_due for n in numbers] == [False, False, True, False]
    plain = mail(MARCHAL, world.office.agency.intake_address, f"Re: {only['Subject']}", "Voici.\n", pieces=(QUOTE,),
                 message_id="<k@x.example>", headers=(("In-Reply-To", only["Message-ID"]),))
    assert arrive(world, plain, world.office.agency.intake_address, delivery="d2").state == "review"
    (held,) = world.office.mailbox.review()[0]
    assert {c.ticket_number for c in held.candidates} >= {numbers[0]}, "a person is shown the likely files"


def test_an_answer_a_minute_before_means_no_mail() -> None:
    world = World()
    number = asked(world)
    world.now = world.now.replace(day=25, hour=7, minute=0)
    sweep(world.office, world.now)
    world.later(minutes=4)
    address = address_of(file_of(world, number).conversations[0])
    arrive(world, mail(MARCHAL, address, "Re: devis", "Je passe jeudi.\n", message_id="<j@x.example>"), address)
    at(world, 25, 8, 6)
    assert reminders_to(world, MARCHAL) == []
    assert [(r.state, r.step) for r in file_of(world, number).reminders] == [("dropped", 0)]
    assert "reminded_quote" not in history(world, number)


def test_a_robot_s_absence_stops_nothing() -> None:
    world = World()
    number = asked(world)
    address = address_of(file_of(world, number).conversations[0])
    arrive(world, mail(MARCHAL, address, "Réponse automatique : absence", "Absent.\n", message_id="<j@x.example>",
                       headers=(("Auto-Submitted", "auto-replied"),)), address)
    at(world, 25, 8)
    assert len(reminders_to(world, MARCHAL)) == 1
    assert file_of(world, number).assignments[0].state == "asked"


def test_a_chaser_by_hand_starts_the_clock_again() -> None:
    world = World()
    number = asked(world)
    world.later(days=1)
    mission(world, number, "by hand", action="chase_contractor", subject="Relance", body="Où en est le devis ?")
    work(world)
    at(world, 25, 8)
    assert reminders_to(world, MARCHAL) == []
    at(world, 26, 8)
    assert len(reminders_to(world, MARCHAL)) == 1


def test_an_urgent_file_is_chased_within_four_working_hours_and_called_the_next_day() -> None:
    world = World()
    number = asked(world, priority="urgent")
    at(world, 23, 13, 50)
    assert reminders_to(world, MARCHAL) == []
    at(world, 23, 14, 1)
    assert len(reminders_to(world, MARCHAL)) == 1
    at(world, 24, 10, 1)
    assert file_of(world, number).ticket.tasks == ("call_contractor",)


def test_a_silent_owner_is_told_the_risk_then_called_and_silence_is_no_agreement() -> None:
    world = World()
    number = waiting(world, 1900, "awaiting_approval", quoted_cents=128450)
    for day, month in ((25, 11), (30, 11), (2, 12), (3, 12), (4, 12)):
        at(world, day, 9, month=month)
    first, second, last = reminders_to(world, OWNER)
    assert first["Subject"] == second["Subject"] == "[T-1900] Rappel : votre accord est attendu, Dossier 1900"
    assert "1 284,50" in text_of(first).replace("\u202f", " ").replace("\xa0", " ")
    assert "Dernier avis" in last["Subject"]
    assert "le désordre peut s’aggraver" in text_of(last)
    assert "silence ne vaut pas accord" in text_of(last)
    ticket = file_of(world, number).ticket
    assert (ticket.state, ticket.tasks) == ("awaiting_approval", ("call_owner",))


def test_what_an_owner_asks_gives_us_the_turn_and_the_clock_starts_again_when_we_have_answered() -> None:
    world = World()
    number = waiting(world, 1900, "awaiting_approval")
    address = address_of(file_of(world, number).conversation("garnier"))  # type: ignore[arg-type]
    world.later(days=1)
    arrive(world, mail(OWNER, address, "Re: devis", "Est-ce garanti ?\n", message_id="<g@x.example>"), address)
    at(world, 27, 9)
    assert reminders_to(world, OWNER) == []
    mission(world, number, "reply", action="inform_owner", subject="Réponse", body="Oui, dix ans.", party_id="garnier")
    work(world)
    at(world, 30, 9)
    assert reminders_to(world, OWNER) == []
    at(world, 1, 9, month=12)
    assert len(reminders_to(world, OWNER)) == 1


def test_invoice_photos_and_keys_are_one_mail_and_what_came_is_left_out() -> None:
    world = World()
    number = waiting(world, 1900, "works_done", keys="lent")
    at(world, 25, 9)
    assert [m["Subject"] for m in reminders_to(world, FIRM)] == ["[T-1900] Rappel : facture attendue, Dossier 1900"]
    at(world, 26, 9)
    (_, second) = reminders_to(world, FIRM)
    assert "les photos des travaux et les clés qui vous ont été remises" in text_of(second)
    world.office.books.commit(Change(changed=(_with(world, number, keys="returned"),)))
    at(world, 2, 9, month=12)
    text = text_of(reminders_to(world, FIRM)[-1])
    assert "photos" in text
    assert "clés" not in text.split("Les photos se joignent")[0]


def _with(world: World, number: int, **changes: object) -> object:
    from dataclasses import replace
    return replace(file_of(world, number).ticket, **changes)  # type: ignore[arg-type]


def test_the_day_after_a_visit_the_firm_is_asked_and_later_we_check() -> None:
    world = World()
    number = waiting(world, 1900, "in_progress", visit_on=date(2026, 11, 24))
    at(world, 24, 18)
    assert reminders_to(world, FIRM) == []
    at(world, 25, 9)
    assert "L’intervention a-t-elle eu lieu" in reminders_to(world, FIRM)[0]["Subject"]
    at(world, 27, 9)
    assert file_of(world, number).ticket.tasks == ("check_visit",)


def test_a_certificate_is_asked_for_before_it_expires() -> None:
    world = World()
    number = waiting(world, 1900, "in_progress")
    ends = FiledFigure(date(2026, 12, 26), 0.95, "page 1", taken=True)
    paper = Document(number, "c", "certificate", "a.pdf", "application/pdf", 9, "0", world.now, "marchal",
                     figures={"valid_until": ends})
    world.office.books.commit(Change(added=(paper,)))
    at(world, 25, 9)
    assert reminders_to(world, FIRM) == []
    at(world, 26, 9)
    assert "valable jusqu’au 26 déc. 2026" in text_of(reminders_to(world, FIRM)[0])


@pytest.mark.parametrize(("day", "hour", "month"), [(28, 9, 11), (29, 9, 11), (25, 7, 11), (25, 19, 11)])
def test_nothing_leaves_at_the_weekend_or_outside_the_hours(day: int, hour: int, month: int) -> None:
    world = World()
    asked(world)
    at(world, day, hour, month=month)
    assert reminders_to(world, MARCHAL) == []


def test_stopped_reminders_stay_stopped_and_only_the_latest_leaves_when_resumed() -> None:
    world = World()
    number = asked(world)
    stop_reminders(world.office, CLAIRE, number, "quote", world.now)
    at(world, 25, 9)
    at(world, 30, 9)
    assert reminders_to(world, MARCHAL) == []
    resume_reminders(world.office, CLAIRE, number, "quote", world.now)
    at(world, 30, 11)
    assert len(reminders_to(world, MARCHAL)) == 1
    at(world, 1, 9, month=12)
    assert len(reminders_to(world, MARCHAL)) == 1


def test_a_file_at_rest_waits_out_of_sight_and_wakes_on_its_day() -> None:
    world = World()
    number = asked(world)
    rest_ticket(world.office, CLAIRE, number, date(2026, 11, 27), "Locataire en voyage", world.now)
    assert [row["number"] for row in world.office.tickets.rows("paused").rows] == [number]
    assert not world.office.tickets.rows("contractor").rows
    at(world, 25, 9)
    at(world, 26, 23, 50)
    assert reminders_to(world, MARCHAL) == []
    at(world, 27, 0)
    ticket = file_of(world, number).ticket
    assert (ticket.snoozed_until, ticket.tasks, turn(ticket)) == (None, ("pause_over",), "us")
    assert world.office.tickets.counts().get("paused", 0) == 0
    at(world, 27, 8)
    assert len(reminders_to(world, MARCHAL)) == 1, "what came due meanwhile is one mail"


def test_any_mail_wakes_a_file_at_rest() -> None:
    world = World()
    number = asked(world)
    rest_ticket(world.office, CLAIRE, number, date(2026, 12, 15), "Attente", world.now)
    address = address_of(file_of(world, number).conversations[0])
    arrive(world, mail(MARCHAL, address, "Re: devis", "Bonjour.\n", message_id="<j@x.example>"), address)
    assert file_of(world, number).ticket.snoozed_until is None
    assert [row["number"] for row in world.office.tickets.rows("us").rows] == [number]


def test_a_quote_that_comes_ends_the_chase() -> None:
    world = World()
    number = asked(world)
    address = address_of(file_of(world, number).conversations[0])
    arrive(world, mail(MARCHAL, address, "Devis", "Voici.\n", pieces=(QUOTE,), message_id="<q@x.example>"), address)
    work(world)
    for day in (25, 30):
        at(world, day, 9)
    assert reminders_to(world, MARCHAL) == []
    assert file_of(world, number).reminders == ()


def test_a_promise_without_a_quote_becomes_our_task_not_a_mail() -> None:
    world = World()
    number = asked(world)
    address = address_of(file_of(world, number).conversations[0])
    arrive(world, mail(MARCHAL, address, "Re", "Je vous l’envoie.\n", message_id="<q@x.example>"), address)
    at(world, 30, 9)
    assert reminders_to(world, MARCHAL) == []
    assert "call_contractor" in file_of(world, number).ticket.tasks


def test_a_mail_that_cannot_arrive_becomes_a_task_on_each_of_its_files(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    numbers = [asked(world, str(n)) for n in range(2)]

    def no(*_: object) -> str:
        raise NotSent("MessageRejected", later=False)
    monkeypatch.setattr(world.mailer, "send", no)
    at(world, 25, 8)
    for number in numbers:
        assert file_of(world, number).ticket.tasks
        assert [r.state for r in file_of(world, number).reminders] == ["failed"]


def test_a_file_that_cannot_be_looked_at_holds_up_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    world = World()
    broken, sound = asked(world, "a"), asked(world, "b", firm="eaugaz")
    real = world.office.tickets.file

    def file(number: int) -> object:
        if number == broken and world.now.hour == 8:
            raise ValueError("unreadable")
        return real(number)
    monkeypatch.setattr(world.office.tickets, "file", file)
    at(world, 25, 8)
    assert len(reminders_to(world, "devis@eaugaz.example")) == 1
    assert not reminders_to(world, MARCHAL)
    at(world, 25, 9, 30)
    assert len(reminders_to(world, MARCHAL)) == 1
    assert file_of(world, sound).reminders[0].state == "sent"


def test_a_quiet_minute_is_one_request() -> None:
    world = World()
    asked(world)
    at(world, 23, 11)
    world.faults.names = []
    sweep(world.office, world.now + timedelta(hours=1))
    assert world.faults.names == ["table.listing"]
