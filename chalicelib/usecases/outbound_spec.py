"""What a queued mail says when it leaves: written by a manager, or rendered from the state of now."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.conversation import reply_address
from chalicelib.domain.document import Document, file_key
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.message import Message
from chalicelib.domain.staff_reply import ANSWERS
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering.catalog import translate
from chalicelib.rendering.emails import OutboundSpec, Piece
from chalicelib.rendering.letters import manual_html, render
from chalicelib.usecases.decision_links import address_of, ends_at, token_of
from chalicelib.usecases.decision_mail import decision_spec
from chalicelib.usecases.digest_mail import digest_spec
from chalicelib.usecases.invitation_mail import invitation_spec
from chalicelib.usecases.paper_mail import paper_spec
from chalicelib.usecases.piece_links import piece_link
from chalicelib.usecases.ports import Office
from chalicelib.usecases.reminder_mail import reminder_spec
from chalicelib.usecases.sign_in import link_in
from chalicelib.usecases.space_mail import space_spec
from chalicelib.usecases.staff_address import reply_address_of

LOG_READ = 60


class Unsendable(Exception):
    """Nothing can make this mail leave: its recipient or its ticket is gone."""


def spec_for(office: Office, mail: OutgoingMail, file: TicketFile | None, now: datetime) -> OutboundSpec:
    """The finished content of a mail. Raises Unsendable, NotNeeded for an automatic mail that has no object left."""
    if mail.purpose == "manual":
        return _manual(office, mail, file, now)
    if mail.purpose == "acknowledgement":
        return _acknowledgement(office, mail, file, now)
    if mail.purpose == "notification":
        return _notification(office, mail, file, now)
    if mail.purpose == "reminder":
        return reminder_spec(office, mail, now)
    if mail.purpose == "digest":
        return digest_spec(office, mail, now)
    if mail.purpose == "decision":
        return _decision(office, mail, file, now)
    if mail.purpose in ("paper", "warning"):
        return _paper(office, mail, file, now)
    if mail.purpose == "space":
        return space_spec(office, mail, file, now)
    if mail.purpose == "staff_answer":
        return _staff_answer(office, mail, file, now)
    if mail.purpose == "invitation":
        return invitation_spec(office, mail, now)
    return _sign_in(office, mail, now)


def _manual(office: Office, mail: OutgoingMail, file: TicketFile | None, now: datetime) -> OutboundSpec:
    if file is None:
        raise Unsendable("ticket_gone")
    documents = _documents(mail, file)
    limit = office.post.attachment_limit
    attached = sum(d.size for d in documents) <= limit
    links = [] if attached else [(d.filename, piece_link(office, d)) for d in documents]
    asks = bool(mail.facts.get("decision"))
    asked = sorted((d for d in documents if file.approval(d.id)), key=lambda d: d.id != file.ticket.chosen_quote)
    facts = {"links": links, "documents": asked, "ticket": file.ticket, "footed": not mail.about_several,
             "decision": address_of(office, mail.id) if asks else "", "replaced": _replaced(mail, file),
             "decision_until": ends_at(office, mail.created_at)}
    footer = "" if mail.about_several else render("letter_footer", mail.language, facts).text
    block = render("decision_block", mail.language, facts).text + "\n\n" if asks else ""
    text = f"{mail.text.rstrip()}\n\n{block}{footer}".rstrip() + "\n"
    pieces = tuple(_piece(office, d) for d in documents) if attached else ()
    return _spec(office, mail, file, now, mail.subject, text, manual_html(mail.text, mail.language, facts),
                 pieces=pieces, secrets=(token_of(office, mail.id),) if asks else ())


def _replaced(mail: OutgoingMail, file: TicketFile) -> list[tuple[int, int]]:
    """The amounts before and now, for each newer version of what its reader was asked about before (E-C6)."""
    asked = (file.document(i) for i in str(mail.facts.get("decision", "")).split())
    pairs = [(old, new) for new in asked if new and (old := file.document(new.replaces))
             and (last := file.approval(old.id)) and last.elector(mail.party_id)]
    return [(old.gross_cents, new.gross_cents) for old, new in pairs
            if old.gross_cents is not None and new.gross_cents is not None]


def _piece(office: Office, document: Document) -> Piece:
    content = office.files.get(file_key(office.agency.id, document.sha256))
    return Piece(document.filename, document.content_type, content)


def _acknowledgement(office: Office, mail: OutgoingMail, file: TicketFile | None, now: datetime) -> OutboundSpec:
    if file is None:
        raise Unsendable("ticket_gone")
    facts = {"ticket": file.ticket, "documents": _documents(mail, file), "agency": office.agency,
             "name": mail.to_name}
    letter = render("acknowledgement", mail.language, facts)
    return _spec(office, mail, file, now, letter.subject, letter.text, letter.html, automatic="replied")


def _notification(office: Office, mail: OutgoingMail, file: TicketFile | None, now: datetime) -> OutboundSpec:
    """To the manager of the ticket, else to every active manager's first."""
    if file is None:
        raise Unsendable("ticket_gone")
    user = _manager(office, file)
    found = office.tickets.log(file.ticket.number, limit=LOG_READ)
    message = next((m for m in found if isinstance(m, Message) and m.id == mail.facts.get("message_id")), None)
    facts = {"ticket": file.ticket, "documents": _documents(mail, file), "agency": office.agency,
             "message": message, "link": f"{office.post.base_url}/tickets/{file.ticket.number}", "user": user}
    letter = render("notification", user.language, facts)
    return OutboundSpec(
        sender=office.post.sender_address, from_name=office.agency.name, to_email=user.email, to_name=user.name,
        reply_to=reply_address_of(office, file.ticket.number, user.id), subject=letter.subject, text=letter.text,
        html=letter.html, language=user.language, message_id=_own_id(office, mail), automatic="generated",
        loop=office.post.instance, at=now)


