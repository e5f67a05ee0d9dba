"""The story, on a whole running instance: a real SMTP conversation, real HTTP, the embedded engine."""

from __future__ import annotations

import smtplib
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from infra.local.instance import HOST
from tests.builders.story import MARCHAL, mail
from tests.instance import RunningInstance
from tests.journeys.manager import Manager, reply_address

pytestmark = pytest.mark.needs_engine
QUOTE = Path(__file__).parents[1] / "intake" / "documents" / "quote_table.pdf"
REPLY = ("Bonjour,\n\nVoici notre devis. Passage possible jeudi.\n\nM. Marchal\n\nEnvoyé de mon iPhone\n\n"
         "> Le 23 nov. 2026 à 10:12, Claire Dumas via Agence Rivoli <travaux@courrier.rivoli.example> a écrit :\n"
         "> \n> Bonjour,\n> Nous vous sollicitons pour un devis\n")


def deliver(instance: RunningInstance, raw: bytes, to: str) -> None:
    with smtplib.SMTP(HOST, instance.smtp_port, timeout=20) as door:
        door.sendmail(MARCHAL, [to], raw)


def until(check: Any, patience: float = 15) -> Any:
    """The first truthy answer within some seconds."""
    deadline = time.monotonic() + patience
    while not (found := check()):
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.1)
    return found


def test_a_quote_comes_by_reply_and_is_on_its_ticket(instance: RunningInstance) -> None:
    claire = Manager(instance).sign_in()
    number = claire.open_ticket()
    composer = claire.get(f"/tickets/{number}/ecrire/missionner")
    assert "06 12 34 56 78" in composer.words, "the tenant's number is on the pre-filled mail"
    assert "L’eau coule dans le meuble." in composer.words
    assert "Missionner entreprise" in claire.get(f"/tickets/{number}/actions").words
    sent = claire.send(number)
    assert sent.status == 200
    instance.wait_for_mails(1)
    address = reply_address(instance, number)
    raw = mail(MARCHAL, address, f"Re: [T-{number}] Demande de devis : Fuite sous l’évier", REPLY,
               message_id="<reply@gmail.example>", pieces=(("Devis évier.pdf", "application/pdf", QUOTE.read_bytes()),))
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda _: deliver(instance, raw, address), range(3)))
    began = time.monotonic()
    page = until(lambda: (p := claire.get(f"/tickets/{number}")) and f"/tickets/{number}/apercu/" in p.text and p)
    assert time.monotonic() - began < 10
    assert page.text.count("Voici notre devis. Passage possible jeudi.") == 1, "delivered three times, filed once"
    assert "Nous vous sollicitons" not in page.text.split("Voici notre devis")[1].split("<details")[0]
    assert "Devis évier.pdf" in page.words
    assert "Devis reçu" in page.words
    assert "Montant TTC" in page.words
    mails = instance.wait_for_mails(3)
    time.sleep(1)
    assert len(instance.mails()) == 3, "one mission, one notice, one acknowledgement"
    notice = next(m for m in mails if "claire@rivoli.example" in str(m["to"]))
    assert "Devis" in notice["subject"]
    answer = next(m for m in mails if m["subject"].startswith(f"[T-{number}] Bien reçu"))
    assert "Montant TTC" in answer["text"]


def test_a_kill_during_two_hundred_deliveries_loses_nothing(instance: RunningInstance) -> None:
    """R-18: every mail that got its 250 is on its ticket after the restart, once."""
    claire = Manager(instance).sign_in()
    numbers = [claire.open_ticket(f"Dossier {n}") for n in range(4)]
    for number in numbers:
        claire.send(number)
    instance.wait_for_mails(4)
    addresses = [reply_address(instance, number) for number in numbers]
    acknowledged: list[str] = []

    def post(n: int) -> None:
        raw = mail(MARCHAL, addresses[n % 4], f"Re: {n}", f"Message numéro {n:03}.\n", message_id=f"<{n}@m.example>")
        try:
            deliver(instance, raw, addresses[n % 4])
        except (OSError, smtplib.SMTPException):
            return
        acknowledged.append(f"Message numéro {n:03}.")
        if len(acknowledged) == 90:
            instance.kill()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(post, range(200)))
    assert 90 <= len(acknowledged) < 200, "the kill came in the middle"
    instance.start()
    claire = Manager(instance).sign_in()
    expected = sorted(acknowledged)

    def filed() -> list[str]:
        pages = [claire.get(f"/tickets/{number}").text for number in numbers]
        return sorted(line for page in pages for line in _numbers(page))
    until(lambda: set(expected) <= set(filed()), patience=40)
    found = filed()
    assert len(found) == len(set(found)), "none is there twice"


def _numbers(page: str) -> list[str]:
    import re

    return re.findall(r'<p class="said">(Message numéro \d{3}\.)</p>', page)
