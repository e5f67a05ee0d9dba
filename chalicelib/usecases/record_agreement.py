"""A manager records what an owner said: the outcome, who said it, how, when, in which words (D-10, E-M22, E-L24).

The owner gets a receipt, so that a word that was never given is found out at once.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, time

from chalicelib.domain.agency import User
from chalicelib.domain.approval import Source, Spoken, spoken, with_electors
from chalicelib.domain.calendar import PARIS, paris_day
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.decision import Ruled
from chalicelib.domain.decision_tasks import with_tasks
from chalicelib.domain.document import Document
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.job import Job
from chalicelib.domain.mail import Marker
from chalicelib.domain.marked import N_
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.party import Party
from chalicelib.domain.spoken_word import Word, recorded
from chalicelib.domain.tally import tally
from chalicelib.domain.ticket import Exchange, alerted, answered
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry
from chalicelib.domain.undo import undo_seconds
from chalicelib.rendering.letters import render
from chalicelib.usecases.ask_paper import agreement_by_word
from chalicelib.usecases.deciders import Deciders, deciders
from chalicelib.usecases.decision_news import electors_told
from chalicelib.usecases.firm_told import Refusal, firm_told
from chalicelib.usecases.identity import derived
from chalicelib.usecases.letter_out import Wording, letter_out
from chalicelib.usecases.once import done_before
from chalicelib.usecases.ports import Office
from chalicelib.usecases.ruling import change_of
from chalicelib.usecases.shared_mailbox import TASK, unheard, waiting, without

MARKER = "record_agreement"
TRIES = 5
WORDS_LIMIT, REPRESENTATIVE_LIMIT = 2000, 200
SOURCES: dict[Source, str] = {
    "phone": N_("par téléphone"), "person": N_("de vive voix"), "letter": N_("par courrier"), "mail": N_("par e-mail"),
}
QUOTED = " \u00a0\n\r\t«»“”\""  # his words are shown between marks of their own
_OVER = ("paid",)


@dataclass(frozen=True, slots=True)
class AgreementForm:
    """As typed. `on` and `at` are a day and an hour of Paris; `piece` a document of the file; `everybody` says that
    all deciders gave their word; `representative` names who spoke for somebody who cannot decide himself (E-L12)."""

    nonce: str
    outcome: str
    party_id: str
    source: str
    on: str
    at: str = ""
    words: str = ""
    everybody: bool = False
    reason: str = ""
    piece: str = ""
    representative: str = ""


def record_agreement(office: Office, user: User, number: int, document_id: str, form: AgreementForm,
                     now: datetime) -> None:
    """Twice is once. Raises NotFound, Invalid with every fault, Conflict for a version that was replaced."""
    content = derived(document_id, form.outcome, form.party_id, form.source, form.on, form.at, form.words,
                      str(form.everybody), form.reason, form.piece, form.representative)
    for _ in range(TRIES):
        if done_before(office, MARKER, form.nonce, content):
            return
        file = office.tickets.file(number)
        document = file.document(document_id) if file else None
        if file is None or document is None:
            raise NotFound("document")
        if document.superseded_by or document.reading == "held" or document.status in _OVER:
            raise Conflict("superseded" if document.superseded_by else document.status or "held")
        people = deciders(office, file, document, now)
        word = _word(file, form, people, now)
        change = _change(office, user, file, document, people, word, form.nonce, now)
        try:
            office.books.commit(change.plus(Change(marker=Marker(MARKER, form.nonce, content, now))))
        except (AlreadyDone, Outdated):
            continue
        office.queues.mails(office.agency.id, [m.id for m in change.mails], undo_seconds(office.agency, file.ticket))
        office.queues.jobs(office.agency.id, [e.id for e in change.added if isinstance(e, Job)])
        return
    raise Conflict("ticket_changed")


def _word(file: TicketFile, form: AgreementForm, people: Deciders, now: datetime) -> Word:
    faults = []
    elector = next((e for e in people.electors if e.party_id == form.party_id), None)
    source: Source | None = next((s for s in SOURCES if s == form.source), None)
    said_at = _moment(form, now)
    if form.outcome not in ("accept", "refuse"):
        faults.append(Fault("outcome", "required"))
    if elector is None:
        faults.append(Fault("party", "required" if people.electors else "no_owner"))
    if source is None:
        faults.append(Fault("source", "required"))
    if said_at is None:
        faults.append(Fault("on", "not_a_date"))
    elif said_at > now:
        faults.append(Fault("on", "to_come"))
    if not form.words.strip(QUOTED):
        faults.append(Fault("words", "required"))
    if len(form.words) > WORDS_LIMIT or len(form.reason) > WORDS_LIMIT:
        faults.append(Fault("words", "too_long"))
    if form.everybody and not form.reason.strip():
        faults.append(Fault("reason", "required"))
    if elector and elector.unable and not form.representative.strip():
        faults.append(Fault("representative", "required"))
    if len(form.representative) > REPRESENTATIVE_LIMIT:
        faults.append(Fault("representative", "too_long"))
    if form.piece and file.document(form.piece) is None:
        faults.append(Fault("piece", "unknown"))
    if faults or elector is None or source is None or said_at is None:
        raise Invalid(*faults)
    return Word(elector.party_id, elector.name, form.outcome == "accept", source, said_at, form.words.strip(QUOTED),
                form.everybody, form.reason.strip() if form.everybody else "", form.piece,
                " ".join(form.representative.split()) if elector.unable else "")


def _moment(form: AgreementForm, now: datetime) -> datetime | None:
    """The day and hour of Paris; without an hour, noon of a past day, or now for today."""
    try:
        day = datetime.strptime(form.on, "%Y-%m-%d").date()
        if not form.at.strip():
            return now if day == paris_day(now) else datetime.combine(day, time(12), PARIS).astimezone(UTC)
        hour = datetime.strptime(form.at, "%H:%M").time()
    except ValueError:
        return None
    return datetime.combine(day, hour, PARIS).astimezone(UTC)


def _change(office: Office, user: User, file: TicketFile, document: Document, people: Deciders, word: Word,
            nonce: str, now: datetime) -> Change:
    seen = replace(file, ticket=answered(file.ticket, Exchange(user.name, "agreement_recorded", now)))
    ruled, _ = firm_told(office, file, ruled_by(office, seen, document, people, word, user, now),
                         Refusal(document.id), now)
    facts: dict[str, str | int] = {"to": word.name, "text": word.words, "filename": document.filename}
    facts |= {"by": word.spoken_by} if word.spoken_by else {}
    entry = TimelineEntry(
        file.ticket.number, derived(nonce, "word"), now, "agreement_recorded" if word.accepts else "refusal_recorded",
        user.name, facts)
    return change_of(file, ruled).plus(Change(added=(entry, *attested(ruled, document, word, user, nonce, now)))).plus(
        word_told(office, user, file, ruled, document, people, word, nonce, now))


def word_told(office: Office, user: User, file: TicketFile, ruled: Ruled, document: Document, people: Deciders,
              word: Word, cause: str, now: datetime) -> Change:
    """A receipt to whoever said it, and the outcome to the other deciders when this word decided (S-05)."""
    receipts = _receipts(office, user, file, document, people, word, cause, now)
    heard = {m.party_id for m in receipts.mails} | {word.party_id}
    others = electors_told(office, file, ruled, document.id, heard, cause, now,
                           {"source": word.source, "user": user.name, "name": word.name})
    return receipts.plus(Change(mails=tuple(others)))


def ruled_by(office: Office, file: TicketFile, document: Document, people: Deciders, word: Word, user: User,
             now: datetime) -> Ruled:
    """The history of the document tells the words of the others: one request, and three more when votes of the page
    come from one mailbox. His word decides nothing together with votes that may be one person's (E-L23)."""
    lines = office.tickets.paper_trail(document.ticket_number, document.id)
    ruled = with_tasks(file, recorded(file, document, people.electors, people.rule, word, lines, user.name, now), now)
    approval, after = file.approval(document.id), ruled.document(document.id)
    running = approval is not None and approval.state == "open" and not word.everybody
    if approval is None or not running or after is None or after.status == document.status:
        return ruled
    said = Spoken(word.party_id, word.choice, word.source, word.said_at, user.name, now)
    heard = spoken(with_electors(approval, people.electors or approval.electors), said)
    doubted = unheard(office, heard)
    if not doubted or tally(without(heard, doubted)).outcome == tally(heard).outcome:
        return ruled
    document, line = noted(document, now, ruled.lines[0].what, user.name, facts=word.facts())
    document, why = waiting(approval, document, doubted, now)
    return Ruled(alerted(file.ticket, now, TASK), (replace(heard, outcome="open"),), (document,), (line, why))


