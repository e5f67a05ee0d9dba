"""How far a mail may be believed and what it is; nothing is ever deleted by a verdict (I-1, M-43 to M-49).

Rows are read from the worst: a suspect mail waits for a person, an unverified one is filed through
a signed reply address only, and only a verified human mail is acknowledged.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from chalicelib.intake.absence import absent_until
from chalicelib.intake.headers import Headers
from chalicelib.intake.html_text import text_of
from chalicelib.intake.parsed_mail import ParsedMail
from chalicelib.intake.rules import LOOP_HEADER, SILENCE_HEADERS
from chalicelib.intake.screen_kind import KindFound, kind_of
from chalicelib.intake.screen_standing import Trust, trust_in
from chalicelib.intake.screening import Screening, Verdicts


def screen(
    mail: ParsedMail, verdicts: Verdicts, own_domains: frozenset[str], instance: str,
    own_addresses: Collection[str] = (),
) -> Screening:
    """The screening of one delivery; `instance` is the value of our own loop header."""
    trust = trust_in(mail, verdicts)
    found = kind_of(mail)
    own = _is_own(mail, own_domains, instance, own_addresses)
    return Screening(
        kind=found.kind, standing=trust.standing, own_mail=own,
        may_acknowledge=_may_acknowledge(mail, trust, found, own),
        spam=verdicts.spam == "FAIL", infected=verdicts.virus == "FAIL",
        hold_attachments=trust.standing != "verified" or verdicts.virus != "PASS",
        reply_only=trust.standing == "unverified", review_only=trust.standing == "suspect",
        operator_alarm=trust.alarm, absent_until=_absence(mail, found),
        reasons=(*trust.reasons, *found.reasons, *(("own_mail",) if own else ())),
    )


def _absence(mail: ParsedMail, found: KindFound) -> date | None:
    """Read on automatic mail only: a person who writes « jusqu'au » speaks of something else."""
    if found.kind != "auto_reply" and not found.hinted:
        return None
    return absent_until(f"{mail.subject}\n{mail.text or text_of(mail.html)}", mail.date)


def _may_acknowledge(mail: ParsedMail, trust: Trust, found: KindFound, own: bool) -> bool:
    if own or found.kind != "reply" or found.hinted or trust.standing != "verified":
        return False
    return not any(mail.headers.get(name) for name in (*SILENCE_HEADERS, LOOP_HEADER))


def _is_own(
    mail: ParsedMail, own_domains: frozenset[str], instance: str, own_addresses: Collection[str],
) -> bool:
    """Mail we sent comes back: our loop header, our address, or our id beside a loop header (M-85)."""
    loops = _values(mail.headers, LOOP_HEADER)
    written = {address.email.lower() for address in mail.from_}
    return (
        instance in loops
        or bool(written & {address.lower() for address in own_addresses})
        or (bool(loops) and _domain(mail.message_id) in own_domains)
    )


def _values(headers: Headers, name: str) -> tuple[str, ...]:
    return tuple(value.strip() for value in headers.get(name, ()))


def _domain(address: str) -> str:
    return address.rpartition("@")[2].lower()
