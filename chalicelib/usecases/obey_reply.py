"""A manager on the road answers a notification: a note, a chaser, a state, a closing; never money (N-25, M-89).

Only a verified sender under her own address is obeyed, and only as far as the screens would let her go.
Each act has its own marker, made from the mail: a second delivery finds it done.
"""

from __future__ import annotations

from typing import Literal

from chalicelib.domain import staff_reply as staff
from chalicelib.domain.agency import User
from chalicelib.domain.change import AlreadyDone, Change
from chalicelib.domain.engaged import engaged_firm
from chalicelib.domain.errors import Conflict, Invalid, NotFound
from chalicelib.domain.letter import Letter
from chalicelib.domain.mail import Marker, OutgoingMail
from chalicelib.domain.menu import find
from chalicelib.usecases.close_ticket import CloseForm, close_ticket
from chalicelib.usecases.edit_ticket import EditForm, edit_ticket
from chalicelib.usecases.identity import derived
from chalicelib.usecases.log_note import log_note
from chalicelib.usecases.ports import Office
from chalicelib.usecases.prefill import About, prefilled
from chalicelib.usecases.received import Received
from chalicelib.usecases.send_action import MARKER as SENT
from chalicelib.usecases.send_action import send_action
from chalicelib.usecases.staff_address import staff_signature

MARKER = "staff_reply"
Done = Literal["noted", "chased", "moved", "closed", "money", "incomplete", "unknown", "unknown_state", "not_possible"]


def staff_claim(office: Office, received: Received) -> staff.StaffReply | None:
    """The notification this mail answers, if its address really is one of ours."""
    domain = office.post.inbound_domain
    shown = (*received.delivery.recipients, *(a.email for a in (*received.mail.to, *received.mail.cc)))
    found = (staff.read_staff_address(address, domain) for address in shown)
    return next((c for c in found if c and staff.holds(c, staff_signature(office, c.ticket_number, c.user_id))), None)


def obey_reply(office: Office, received: Received, claim: staff.StaffReply) -> str:
    """Do what the reply asks and answer it. Returns the reason for the delivery's record: "staff_reply", or
    why it was not obeyed. Nothing is obeyed for a doubtful sender."""
    user = next((u for u in office.directory.users() if u.id.lower() == claim.user_id), None)
    if user is None or not user.active or user.role != "manager":
        return "staff_unknown"
    if received.screening.kind != "reply" or received.screening.standing != "verified":
        return "staff_unverified"
    if received.sender_email != user.email.lower():
        return "staff_unverified"
    if office.mailbox.marker(MARKER, received.key):
        return "staff_reply"
    asked = staff.command(received.reply.own)
    done = _done(office, received, user, claim.ticket_number, asked)
    answer = _answer(office, received, user, claim.ticket_number, done)
    marker = Marker(MARKER, received.key, received.mail.digest, received.now, result=done)
    try:
        office.books.commit(Change(mails=(answer,), marker=marker))
    except AlreadyDone:
        return "staff_reply"
    office.queues.mails(office.agency.id, [answer.id])
    return "staff_reply"


def _done(office: Office, received: Received, user: User, number: int, asked: staff.Command) -> Done:
    try:
        if asked.verb == "note":
            return _note(office, received, user, number, asked.argument)
        if asked.verb == "chase":
            return _chase(office, received, user, number)
        if asked.verb == "state":
            return _state(office, received, user, number, asked.argument)
        if asked.verb == "close":
            return _close(office, received, user, number)
        return "money" if asked.verb == "money" else "unknown"
    except (Conflict, Invalid, NotFound):
        return "incomplete" if asked.verb == "close" else "not_possible"


def _note(office: Office, received: Received, user: User, number: int, text: str) -> Done:
    log_note(office, user, number, "note", received.key, text[:4000] or "–", "", received.now)
    return "noted"


def _chase(office: Office, received: Received, user: User, number: int) -> Done:
    """The letter as the screen would pre-fill it, to the firm it would propose."""
    if office.mailbox.marker(SENT, received.key):  # a first run was cut short after the letter: it has left
        return "chased"
    file, action = office.tickets.file(number), find("chase_contractor")
    if file is None or action is None:
        return "not_possible"
    firm = engaged_firm(file)
    conversation = file.conversation(firm)
    text = prefilled(office, user, file, action, conversation.language if conversation else "fr", About())
    letter = Letter("chase_contractor", received.key, text.subject, text.text, party_id=firm)
    send_action(office, user, number, letter, received.now)
    return "chased"


def _state(office: Office, received: Received, user: User, number: int, words: str) -> Done:
    """Along the table only; an agreement and a closing have their own ways."""
    state = staff.state_named(words)
    if not state:
        return "unknown_state"
    if state == "approved":
        return "money"
    if state in ("closed", "cancelled"):
        return "not_possible"
    form = EditForm(received.key, {}, {"state": state}, reason=f"E-mail : {received.mail.subject[:100]}")
    edit_ticket(office, user, number, form, received.now)
    return "moved"


def _close(office: Office, received: Received, user: User, number: int) -> Done:
    """Only a complete file closes by mail: nothing is waived or forced unseen."""
    close_ticket(office, user, number, CloseForm(received.key, -1), received.now)
    return "closed"


def _answer(office: Office, received: Received, user: User, number: int, done: Done) -> OutgoingMail:
    return OutgoingMail(
        id=derived(received.key, "staff_answer"), purpose="staff_answer", template="staff_answer",
        language=user.language, to_email=user.email, to_name=user.name, created_at=received.now,
        not_before=received.now, ticket_number=number, in_reply_to=received.mail.message_id,
        facts={"done": done})

