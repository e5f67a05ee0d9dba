"""The evidence of a works file: everything that is known of it in the order of time, each line chained to the last.

One record of history, messages, mails and what became of them, openings, rounds of votes, documents and their own
chained histories. Anybody can check it with evidence_check.py, which travels in the file (O-3, N-17).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from chalicelib.domain.access_record import AccessRecord
from chalicelib.domain.approval import Approval
from chalicelib.domain.document import Document
from chalicelib.domain.evidence_check import FORMAT, START, hash_of
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.message import Message
from chalicelib.domain.paper_trail import PaperEntry, plain
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.timeline import TimelineEntry

Values = dict[str, Any]
# Where a line comes from. Those of one moment stand in this order: what happened before what followed from it.
SOURCES = ("history", "message", "document", "round", "vote", "paper", "mail", "access", "file")
_ENDED_BADLY = ("failed", "suppressed", "cancelled", "uncertain")


@dataclass(frozen=True, slots=True)
class Known:
    """Everything the record is made from."""

    file: TicketFile
    log: tuple[Message | TimelineEntry, ...] = ()
    papers: tuple[PaperEntry, ...] = ()
    mails: tuple[OutgoingMail, ...] = ()
    accesses: tuple[AccessRecord, ...] = ()


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of the ZIP: its name there, its SHA-256 and its size."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A file that should be in the ZIP and is not, or is not what it was; `why` is a code of REASONS."""

    name: str
    sha256: str
    why: str


@dataclass(frozen=True, slots=True)
class Record:
    """The chained lines, and the hash of the last one."""

    entries: tuple[Values, ...]
    head: str

    def lines(self) -> bytes:
        """One line of JSON per entry, as record.jsonl holds them."""
        return b"".join(json.dumps(e, ensure_ascii=False, sort_keys=True).encode() + b"\n" for e in self.entries)


def record_of(known: Known, left_out: Iterable[LeftOut], made_at: datetime) -> Record:
    """All lines in the order of time, numbered and chained. What was left out comes last, at the moment of making."""
    bare = sorted(_everything(known), key=_in_time)
    bare += [_line(made_at, "file", f"left_out_{lost.why}", "", {"name": lost.name, "sha256": lost.sha256})
             for lost in left_out]
    entries, last = [], START
    for number, values in enumerate(bare, start=1):
        numbered = {"sequence": number, "previous": last} | values
        last = hash_of(numbered)
        entries.append(numbered | {"hash": last})
    return Record(tuple(entries), last)


def manifest_of(known: Known, record: Record, kept: Iterable[Kept], agency: tuple[str, str], made_at: datetime,
                made_by: str) -> Values:
    """What the evidence file must hold. `agency` is its id and its name."""
    ticket = known.file.ticket
    return {
        "format": FORMAT, "agency": {"id": agency[0], "name": agency[1]},
        "ticket": {"number": ticket.number, "reference": ticket.reference, "title": ticket.title,
                   "place": ticket.place, "state": ticket.state},
        "made_at": made_at.isoformat(), "made_by": made_by, "entries": len(record.entries), "head": record.head,
        "papers": list(_papers(known)),
        "files": [{"name": k.name, "sha256": k.sha256, "size": k.size} for k in kept]}


def _papers(known: Known) -> Iterator[Values]:
    """How long the history of each document is and its last hash, as the document itself says. A document that was
    taken back before it left is gone: its history stands for itself."""
    for document in sorted(known.file.documents, key=lambda d: d.id):
        if document.entries:
            yield {"document_id": document.id, "filename": document.filename, "sha256": document.sha256,
                   "entries": document.entries, "head": document.chain}
    gone = {p.document_id for p in known.papers} - {d.id for d in known.file.documents}
    for document_id in sorted(gone):
        lines = sorted((p for p in known.papers if p.document_id == document_id), key=lambda p: p.sequence)
        yield {"document_id": document_id, "filename": "", "sha256": "", "entries": len(lines), "head": lines[-1].hash}


def _in_time(values: Values) -> tuple[str, int, str, str]:
    """Moments are written alike, so that their texts sort; ties follow the sources, then the content."""
    paper = values.get("paper")
    place = f"{paper['document_id']} {paper['sequence']:09}" if paper else ""
    return values["at"], SOURCES.index(values["source"]), place, json.dumps(values, sort_keys=True)


