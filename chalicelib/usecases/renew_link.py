"""« Recevoir un nouveau lien »: mailed to the recorded address only, for what is still to be decided (E-L2, E-L14)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.approval import Approval
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.errors import Conflict, NotFound
from chalicelib.domain.mail import Marker
from chalicelib.domain.party import PartyRole
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.decision_links import bound_to, decision_mail, new_link, talk_with, with_asked
from chalicelib.usecases.decision_news import reachable
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

MARKER = "renew_link"
EVERY_MINUTES = 10


def renew_link(office: Office, link: DecisionLink, now: datetime) -> None:
    """At most one mail in ten minutes, however often it is asked for. Raises NotFound, Conflict when there is
    nothing left to decide or nobody to write to."""
    file = office.tickets.file(link.ticket_number)
    if file is None:
        raise NotFound("ticket")
    rounds = _open_rounds(file, link)
    person = reachable(office, file, [link.party_id]).get(link.party_id)
    if not rounds or person is None or link.locked or link.revoked:
        raise Conflict("nothing_to_decide")
    key = derived(link.party_id, str(link.ticket_number), str(int(now.timestamp()) // (EVERY_MINUTES * 60)))
    mail_id = derived(MARKER, key)
    mail = decision_mail(file, "decision_request", person.party_id, person.name, person.email, person.language,
                         mail_id, now, {"documents": " ".join(a.document_id for a in rounds)})
    fresh = new_link(office, person.party_id, person.name, person.email, person.language, bound_to(rounds), mail_id,
                     file.ticket.number, now)
    role: PartyRole = "owner" if person.party_id in file.ticket.owner_ids else "other"
    talk = talk_with(office, file, person.party_id, role, person.name, person.email, person.language)
    change = Change(added=(fresh, *talk), changed=with_asked(rounds, [(person.party_id, mail_id)]), mails=(mail,),
                    marker=Marker(MARKER, key, "", now))
    try:
        office.books.commit(change)
    except (AlreadyDone, Outdated):
        return
    office.queues.mails(office.agency.id, [mail_id])


def _open_rounds(file: TicketFile, link: DecisionLink) -> tuple[Approval, ...]:
    """The rounds on what he was asked about, or on what has replaced it since."""
    found: dict[str, Approval] = {}
    for bound in link.bound:
        document = file.document(bound.document_id)
        while document and document.superseded_by and (newer := file.document(document.superseded_by)):
            document = newer
        approval = file.approval(document.id) if document else None
        if approval and approval.state == "open" and approval.elector(link.party_id):
            found[approval.document_id] = approval
    return tuple(found.values())
