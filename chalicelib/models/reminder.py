"""How far one chase has come, when a ticket is looked at next, and the automatic mail of one person and day."""

from __future__ import annotations

from chalicelib.models.item import Item, Json, Text, Whole


class ReminderItem(Item, discriminator="reminder"):
    """Field for field the domain's Reminder."""

    ticket_number = Whole()
    kind = Text()
    party_id = Text()
    anchor = Text()
    step = Whole()
    at = Text()
    state = Text()
    mail_id = Text()
    document_id = Text(null=True)
    version = Whole()


class WatchItem(Item, discriminator="watch"):
    """Field for field the domain's Watch."""

    ticket_number = Whole()
    look_at = Text(null=True)
    kind = Text()
    who = Text()
    title = Text()
    manager = Text()
    version = Whole()


class PersonDayItem(Item, discriminator="person_day"):
    """Field for field the domain's PersonDay."""

    party_id = Text()
    day = Text()
    mail_id = Text()
    tickets = Json()
    state = Text()
    version = Whole()