def _everything(known: Known) -> Iterator[Values]:
    for entry in known.log:
        yield _message(entry) if isinstance(entry, Message) else _line(
            entry.at, "history", entry.what, entry.who, dict(entry.facts))
    for document in known.file.documents:
        yield _document(document)
    for approval in known.file.approvals:
        yield from _round(approval)
    for paper in known.papers:
        whole = plain(paper) | {"hash": paper.hash}
        yield _line(paper.at, "paper", paper.what, paper.who, {}) | {"paper": whole}
    for mail in known.mails:
        yield from _mail(mail)
    names = {e.party_id: e.name for a in known.file.approvals for e in a.electors}
    names |= {p.party_id: p.name for p in known.file.participants} | {
        c.party_id: c.name for c in known.file.conversations}
    for seen in known.accesses:
        facts = {"document_id": seen.document_id, "party_id": seen.party_id}
        yield _line(seen.at, "access", f"access_{seen.what}", names.get(seen.party_id, seen.party_id), facts)


def _line(at: datetime, source: str, what: str, who: str, facts: Values) -> Values:
    moment = at.astimezone(UTC).isoformat(timespec="microseconds")
    return {"at": moment, "source": source, "what": what, "who": who, "facts": facts}


def _message(message: Message) -> Values:
    pieces = [{"filename": a.filename, "sha256": a.sha256, "size": a.size} for a in message.attachments]
    facts = {"id": message.id, "direction": message.direction, "party_id": message.party_id, "role": message.role,
             "email": message.email, "kind": message.kind, "subject": message.subject, "text": message.text,
             "marks": list(message.marks), "pieces": pieces}
    what = "message_call" if message.kind == "call" else f"message_{message.direction}"
    return _line(message.at, "message", what, message.who, facts)


def _document(document: Document) -> Values:
    figures = {name: f.value if isinstance(f.value, int | str) else f.value.isoformat()
               for name, f in document.figures.items() if f.taken}
    facts = {"id": document.id, "kind": document.kind, "filename": document.filename, "sha256": document.sha256,
             "size": document.size, "edition": document.edition, "replaces": document.replaces,
             "superseded_by": document.superseded_by, "status": document.status, "figures": figures,
             "message_id": document.message_id, "made_here": document.made_here}
    return _line(document.received_at, "document", "filed", document.who, facts)


def _round(approval: Approval) -> Iterator[Values]:
    """The round as it stands: who decides with which part on which bytes, and every vote that counts."""
    about = {"document_id": approval.document_id, "round": approval.round}
    electors = [{"party_id": e.party_id, "name": e.name, "share": e.share, "base": e.base} for e in approval.electors]
    facts = about | {
        "rule": approval.rule, "electors": electors, "sha256": approval.sha256, "edition": approval.edition,
        "amount_cents": approval.amount_cents, "state": approval.state, "outcome": approval.outcome,
        "reason": approval.reason}
    yield _line(approval.opened_at, "round", "round_opened", "", facts)
    names = {e.party_id: e.name for e in approval.electors}
    for vote in approval.votes:
        told = about | {"party_id": vote.party_id, "comment": vote.comment, "by": vote.by, "funding": vote.funding}
        yield _line(vote.at, "vote", f"vote_{vote.choice}", names.get(vote.party_id, vote.party_id), told)
    for said in approval.directives:
        told = about | {"party_id": said.party_id, "text": said.text, "ceiling_cents": said.ceiling_cents}
        yield _line(said.at, "vote", f"directive_{said.kind}", said.name, told)
    if approval.ended_at:
        yield _line(approval.ended_at, "round", f"round_{approval.state}", approval.ended_by,
                    about | {"outcome": approval.outcome, "reason": approval.reason})


def _mail(mail: OutgoingMail) -> Iterator[Values]:
    """Each thing that is known of one mail, at its own moment."""
    facts: Values = {"mail_id": mail.id, "to": mail.to_email, "name": mail.to_name, "purpose": mail.purpose,
                     "template": mail.template, "subject": mail.subject, "message_id": mail.message_id,
                     "ses_id": mail.ses_id}
    if mail.sent_at:
        yield _line(mail.sent_at, "mail", "mail_sent", mail.from_name, facts)
    if mail.delivered_at:
        yield _line(mail.delivered_at, "mail", "mail_delivered", "", facts)
    if mail.delivery not in ("", "delivered") and mail.delivery_at:
        told = facts | {"reason": mail.reason, "diagnostic": mail.diagnostic}
        yield _line(mail.delivery_at, "mail", f"mail_{mail.delivery}", "", told)
    if mail.state in _ENDED_BADLY:
        yield _line(mail.created_at, "mail", f"mail_{mail.state}", "", facts | {"reason": mail.failure})
