"""The cast at work: short functions that make the steps of a story, for tests that are not about them."""

from __future__ import annotations

from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from chalicelib.domain.conversation import Conversation, reply_address
from chalicelib.domain.letter import Letter
from chalicelib.domain.mail import InboundMail
from chalicelib.intake.screening import Verdicts
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.receive_mail import Outcome, receive_mail
from chalicelib.usecases.send_action import send_action
from infra.seed import cast
from tests.fakes.office import DOMAIN, World

PASSED = Verdicts("PASS", "PASS", "PASS", "PASS", "PASS")
MARCHAL = "contact@plomberie-marchal.example"
PETIT = "petit@courriel.example"


def leak(world: World, nonce: str = "leak") -> int:
    """The ticket of the story: a leak under the sink, 12 rue des Lilas."""
    form = NewTicket(nonce, "Fuite sous l’évier", "L’eau coule dans le meuble depuis ce matin.", "lilas4", "urgent")
    return open_ticket(world.office, cast.CLAIRE, form, world.now)


def mission(world: World, number: int, nonce: str = "mission", **changes: object) -> Conversation:
    """Claire asks Plomberie Marchal for a quote; returns the conversation this opens."""
    values: dict[str, Any] = {
        "action": "mission", "nonce": nonce, "subject": f"[T-{number}] Demande de devis : Fuite sous l’évier",
        "body": "Bonjour,\n\nMerci de nous adresser votre devis.\n\nClaire Dumas", "party_id": "marchal"}
    values |= changes
    letter = Letter(**values)
    send_action(world.office, cast.CLAIRE, number, letter, world.now)
    file = world.office.tickets.file(number)
    assert file is not None
    return file.conversations[-1] if "email" in changes else _of(file.conversations, str(values["party_id"]))


def _of(conversations: tuple[Conversation, ...], party_id: str) -> Conversation:
    return next(c for c in conversations if c.party_id == party_id)


def mail(sender: str = MARCHAL, to: str = f"travaux@{DOMAIN}", subject: str = "Bonjour", text: str = "Bonjour.\n",
         name: str = "", message_id: str = "", pieces: tuple[tuple[str, str, bytes], ...] = (),
         headers: tuple[tuple[str, str], ...] = (), html: str = "") -> bytes:
    """Raw bytes of an ordinary mail. `pieces` are (file name, type, content)."""
    message = EmailMessage()
    message["From"] = f'"{name}" <{sender}>' if name else sender
    message["To"] = to
    message["Subject"] = subject
    message["Date"] = "Mon, 23 Nov 2026 10:00:00 +0100"
    if message_id:
        message["Message-ID"] = message_id
    for header, value in headers:
        message[header] = value
    message.set_content(text)
    if html:
        message.add_alternative(html, subtype="html")
    for filename, kind, content in pieces:
        main, _, sub = kind.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=filename)
    return message.as_bytes(policy=SMTP)


def address_of(conversation: Conversation) -> str:
    return reply_address(conversation, DOMAIN)


def arrive(world: World, raw: bytes, *recipients: str, delivery: str = "delivery-1",
           verdicts: Verdicts = PASSED) -> Outcome:
    """SES stored the mail and the handler runs."""
    key = f"inbound/{delivery}"
    world.files.raw[key] = raw
    plain = {name: getattr(verdicts, name) for name in Verdicts.__dataclass_fields__}
    entry = InboundMail(delivery, key, world.now, recipients, plain)
    return receive_mail(world.office, entry, verdicts, world.now)


