"""The manual from A to Z, sections 3 to 5, by mouse, by keyboard alone, and on a phone without JavaScript.

Every step is a click or a key of the manager, or a mail of somebody else; nothing reaches into the product.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

import pytest

from tests.browser import story
from tests.browser.hands import Keyboard, Mouse
from tests.instance import RunningInstance

PAPERS = Path(__file__).parents[1] / "intake/documents"
FIRM = "devis@eaugaz.example"
OWNER, TENANT = "helene.garnier@courriel.example", "petit@courriel.example"
WAYS: dict[str, tuple[type, dict[str, Any]]] = {
    "mouse": (Mouse, {}),
    "keyboard alone": (Keyboard, {}),
    "phone without any script": (
        Mouse, {"viewport": {"width": 390, "height": 844}, "has_touch": True, "java_script_enabled": False}),
}


@pytest.mark.parametrize("way", WAYS)
def test_a_works_file_from_a_to_z(house: RunningInstance, window: Callable[..., Any], way: str) -> None:
    hands, options = WAYS[way][0](), WAYS[way][1]
    page = window(**options)
    title = f"Fuite, dossier {way}"
    path = opened(page, hands, title)

    # 3.3 a firm is asked, the tenant and the syndic are informed (K-10 to K-22)
    def firm() -> None:
        hands.choose(page.get_by_label("Destinataire"), "eaugaz")

    def adapted() -> None:
        with page.expect_response(lambda got: got.request.method == "POST"):
            firm()

    send(page, hands, path, "Missionner entreprise", adapted if options.get("java_script_enabled", True) else firm)
    send(page, hands, path, "Informer le locataire")
    send(page, hands, path, "Informer autre", lambda: hands.write(page.locator("#email"), "syndic@residence.example"))
    asked = story.wait_for_mail(house, FIRM, title)
    assert "Contact sur place" in asked["text"].replace("\xa0", " ")
    assert story.wait_for_mail(house, TENANT, title)
    assert story.wait_for_mail(house, "syndic@residence.example", title)

    # 3.4 nothing came: a reminder in the words of the manual (K-23 to K-26)
    send(page, hands, path, "Relancer entreprise")
    chased = story.wait_for_mail(house, FIRM, f"Relance : {title}")
    assert "nous n’avons pas réceptionné le devis demandé" in chased["text"]

    # 3.5 new information (K-27, K-28)
    go(page, hands, path, "Modifier")
    hands.choose(page.get_by_label("Priorité"), "high")
    if way != "keyboard alone":  # a date field has parts of its own, which each browser names as it likes
        hands.write(page.get_by_label("Fin d’incident"), "2026-12-18")
    hands.leave(page.get_by_role("button", name="Sauvegarder"))
    story.reload_until(page, ".prio.high")

    # 4.1 the quote comes by reply, goes to the owner, who agrees by mail (K-30 to K-34)
    answer(house, asked, "Voici mon devis.", ("quote_table.pdf", "devis.pdf"))
    story.reload_until(page, ".chip.quote_received")
    send(page, hands, path, "Devis à envoyer au propriétaire")
    submitted = story.wait_for_mail(house, OWNER, f"Devis à valider : {title}")
    assert submitted["attachments"] == ["devis.pdf"]
    assert "1 273,80 €" in submitted["text"].replace("\u202f", " ").replace("\xa0", " ")
    answer(house, submitted, "OK pour moi.", sender=OWNER)
    story.reload_until(page, ".proposal")
    hands.leave(page.get_by_role("button", name="Enregistrer comme accord"))
    story.reload_until(page, ".chip.approved")

    # 4.2 the work order (K-35 to K-37)
    send(page, hands, path, "Validation devis",
         lambda: hands.write(page.locator("#reason"), "Prix confirmé par l’entreprise"))
    ordered = story.wait_for_mail(house, FIRM, f"ordre de service : {title}")
    assert "programmer l’intervention avec le locataire" in ordered["text"]
    story.reload_until(page, ".chip.in_progress")

    # 5 works done, final invoice and photos claimed, then the file is archived (K-40 to K-46)
    send(page, hands, path, "Demander une facture")
    claimed = story.wait_for_mail(house, FIRM, f"Facture finale et photos : {title}")
    answer(house, claimed, "Ci-joint ma facture et une photo.", ("invoice_two_columns.pdf", "facture.pdf"),
           ("photo", "chantier.png"))
    story.reload_until(page, ".chip.invoice_received")
    story.reload_until(page, "text=chantier.png")
    go(page, hands, path, "Fermer le ticket")
    for point in ("signed_quote", "paid", "photos"):
        field = page.locator(f"#waive_{point}")
        if field.count():
            hands.write(field, "Vu avec la comptable")
    reason = page.locator("#reason:not([type=hidden])")
    if reason.count():
        hands.write(reason, "Réglé")
    hands.leave(page.locator("form.compose footer button"))
    story.reload_until(page, ".chip.closed")


def opened(page: Any, hands: Any, title: str) -> str:
    page.goto("/")
    hands.press(page.get_by_role("link", name="Nouveau ticket"))
    page.wait_for_url("**/tickets/nouveau")
    hands.write(page.get_by_label("Titre"), title)
    hands.choose(page.get_by_label("Bien", exact=True), "lilas4")
    hands.write(page.get_by_label("Que se passe-t-il"), "L’eau coule dans le meuble depuis ce matin.")
    hands.press(page.get_by_role("button", name="Ouvrir le dossier"))
    page.wait_for_url(re.compile(r"/tickets/\d+$"))
    return re.sub(r"^.*?(/tickets/)", r"\1", page.url)


def go(page: Any, hands: Any, path: str, action: str) -> None:
    """Three dots, then the action (K-04, K-05)."""
    page.goto(path)
    hands.press(page.locator(".head a.dots"))
    entry = page.locator(".menu").get_by_role("link", name=action, exact=True)
    entry.last.wait_for()
    hands.press(entry.last)
    page.get_by_role("heading", level=1, name=action).wait_for()


def send(page: Any, hands: Any, path: str, action: str, fill: Callable[[], None] | None = None) -> None:
    """The window opens pre-filled; « Envoyer » sends (K-11, K-17)."""
    go(page, hands, path, action)
    if fill:
        fill()
    assert page.get_by_label("Message").input_value().strip()
    hands.press(page.locator("button[value=send]"))
    page.wait_for_url(re.compile(rf"{path}\?envoye="))


def answer(house: RunningInstance, mail: dict[str, Any], text: str, *papers: tuple[str, str],
           sender: str = FIRM) -> None:
    """Somebody answers from his own mailbox, with papers attached."""
    reply = EmailMessage(policy=SMTP)
    reply["From"], reply["To"] = sender, mail["reply_to"]
    reply["Subject"], reply["Message-ID"] = f"Re: {mail['subject']}", f"<{time.time_ns()}@courriel.example>"
    reply.set_content(f"Bonjour,\n\n{text}\n\n> Bonjour,\n> Merci.\n")
    for source, name in papers:
        content, kind = (story.PHOTO, ("image", "png")) if source == "photo" else (
            (PAPERS / source).read_bytes(), ("application", "pdf"))
        reply.add_attachment(content, maintype=kind[0], subtype=kind[1], filename=name)
    address = re.search(r"[^<\s]+@[^>\s]+", mail["reply_to"])
    assert address
    house.deliver(reply.as_bytes(), address.group(), sender=sender)
