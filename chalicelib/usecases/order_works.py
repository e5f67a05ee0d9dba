"""Everything that goes with a work order besides its letter: the order as a PDF, the tenant, the owner in an
emergency, the words of the mandate in the history, and the wait for the end of the cooling-off (K-36, D-13, D-24).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change
from chalicelib.domain.mail import ORDERED
from chalicelib.domain.order_terms import waiting
from chalicelib.domain.party import Party
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.rendering.letters import render
from chalicelib.usecases.ask_paper import awaiting, paper_job
from chalicelib.usecases.decision_news import electors_told
from chalicelib.usecases.each_letter import Posting
from chalicelib.usecases.identity import derived
from chalicelib.usecases.letter_out import Wording, letter_out
from chalicelib.usecases.order_grounds import Grounds
from chalicelib.usecases.ports import Office

AFTER_THE_ORDER = timedelta(microseconds=1)  # mails of one ticket leave in the order in which they were written


def with_order(office: Office, user: User, grounds: Grounds, party: Party, posting: Posting, change: Change,
               now: datetime) -> Change:
    """The change of the letter with all that. The letter's mail is the first one; it waits for its PDF."""
    order, *others = change.mails
    mail_id = posting.mail_id
    job = paper_job(user.name, "work_order", order.ticket_number, mail_id, now, mail=mail_id, party=party.id,
                    quote=grounds.quote.id if grounds.quote else "", ceiling=str(posting.letter.ceiling_cents or ""))
    ordered = replace(order, facts=order.facts | {ORDERED: grounds.quote.id}) if grounds.quote else order
    whole = replace(change, mails=(awaiting(ordered, job), *others)).plus(Change(added=(job,)))
    if posting.letter.tell_tenant:
        whole = whole.plus(_tenant(office, user, grounds.file, party, mail_id, now))
    if grounds.until:
        whole = _waiting(whole, grounds.file.ticket, grounds.until)
    if grounds.ruled:
        whole = whole.plus(Change(added=grounds.ruled.lines,
                                  changed=(*grounds.ruled.approvals, *grounds.ruled.documents)))
    whole = whole.plus(_deciders(office, user, grounds, posting, order.not_before, now))
    if grounds.urgent:
        whole = whole.plus(_owners(office, user, grounds, party, posting, now))
    return whole.plus(Change(added=_entries(user, grounds, party, posting, now)))


def _waiting(change: Change, before: Ticket, until: datetime) -> Change:
    """Every mail of the act waits, and the file says so until the order has left (D-13)."""
    mails = tuple(replace(each, not_before=max(each.not_before, until)) for each in change.mails)
    changed = tuple(waiting(before, each, until) if isinstance(each, Ticket) else each for each in change.changed)
    return replace(change, mails=mails, changed=changed)


def _tenant(office: Office, user: User, file: TicketFile, firm: Party, mail_id: str, now: datetime) -> Change:
    """Which firm comes, and that it will call: no price (V-9)."""
    contact = file.ticket.tenant
    person = office.directory.parties(contact.party_id)[0] if contact and contact.party_id else None
    if person is None or not person.email:
        return Change()
    change = _letter(office, user, file, person, "order_tenant", derived(mail_id, "tenant"), now, {"firm": firm})
    return replace(change, mails=tuple(replace(m, created_at=now + AFTER_THE_ORDER) for m in change.mails))


def _deciders(office: Office, user: User, grounds: Grounds, posting: Posting, not_before: datetime,
              now: datetime) -> Change:
    """Those who were asked hear that the order closed their vote, as for any status a manager sets; owners who are
    told of the emergency have it in that letter. Held as long as the order can be taken back (S-05, D-10, D-31)."""
    if grounds.before is None or grounds.ruled is None or grounds.quote is None:
        return Change()
    heard = grounds.before.ticket.owner_ids if grounds.urgent else ()
    told = electors_told(office, grounds.before, grounds.ruled, grounds.quote.id, heard, posting.mail_id, now,
                         {"source": "own", "user": user.name})
    return Change(mails=tuple(replace(m, not_before=max(m.not_before, not_before)) for m in told))


def _owners(office: Office, user: User, grounds: Grounds, firm: Party, posting: Posting, now: datetime) -> Change:
    """Each owner who can decide is told in the same minute, with the reason and the clause (D-24, E-M9, E-L12)."""
    whole = Change()
    amount = posting.letter.ceiling_cents if posting.letter.mode == "direct" else None
    if grounds.quote:
        amount = grounds.quote.gross_cents
    facts = {"firm": firm, "amount_cents": amount, "reason": grounds.reason,
             "clause": grounds.verdict.clause if grounds.verdict else "", "quote": grounds.quote}
    for owner in office.directory.parties(*grounds.file.ticket.owner_ids):
        if owner and owner.email and owner.can_decide:
            mail_id = derived(posting.mail_id, "urgent", owner.id)
            whole = whole.plus(_letter(office, user, grounds.file, owner, "urgent_order", mail_id, now, facts))
    return whole


def _letter(office: Office, user: User, file: TicketFile, person: Party, template: str, mail_id: str, now: datetime,
            facts: Mapping[str, object]) -> Change:
    known = file.conversation(person.id)
    language = known.language if known else person.language
    shared = {"ticket": file.ticket, "user": user, "agency": office.agency, "person": person}
    text = render(template, language, {**shared, **facts})
    wording = Wording(template, text.subject, text.text)
    sent = letter_out(office, user, file, person, person.email, wording, mail_id, now)
    entry = TimelineEntry(file.ticket.number, derived(mail_id, "sent"), now, template, user.name,
                          {"to": person.name, "email": person.email, "mail_id": mail_id})
    return Change(added=(*sent.added, entry), changed=sent.changed, mails=(sent.mail,))


def _entries(user: User, grounds: Grounds, party: Party, posting: Posting, now: datetime) -> tuple[TimelineEntry, ...]:
    """An order given on the words of the mandate, or on a quote that had passed its last day, is on record."""
    number, reason = grounds.file.ticket.number, grounds.reason
    found = []
    if grounds.urgent and grounds.verdict:
        said = f"{reason} — {grounds.verdict.clause}"
        signed = f"{party.name} · {grounds.signed_with}" if grounds.signed_with else party.name
        found.append(("ordered_urgently", {"to": signed, "reason": said}))
    if grounds.lapsed:
        found.append(("ordered_though_lapsed", {"to": party.name, "reason": reason}))
    return tuple(TimelineEntry(number, derived(posting.mail_id, what), now, what, user.name, dict(facts))
                 for what, facts in found)
