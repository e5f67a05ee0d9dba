"""Which /dev room answers which address."""

from __future__ import annotations

import re
import smtplib
from datetime import UTC, datetime
from pathlib import Path

from ..clock import Clock
from ..instance import HOST, Instance
from ..smtp_door import Door
from . import control, forms, frame, pages
from .reply import Answer, Outgoing, compose
from .samples import SAMPLES
from .sent import Outbox, Sent
from .web import Asked, Told, as_file, as_json, fault, page, see

_MAIL = re.compile(r"/dev/mail/([0-9A-Za-z-]+)(\.eml|/frame|/reply|/part/(\d+))?")
_STATIC = Path(__file__).parent / "static"
_TYPES = {"dev.css": "text/css; charset=utf-8", "icon.svg": "image/svg+xml"}


class Rooms:
    """The rooms of one instance."""

    def __init__(self, instance: Instance, door: Door, clock: Clock) -> None:
        self._instance, self._door, self._clock = instance, door, clock
        self._outbox = Outbox(instance.data / "sent")

    def answer(self, asked: Asked) -> Told:
        if not asked.is_ours:
            return fault(403, "these rooms open for this machine only")
        return self._control(asked) if asked.method == "POST" else self._look(asked)

    def _control(self, asked: Asked) -> Told:
        if asked.path == "/dev/deliver":
            return control.deliver(asked, self._door)
        if asked.path == "/dev/tick":
            return control.tick(asked, self._clock)
        found = _MAIL.fullmatch(asked.path)
        mail = self._outbox.get(found.group(1)) if found and found.group(2) == "/reply" else None
        return self._reply(asked, mail) if mail else fault(404, "nothing here")

    def _look(self, asked: Asked) -> Told:
        name = asked.path.removeprefix("/dev/static/")
        if name in _TYPES:
            return as_file((_STATIC / name).read_bytes(), _TYPES[name])
        if asked.path == "/dev/mail.json":
            return as_json([mail.as_json() for mail in self._outbox.all()])
        if asked.path == "/dev/mail":
            return page(pages.mail_list(self._outbox.all(), asked))
        found = _MAIL.fullmatch(asked.path)
        mail = self._outbox.get(found.group(1)) if found else None
        if found and mail:
            return self._one(asked, mail, found.group(2) or "", found.group(3))
        return see("/dev/mail") if asked.path in ("/dev", "/dev/") else fault(404, "nothing here")

    def _one(self, asked: Asked, mail: Sent, what: str, number: str | None) -> Told:
        if what == ".eml":
            return as_file(mail.raw, "message/rfc822")
        if what == "/frame":
            return page(frame.document(mail, asked.param("theme") == "sombre"), policy=frame.POLICY)
        if number is not None and int(number) < len(mail.leaves):
            part = mail.leaves[int(number)]
            return as_file(part.get_payload(decode=True) or b"", part.get_content_type())
        return page(pages.mail_page(mail, asked)) if not what else fault(404, "nothing here")

    def _reply(self, asked: Asked, mail: Sent) -> Told:
        form = forms.read(asked.content_type, asked.body)
        samples = [SAMPLES[name][1]() for name in form.many("sample") if name in SAMPLES]
        answer = Answer(
            text=form.one("text").replace("\r\n", "\n"),
            files=[*form.files, *samples],
            kind=form.one("kind") or "reply",
            sender=form.one("from"),
            without_reply_address=form.ticked("without_reply_address"),
            own_id=form.ticked("own_id"),
        )
        told = self._send(compose(mail, answer, datetime.now(UTC)))
        return see(f"/dev/mail/{mail.id}?{told}#repondre")

    def _send(self, outgoing: Outgoing) -> str:
        """Through the SMTP door, as any mail; its refusal is shown, not raised."""
        try:
            with smtplib.SMTP(HOST, self._instance.smtp_port, "localhost", timeout=60) as smtp:
                smtp.sendmail(outgoing.envelope_from, [outgoing.recipient], outgoing.raw)
        except smtplib.SMTPRecipientsRefused as error:
            code = next(iter(error.recipients.values()))[0]
            return f"refus={code}"
        except smtplib.SMTPResponseException as error:
            return f"refus={error.smtp_code}"
        return "remis=1"
