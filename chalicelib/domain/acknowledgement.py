"""When a received mail may be answered by a machine, so that two machines fall silent (M-86).

At most one acknowledgement per conversation and day, five per sender and day; above ten mails an hour
on one conversation, no automatic reaction at all.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from chalicelib.domain.conversation import Conversation
from chalicelib.domain.mail import SenderDay

PER_CONVERSATION = timedelta(hours=24)
PER_SENDER_AND_DAY = 5
MAILS_PER_HOUR = 10
BETWEEN_ALERTS = timedelta(hours=24)


def heard(conversation: Conversation, now: datetime) -> tuple[datetime, ...]:
    """The moments of the last hour this conversation was written to, this one included, capped."""
    recent = [at for at in conversation.heard_at if at > now - timedelta(hours=1)]
    return tuple([*recent, now][-(MAILS_PER_HOUR + 1):])


def flooded(conversation: Conversation, now: datetime) -> bool:
    return len(heard(conversation, now)) > MAILS_PER_HOUR


def just_flooded(conversation: Conversation, now: datetime) -> bool:
    """True for the mail that raises the alarm: one alert a day, not one per mail, however the flood swells."""
    alerted = conversation.alerted_at
    return flooded(conversation, now) and (alerted is None or now >= alerted + BETWEEN_ALERTS)


def allowed(conversation: Conversation, sender_day: SenderDay | None, now: datetime) -> bool:
    """Whether one more acknowledgement may leave; the hourly limit is `flooded`."""
    last = conversation.acknowledged_at
    if last is not None and now < last + PER_CONVERSATION:
        return False
    return not (sender_day and sender_day.acknowledgements >= PER_SENDER_AND_DAY)
