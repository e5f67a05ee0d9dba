"""How much a mail may be believed, and what kind of mail it is.

Verdicts come from the SES event alone (M-43); a missing one is never a pass (M-44).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

Verdict = Literal["PASS", "FAIL", "GRAY", "PROCESSING_FAILED", "MISSING"]
Kind = Literal["reply", "auto_reply", "bounce", "receipt", "report"]
Standing = Literal["verified", "unverified", "suspect"]


@dataclass(frozen=True, slots=True)
class Verdicts:
    """The five verdicts of one delivery; `dmarc_policy` is given only when DMARC failed."""

    spf: Verdict = "MISSING"
    dkim: Verdict = "MISSING"
    dmarc: Verdict = "MISSING"
    spam: Verdict = "MISSING"
    virus: Verdict = "MISSING"
    dmarc_policy: str = ""
    envelope_from: str = ""


@dataclass(frozen=True, slots=True)
class Screening:
    """The outcome of screening. `reasons` are stable codes, translated on screen.

    `reply_only`: may be filed through a signed reply address only. `hold_attachments`: kept, but
    neither previewed nor read until a manager releases them. `infected`: never served.
    """

    kind: Kind
    standing: Standing
    own_mail: bool = False
    may_acknowledge: bool = False
    spam: bool = False
    infected: bool = False
    hold_attachments: bool = False
    reply_only: bool = False
    review_only: bool = False
    operator_alarm: bool = False
    absent_until: date | None = None
    reasons: tuple[str, ...] = ()
