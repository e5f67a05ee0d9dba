"""Reading a submitted form, with or without files."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesHeaderParser
from email.policy import HTTP
from urllib.parse import parse_qs


@dataclass(frozen=True)
class Upload:
    """A file as the browser named it."""

    name: str
    content_type: str
    content: bytes


@dataclass
class Form:
    """Fields by name, and the files that were really chosen."""

    fields: dict[str, list[str]] = field(default_factory=dict)
    files: list[Upload] = field(default_factory=list)

    def one(self, name: str) -> str:
        return self.fields.get(name, [""])[-1].strip()

    def many(self, name: str) -> list[str]:
        return self.fields.get(name, [])

    def ticked(self, name: str) -> bool:
        return bool(self.one(name))


def read(content_type: str, body: bytes) -> Form:
    """A form in either of the two encodings browsers use."""
    if content_type.startswith("multipart/form-data"):
        return _multipart(content_type, body)
    return Form(parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True))


def _multipart(content_type: str, body: bytes) -> Form:
    boundary = re.search(r'boundary="?([^";]+)', content_type)
    form = Form()
    if not boundary:
        return form
    # Cut by hand: a general mail parser may touch line endings inside an uploaded file.
    pieces = (b"\r\n" + body).split(b"\r\n--" + boundary.group(1).encode())
    for piece in pieces[1:-1]:
        head, _, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        _add(form, BytesHeaderParser(policy=HTTP).parsebytes(head + b"\r\n\r\n"), content)
    return form


def _add(form: Form, head: EmailMessage, content: bytes) -> None:
    disposition = head["Content-Disposition"]
    name = disposition.params.get("name", "") if disposition else ""
    filename = disposition.params.get("filename") if disposition else None
    if filename is None:
        form.fields.setdefault(name, []).append(content.decode("utf-8", "replace"))
    elif filename:
        form.files.append(Upload(filename, head.get_content_type(), content))
