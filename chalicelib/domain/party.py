"""People outside the office: owners, tenants, contractors, others. One person may have several addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Literal

from chalicelib.domain.agency import Language
from chalicelib.domain.capacity import CapacityMark
from chalicelib.domain.folding import fold

PartyRole = Literal["owner", "tenant", "contractor", "other"]
CertificateState = Literal["none", "valid", "soon", "expired"]
ROLES: Final[tuple[PartyRole, ...]] = ("contractor", "owner", "tenant", "other")
WORD_FIELDS: Final = ("name", "place", "emails", "phone", "trades", "siret", "reference")
SOON: Final = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Party:
    """A correspondent. The first of `emails` is the one we write to; all of them identify the person.

    Addresses in `unconfirmed` were seen or typed in doubt: they identify nobody and receive nothing (U-67).
    A tenant carries the unit he rents and its address, so that his mail finds its place in one read; the
    `place` of the others is where they are or work. `insurance_until` and `urssaf_until` are the last days
    of a firm's certificates (E-C26). `reference` is the person's number in the office's former software. `capacity`
    are the marks that say whether he can decide, oldest first: the last one stands (E-L12).
    """

    id: str
    role: PartyRole
    name: str
    emails: tuple[str, ...] = ()
    phone: str = ""
    language: Language = "fr"
    trades: tuple[str, ...] = ()
    one_shot: bool = False
    unit_id: str = ""
    place: str = ""
    unconfirmed: tuple[str, ...] = ()
    siret: str = ""
    insurance_until: date | None = None
    urssaf_until: date | None = None
    reference: str = ""
    capacity: tuple[CapacityMark, ...] = ()
    version: int = 0

    @property
    def email(self) -> str:
        return self.emails[0] if self.emails else ""

    @property
    def incapacity(self) -> CapacityMark | None:
        """The mark that stands, also when a representative answers in his place."""
        return self.capacity[-1] if self.capacity and self.capacity[-1].kind else None

    @property
    def can_decide(self) -> bool:
        """Himself, or by the representative who is named."""
        return not self.capacity or self.capacity[-1].decides


@dataclass(frozen=True, slots=True)
class AddressHolder:
    """A person found under an address."""

    party_id: str
    role: PartyRole
    name: str


@dataclass(frozen=True, slots=True)
class PartyAddress:
    """The entry that leads from an address to the people who use it: two may share one (E-L23)."""

    email: str
    holders: tuple[AddressHolder, ...]
    version: int = 0


def normal_email(email: str) -> str:
    """Addresses are compared without case: no mailbox of the trade tells a from A."""
    return email.strip().lower()


def certificate(until: date | None, today: date) -> CertificateState:
    """Whether a certificate still covers today, and for how long."""
    if until is None:
        return "none"
    if until < today:
        return "expired"
    return "soon" if until - today <= SOON else "valid"


def lapsed(party: Party, today: date) -> tuple[str, ...]:
    """Why a firm should get no new mission: codes of its expired certificates (E-C26)."""
    return lapsed_on(party.insurance_until, party.urssaf_until, today)


def lapsed_on(insurance_until: date | None, urssaf_until: date | None, today: date) -> tuple[str, ...]:
    """The same from the two last days alone, as a list knows them."""
    found = (("insurance_expired", insurance_until), ("urssaf_expired", urssaf_until))
    return tuple(code for code, until in found if certificate(until, today) == "expired")


def search_words(party: Party) -> str:
    """What a person is found by, folded, in WORD_FIELDS; the name first: lists are sorted by it."""
    digits = "".join(c for c in party.phone if c.isdigit())
    words = (party.name, party.place, " ".join((*party.emails, *party.unconfirmed)), digits, " ".join(party.trades),
             party.siret, party.reference)
    return "\n".join(map(fold, words))
