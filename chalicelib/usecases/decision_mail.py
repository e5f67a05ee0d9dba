"""Mails about a decision on their way out: the request with its link, the receipt, the news (U-131, U-132)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from chalicelib.domain.conversation import reply_address
from chalicelib.domain.document import Document, file_key
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering.emails import OutboundSpec, Piece
from chalicelib.rendering.letters import render
from chalicelib.usecases.decision_links import address_of, code_of, ends_at, token_of
from chalicelib.usecases.firm_told import TEMPLATE as REFUSED
from chalicelib.usecases.owner_in_charge import sentence
from chalicelib.usecases.ports import Office
from chalicelib.usecases.reminder_mail import NotNeeded, own_id

CODE = "decision_code"
WITH_LINK = ("decision_request", "decision_replaced")


def decision_spec(office: Office, mail: OutgoingMail, file: TicketFile, to_email: str, to_name: str, reply_to: str,
                  now: datetime) -> OutboundSpec:
    """The finished mail. A request carries the documents it is about. Raises NotNeeded for news of a refusal that no
    longer stands, and for somebody who cannot decide any more (E-L12)."""
    if mail.party_id in file.ticket.unable:
        raise NotNeeded("no_capacity")
    documents = _documents(mail, file)
    if mail.template == REFUSED and any(d.status != "refused" for d in documents):
        raise NotNeeded("no_longer_refused")
    link_mail = mail.id if mail.template in WITH_LINK else str(mail.facts.get("link_mail", ""))
    talk = file.conversation(mail.party_id) if mail.party_id else None
    facts: dict[str, Any] = {
        **_plain(mail), "ticket": file.ticket, "agency": office.agency, "name": to_name or mail.to_name,
        "documents": documents, "link": address_of(office, link_mail) if link_mail else "",
        "decision_until": ends_at(office, mail.created_at),
        "code": code_of(office, mail.id) if mail.template == CODE else "",
        "file_link": f"{office.post.base_url}/tickets/{file.ticket.number}"}
    letter = render(mail.template, mail.language, facts)
    ids = talk.message_ids if talk else ()
    return OutboundSpec(
        sender=office.post.sender_address, from_name=office.agency.name, to_email=to_email, to_name=to_name,
        reply_to=reply_to or (
            reply_address(talk, office.post.inbound_domain) if talk else office.agency.intake_address),
        subject=letter.subject, text=letter.text, html=letter.html, language=mail.language,
        message_id=own_id(office, mail), in_reply_to=ids[-1] if ids else "", references=ids, automatic="generated",
        loop=office.post.instance, pieces=_pieces(office, mail, documents), at=now,
        secrets=_secrets(office, mail, link_mail))


def _secrets(office: Office, mail: OutgoingMail, link_mail: str) -> tuple[str, ...]:
    if mail.template == CODE:
        return (code_of(office, mail.id),)
    return (token_of(office, link_mail),) if link_mail else ()


def _plain(mail: OutgoingMail) -> dict[str, Any]:
    named: dict[str, Any] = {"what": "", "outcome": "", "text": "", "by": "", "filename": "", "kind": "", "edition": 1,
                             "gross_cents": 0, "at": "", "until": "", "who": "", "firm": "",
                             "before_cents": 0, "delegate": "", "also": "", "source": "", "deciders": "", "gone": "",
                             "motive": ""}
    known = {key: value for key, value in mail.facts.items() if key != "name"}
    return named | known | {"who": mail.facts.get("name", ""), "text": sentence(mail.facts, mail.language),
                            "noted_by": mail.facts.get("user", "")}


def _documents(mail: OutgoingMail, file: TicketFile) -> list[Document]:
    ids = str(mail.facts.get("documents", "") or mail.facts.get("document_id", "")).split()
    return [d for d in (file.document(i) for i in ids) if d]


def _pieces(office: Office, mail: OutgoingMail, documents: list[Document]) -> tuple[Piece, ...]:
    served = [d for d in documents if d.reading != "held"]
    if mail.template not in WITH_LINK or sum(d.size for d in served) > office.post.attachment_limit:
        return ()
    return tuple(Piece(d.filename, d.content_type, office.files.get(file_key(office.agency.id, d.sha256)))
                 for d in served)