def _decision(office: Office, mail: OutgoingMail, file: TicketFile | None, now: datetime) -> OutboundSpec:
    """To a decider, or, without a name on it, to the manager of the ticket."""
    if file is None:
        raise Unsendable("ticket_gone")
    if mail.party_id or mail.to_email:
        return decision_spec(office, mail, file, mail.to_email, mail.to_name, "", now)
    user = _manager(office, file)
    return decision_spec(office, replace(mail, language=user.language), file, user.email, user.name,
                         reply_address_of(office, file.ticket.number, user.id), now)


def _paper(office: Office, mail: OutgoingMail, file: TicketFile | None, now: datetime) -> OutboundSpec:
    """To somebody concerned by a document, or, without a name on it, to the manager of the ticket."""
    if file is None:
        raise Unsendable("ticket_gone")
    if mail.to_email:
        return paper_spec(office, mail, file, mail.to_email, mail.to_name, mail.language, "", now)
    user = _manager(office, file)
    own = reply_address_of(office, file.ticket.number, user.id)
    return paper_spec(office, mail, file, user.email, user.name, user.language, own, now)


def _staff_answer(office: Office, mail: OutgoingMail, file: TicketFile | None, now: datetime) -> OutboundSpec:
    """What became of a command sent by mail, to the user who sent it."""
    if file is None:
        raise Unsendable("ticket_gone")
    said = translate(ANSWERS[str(mail.facts["done"])], mail.language)
    facts = {"ticket": file.ticket, "said": said, "agency": office.agency,
             "link": f"{office.post.base_url}/tickets/{file.ticket.number}"}
    letter = render("staff_answer", mail.language, facts)
    return OutboundSpec(
        sender=office.post.sender_address, from_name=office.agency.name, to_email=mail.to_email,
        to_name=mail.to_name, reply_to="", subject=letter.subject, text=letter.text, html=letter.html,
        language=mail.language, message_id=_own_id(office, mail), in_reply_to=mail.in_reply_to, automatic="replied",
        loop=office.post.instance, at=now)


def _manager(office: Office, file: TicketFile) -> User:
    users = [u for u in office.directory.users() if u.active and u.role == "manager"]
    chosen = next((u for u in users if u.id == file.ticket.manager_id), None) or next(iter(users), None)
    if chosen is None:
        raise Unsendable("no_manager")
    return chosen


def _sign_in(office: Office, mail: OutgoingMail, now: datetime) -> OutboundSpec:
    facts = {"link": link_in(office, mail), "agency": office.agency, "name": mail.to_name}
    letter = render("sign_in", mail.language, facts)
    return OutboundSpec(
        sender=office.post.sender_address, from_name=office.agency.name, to_email=mail.to_email,
        to_name=mail.to_name, reply_to="", subject=letter.subject, text=letter.text, html=letter.html,
        language=mail.language, message_id=_own_id(office, mail), automatic="generated",
        loop=office.post.instance, at=now)


def _spec(office: Office, mail: OutgoingMail, file: TicketFile, now: datetime, subject: str, text: str,
          html: str, *, pieces: tuple[Piece, ...] = (), automatic: str = "", secrets: tuple[str, ...] = (),
          ) -> OutboundSpec:
    """A mail of a conversation always carries its reply address (M-94)."""
    conversation = file.conversation(mail.party_id)
    if conversation is None:
        raise Unsendable("conversation_gone")
    own = reply_address(conversation, office.post.inbound_domain)
    return OutboundSpec(
        sender=office.post.sender_address, from_name=mail.from_name or office.agency.name,
        to_email=mail.to_email, to_name=mail.to_name,
        reply_to=office.agency.intake_address if mail.about_several else own, subject=subject, text=text, html=html,
        language=mail.language, message_id=_own_id(office, mail), in_reply_to=mail.in_reply_to,
        references=mail.references, automatic=automatic, loop=office.post.instance, pieces=pieces, at=now,
        secrets=secrets)


def _own_id(office: Office, mail: OutgoingMail) -> str:
    return mail.message_id or f"{mail.id}@{office.post.inbound_domain}"


def _documents(mail: OutgoingMail, file: TicketFile) -> list[Document]:
    found = (file.document(document_id) for document_id in mail.document_ids)
    return [d for d in found if d]
