"""Whether mails wait because the account may send no more for now, how many, and until when (M-101)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.sending import is_paused, resumes_at
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class Pause:
    """`by`: day, the quota is used up, or paused, the provider stopped us. `waiting` counts this agency's mails."""

    by: str
    waiting: int
    resumes: datetime


def sending_pause(office: Office, now: datetime) -> Pause | None:
    """None on an ordinary day, and then without a request of its own: the account is known for a minute."""
    account = office.sending.account()
    if account is None or not is_paused(account, now):
        return None
    waiting = office.mailbox.overdue(now)
    return Pause(account.closed_by, waiting, resumes_at(account, now)) if waiting else None
