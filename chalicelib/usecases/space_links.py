"""Links to the space of a participant: made again from the mail when it leaves, kept as a hash only (W-4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.access_link import digest
from chalicelib.domain.change import AlreadyDone, Change, Outdated
from chalicelib.domain.errors import NotFound
from chalicelib.domain.mail import Marker, OutgoingMail
from chalicelib.domain.space_link import SpaceLink
from chalicelib.domain.space_link import replaced as replaced_by
from chalicelib.domain.work_package import Participant
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

PURPOSE = "space"
MARKER = "space_link"
EVERY_MINUTES = 10


def token_of(office: Office, mail_id: str) -> str:
    """160 bits that nobody can make without the signing key, the same for the same mail."""
    return office.secrets.sign(PURPOSE, mail_id)


def address_of(office: Office, mail_id: str) -> str:
    return f"{office.post.base_url}/espace/{office.agency.id}.{token_of(office, mail_id)}"


def find_space(office: Office, token: str) -> SpaceLink | None:
    name = (PURPOSE, digest(token))
    found: SpaceLink | None = office.directory.held([name]).get(name)
    return found


def invited(office: Office, member: Participant, mail_id: str, by: str, now: datetime) -> Change:
    """The mail with his link, to his recorded address."""
    link = SpaceLink(digest(token_of(office, mail_id)), member.ticket_number, member.party_id, member.key, mail_id, now)
    mail = OutgoingMail(
        id=mail_id, purpose="space", template="space_invitation", language=member.language, to_email=member.email,
        to_name=member.name, created_at=now, not_before=now, ticket_number=member.ticket_number,
        party_id=member.party_id, facts={"by": by, "key": member.key})
    return Change(added=(link,), mails=(mail,))


def at_his_address(office: Office, member: Participant) -> Participant:
    """Written to where the directory knows him today; where it knows no address, to the one he was invited at."""
    party = office.directory.parties(member.party_id)[0]
    return replace(member, email=party.email) if party and party.email else member


def send_again(office: Office, link: SpaceLink, now: datetime) -> None:
    """The link that stands, mailed to the recorded address only: asking from an old one shows nothing. At most one
    mail in ten minutes. Raises NotFound for a link of nobody who takes part."""
    file = office.tickets.file(link.ticket_number)
    member = replaced_by(link, file) if file else None
    if member is None:
        raise NotFound("page")
    key = derived(member.party_id, member.key, str(int(now.timestamp()) // (EVERY_MINUTES * 60)))
    change = invited(office, at_his_address(office, member), derived(MARKER, key), "", now)
    try:
        office.books.commit(change.plus(Change(marker=Marker(MARKER, key, "", now))))
    except (AlreadyDone, Outdated):
        return
    office.queues.mails(office.agency.id, [mail.id for mail in change.mails])
