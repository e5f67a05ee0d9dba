"""The mail with the link to a participant's space on its way out: what he may do there, and where to send files."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.conversation import reply_address
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.work_package import ROLES
from chalicelib.rendering.catalog import translate
from chalicelib.rendering.emails import OutboundSpec
from chalicelib.rendering.letters import render
from chalicelib.usecases.ports import Office
from chalicelib.usecases.reminder_mail import NotNeeded, own_id
from chalicelib.usecases.space_links import address_of, token_of


def space_spec(office: Office, mail: OutgoingMail, file: TicketFile | None, now: datetime) -> OutboundSpec:
    """Raises NotNeeded for somebody who was removed, or whose link was replaced, before it left."""
    member = next((p for p in file.participants if p.party_id == mail.party_id), None) if file else None
    if file is None or member is None or member.key != mail.facts.get("key"):
        raise NotNeeded("removed")
    talk = file.conversation(member.party_id)
    lots = [p.name for p in file.packages if p.id in member.packages] if not member.everywhere else []
    facts = {"agency": office.agency, "ticket": file.ticket, "name": mail.to_name, "by": mail.facts.get("by", ""),
             "role": translate(ROLES[member.role], mail.language), "role_code": member.role, "lots": lots,
             "link": address_of(office, mail.id)}
    letter = render("space_invitation", mail.language, facts)
    return OutboundSpec(
        sender=office.post.sender_address, from_name=office.agency.name, to_email=mail.to_email,
        to_name=mail.to_name, reply_to=reply_address(talk, office.post.inbound_domain) if talk else "",
        subject=letter.subject, text=letter.text, html=letter.html, language=mail.language,
        message_id=own_id(office, mail), automatic="generated", loop=office.post.instance, at=now,
        secrets=(token_of(office, mail.id),))
