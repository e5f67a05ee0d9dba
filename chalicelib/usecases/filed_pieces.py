"""Attachments of a mail become documents of a ticket: same bytes once, signature images folded away."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from chalicelib.domain.document import (
    MAYBE_NEW_VERSION,
    READ_WITHIN,
    READABLE,
    Document,
    document_id,
    file_key,
    piece_warnings,
)
from chalicelib.domain.message import AttachmentRef
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.versions import VERSIONED, current
from chalicelib.domain.work_package import own_package
from chalicelib.intake.document_kind import kind_from_name
from chalicelib.intake.html_pictures import quoted_only
from chalicelib.intake.parsed_mail import Attachment
from chalicelib.intake.version_words import says_new_version
from chalicelib.usecases.received import Received, Upload

SIGNATURE_IMAGE_BELOW = 20_000  # bytes (M-36)
_NO_DOCUMENT = ("text/calendar", "application/pkcs7-signature", "application/pgp-signature")


@dataclass(frozen=True, slots=True)
class Pieces:
    """What the attachments of one mail come to on one ticket."""

    refs: tuple[AttachmentRef, ...]
    documents: tuple[Document, ...]
    uploads: tuple[Upload, ...]


def file_pieces(received: Received, file: TicketFile, agency_id: str, party_id: str, who: str,
                message_id: str) -> Pieces:
    """Every attachment is stored and listed; a new content becomes a document of its own."""
    here = {d.sha256 for d in file.documents}
    lots = own_package(file.packages, file.participants, party_id)
    quoted = frozenset(quoted_only(received.mail.html)) if received.mail.html else frozenset()
    refs: list[AttachmentRef] = []
    documents: list[Document] = []
    for attachment in received.mail.attachments:
        known = attachment.sha256 in here
        folded = is_signature_image(attachment, quoted, known)
        ref = _ref(attachment, file.ticket.number, folded=folded, known=known, held=_held(received))
        refs.append(ref)
        if ref.document_id and not known:
            here.add(attachment.sha256)
            document = _document(attachment, received, file.ticket.number, party_id, who, message_id)
            documents.append(_maybe_new(replace(document, packages=lots), received, file))
    return Pieces(tuple(refs), tuple(documents), uploads(received.mail.attachments, agency_id))


def uploads(attachments: Sequence[Attachment], agency_id: str) -> tuple[Upload, ...]:
    """The bytes of every piece, under their content's key, each once."""
    by_key = {file_key(agency_id, a.sha256): a for a in attachments}
    return tuple(Upload(key, a.content, a.content_type) for key, a in by_key.items())


def is_signature_image(attachment: Attachment, quoted: frozenset[str], known: bool) -> bool:
    """A small image the sender did not attach by hand: shown again, or only in the quoted part."""
    if not attachment.content_type.startswith("image/") or attachment.size >= SIGNATURE_IMAGE_BELOW:
        return False
    return known or attachment.content_id in quoted


def _held(received: Received) -> bool:
    return received.screening.hold_attachments or received.screening.infected


def _ref(attachment: Attachment, number: int, *, folded: bool, known: bool, held: bool) -> AttachmentRef:
    kept = not folded and attachment.declared_type not in _NO_DOCUMENT
    return AttachmentRef(
        attachment.filename, attachment.content_type, attachment.size, attachment.sha256,
        document_id(number, attachment.sha256) if kept else "", folded, held, known,
        tuple(child.filename for child in attachment.children[:50]),
    )


def _document(attachment: Attachment, received: Received, number: int, party_id: str, who: str,
              message_id: str) -> Document:
    words = f"{received.mail.subject} {received.reply.own[:2000]}"
    kind, _ = kind_from_name(attachment.filename, attachment.content_type, words)
    readable = attachment.content_type in READABLE and not attachment.type_conflict
    pending = readable and not _held(received)
    return Document(
        ticket_number=number, id=document_id(number, attachment.sha256), kind=kind,
        filename=attachment.filename, content_type=attachment.content_type, size=attachment.size,
        sha256=attachment.sha256, received_at=received.now, party_id=party_id, who=who,
        message_id=message_id, reading="pending" if pending else "held" if _held(received) else "none",
        read_by=received.now + READ_WITHIN if pending else None,
        warnings=piece_warnings(type_conflict=attachment.type_conflict, infected=received.screening.infected),
    )


def _maybe_new(document: Document, received: Received, file: TicketFile) -> Document:
    """The sender says that it takes the place of what he has sent before: read, it is proposed (E-C6)."""
    sent = any(d.party_id == document.party_id and d.kind in VERSIONED for d in current(file.documents))
    words = f"{received.mail.subject} {received.reply.own}"
    if not sent or document.content_type not in READABLE or document.kind == "photo" or not says_new_version(
            words, document.filename):
        return document
    return replace(document, warnings=(*document.warnings, MAYBE_NEW_VERSION))
