"""What is written down and who is told when somebody acts on a document in Approbation (S-05, D-14, U-132).

He himself gets a receipt, always at his recorded address, so that an act in his name is seen in time (W-4). When
the act settled the round, or left it with « avis partagés », the manager and the other deciders hear it too. So do
the deciders when a manager takes the document out of Approbation, or when others decide from now on (D-10, D-11).
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
from chalicelib.domain.decision_tasks import with_tasks
from chalicelib.domain.document import Document
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.ticket import Exchange, heard_from
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.usecases.ask_paper import agreements_by_votes
from chalicelib.usecases.decision_links import decision_mail
from chalicelib.usecases.firm_told import Refusal, firm_told
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office
from chalicelib.usecases.ruling import change_of

Facts = dict[str, str | int]
# acts of a decider, each with words of its own in his receipt; and what happens to a document without him
OwnAct = Literal["vote_accept", "vote_refuse", "vote_withdrawn", "decision_cancelled", "question", "directions",
                 "delegated", "delegation_ended", "locked", "objection"]
OtherAct = Literal["status_set", "electors_changed", "deadline_passed", "no_capacity", "capacity_back"]
HEARD_AT_ONCE = ("question", "directions", "delegated", "delegation_ended", "locked", "objection",
                 "decision_cancelled")
SAID = {"vote_accept": "accepted", "vote_refuse": "refused", "question": "asked", "directions": "directed"}


@dataclass(frozen=True, slots=True)
class Act:
    """Who did what on which document. `what` is the code of the line; `by` who answered in his name; `motive` the
    code of a refusal's reason, or `motive_text` its words for the firm; `more` what else its sentence needs."""

    what: OwnAct | OtherAct
    document_id: str
    nonce: str
    now: datetime
    party_id: str = ""
    text: str = ""
    by: str = ""
    more: Facts = field(default_factory=dict)
    motive: str = ""
    motive_text: str = ""


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
    ruled = with_tasks(file, ruled, act.now)
    ruled, firm = firm_told(office, file, ruled, Refusal(act.document_id, act.motive, act.motive_text, act.nonce),
                            act.now)
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
    elif act.what == "status_set":
        mails += electors_told(office, file, ruled, act.document_id, (act.party_id,), act.nonce, act.now, act.more)
    elif act.what == "electors_changed":
        mails += _new_electorate(office, file, ruled, act)
    facts = {k: v for k, v in _facts(file, act, outcome, name).items() if v not in ("", 0)}
    entry = TimelineEntry(file.ticket.number, derived(act.nonce, act.what), act.now, act.what, name, facts)
    papers = agreements_by_votes(file, ruled)
    return change_of(file, ruled).plus(Change(added=(entry, *papers), mails=tuple(mails))).plus(firm)


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
            "firm": document.issuer if document else "",
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
    return [_outcome_mail(file, p, act.nonce, act.now, facts | {"link_mail": _link_mail(approval, p.party_id)})
            for p in reachable(office, file, others).values()]


def electors_told(office: Office, file: TicketFile, ruled: Ruled, document_id: str, heard: Iterable[str], cause: str,
                  now: datetime, word: Facts) -> list[OutgoingMail]:
    """A short mail to each decider of a document that somebody else than the votes took out of Approbation, but to
    those who `heard` it already. `word` says who said it and how; a manager's note stays with the agency (D-10)."""
    before, after, approval = file.document(document_id), ruled.document(document_id), file.approval(document_id)
    if before is None or after is None or approval is None or before.status != "in_approval":
        return []
    if after.status == "in_approval":
        return []
    others = [e.party_id for e in approval.electors if e.party_id not in tuple(heard)]
    outcome = {"approved": "accepted", "refused": "refused", "paid": "paid"}.get(after.status, "none")
    facts = _facts(file, Act("status_set", document_id, cause, now, more=word), outcome, str(word.get("name", "")))
    return [_outcome_mail(file, p, cause, now, facts | {"link_mail": _link_mail(approval, p.party_id)})
            for p in reachable(office, file, others).values()]


def replaced_told(office: Office, file: TicketFile, old: Document, new: Document, now: datetime) -> list[OutgoingMail]:
    """Who was asked about a version hears at once that it is replaced, and that the newer one comes when its amounts
    are confirmed (E-C6, E-M23)."""
    approval = file.approval(old.id)
    if approval is None:
        return []
    cause = derived(old.id, "replaced", new.id)
    facts = _facts(file, Act("status_set", old.id, cause, now), "replaced", "")
    return [_outcome_mail(file, p, cause, now, facts)
            for p in reachable(office, file, [e.party_id for e in approval.electors]).values()]


def _new_electorate(office: Office, file: TicketFile, ruled: Ruled, act: Act) -> list[OutgoingMail]:
    """Who decided before hears who decides now; a newcomer has his own mail, with his link (D-11)."""
    before, approval = file.approval(act.document_id), ruled.approval(act.document_id)
    if before is None or approval is None:
        return []
    facts = _facts(file, act, "changed", "") | {"deciders": ", ".join(e.name for e in approval.electors)}
    return [_outcome_mail(file, p, act.nonce, act.now, facts | {
                "gone": "" if approval.elector(p.party_id) else "1", "link_mail": _link_mail(approval, p.party_id)})
            for p in reachable(office, file, [e.party_id for e in before.electors]).values()]


def _outcome_mail(file: TicketFile, person: Reachable, cause: str, now: datetime, facts: Facts) -> OutgoingMail:
    return decision_mail(file, "decision_outcome", person.party_id, person.name, person.email, person.language,
                         derived(cause, "outcome", person.party_id), now, facts)


def _link_mail(approval: Approval | None, party_id: str) -> str:
    return dict(approval.asked).get(party_id, "") if approval else ""


def reachable(office: Office, file: TicketFile, party_ids: Iterable[str]) -> dict[str, Reachable]:
    """Those who can be written to, at the address the directory holds today; nobody who cannot decide (E-L12). One
    request."""
    wanted = [p for p in dict.fromkeys(party_ids) if p]
    known = [p for p in office.directory.parties(*wanted) if p] if wanted else []
    unable = {p.id for p in known if not p.can_decide}
    people = [p for p in known if p.email and p.can_decide]
    found = {p.id: Reachable(p.id, p.name, p.email, p.language) for p in people}
    for member in file.participants:
        if member.party_id in wanted and member.email and member.party_id not in {*found, *unable}:
            found[member.party_id] = Reachable(member.party_id, member.name, member.email, member.language)
    return found
