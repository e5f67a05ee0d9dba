"""Raw mails in one line: what a test changes is named, the rest is an ordinary French mail."""

from __future__ import annotations

import base64

CLAIRE = '"Claire Dumas" <claire.dumas@agence-rivoli.fr>'
PAUL = '"Paul Morel" <paul@plomberie-morel.fr>'
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF" + bytes(200)


def raw_mail(
    body: bytes | str = "Bonjour,\n\nD'accord pour jeudi.\n", *headers: str, sender: str = PAUL,
    subject: str = "Fuite cave", content_type: str = "text/plain; charset=utf-8",
    message_id: str = "<m1@plomberie-morel.fr>",
) -> bytes:
    """One mail; `headers` are added lines, a body given as text is utf-8."""
    lines = [
        f"From: {sender}", "To: dossier@agence-rivoli.fr", f"Subject: {subject}",
        "Date: Tue, 3 Mar 2026 10:12:00 +0100", f"Message-ID: {message_id}", "MIME-Version: 1.0",
        f"Content-Type: {content_type}", *headers,
    ]
    content = body.encode() if isinstance(body, str) else body
    return "\r\n".join(line for line in lines if not line.endswith(": ")).encode() + b"\r\n\r\n" + content


def part(content: bytes, content_type: str, *headers: str) -> bytes:
    """One part of a multipart, in base64."""
    head = "\r\n".join([f"Content-Type: {content_type}", "Content-Transfer-Encoding: base64", *headers])
    return head.encode() + b"\r\n\r\n" + base64.encodebytes(content).replace(b"\n", b"\r\n")


def text_part(text: str, subtype: str = "plain") -> bytes:
    return f"Content-Type: text/{subtype}; charset=utf-8\r\n\r\n{text}\r\n".encode()


def multipart(*parts: bytes, subtype: str = "mixed", boundary: str = "limite", **fields: str) -> bytes:
    """A mail made of parts."""
    body = b"".join(f"--{boundary}\r\n".encode() + piece + b"\r\n" for piece in parts)
    kind = f'multipart/{subtype}; boundary="{boundary}"'
    return raw_mail(body + f"--{boundary}--\r\n".encode(), content_type=kind, **fields)
