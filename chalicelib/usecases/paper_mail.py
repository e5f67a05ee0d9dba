"""A mail about something said on a document, on its way out; an answer to it is said there too (S-33)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.conversation import MessageRef, reply_address
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering.emails import OutboundSpec
from chalicelib.rendering.letters import render
from chalicelib.usecases.ports import Office
from chalicelib.usecases.reminder_mail import own_id

PURPOSE = "paper"


def paper_spec(office: Office, mail: OutgoingMail, file: TicketFile, to_email: str, to_name: str, language: str,
               reply_to: str, now: datetime) -> OutboundSpec:
    """`reply_to` is empty for a correspondent: his own conversation's address is taken then."""
    talk = file.conversation(mail.party_id) if mail.party_id else None
    link = f"{office.post.base_url}/tickets/{file.ticket.number}/pieces/{mail.facts['document_id']}/historique"
    facts = dict(mail.facts) | {
        "ticket": file.ticket, "agency": office.agency, "name": to_name, "link": link if reply_to else ""}
    letter = render(mail.template, language, facts)
    return OutboundSpec(
        sender=office.post.sender_address, from_name=office.agency.name, to_email=to_email, to_name=to_name,
        reply_to=reply_to or (reply_address(talk, office.post.inbound_domain) if talk else ""),
        subject=letter.subject, text=letter.text, html=letter.html, language=language,
        message_id=own_id(office, mail), in_reply_to=mail.in_reply_to, references=mail.references,
        automatic="generated", loop=office.post.instance, at=now)


def own_ref(office: Office, mail: OutgoingMail) -> tuple[MessageRef, ...]:
    """The id that we gave the mail leads to its document, or to the file it asks a decision on, as the provider's
    does."""
    if mail.purpose not in (PURPOSE, "decision") or not mail.party_id:
        return ()
    return (MessageRef(own_id(office, mail), mail.ticket_number, mail.party_id, mail.subject, mail.id,
                       about(mail)),)


def about(mail: OutgoingMail) -> str:
    """The document whose history an answer to this mail joins."""
    return str(mail.facts.get("document_id", "")) if mail.purpose == PURPOSE else ""
