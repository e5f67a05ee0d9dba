"""From the quote to the work order through the owners' links, on phones without a script (K-30 to K-37, S-22)."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from urllib.request import urlopen

from tests.browser import story
from tests.browser.gallery import GARNIER
from tests.instance import RunningInstance

DURAND = "paul.durand@courriel.example"
TOO_QUICK = 2100  # milliseconds: a person reads before answering


def test_two_owners_decide_by_link_and_the_order_leaves(house: RunningInstance, window: Callable[..., Any]) -> None:
    manager, title = window(), "Chaudière en panne"
    path = opened(manager, title)
    manager.goto(f"{path}/ecrire/missionner")
    story.pick_firm(manager, "eaugaz")
    sent(manager, path)
    quoted(house, title)
    story.reload_until(manager, ".chip.quote_received", 20)

    manager.goto(f"{path}/ecrire/devis-proprietaire")
    manager.fill("#tenant_impact", "Pas de chauffage")
    sent(manager, path)
    pages = {who: decision_of(house, who, title) for who in (DURAND, GARNIER)}

    # Paul accepts; nothing is decided, he may think again
    paul = phone(window, pages[DURAND])
    assert paul.get_by_text("Pas de chauffage").count()
    answer(paul, "accept")
    assert paul.get_by_role("heading", name="Votre réponse est enregistrée").count()
    paul.wait_for_timeout(TOO_QUICK)
    paul.get_by_text("Oui, je retire ma réponse").click()
    paul.get_by_role("button", name="Accepté : retirer ma réponse").click()
    paul.get_by_role("heading", name="Devis à valider").wait_for()
    answer(paul, "accept")

    # Hélène asks first, then accepts: the agreement stands at once, the works are urgent
    helene = phone(window, pages[GARNIER])
    helene.get_by_text("Poser une question").first.click()
    helene.fill("#question", "Est-ce garanti ?")
    helene.wait_for_timeout(TOO_QUICK)
    helene.get_by_role("button", name="Envoyer la question").click()
    helene.get_by_text("Votre question est transmise").wait_for()
    answer(helene, "accept")
    helene.get_by_role("heading", name="Décision prise").wait_for()
    assert paul.goto(pages[DURAND]).status == 200
    paul.get_by_text("a accepté").first.wait_for()
    receipt = story.wait_for_mail(house, GARNIER, f"Vous avez accepté : {title}")
    assert "1 273,80 €" in plain(receipt["text"])
    assert story.wait_for_mail(house, "claire@rivoli.example", f"Accord obtenu : {title}")

    # The order leaves with its paper
    story.reload_until(manager, ".chip.approved", 20)
    manager.goto(f"{path}/ecrire/validation-devis")
    if manager.locator("#reason").count():
        manager.fill("#reason", "Prix confirmé par téléphone")
    sent(manager, path)
    ordered = story.wait_for_mail(house, "devis@eaugaz.example", f"ordre de service : {title}", 20)
    assert any(name.endswith(".pdf") for name in ordered["attachments"])
    story.reload_until(manager, ".chip.in_progress", 20)

    # Everything is on record, once
    manager.goto(path)
    manager.locator("#decision a").first.click()
    said = manager.locator("dialog[open], main").last
    for line in ("A posé une question", "A accepté", "Validé"):
        said.get_by_text(line).first.wait_for()


def opened(page: Any, title: str) -> str:
    page.goto("/tickets/nouveau")
    page.get_by_label("Titre").fill(title)
    page.get_by_label("Bien", exact=True).select_option("voltaire12")
    page.get_by_label("Que se passe-t-il").fill("Plus de chauffage.")
    page.get_by_label("Priorité").select_option("urgent")
    page.get_by_role("button", name="Ouvrir le dossier").click()
    page.wait_for_url(re.compile(r"/tickets/\d+$"))
    return re.sub(r"^.*?(/tickets/)", r"\1", page.url)


def sent(page: Any, path: str) -> None:
    page.locator("button[value=send]").click()
    page.wait_for_url(re.compile(rf"{path}\?envoye="))


def quoted(house: RunningInstance, title: str) -> None:
    asked = story.wait_for_mail(house, "devis@eaugaz.example", title)
    address = re.search(r"[^<\s]+@[^>\s]+", asked["reply_to"])
    assert address
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"], mail["Subject"] = "devis@eaugaz.example", address[0], f"Re: {asked['subject']}"
    mail["Message-ID"] = f"<{title.replace(' ', '-').encode('ascii', 'ignore').decode()}@eaugaz.example>"
    mail.set_content("Bonjour,\n\nVoici notre devis.\n")
    mail.add_attachment(story.QUOTE.read_bytes(), maintype="application", subtype="pdf", filename="devis.pdf")
    house.deliver(mail.as_bytes(), address[0], sender="devis@eaugaz.example")


def decision_of(house: RunningInstance, who: str, title: str) -> str:
    """The address of this owner's page, from the mail he got."""
    mail = story.wait_for_mail(house, who, f"Devis à valider : {title}")
    with urlopen(f"{house.base_url}/dev/mail/{mail['id']}.eml", timeout=10) as raw:
        text = message_from_bytes(raw.read(), policy=policy.default).get_body(("plain",)).get_content()
    found = re.search(r"/accord/\S+", text)
    assert found
    return found[0]


def phone(window: Callable[..., Any], address: str) -> Any:
    page = window(visitor=True, java_script_enabled=False, viewport={"width": 390, "height": 844})
    page.goto(address)
    return page


def answer(page: Any, choice: str) -> None:
    """Tick the amount, read, accept."""
    page.locator("#accepting input[name=amount]").check()
    page.wait_for_timeout(TOO_QUICK)
    page.locator(f"#accepting button[value={choice}]").click()
    page.wait_for_url(re.compile(rf"fait={choice}"))


def plain(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", text)
