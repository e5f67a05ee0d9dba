"""The link to a participant's space: personal, without an account, alive until he is removed or gets another (S-15).

The table keeps the hash of the address only. The link names the participation it was made for by its key, so that
somebody who is removed and invited again does not get his old links back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.work_package import Participant


@dataclass(frozen=True, slots=True)
class SpaceLink:
    """`mail_id` is the mail it left in, from which its token is made again; `key` that of the participation."""

    token_hash: str
    ticket_number: int
    party_id: str
    key: str
    mail_id: str
    created_at: datetime
    version: int = 0


def participant_of(link: SpaceLink, file: TicketFile) -> Participant | None:
    """Whose space the link opens today; nobody's once he was removed or the link was replaced."""
    found = next((p for p in file.participants if p.party_id == link.party_id), None)
    return found if found and found.key and found.key == link.key else None


def replaced(link: SpaceLink, file: TicketFile) -> Participant | None:
    """Who has got another link since; he may ask for it again, at his recorded address."""
    found = next((p for p in file.participants if p.party_id == link.party_id), None)
    return found if found and found.key.partition(".")[0] == link.key.partition(".")[0] != "" else None
