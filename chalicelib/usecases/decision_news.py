"""What is written down and who is told when somebody acts on a document in Approbation (S-05, D-14, U-132).

He himself gets a receipt, always at his recorded address, so that an act in his name is seen in time (W-4). When
the act settled the round, or left it with « avis partagés », the manager and the other deciders hear it too.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain.agency import Language
from chalicelib.domain.approval import Approval
from chalicelib.domain.change import Change
from chalicelib.domain.decision import Ruled
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.ticket import Exchange, heard_from
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.ask_paper import agreements_by_votes
from chalicelib.usecases.decision_links import decision_mail
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.ruling import change_of

Facts = dict[str, str | int]
# acts of a decider, each with words of its own in his receipt; and what happens to a document without him
OwnAct = Literal["vote_accept", "vote_refuse", "vote_withdrawn", "decision_cancelled", "question", "directions",
                 "delegated", "delegation_ended", "locked", "objection"]
OtherAct = Literal["status_set", "electors_changed", "deadline_passed"]
HEARD_AT_ONCE = ("question", "directions", "delegated", "delegation_ended", "locked", "objection",
                 "decision_cancelled")
SAID = {"vote_accept": "accepted", "vote_refuse": "refused", "question": "asked", "directions": "directed"}


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what on which document. `what` is the code of the line; `by` who answered in his name; `more` what
    else its sentence needs."""

    what: OwnAct | OtherAct
    document_id: str
    nonce: str
    now: datetime
    party_id: str = ""
    text: str = ""
    by: str = ""
    more: Facts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reachable:
    """A person with the address and the language he is written to."""

    party_id: str
    name: str
    email: str
    language: Language


def told(office: Office, file: TicketFile, ruled: Ruled, act: Act) -> Change:
    """The ruling with its line on the works file and its mails, as one change."""
    outcome = _outcome(file, ruled)
    name = _name(file, act.party_id)
    if ruled.ticket != file.ticket and name:
        heard = heard_from(ruled.ticket, Exchange(name, SAID.get(act.what, "decided"), act.now))
        if act.what == "directions":  # they may be what puts the file to rest
            heard = replace(heard, snoozed_until=ruled.ticket.snoozed_until, snooze_reason=ruled.ticket.snooze_reason)
        ruled = replace(ruled, ticket=heard)
    mails = [*_receipt(office, file, ruled, act, outcome)]
    if outcome or act.what in HEARD_AT_ONCE:
        mails += [_to_manager(file, act, outcome, name, _facts(file, act, outcome, name))]
    if outcome:
        mails += _to_others(office, file, ruled, act, outcome, name)
    facts = {k: v for k, v in _facts(file, act, outcome, name).items() if v not in ("", 0)}
    entry = TimelineEntry(file.ticket.number, derived(act.nonce, act.what), act.now, act.what, name, facts)
    papers = agreements_by_votes(file, ruled)
    return change_of(file, ruled).plus(Change(added=(entry, *papers), mails=tuple(mails)))


def _outcome(file: TicketFile, ruled: Ruled) -> str:
    """What this act has decided: accepted, refused, split, or nothing yet."""
    before = {(a.document_id, a.round): a.outcome for a in file.approvals}
    fresh = [a.outcome for a in ruled.approvals if a.outcome != "open" and a.reason != "other_retained"
             and a.outcome != before.get((a.document_id, a.round))]
    return next((o for o in ("accepted", "split", "refused") if o in fresh), "")


def _name(file: TicketFile, party_id: str) -> str:
    electors = (e for a in file.approvals for e in a.electors)
    found = next((e.name for e in electors if e.party_id == party_id), "")
    return found or next((p.name for p in file.participants if p.party_id == party_id), "")


def _facts(file: TicketFile, act: Act, outcome: str, name: str) -> Facts:
    """Everything a mail about this act says: it is read from here, not from a state that may have moved on."""
    document = file.document(act.document_id)
    return {"what": act.what, "outcome": outcome, "name": name, "text": act.text, "by": act.by,
            "document_id": act.document_id, "filename": document.filename if document else "",
            "kind": document.kind if document else "", "edition": document.edition if document else 1,
            "firm": document.who if document else "",
            "gross_cents": (document.gross_cents or 0) if document else 0, "at": act.now.isoformat(), **act.more}


def _receipt(office: Office, file: TicketFile, ruled: Ruled, act: Act, outcome: str) -> list[OutgoingMail]:
    person = reachable(office, file, [act.party_id]).get(act.party_id) if act.party_id else None
    if person is None:
        return []
    approval = ruled.approval(act.document_id) or file.approval(act.document_id)
    facts = _facts(file, act, outcome, person.name)
    facts["link_mail"] = _link_mail(approval, act.party_id)
    if approval and approval.cooling_until:
        facts["until"] = approval.cooling_until.isoformat()
    return [decision_mail(file, "decision_receipt", person.party_id, person.name, person.email, person.language,
                          derived(act.nonce, "receipt"), act.now, facts)]


def _to_manager(file: TicketFile, act: Act, outcome: str, name: str, facts: Facts) -> OutgoingMail:
    """His address and language are read when it leaves."""
    return decision_mail(file, "decision_news", "", "", "", "fr", derived(act.nonce, "news"), act.now, facts)


def _to_others(office: Office, file: TicketFile, ruled: Ruled, act: Act, outcome: str, name: str,
               ) -> list[OutgoingMail]:
    approval = ruled.approval(act.document_id) or file.approval(act.document_id)
    others = [e.party_id for e in approval.electors if e.party_id != act.party_id] if approval else []
    facts = _facts(file, act, outcome, name)
    return [decision_mail(file, "decision_outcome", p.party_id, p.name, p.email, p.language,
                          derived(act.nonce, "outcome", p.party_id), act.now,
                          facts | {"link_mail": _link_mail(approval, p.party_id)})
            for p in reachable(office, file, others).values()]


def _link_mail(approval: Approval | None, party_id: str) -> str:
    return dict(approval.asked).get(party_id, "") if approval else ""


def reachable(office: Office, file: TicketFile, party_ids: Iterable[str]) -> dict[str, Reachable]:
    """Those who can be written to, at the address the directory holds today. One request."""
    wanted = [p for p in dict.fromkeys(party_ids) if p]
    people = [p for p in office.directory.parties(*wanted) if p and p.email] if wanted else []
    found = {p.id: Reachable(p.id, p.name, p.email, p.language) for p in people}
    for member in file.participants:
        if member.party_id in wanted and member.party_id not in found and member.email:
            found[member.party_id] = Reachable(member.party_id, member.name, member.email, member.language)
    return found