def attested(ruled: Ruled, document: Document, word: Word, user: User, cause: str, now: datetime) -> tuple[Job, ...]:
    """The attestation of an agreement that this word completed (D-29)."""
    after = ruled.document(document.id)
    if after is None or after.status != "approved" or document.status == "approved":
        return ()
    return (agreement_by_word(document, user.name, cause, now, source=word.source, said_by=word.name,
                              said_at=word.said_at.isoformat(), words=word.words),)


def _receipts(office: Office, user: User, file: TicketFile, document: Document, people: Deciders, word: Word,
              nonce: str, now: datetime) -> Change:
    """To whoever said it; to all when the manager speaks of all. Who has no address is told nothing, nor who
    cannot decide himself (E-L12)."""
    heard = people.people if word.everybody else tuple(p for p in people.people if p.id == word.party_id)
    voters = {e.party_id for e in people.electors}
    whole = Change()
    for person in heard:
        if person.email and person.can_decide and person.id in voters:
            whole = whole.plus(_receipt(office, user, file, document, person, word, nonce, now))
    return whole


def _receipt(office: Office, user: User, file: TicketFile, document: Document, person: Party, word: Word, nonce: str,
             now: datetime) -> Change:
    known = file.conversation(person.id)
    facts = {"ticket": file.ticket, "user": user, "agency": office.agency, "person": person, "word": word,
             "document": document, "own": person.id == word.party_id}
    text = render("agreement_receipt", known.language if known else person.language, facts)
    wording = Wording("agreement_receipt", text.subject, text.text)
    mail_id = derived(nonce, "receipt", person.id)
    sent = letter_out(office, user, file, person, person.email, wording, mail_id, now)
    return Change(added=sent.added, changed=sent.changed, mails=(sent.mail,))
