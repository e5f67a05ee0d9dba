"""A page opened or a file fetched by somebody outside is noted beside the table, and never stands in the way."""

from __future__ import annotations

import logging
from datetime import datetime

from chalicelib.domain.access_record import Looked, access_key
from chalicelib.usecases.ports import Office

_LOG = logging.getLogger("bon_pour_accord")


def looked(office: Office, number: int, document_id: str, party_id: str, what: Looked, now: datetime) -> None:
    """A file store that does not answer costs the line, not the page."""
    try:
        office.files.note(access_key(office.agency.id, number, document_id, party_id, what, now))
    except Exception:
        _LOG.exception("an access could not be noted", extra={"ticket": number})
