"""Links for files too heavy to travel: signed, dated, for one document of one ticket."""

from __future__ import annotations

from chalicelib.domain.document import Document
from chalicelib.usecases.ports import Office


def piece_link(office: Office, document: Document) -> str:
    """An address anybody holding the mail may open while the agency keeps the document."""
    name = f"{office.agency.id}.{document.ticket_number}.{document.id}"
    return f"{office.post.base_url}/pieces/{name}.{office.secrets.sign('piece', name)}"
