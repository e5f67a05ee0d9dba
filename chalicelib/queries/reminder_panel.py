"""What a ticket will do by itself: the next reminders in words, what was stopped, the rest (U-111, D-32)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.agency import Agency
from chalicelib.domain.chases import muted_as
from chalicelib.domain.reminders import Planned, outlook
from chalicelib.domain.ticket_file import TicketFile

SHOWN = 3


@dataclass(frozen=True, slots=True)
class ReminderPanel:
    """`planned`: soonest first. `kinds`: what may be stopped here, each once. `muted`: what was."""

    planned: tuple[Planned, ...]
    kinds: tuple[str, ...]
    muted: tuple[str, ...]


def reminder_panel(file: TicketFile, agency: Agency, now: datetime) -> ReminderPanel:
    """From the file already read: no request."""
    planned = outlook(file, agency, now).planned
    kinds = tuple(dict.fromkeys(muted_as(p.chase.kind) for p in planned))
    return ReminderPanel(planned[:SHOWN], kinds, file.ticket.muted)
