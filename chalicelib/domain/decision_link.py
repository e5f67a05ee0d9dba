"""The one neutral link of a decider: who he is, what exactly he was shown, until when (D-18, D-19, W-4).

Holding the address shows; only a form posted from its page decides. The table keeps the hash of the address only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.agency import Language


@dataclass(frozen=True, slots=True)
class Bound:
    """What the link was made for: one version of one document, with its amount."""

    document_id: str
    round: int
    edition: int
    sha256: str
    amount_cents: int | None


@dataclass(frozen=True, slots=True)
class DecisionLink:
    """`party_id` is the decider whose voice it carries; `delegate` names who holds it when the decider passed it
    on himself; `delegated_to` and `delegate_link` say the same from the decider's side. `mail_id` is the mail it
    left in, from which its token is made again. `code_hash` is the hash of the six digits sent for one large
    decision, with its moment and the wrong tries (W-5); `locked` after five."""

    token_hash: str
    ticket_number: int
    party_id: str
    name: str
    email: str
    language: Language
    bound: tuple[Bound, ...]
    mail_id: str
    created_at: datetime
    ends_at: datetime
    delegate: str = ""
    delegated_to: str = ""
    delegated_at: datetime | None = None
    delegate_link: str = ""
    code_hash: str = ""
    code_at: datetime | None = None
    code_tries: int = 0
    locked: bool = False
    revoked: str = ""
    version: int = 0

    def lives(self, now: datetime) -> bool:
        return not self.revoked and not self.locked and now < self.ends_at
