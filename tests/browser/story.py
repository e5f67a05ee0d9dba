"""The demonstration as a manager lives it, in steps that work with and without JavaScript."""

from __future__ import annotations

import re
import time
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from tests.instance import RunningInstance

QUOTE = Path(__file__).parents[1] / "intake/documents/quote_table.pdf"
MARCHAL = "contact@plomberie-marchal.example"
SAID = "Voici mon devis. Je peux passer jeudi matin."
PHOTO = (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
         b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x05\x02\x00_\xc8\xf1\xd2\x00\x00\x00\x00IEND\xaeB`\x82")


def open_ticket(page: Any, title: str) -> str:
    """Fill the form of a new ticket; its path."""
    page.goto("/")
    page.get_by_role("link", name="Nouveau ticket").click()
    page.get_by_label("Titre").fill(title)
    page.get_by_label("Bien", exact=True).select_option("lilas4")
    page.get_by_label("Que se passe-t-il").fill("L’eau coule dans le meuble depuis ce matin.")
    page.get_by_label("Priorité").select_option("urgent")
    page.get_by_role("button", name="Ouvrir le dossier").click()
    page.wait_for_url(re.compile(r"/tickets/\d+$"))
    return re.sub(r"^.*?(/tickets/)", r"\1", page.url)


def to_composer(page: Any, action: str) -> None:
    """Three dots, then the action: a menu and a sheet with JavaScript, two pages without."""
    page.locator(".head a.dots").click()
    page.locator(".menu").get_by_role("link", name=action).last.click()
    page.get_by_role("heading", level=1, name=action).wait_for()


def pick_firm(page: Any, value: str) -> None:
    """Whom a letter goes to; it adapts to him before anything else is pressed."""
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.get_by_label("Destinataire").select_option(value)


def attach(page: Any, name: str) -> None:
    """A photo, posted to the file store by the browser itself; back in the composer, ticked."""
    page.get_by_role("button", name="Ajouter un fichier").click()
    page.get_by_label("Fichier").set_input_files({"name": name, "mimeType": "image/png", "buffer": PHOTO})
    page.get_by_role("button", name="Envoyer le fichier").click()
    joined = page.get_by_role("button", name="Joindre au dossier")
    page.locator("button[value=send]").or_(joined).first.wait_for()
    if joined.count():  # without a script, a person presses the button
        joined.click()
    page.get_by_role("checkbox", name=re.compile(re.escape(name))).wait_for()


def reply(house: RunningInstance, mail: dict[str, Any], text: str = SAID) -> None:
    """The contractor answers from his own mailbox, with a quote as a PDF."""
    answer = EmailMessage(policy=SMTP)
    answer["From"] = f"Plomberie Marchal <{MARCHAL}>"
    answer["To"] = mail["reply_to"]
    answer["Subject"] = f"Re: {mail['subject']}"
    answer["Message-ID"] = f"<{time.time_ns()}@courriel.example>"
    answer.set_content(f"Bonjour,\n\n{text}\n\nM. Marchal\n\n> Bonjour,\n> Merci de votre devis.\n")
    answer.add_alternative(f"<p>Bonjour,</p><p>{text}</p><p>M. <b>Marchal</b></p>", subtype="html")
    answer.add_attachment(QUOTE.read_bytes(), maintype="application", subtype="pdf", filename="Devis n° 12 – évier.pdf")
    address = re.search(r"[^<\s]+@[^>\s]+", mail["reply_to"])
    assert address
    house.deliver(answer.as_bytes(), address.group(), sender=MARCHAL)


def wait_for_mail(house: RunningInstance, to: str, subject: str, patience: float = 10) -> dict[str, Any]:
    """The newest mail to this person with these words in its subject."""
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline:
        found = [m for m in house.mails() if to in m["to"] and subject in m["subject"].replace("\xa0", " ")]
        if found:
            return found[-1]
        time.sleep(0.05)
    raise AssertionError([(m["to"], m["subject"]) for m in house.mails()])


def reload_until(page: Any, selector: str, patience: float = 10) -> None:
    deadline = time.monotonic() + patience
    while not page.locator(selector).count():
        assert time.monotonic() < deadline, selector
        time.sleep(0.1)
        page.reload()
