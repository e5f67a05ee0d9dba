"""A manager sends the mail of a menu action: ticket, mission, conversation and mail in one commit.

The nonce of the form makes a second click the same act (R-5): it finds the marker and changes nothing.
Another letter under the same nonce is refused: nobody may believe that it left.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from chalicelib.domain import menu
from chalicelib.domain.agency import User
from chalicelib.domain.attachable import may_go_to
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.document import Document
from chalicelib.domain.effects import effect_of
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.holdings import current_quote
from chalicelib.domain.job import Job
from chalicelib.domain.letter import Letter, checked
from chalicelib.domain.mail import Marker
from chalicelib.domain.party import Party, lapsed
from chalicelib.domain.ticket import Exchange, answered
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.undo import undo_seconds
from chalicelib.rendering.letters import render
from chalicelib.usecases.each_letter import Posting, each_letter, with_unreachable
from chalicelib.usecases.identity import derived
from chalicelib.usecases.letter_out import Wording, letter_out
from chalicelib.usecases.mandate_terms import mandate_over
from chalicelib.usecases.once import done_before
from chalicelib.usecases.order_grounds import Grounds, direct_grounds, grounds_of
from chalicelib.usecases.order_works import with_order
from chalicelib.usecases.ports import Office
from chalicelib.usecases.recipient import NEW_WORK, Recipients, find_recipients, needs_reason
from chalicelib.usecases.submit_quotes import submitted
from chalicelib.usecases.take_back import with_undo

MARKER = "send_action"
OWNERS_WORD = ("directives", "own_care")
Result = Literal["sent", "already_sent"]


@dataclass(frozen=True, slots=True)
class Sent:
    """What happened, and the mail that carries it."""

    result: Result
    mail_id: str


def send_action(office: Office, user: User, number: int, letter: Letter, now: datetime) -> Sent:
    """Raises NotFound, Conflict (the state forbids it, the ticket changed, or the form was used for another
    letter), Invalid (all faults)."""
    mail_id = derived(office.agency.id, "mail", str(number), letter.nonce)
    if done := done_before(office, MARKER, letter.nonce, _content(letter)):
        return Sent("already_sent", done.result)
    file = office.tickets.file(number)
    action = menu.find(letter.action)
    if file is None or action is None or not action.template:
        raise NotFound("ticket")
    reason = menu.why_not(action, menu.situation(file.ticket))
    if reason and not (reason == "approval" and action.effect == "order"):  # the mandate has the last word on that
        raise Conflict("action_not_possible", reason=reason)
    if letter.version >= 0 and letter.version != file.ticket.version and not letter.anyway:
        raise Conflict("ticket_changed")
    faults = checked(letter, action)
    recipients = find_recipients(office, file, action, letter, now, faults)
    if faults or not recipients.found:
        raise Invalid(*faults)
    documents = _documents(file, action, letter)
    if not all(may_go_to(d, action.audience, r.party.id) for d in documents for r in recipients.found):
        raise Invalid(Fault("document", "not_for_recipient"))
    grounds = _grounds(office, user, file, action, recipients, letter, now)
    posting = Posting(action, letter, documents, mail_id)
    change = _change(office, user, file, posting, recipients, grounds, now)
    try:
        office.books.commit(change)
    except AlreadyDone:
        done = done_before(office, MARKER, letter.nonce, _content(letter))
        return Sent("already_sent", done.result if done else mail_id)
    except Outdated as faster:  # somebody wrote between our reading and our commit: look again, text kept
        raise Conflict("ticket_changed") from faster
    wait = undo_seconds(office.agency, file.ticket)
    office.queues.mails(office.agency.id, [m.id for m in change.mails], delay_seconds=wait)
    office.queues.jobs(office.agency.id, [e.id for e in change.added if isinstance(e, Job)])
    return Sent("sent", mail_id)



def _content(letter: Letter) -> str:
    """What makes two letters the same one."""
    return derived(letter.action, letter.subject, letter.body, letter.party_id, letter.email, letter.mode,
                   letter.ceiling, str(letter.tell_others), str(letter.tell_tenant), letter.reason,
                   letter.tenant_impact, letter.risk, *(letter.to or ()), *letter.document_ids)


def _documents(file: TicketFile, action: menu.MenuAction, letter: Letter) -> tuple[Document, ...]:
    """Only documents of this ticket, and none that is withheld, may leave. The quote goes to the owner by
    itself (K-32)."""
    chosen = (file.document(d) for d in dict.fromkeys(letter.document_ids))
    found = tuple(d for d in chosen if d and d.reading != "held")
    if action.effect != "submit_quote" or any(d.kind == "quote" for d in found):
        return found
    quote = current_quote(file.ticket, file.documents)
    return (*found, quote) if quote and quote.reading != "held" else found


def _grounds(office: Office, user: User, file: TicketFile, action: menu.MenuAction, recipients: Recipients,
             letter: Letter, now: datetime) -> Grounds | None:
    """On what an order stands; nothing for a letter that orders nothing. Raises Conflict, Invalid."""
    if action.effect in NEW_WORK and mandate_over(office, file, now):
        raise Conflict("mandate_ended")
    faults: list[Fault] = []
    party, grounds = recipients.found[0].party, None
    if action.effect == "order":
        grounds = grounds_of(office, user, file, party, letter, now, faults)
    elif action.effect == "ask_contractor" and letter.mode == "direct":
        grounds = direct_grounds(office, user, file, party, letter, now, faults)
    if faults:
        raise Invalid(*faults)
    return grounds


def _change(office: Office, user: User, file: TicketFile, posting: Posting, recipients: Recipients,
            grounds: Grounds | None, now: datetime) -> Change:
    action, letter, party = posting.action, posting.letter, recipients.found[0].party
    effect = effect_of(action, grounds.file if grounds else file, party, letter, posting.documents, now)
    letters = each_letter(office, user, file, posting, recipients.found, now)
    # what an owner told us to do is dealt with by writing to him, not to somebody else
    keep = () if action.audience == "owner" else OWNERS_WORD
    ticket = answered(effect.ticket, Exchange(user.name, action.key, now), keep=keep)
    if action.effect == "submit_quote":
        quotes = [d for d in posting.documents if d.kind == "quote"]
        ticket = replace(ticket, tenant_impact=letter.tenant_impact, risk=letter.risk)
        put = submitted(office, user, replace(file, ticket=ticket), quotes, letters, now)
        ticket, letters = put.ticket, put.letters.plus(put.rounds)
    ticket, told = with_unreachable(ticket, recipients.unreachable, posting.mail_id, now)
    draft = file.draft(user.id, action.key)
    change = letters.plus(told).plus(Change(
        added=(*effect.added, *_override(file, action, party, posting, user, now)),
        changed=(ticket, *effect.changed), removed=(draft,) if draft else (),
        marker=Marker(MARKER, letter.nonce, _content(letter), now, result=posting.mail_id)))
    for firm in effect.let_go:
        change = change.plus(_told(office, user, file, firm.party_id, posting.mail_id, now))
    if grounds:
        change = with_order(office, user, grounds, party, posting, change, now)
    return with_undo(change, user.id, file, letter)


def _override(file: TicketFile, action: menu.MenuAction, party: Party, posting: Posting, user: User, now: datetime,
              ) -> tuple[TimelineEntry, ...]:
    """A firm chosen in spite of an expired certificate is on record with the reason (E-C26)."""
    if not needs_reason(action, party, now.date()):
        return ()
    facts: dict[str, str | int] = {"to": party.name, "reason": posting.letter.reason.strip(),
                                   "lapsed": ", ".join(lapsed(party, now.date()))}
    return (TimelineEntry(file.ticket.number, derived(posting.mail_id, "lapsed"), now, "chosen_though_lapsed",
                          user.name, facts),)


def _told(office: Office, user: User, file: TicketFile, party_id: str, mail_id: str, now: datetime) -> Change:
    """A firm that was not retained hears it, in a few polite words and without anybody's price (E-C23)."""
    party = office.directory.parties(party_id)[0]
    if party is None or not party.email:
        return Change()
    facts = {"ticket": file.ticket, "user": user, "agency": office.agency}
    text = render("not_retained", party.language, facts)
    wording = Wording("not_retained", text.subject, text.text)
    sent = letter_out(office, user, file, party, party.email, wording, derived(mail_id, "not_retained", party_id), now)
    return Change(added=sent.added, changed=sent.changed, mails=(sent.mail,))
