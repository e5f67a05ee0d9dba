"""A sent mail with everything the mailbox shows: two readings, a picture, an attachment, a reply address."""

from __future__ import annotations

import json
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from infra.local.dev.samples import photo, quote
from infra.local.dev.sent import Outbox, Sent

REPLY_TO = "dossier+k7f3@courrier.rivoli.example"
HTML = """<!doctype html><html lang="fr">
<head><style>@media (prefers-color-scheme: dark){body{color:#fff}}</style></head>
<body><p>Bonjour, voici le <a href="http://127.0.0.1:8000/devis/1">devis à valider</a>.</p>
<img src="cid:photo" alt="La fuite"></body></html>"""


def message() -> EmailMessage:
    mail = EmailMessage(policy=SMTP)
    mail["From"] = "Claire Martin via Rivoli <travaux@courrier.rivoli.example>"
    mail["To"] = "M. Durand <durand@exemple.example>"
    mail["Reply-To"] = REPLY_TO
    mail["Subject"] = "Devis à valider : chauffe-eau"
    mail["Message-ID"] = "<ours-1@courrier.rivoli.example>"
    mail.set_content("Bonjour,\n\nvoici le devis : http://127.0.0.1:8000/devis/1.\n")
    mail.add_alternative(HTML, subtype="html")
    picture = photo().content
    mail.get_payload()[1].add_related(picture, "image", "png", cid="<photo>", filename="photo.png")
    mail.add_attachment(quote().content, maintype="application", subtype="pdf", filename="devis n°42.pdf")
    return mail


def put(folder: Path, number: int = 1, at: str = "2026-03-03T09:12:00+00:00") -> Sent:
    """Into the folder the engine would write."""
    folder.mkdir(parents=True, exist_ok=True)
    name = f"{number:06d}-0102-abc"
    (folder / f"{name}.eml").write_bytes(message().as_bytes())
    envelope = {"id": name, "at": at, "from": "travaux@courrier.rivoli.example", "to": ["durand@exemple.example"]}
    envelope["ses_message_id"] = "<0102-abc@eu-west-1.amazonses.com>"
    (folder / f"{name}.json").write_text(json.dumps(envelope))
    return Outbox(folder).get(name)
