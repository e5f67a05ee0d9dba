"""The invitation on its way out: who invites, as what, and how to sign in (U-108)."""

from __future__ import annotations

from datetime import datetime

from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.staff import ROLES
from chalicelib.rendering.catalog import translate
from chalicelib.rendering.emails import OutboundSpec
from chalicelib.rendering.letters import render
from chalicelib.usecases.ports import Office
from chalicelib.usecases.reminder_mail import own_id


def invitation_spec(office: Office, mail: OutgoingMail, now: datetime) -> OutboundSpec:
    role = next((word for code, word in ROLES.items() if code == mail.facts.get("role")), ROLES["reader"])
    facts = {"agency": office.agency, "name": mail.to_name, "email": mail.to_email, "by": mail.facts.get("by", ""),
             "role": translate(role, mail.language), "link": f"{office.post.base_url}/connexion"}
    letter = render("invitation", mail.language, facts)
    return OutboundSpec(
        sender=office.post.sender_address, from_name=office.agency.name, to_email=mail.to_email,
        to_name=mail.to_name, reply_to="", subject=letter.subject, text=letter.text, html=letter.html,
        language=mail.language, message_id=own_id(office, mail), automatic="generated",
        loop=office.post.instance, at=now)
