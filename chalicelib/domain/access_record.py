"""Who opened or downloaded what, to the minute, as the file store keeps it: names of empty objects, nothing else.

Looking never writes in the table. That a link was opened proves no reading: mail programs and filters open links
too, so it is only ever said as « lien ouvert (peut être un automate) » (U-90).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal, get_args
from urllib.parse import quote, unquote

Looked = Literal["opened", "downloaded"]
WHOLE_FILE = "-"  # in the place of a document: the page as a whole
_MINUTE = "%Y%m%dT%H%MZ"


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """One person, one document (or the whole file), one minute."""

    document_id: str
    party_id: str
    what: Looked
    at: datetime


def access_prefix(agency_id: str, ticket_number: int) -> str:
    return f"access/{agency_id}/{ticket_number}/"


def access_key(agency_id: str, ticket_number: int, document_id: str, party_id: str, what: Looked,
               now: datetime) -> str:
    """The name under which this is kept: the same within one minute."""
    minute = now.astimezone(UTC).strftime(_MINUTE)
    name = f"{minute}~{quote(party_id, safe='')}~{what}"
    return f"{access_prefix(agency_id, ticket_number)}{document_id or WHOLE_FILE}/{name}"


def access_of(key: str) -> AccessRecord | None:
    """What a name says, or None for one that is not ours."""
    document_id, _, name = key.rpartition("/")
    parts = name.split("~")
    if len(parts) != 3 or parts[2] not in get_args(Looked):
        return None
    try:
        at = datetime.strptime(parts[0], _MINUTE).replace(tzinfo=UTC)
    except ValueError:
        return None
    place = document_id.rpartition("/")[2]
    what: Looked = "opened" if parts[2] == "opened" else "downloaded"
    return AccessRecord("" if place == WHOLE_FILE else place, unquote(parts[1]), what, at)
