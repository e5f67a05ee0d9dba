"""Files are handed out by signed links of five minutes, made after the rights check (D-7, F-1)."""

from __future__ import annotations

from chalicelib import bootstrap
from chalicelib.domain.document import Document, file_key
from chalicelib.domain.errors import NotFound
from chalicelib.domain.mail import sent_key
from chalicelib.handlers.answer import Answer, redirect
from chalicelib.handlers.pages import page
from chalicelib.handlers.request import Request
from chalicelib.handlers.web.ticket import number_of
from chalicelib.queries.ticket_page import find_message
from chalicelib.usecases.ports import Office


def document(request: Request) -> Answer:
    found = _document(request.office, number_of(request), request.parts["document"])
    if found.reading == "held":
        raise NotFound("document")
    key = file_key(request.office.agency.id, found.sha256)
    return redirect(request.office.files.link(key, found.filename, found.content_type), 302)


def preview(request: Request) -> Answer:
    found = _document(request.office, number_of(request), request.parts["document"])
    if not found.preview_key:
        raise NotFound("document")
    return redirect(request.office.files.link(found.preview_key, "apercu.webp", "image/webp", inline=True), 302)


def original(request: Request) -> Answer:
    """The mail as it arrived, or as it left, byte for byte; always a download."""
    message = find_message(request.office, number_of(request), request.parts["message"])
    file = request.office.tickets.file(number_of(request))
    if message is None or file is None or file.sealed(message):
        raise NotFound("message")
    files = request.office.files
    if message.raw_key:
        return redirect(files.mail_link(message.raw_key, f"{message.id}.eml"), 302)
    key = sent_key(request.office.agency.id, message.mail_id)
    return redirect(files.link(key, f"{message.id}.eml", "message/rfc822"), 302)


def heavy_piece(request: Request) -> Answer:
    """A file too heavy for a mail: whoever holds the mail holds the signed address."""
    name, _, signature = request.parts["name"].rpartition(".")
    agency_id, _, rest = name.partition(".")
    number, _, document_id = rest.partition(".")
    if not bootstrap.secrets().signed("piece", name, signature) or not number.isdigit():
        raise NotFound("document")
    try:
        office = bootstrap.office(agency_id)
    except LookupError as gone:
        raise NotFound("document") from gone
    found = _document(office, int(number), document_id)
    if found.reading == "held":
        raise NotFound("document")
    link = office.files.link(file_key(agency_id, found.sha256), found.filename, found.content_type)
    return page(request, "piece", document=found, link=link, office=office.agency)


def _document(office: Office, number: int, document_id: str) -> Document:
    file = office.tickets.file(number)
    found = file.document(document_id) if file else None
    if found is None:
        raise NotFound("document")
    return found
