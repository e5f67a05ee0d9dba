"""An owner asks a question or gives directions: no vote, the document stays in Approbation, we must act (D-20)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.approval import Directive
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import Change
from chalicelib.domain.decision import Ruled
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.errors import Conflict, Fault, Invalid, NotFound
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.pause import roused
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.typed import Typed
from chalicelib.usecases.able import still_able
from chalicelib.usecases.cast_vote import COMMENT_LIMIT, not_cancelled
from chalicelib.usecases.decision_news import Act, OwnAct, told
from chalicelib.usecases.file_act import Form, act_once
from chalicelib.usecases.follow_mandate import caught_up
from chalicelib.usecases.freeze_votes import GONE
from chalicelib.usecases.identity import derived
from chalicelib.usecases.owner_in_charge import KINDS, resting
from chalicelib.usecases.ports import Office

MARKER = "directions"


@dataclass(frozen=True, slots=True)
class Directions:
    """The form as typed. `kind` is « question » or one of KINDS."""

    nonce: str
    document_id: str
    kind: str
    text: str = ""
    amount: str = ""
    day: str = ""


def give_directions(office: Office, link: DecisionLink, form: Directions, now: datetime) -> None:
    """Twice is once. Raises Invalid with every fault, NotFound, Conflict when the round is over."""
    content = derived(form.kind, form.text, form.amount, form.day, form.document_id)
    directive = _checked(link, form, now)

    def decide(file: TicketFile) -> Change:
        still_able(office, link.party_id)
        if not link.lives(now):
            raise Conflict("link_over")
        not_cancelled(file)
        return _change(office, file, link, form, directive, now)

    caught_up(office, link.ticket_number, now)
    act_once(office, link.ticket_number, Form(MARKER, form.nonce, content), now, decide)


def _change(office: Office, file: TicketFile, link: DecisionLink, form: Directions, directive: Directive,
            now: datetime) -> Change:
    document, approval = file.document(form.document_id), file.approval(form.document_id)
    if document is None or approval is None:
        raise NotFound("document")
    if document.superseded_by:
        raise Conflict("superseded")
    if approval.state == "closed" and approval.reason in GONE:
        raise Conflict("no_longer_asked")
    if approval.state != "open" or approval.elector(link.party_id) is None:
        raise Conflict("votes_closed")
    what: OwnAct = "question" if directive.kind == "question" else "directions"
    facts: dict[str, str | int] = {"directive": directive.kind, "text": directive.text}
    if directive.ceiling_cents:
        facts["ceiling_cents"] = directive.ceiling_cents
    facts |= {name: text for name, text in (("day", directive.day), ("by", link.delegate)) if text}
    document, line = noted(document, now, what, link.name, link.party_id, facts)
    ticket = alerted(roused(file.ticket), now, "owner_question" if what == "question" else "directives")
    heard = replace(approval, directives=(*approval.directives, directive))
    waits = resting(office, file, ticket, heard, directive, now)
    ruled = Ruled(waits.ticket, (heard,), (document,), (line,))
    act = Act(what, document.id, form.nonce, now, link.party_id, directive.text, link.delegate,
              {"directive": directive.kind, **{k: v for k, v in facts.items() if k in ("ceiling_cents", "day")}})
    return told(office, file, ruled, act).plus(waits.beside)


def _checked(link: DecisionLink, form: Directions, now: datetime) -> Directive:
    kind = next((k for k in ("question", *KINDS) if k == form.kind), None)
    if kind is None:
        raise Invalid(Fault("kind", "choose_a_directive"))
    field = "question" if kind == "question" else "directive"
    typed = Typed({field: form.text, "day": form.day, "ceiling": form.amount})
    text = typed.text(field, COMMENT_LIMIT, required=kind in ("question", "free"))
    cents = typed.cents("ceiling") if kind == "ceiling" else None
    on = typed.day("day", required=True) if kind == "own_care" else None
    if kind == "ceiling" and not cents and not typed.faults:
        typed.wrong("ceiling", "not_an_amount")
    if on and on < paris_day(now):
        typed.wrong("day", "not_to_come")
    if typed.faults:
        raise Invalid(*typed.faults)
    return Directive(link.party_id, link.name, kind, text, now, cents, on.isoformat() if on else "")
