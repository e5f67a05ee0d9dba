"""A mail as a manager wrote it in the composer, and what must hold before it may leave (U-66)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from chalicelib.domain.agency import Language
from chalicelib.domain.assignment import Mode
from chalicelib.domain.errors import Fault
from chalicelib.domain.menu import MenuAction
from chalicelib.domain.money import NotAnAmount, parse_amount

BODY_LIMIT = 7_900  # characters: the table keeps the whole text of what we wrote
SUBJECT_LIMIT = 255
REASON_LIMIT = 500
_EMAIL = re.compile(r"[^@\s<>\"(),:;\\\[\]]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}")
_PLACEHOLDER = re.compile(r"\{\{|\}\}|\{%|\[à compléter\]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Letter:
    """`party_id` names a recorded recipient; `email` a typed one. `version` is the ticket's as it was
    shown (-1: not checked); `nonce` makes the act happen once. `ceiling` is typed, for a direct
    intervention; `tell_others` lets the firms not retained know; `language` is that of a new contact. `to` are
    those who get it where the file itself says who may (None: all of them); `as_offered` says that the text is
    still the pre-filled one; `reason` why a firm is chosen in spite of an expired certificate, or works are ordered
    in an emergency; `tell_tenant` lets the tenant know which firm comes. `tenant_impact` and `risk` go to an owner
    with a quote."""

    action: str
    nonce: str
    subject: str
    body: str
    party_id: str = ""
    email: str = ""
    name: str = ""
    mode: Mode = "quote"
    document_ids: tuple[str, ...] = ()
    version: int = -1
    anyway: bool = False
    ceiling: str = ""
    tell_others: bool = True
    language: Language = "fr"
    to: tuple[str, ...] | None = None
    as_offered: bool = False
    reason: str = ""
    tell_tenant: bool = False
    tenant_impact: str = ""
    risk: str = ""

    @property
    def ceiling_cents(self) -> int | None:
        """What a direct intervention may cost, or None when nothing readable was typed."""
        try:
            return parse_amount(self.ceiling) if self.ceiling.strip() else None
        except NotAnAmount:
            return None


def form_of(letter: Letter) -> dict[str, str]:
    """The form as it was filled in, without its two texts: what a draft needs besides them."""
    return {
        "recipient": letter.party_id or ("other" if letter.email else ""), "email": letter.email, "name": letter.name,
        "language": letter.language, "mode": letter.mode, "ceiling": letter.ceiling,
        "tell": "1" if letter.tell_others else "", "tenant": "1" if letter.tell_tenant else "", "reason": letter.reason,
        "tenant_impact": letter.tenant_impact, "risk": letter.risk,
        "to": " ".join(letter.to or ())}


def valid_email(text: str) -> bool:
    return len(text) <= 254 and bool(_EMAIL.fullmatch(text))


def checked(letter: Letter, action: MenuAction) -> list[Fault]:
    """Every fault of the form at once; the recipient is checked where people are known."""
    faults = []
    if not letter.subject.strip():
        faults.append(Fault("subject", "required"))
    if len(letter.subject) > SUBJECT_LIMIT:
        faults.append(Fault("subject", "too_long"))
    if not letter.body.strip():
        faults.append(Fault("body", "required"))
    if len(letter.body) > BODY_LIMIT:
        faults.append(Fault("body", "too_long"))
    if _PLACEHOLDER.search(letter.subject) or _PLACEHOLDER.search(letter.body):
        faults.append(Fault("body", "placeholder_left"))
    if action.audience in ("contractor", "other") and not (letter.party_id or letter.email.strip()):
        faults.append(Fault("recipient", "required"))
    if letter.email.strip() and not letter.party_id and not valid_email(letter.email.strip()):
        faults.append(Fault("email", "not_an_address"))
    if letter.mode == "direct" and letter.ceiling.strip() and letter.ceiling_cents is None:
        faults.append(Fault("ceiling", "not_an_amount"))
    faults += [Fault(name, "too_long") for name in ("reason", "tenant_impact", "risk")
               if len(getattr(letter, name)) > REASON_LIMIT]
    return faults
