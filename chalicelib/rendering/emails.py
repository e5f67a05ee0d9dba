"""The one place that creates a message: whatever leaves the house is built here (M-94 to M-99)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field, replace
from datetime import datetime
from email.header import Header
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from chalicelib.rendering.header_safety import clean_id, one_line

ID_LIMIT = 20
HIDDEN = "lien-personnel"
_POLICY = SMTP.clone(max_line_length=78)


@dataclass(frozen=True, slots=True)
class Piece:
    """A file that travels with the mail."""

    filename: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class OutboundSpec:
    """A mail before it is bytes. `automatic`: "" for a person's mail, "generated" or "replied". `secrets` are
    the tokens and codes only its reader may hold: the copy we keep does not (W-3)."""

    sender: str
    from_name: str
    to_email: str
    to_name: str
    reply_to: str
    subject: str
    text: str
    html: str
    language: str
    message_id: str
    loop: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    automatic: str = ""
    pieces: tuple[Piece, ...] = ()
    at: datetime | None = None
    secrets: tuple[str, ...] = field(default=(), repr=False)

    @property
    def to_keep(self) -> OutboundSpec:
        """The same mail without its secrets."""
        kept = self
        for secret in self.secrets:
            hidden = {name: getattr(kept, name).replace(secret, HIDDEN) for name in ("subject", "text", "html")}
            kept = replace(kept, **hidden)
        return kept


class Unbuildable(ValueError):
    """The spec lacks what no mail may lack: a recipient, a text, an id."""


def build(spec: OutboundSpec) -> bytes:
    """The finished mail, CRLF line ends. Raises Unbuildable."""
    if not (spec.to_email and spec.text.strip() and spec.subject.strip() and clean_id(spec.message_id)):
        raise Unbuildable(f"mail {spec.message_id!r} lacks a recipient, a subject, a text or an id")
    message = EmailMessage(policy=_POLICY)
    message["From"] = _mailbox(spec.from_name, spec.sender)
    message["To"] = _mailbox(spec.to_name, spec.to_email)
    if spec.reply_to:
        message["Reply-To"] = _mailbox(spec.from_name, spec.reply_to)
    message["Message-ID"] = clean_id(spec.message_id)
    _thread(message, spec)
    _robot(message, spec)
    if spec.at:
        message["Date"] = spec.at
    message.set_content(spec.text, cte="quoted-printable")
    if spec.html:
        message.add_alternative(spec.html, subtype="html", cte="quoted-printable")
    for piece in spec.pieces:
        _attach(message, piece)
    message["Content-Language"] = spec.language
    return _subject(one_line(spec.subject)) + message.as_bytes()


def _subject(text: str) -> bytes:
    """The subject line, folded by the older encoder: the newer one doubles the space before an accented
    word that begins a line."""
    charset = "us-ascii" if text.isascii() and "=?" not in text else "utf-8"
    folded = Header(text, charset, header_name="Subject").encode(linesep="\r\n")
    return f"Subject: {folded}\r\n".encode("ascii")


def _mailbox(name: str, email: str) -> Address:
    local, _, domain = one_line(email, 320).rpartition("@")
    return Address(one_line(name, 120), local, domain)


def _thread(message: EmailMessage, spec: OutboundSpec) -> None:
    """Both kinds of ids, ours and the provider's, the last twenty (M-95)."""
    ids = [i for i in (clean_id(r) for r in spec.references) if i][-ID_LIMIT:]
    answered = clean_id(spec.in_reply_to)
    if answered:
        message["In-Reply-To"] = answered
        ids = [i for i in ids if i != answered] + [answered]
    if ids:
        message["References"] = " ".join(ids)


def _robot(message: EmailMessage, spec: OutboundSpec) -> None:
    """A machine says that it is one; a person's mail does not (M-96)."""
    message["X-BPA-Loop"] = one_line(spec.loop)
    if spec.automatic:
        message["Auto-Submitted"] = f"auto-{spec.automatic}"
    if spec.automatic == "replied":
        message["X-Auto-Response-Suppress"] = "All"


def _attach(message: EmailMessage, piece: Piece) -> None:
    main, _, sub = piece.content_type.partition("/")
    if not sub or main in ("multipart", "message"):
        main, sub = "application", "octet-stream"
    name = one_line(piece.filename, 120)
    message.add_attachment(piece.content, maintype=main, subtype=sub, filename=name,
                           params={"name": ascii_name(name)})


def ascii_name(name: str) -> str:
    """What a program that knows no RFC 2231 shows: the same name without its accents."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return plain.replace('"', "").replace("\\", "").strip() or "piece-jointe"


def self_test() -> None:
    """Refuse to run on a Python that lets text become a header. Raises RuntimeError (TRAP-10)."""
    hostile = "A =?UTF-8?Q?=0A?=Bcc: x@y.example\r\nBcc: z@y.example"
    raw = build(OutboundSpec(
        sender="dossier@agence.example", from_name=hostile, to_email="a@b.example", to_name=hostile, reply_to="",
        subject=hostile, text="x", html="", language="fr", message_id="<1@agence.example>", loop=hostile))
    head = raw.split(b"\r\n\r\n", 1)[0].lower()
    if any(line.startswith(b"bcc") for line in head.split(b"\r\n")):
        raise RuntimeError("this Python lets a subject add a header: a newer patch level is needed")
