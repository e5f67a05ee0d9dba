"""A decider passes the question on: the person he names gets a link of his own, and answers in his name (U-88, U-102).

Forwarding the mail gives no such right. The manager hears it, the decider keeps the receipt, and may take it back
while there is no answer.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.change import Change
from chalicelib.domain.decision import Ruled, unmoved
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.errors import Conflict, Fault, Invalid
from chalicelib.domain.letter import valid_email
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.party import normal_email
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.typed import Typed
from chalicelib.usecases.able import still_able
from chalicelib.usecases.decision_links import decision_mail, new_link
from chalicelib.usecases.decision_news import Act, told
from chalicelib.usecases.file_act import Form, act_once
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

MARKER = "delegate"


@dataclass(frozen=True, slots=True)
class Delegate:
    """The form as typed."""

    nonce: str
    name: str
    email: str


def delegate_decision(office: Office, link: DecisionLink, form: Delegate, now: datetime) -> None:
    """Twice is once. Raises Invalid with every fault, Conflict when the link is over or has been passed on."""
    name, email = _checked(form)

    def decide(file: TicketFile) -> Change:
        still_able(office, link.party_id)
        _still_open(file, link, now)
        if link.delegated_to or link.delegate:
            raise Conflict("delegated")
        mail_id = derived("delegate", link.token_hash, form.nonce)
        theirs = replace(new_link(office, link.party_id, link.name, email, link.language, link.bound, mail_id,
                                  link.ticket_number, now), delegate=name, ends_at=link.ends_at)
        passed = replace(link, delegated_to=name, delegated_at=now, delegate_link=theirs.token_hash)
        mail = decision_mail(file, "decision_request", "", name, email, link.language, mail_id, now, {
            "documents": " ".join(b.document_id for b in link.bound), "delegate": name, "name": link.name})
        act = Act("delegated", link.bound[0].document_id, form.nonce, now, link.party_id, f"{name} ({email})")
        return told(office, file, _noted(file, link, "delegated", name, now), act).plus(Change(
            added=(theirs,), changed=(passed,), mails=(mail,)))

    act_once(office, link.ticket_number, Form(MARKER, form.nonce, derived(name, email)), now, decide)


def take_delegation_back(office: Office, link: DecisionLink, nonce: str, now: datetime) -> None:
    """The other link is dead, the decider answers himself. Twice is once. Raises Conflict when there is an answer
    already."""
    def decide(file: TicketFile) -> Change:
        still_able(office, link.party_id)
        _still_open(file, link, now)
        name = ("decision", link.delegate_link)
        theirs = office.directory.held([name]).get(name) if link.delegated_to else None
        if theirs is None:
            raise Conflict("not_delegated")
        own = replace(link, delegated_to="", delegated_at=None, delegate_link="")
        act = Act("delegation_ended", link.bound[0].document_id, nonce, now, link.party_id, link.delegated_to)
        return told(office, file, _noted(file, link, "delegation_ended", link.delegated_to, now), act).plus(Change(
            changed=(own, replace(theirs, revoked="taken_back"))))

    act_once(office, link.ticket_number, Form(MARKER, nonce, "back"), now, decide)


def _checked(form: Delegate) -> tuple[str, str]:
    typed = Typed({"delegate_name": form.name})
    name, email = typed.line("delegate_name", 120, required=True), normal_email(form.email)
    faults = list(typed.faults)
    if not valid_email(email):
        faults.append(Fault("delegate_email", "not_an_address"))
    if faults:
        raise Invalid(*faults)
    return name, email


def _still_open(file: TicketFile, link: DecisionLink, now: datetime) -> None:
    if not link.lives(now):
        raise Conflict("link_over")
    rounds = [a for b in link.bound if (a := file.approval(b.document_id)) and a.state == "open"]
    if not any(a.elector(link.party_id) for a in rounds):
        raise Conflict("votes_closed")
    if all(a.vote_of(link.party_id) for a in rounds):
        raise Conflict("already_voted")


def _noted(file: TicketFile, link: DecisionLink, what: str, name: str, now: datetime) -> Ruled:
    ruled = unmoved(file)
    for bound in link.bound:
        document = file.document(bound.document_id)
        if document:
            document, line = noted(document, now, what, link.name, link.party_id, {"to": name})
            ruled = ruled.then(Ruled(file.ticket, (), (document,), (line,)))
    return ruled
