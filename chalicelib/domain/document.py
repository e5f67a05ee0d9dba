"""A filed, versioned document: what it is, what was read on it, and how sure we are.

The id follows from the ticket and the content, so the same bytes on one file are one document (M-33).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Literal

from chalicelib.domain.errors import Conflict

Kind = Literal[
    "quote", "signed_quote", "invoice", "credit_note", "payment_voucher", "progress_statement", "change_order",
    "work_order", "approval_request", "report", "photo", "bank_details", "certificate", "other",
]
Status = Literal["", "in_approval", "approved", "refused", "paid"]
ReadingState = Literal["pending", "done", "unreadable", "held", "none"]

INFECTED, TYPE_CONFLICT, SUM_DIFFERS = "infected", "type_conflict", "totals_do_not_add_up"  # warnings that decide
MAYBE_NEW_VERSION = "maybe_new_version"  # a warning that proposes: a person says whether it replaces another
READABLE = ("application/pdf", "image/jpeg", "image/png", "image/webp", "image/heic", "image/gif")
READ_WITHIN = timedelta(seconds=90)  # mails that wait for a reading leave without it after this


@dataclass(frozen=True, slots=True)
class FiledFigure:
    """One value read on a document. Below the threshold `taken` is false: proposed, never used."""

    value: int | str | date
    confidence: float
    where: str
    taken: bool


@dataclass(frozen=True, slots=True)
class Document:
    """Amounts in `figures` are integer cents; `version` is the optimistic lock, `edition` the v1, v2 shown.

    `information` is what a person says about it; `packages` the trade packages it belongs to (none: the whole
    file), `parts` the cents of its amount for each of them, in their order (none: equal parts); `superseded_by`
    the newer version, `in_force` that what was agreed on this one counts until that one is accepted; `made_here`
    tells what the application wrote itself; `kind_by` who said what it is, which no reading changes;
    `over_invoiced`: the manager was told that it passes the progress of the works. `firm` and `firm_id` (empty when it
    is not recorded) say whose paper it is where a person has said so. `entries` and `chain` are the length and the
    last hash of its history.
    """

    ticket_number: int
    id: str
    kind: Kind
    filename: str
    content_type: str
    size: int
    sha256: str
    received_at: datetime
    party_id: str = ""
    who: str = ""
    message_id: str = ""
    status: Status = ""
    edition: int = 1
    replaces: str = ""
    reading: ReadingState = "none"
    source: str = "none"
    figures: dict[str, FiledFigure] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    pages: int = 0
    preview_key: str = ""
    waiting_mails: tuple[str, ...] = ()
    read_by: datetime | None = None
    information: str = ""
    packages: tuple[str, ...] = ()
    parts: tuple[int, ...] = ()
    superseded_by: str = ""
    in_force: bool = False
    made_here: bool = False
    over_invoiced: bool = False
    kind_by: str = ""
    firm: str = ""
    firm_id: str = ""
    entries: int = 0
    chain: str = ""
    version: int = 0

    def taken(self, name: str) -> int | str | date | None:
        """A figure sure enough to be used, or None."""
        figure = self.figures.get(name)
        return figure.value if figure and figure.taken else None

    def day(self, name: str) -> date | None:
        """A date sure enough to be used; the table gives dates back as texts."""
        value = self.taken(name)
        if isinstance(value, str):
            try:
                return date.fromisoformat(value)
            except ValueError:
                return None
        return value if isinstance(value, date) else None

    def expired(self, today: date) -> date | None:
        """The last day of an offer that has passed: only its firm can say that it still holds (E-C7)."""
        last = self.day("valid_until")
        return last if self.kind == "quote" and last and last < today else None

    @property
    def stands(self) -> bool:
        """Not replaced, or replaced while what was agreed on it is still in force (E-C6)."""
        return not self.superseded_by or self.in_force

    @property
    def infected(self) -> bool:
        """A virus was found in the mail that brought it: stored, never served, never released."""
        return INFECTED in self.warnings

    @property
    def office_only(self) -> bool:
        """An evidence file: it holds the notes of the office and every name, so nobody outside opens it by himself."""
        return self.made_here and self.kind == "report"

    @property
    def issuer(self) -> str:
        """Whose paper it is: what a person said, else who sent it from outside; never one of the office (D-25)."""
        return self.firm or (self.who if self.party_id and not self.made_here else "")

    @property
    def issuer_id(self) -> str:
        return self.firm_id if self.firm else self.party_id

    @property
    def told_id(self) -> str:
        """Who is written to about it: its firm, or who sent it under a name that no recorded firm bears."""
        return self.issuer_id or self.party_id

    @property
    def sums_close(self) -> bool:
        """HT and TVA make TTC, as far as they are known. Where they do not, only the amount to pay goes outside: a
        figure that contradicts it would be taken for one that was checked."""
        gross, vat, net = (v if isinstance(v := self.taken(name), int) else None
                           for name in ("gross_cents", "vat_cents", "net_cents"))
        if SUM_DIFFERS in self.warnings or gross is None or vat is None:
            return SUM_DIFFERS not in self.warnings
        return abs(vat) <= abs(gross) and net in (None, gross - vat)

    @property
    def vat_cents(self) -> int | None:
        """The TVA as people outside may read it: None when the amounts contradict each other."""
        value = self.taken("vat_cents") if self.sums_close else None
        return value if isinstance(value, int) else None

    @property
    def gross_cents(self) -> int | None:
        value = self.taken("gross_cents")
        return value if isinstance(value, int) else None


def released(document: Document, now: datetime) -> Document:
    """A withheld piece that a person has looked at: served from now on, and read like any other (M-46).

    Raises Conflict for an infected one: nobody may release that.
    """
    if document.infected:
        raise Conflict("infected")
    readable = document.content_type in READABLE and TYPE_CONFLICT not in document.warnings
    return replace(document, reading="pending" if readable else "none",
                   read_by=now + READ_WITHIN if readable else None)


def document_id(ticket_number: int, sha256: str) -> str:
    return hashlib.sha256(f"{ticket_number}:{sha256}".encode()).hexdigest()[:24]


def file_key(agency_id: str, sha256: str) -> str:
    """Where bytes lie: never made from a name (F-2, M-32)."""
    return f"att/{agency_id}/{sha256}"


def preview_key(agency_id: str, sha256: str) -> str:
    return f"preview/{agency_id}/{sha256}.webp"


def piece_warnings(*, type_conflict: bool, infected: bool) -> tuple[str, ...]:
    """What follows a piece for ever, however it is filed: by a rule or by hand."""
    found = {TYPE_CONFLICT: type_conflict, INFECTED: infected}
    return tuple(name for name, yes in found.items() if yes)
