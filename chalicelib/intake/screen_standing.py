"""Only a verified sender counts as that person, and every doubt fails closed (M-44 to M-46, I-1).

The table of rows is read from its last row up; the first that matches decides. Unknown is never a
pass, and no single verdict drops a mail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chalicelib.intake.parsed_mail import ParsedMail
from chalicelib.intake.screening import Standing, Verdicts


@dataclass(frozen=True, slots=True)
class Trust:
    """How far the sender is believed, and why."""

    standing: Standing
    reasons: tuple[str, ...] = ()
    alarm: bool = False


def trust_in(mail: ParsedMail, verdicts: Verdicts) -> Trust:
    """The standing that the verdicts and the From header give together."""
    standing, reason = next(
        (standing, reason) for reason, standing, holds in _ROWS if holds(mail, verdicts)
    )
    missing = _missing(mail, verdicts)
    reasons = (reason, *(("virus_unknown",) if _virus_unknown(verdicts) else ()))
    if mail.sender is None:
        reasons = (*reasons, "no_single_sender")
        standing = "unverified" if standing == "verified" else standing
    return Trust(standing, tuple(item for item in reasons if item), alarm=missing)


def _missing(mail: ParsedMail, verdicts: Verdicts) -> bool:
    known = (verdicts.spf, verdicts.dkim, verdicts.dmarc, verdicts.spam, verdicts.virus)
    return "MISSING" in known


def _virus_unknown(verdicts: Verdicts) -> bool:
    return verdicts.virus in ("GRAY", "PROCESSING_FAILED")


def _unprocessed(mail: ParsedMail, verdicts: Verdicts) -> bool:
    return "PROCESSING_FAILED" in (verdicts.spf, verdicts.dkim, verdicts.dmarc)


def _aligned(mail: ParsedMail, verdicts: Verdicts) -> bool:
    """No DMARC record, but SPF and DKIM speak for the very domain that From shows (M-45)."""
    if mail.sender is None or (verdicts.dmarc, verdicts.spf, verdicts.dkim) != ("GRAY", "PASS", "PASS"):
        return False
    envelope = verdicts.envelope_from.strip("<> ").rpartition("@")[2].lower()
    return envelope != "" and envelope == mail.sender.email.rpartition("@")[2]


def _refused(mail: ParsedMail, verdicts: Verdicts) -> bool:
    """A failure without a stated policy is taken for the strict one."""
    return verdicts.dmarc == "FAIL" and verdicts.dmarc_policy.strip().lower() != "none"


_Row = tuple[str, Standing, Callable[[ParsedMail, Verdicts], bool]]

# First match wins: the last row of the table stands first.
_ROWS: tuple[_Row, ...] = (
    ("virus", "suspect", lambda mail, verdicts: verdicts.virus == "FAIL"),
    ("spam", "unverified", lambda mail, verdicts: verdicts.spam == "FAIL" and verdicts.dmarc == "PASS"),
    ("spam", "suspect", lambda mail, verdicts: verdicts.spam == "FAIL"),
    ("verdict_missing", "suspect", _missing),
    ("dmarc_refused", "suspect", _refused),
    ("dmarc_failed", "unverified", lambda mail, verdicts: verdicts.dmarc == "FAIL"),
    ("verdict_unprocessed", "unverified", _unprocessed),
    ("", "verified", lambda mail, verdicts: verdicts.dmarc == "PASS"),
    ("", "verified", _aligned),
    ("dmarc_unknown", "unverified", lambda mail, verdicts: True),
)
