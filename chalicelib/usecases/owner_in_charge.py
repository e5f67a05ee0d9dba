"""« Je m’en occupe », « après le départ du locataire »: the file rests until the day of the owner's directive, and the
tenant hears who takes care of it, without any price (D-20, D-22, E-L15).

It rests only when nobody else is still to decide: another co-owner is asked on.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from chalicelib.domain.approval import Approval, Directive, DirectiveKind
from chalicelib.domain.calendar import paris_day
from chalicelib.domain.change import Change
from chalicelib.domain.marked import N_
from chalicelib.domain.pause import LONGEST, REASON_LIMIT
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.rendering.catalog import translate
from chalicelib.rendering.formats import day, euros
from chalicelib.usecases.decision_links import decision_mail, talk_with
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

KINDS: dict[DirectiveKind, str] = {
    "ceiling": N_("D’accord jusqu’à un montant"), "after_tenant": N_("Après le départ du locataire"),
    "own_care": N_("Je m’en occupe moi-même"), "free": N_("Autre directive"),
}
LOOKED_AT_AGAIN = timedelta(days=30)  # a directive without a day is not forgotten


@dataclass(frozen=True, slots=True)
class Waits:
    """The ticket, at rest or not, and what goes with it."""

    ticket: Ticket
    beside: Change


def resting(office: Office, file: TicketFile, ticket: Ticket, approval: Approval, directive: Directive, now: datetime,
            ) -> Waits:
    """What follows from a directive that was just given; `approval` holds it."""
    standing = approval.standing(directive.party_id)
    if standing != directive or not all(approval.vote_of(e.party_id) or approval.standing(e.party_id)
                                        for e in approval.electors):
        return Waits(ticket, Change())
    today = paris_day(now)
    until = date.fromisoformat(directive.day) if directive.day else today + LOOKED_AT_AGAIN
    told = _tenant(office, file, directive, now) if directive.kind == "own_care" else Change()
    if until <= today:
        return Waits(ticket, told)
    facts = {"directive": directive.kind, "day": directive.day, "text": directive.text}
    reason = f"{directive.name} · {sentence(facts, office.agency.language)}"[:REASON_LIMIT]
    return Waits(replace(ticket, snoozed_until=min(until, today + LONGEST), snooze_reason=reason), told)


def _tenant(office: Office, file: TicketFile, directive: Directive, now: datetime) -> Change:
    tenant = file.ticket.tenant
    if tenant is None or not tenant.party_id or not tenant.email:
        return Change()
    mail_id = derived("own_care", str(file.ticket.number), directive.party_id, directive.at.isoformat())
    mail = decision_mail(file, "own_care_tenant", tenant.party_id, tenant.name, tenant.email, tenant.language, mail_id,
                         now, {"day": directive.day})
    talk = talk_with(office, file, tenant.party_id, "tenant", tenant.name, tenant.email, tenant.language)
    return Change(added=tuple(talk), mails=(mail,))


def sentence(facts: Mapping[str, str | int], language: str) -> str:
    """A directive in one line, in its reader's language."""
    kind, text = str(facts.get("directive", "")), str(facts.get("text", ""))
    if kind not in KINDS:
        return text
    parts = [translate(word, language) for code, word in KINDS.items() if code == kind]
    if cents := facts.get("ceiling_cents"):
        parts.append(euros(int(cents), language))
    if on := facts.get("day"):
        parts.append(day(str(on), language))
    return " · ".join([*parts, text] if text else parts)
