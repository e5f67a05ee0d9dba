"""Which conversation a mail belongs to (M-50 to M-64).

In this order: its signed reply address; a stored message id, from a person of that conversation and
under the same subject; nothing else files by itself. Subjects, senders and forwards are hints that a
person confirms in the review queue. A guessed ticket number opens nothing (I-2).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.conversation import (
    CLOSED,
    Conversation,
    MessageRef,
    ReplyAddress,
    holds,
    read_reply_address,
)
from chalicelib.domain.known import Known
from chalicelib.intake import subject as subjects
from chalicelib.intake.parsed_mail import ParsedMail
from chalicelib.intake.screening import Screening

IDS_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Route:
    """`filed`: on these conversations · `report`: a tenant's new request · `review`: a person decides."""

    kind: Literal["filed", "report", "review"]
    reason: str
    conversations: tuple[tuple[int, str], ...] = ()
    party_id: str = ""
    hints: tuple[int, ...] = ()


def claims(mail: ParsedMail, recipients: Sequence[str], domain: str) -> tuple[ReplyAddress, ...]:
    """Reply addresses this mail was sent to: the envelope first, then the headers (M-52)."""
    shown = [*recipients, *(a.email for a in (*mail.to, *mail.cc)), *mail.delivered_to]
    if mail.report:
        shown += mail.report.original_addresses
    found = (read_reply_address(address, domain) for address in shown)
    return tuple(dict.fromkeys(claim for claim in found if claim))


def ids_to_look_up(mail: ParsedMail) -> tuple[str, ...]:
    """Message ids that may name a conversation, the most telling first (M-53, M-82)."""
    ids = [*mail.in_reply_to, *reversed(mail.references)]
    if mail.report and mail.report.original_message_id:
        ids.insert(0, mail.report.original_message_id)
    return tuple(dict.fromkeys(ids))[:IDS_AT_MOST]


def proven(conversations: Sequence[Conversation], made: Sequence[ReplyAddress]) -> tuple[Conversation, ...]:
    """The conversations whose token a reply address really carries, each once."""
    return tuple(c for c in conversations
                 if any(m.ticket_number == c.ticket_number and holds(c, m) for m in made))


def route(mail: ParsedMail, screening: Screening, addressed: Sequence[Conversation], known: Known) -> Route:
    """Where the mail goes. `addressed` holds only proven conversations."""
    hints = _hints(mail, addressed, known)
    if screening.review_only:
        reason = screening.reasons[0] if screening.reasons else "authentication_failed"
        return Route("review", reason, hints=hints)
    if screening.spam and not _known_here(addressed, known):
        return Route("review", "spam", hints=hints)
    if addressed:
        open_ = tuple((c.ticket_number, c.party_id) for c in addressed if c.closed_at is None)
        return Route("filed", "reply_address", open_) if open_ else Route("review", CLOSED, hints=hints)
    if screening.kind in ("bounce", "auto_reply", "receipt", "report"):
        return _automatic(mail, known, hints)
    if screening.reply_only or screening.standing != "verified":
        return Route("review", "unverified_sender", hints=hints)
    return _by_ids(mail, known, hints) or _unaddressed(mail, known, hints)


def _known_here(addressed: Sequence[Conversation], known: Known) -> bool:
    """The sender is the very person of a conversation he addressed (M-46)."""
    people = {holder.party_id for holder in known.holders}
    return any(conversation.party_id in people for conversation in addressed)


def _automatic(mail: ParsedMail, known: Known, hints: tuple[int, ...]) -> Route:
    """A robot's answer goes as a note where the mail it answers went; our own ids name it."""
    if known.refs:
        ref = known.refs[0]
        return Route("filed", "message_id", ((ref.ticket_number, ref.party_id),))
    return Route("review", "automatic_mail", hints=hints)


def _by_ids(mail: ParsedMail, known: Known, hints: tuple[int, ...]) -> Route | None:
    people = {holder.party_id for holder in known.holders}
    own = [ref for ref in known.refs if ref.party_id in people]
    if known.refs and not own:
        return Route("review", "not_a_party", hints=hints)
    matching = [ref for ref in own if _same_subject(ref, mail)]
    if matching and not subjects.is_forward(mail.subject):
        return Route("filed", "message_id", ((matching[0].ticket_number, matching[0].party_id),))
    if own:
        return Route("review", "other_subject", hints=hints)
    return None


def _unaddressed(mail: ParsedMail, known: Known, hints: tuple[int, ...]) -> Route:
    """Nothing binds this mail to a file: a tenant opens one, everybody else waits for a person."""
    if subjects.is_forward(mail.subject):
        return Route("review", "forwarded_mail", hints=hints)
    if subjects.references(mail.subject):
        return Route("review", "reference_only", hints=hints)
    tenants = [h for h in known.holders if h.role == "tenant"]
    if len(known.holders) == 1 and tenants:
        return Route("report", "tenant_report", party_id=tenants[0].party_id)
    if not known.holders:
        return Route("review", "unknown_sender", hints=hints)
    return Route("review", "no_reference", hints=hints)


def _same_subject(ref: MessageRef, mail: ParsedMail) -> bool:
    """An empty subject matches nothing but an empty one; ours may carry the reference in front."""
    return subjects.core(ref.subject) == subjects.core(mail.subject)


def _hints(mail: ParsedMail, addressed: Sequence[Conversation], known: Known) -> tuple[int, ...]:
    numbers = [c.ticket_number for c in addressed] + [r.ticket_number for r in known.refs]
    numbers += subjects.references(mail.subject)
    return tuple(dict.fromkeys(numbers))
