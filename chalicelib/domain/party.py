"""People outside the office: owners, tenants, contractors, others. One person may have several addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.agency import Language

PartyRole = Literal["owner", "tenant", "contractor", "other"]


@dataclass(frozen=True, slots=True)
class Party:
    """A correspondent. The first of `emails` is the one we write to; all of them identify the person.

    A tenant carries the unit he rents and its address, so that his mail finds its place in one read.
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
    version: int = 0

    @property
    def email(self) -> str:
        return self.emails[0] if self.emails else ""


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
