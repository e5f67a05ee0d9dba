"""What a list needs of each thing, as one JSON text: short keys, nothing a list does not show."""

from __future__ import annotations

import json

from chalicelib.domain.job import Job
from chalicelib.domain.mail import InboundMail, OutgoingMail
from chalicelib.domain.menu import within_ceiling
from chalicelib.domain.party import Party
from chalicelib.domain.property import Building, Unit
from chalicelib.domain.reminder import Watch
from chalicelib.domain.ticket import Ticket, stage, turn
from chalicelib.domain.tie import people_of


def _text(values: dict[str, object]) -> str:
    """JSON without the empty values: a list of a thousand lines travels in one answer."""
    kept = {k: v for k, v in values.items() if v not in (None, "", False, 0, (), [])}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def of_ticket(ticket: Ticket) -> str:
    last = ticket.last_exchange
    return _text({
        "number": ticket.number, "title": ticket.title, "place": ticket.place, "unit_id": ticket.unit_id,
        "tenant": ticket.tenant.name if ticket.tenant else "",
        "people": list(people_of(ticket)),
        "tenant_email": bool(ticket.tenant and ticket.tenant.email),
        "owner_email": bool(ticket.owner and ticket.owner.email),
        "manager": ticket.manager_id, "state": ticket.state, "stage": stage(ticket), "turn": turn(ticket),
        "priority": ticket.priority,
        "firms": len(ticket.contractor_ids), "quote": ticket.quote, "within": within_ceiling(ticket),
        "to_order": bool(ticket.to_order), "to_submit": bool(ticket.to_submit),
        "cents": ticket.amount_cents or ticket.quoted_cents, "unread": ticket.unread,
        "tasks": list(ticket.tasks),
        "until": ticket.snoozed_until.isoformat() if ticket.snoozed_until else "",
        "created": ticket.created_at.isoformat(timespec="minutes"),
        "who": last.who if last else "", "what": last.what if last else "",
        "at": last.at.isoformat() if last else ticket.created_at.isoformat(),
    })


def of_watch(watch: Watch) -> str:
    return _text({"number": watch.ticket_number, "kind": watch.kind, "who": watch.who, "title": watch.title,
                  "manager": watch.manager})


def of_party(party: Party) -> str:
    return _text({
        "id": party.id, "role": party.role, "name": party.name, "email": party.email,
        "phone": party.phone, "language": party.language, "trades": list(party.trades),
        "insurance": party.insurance_until.isoformat() if party.insurance_until else "",
        "urssaf": party.urssaf_until.isoformat() if party.urssaf_until else "",
    })


def of_unit(unit: Unit) -> str:
    return _text({"id": unit.id, "place": unit.place})


def of_building(building: Building) -> str:
    return _text({"id": building.id, "name": building.name, "address": building.address})


def of_job(job: Job) -> str:
    return _text({"id": job.id})


def of_inbound(inbound: InboundMail) -> str:
    return _text({"id": inbound.delivery_id})


def of_outgoing(mail: OutgoingMail) -> str:
    """Enough to tell whether a younger mail of the same ticket must wait for it; nothing about due work."""
    if not mail.ticket_number:
        return _text({"id": mail.id})
    return _text({"id": mail.id, "state": mail.state, "from": mail.not_before.isoformat(), "tried": mail.attempts})
