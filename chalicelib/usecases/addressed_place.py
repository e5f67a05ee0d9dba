"""Where on the works files a routed mail is filed: its conversation, or the one that continues it elsewhere (M-62)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from chalicelib.domain.conversation import Conversation
from chalicelib.domain.merging import moved_to
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.file_mail import Filing
from chalicelib.usecases.follow_merge import living_file
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class Place:
    """A conversation of a file. `fresh` when it was made for this mail, on the file its own was united with."""

    file: TicketFile
    conversation: Conversation
    fresh: bool = False

    def as_added(self, filing: Filing) -> Filing:
        """A conversation that did not exist is added, not changed."""
        if not self.fresh:
            return filing
        change = filing.change
        born = tuple(e for e in change.changed if isinstance(e, Conversation))
        rest = tuple(e for e in change.changed if not isinstance(e, Conversation))
        return replace(filing, change=replace(change, added=(*born, *change.added), changed=rest))


def addressed_place(office: Office, files: Mapping[int, TicketFile], number: int, party_id: str) -> Place | None:
    """The place of a routed mail, or None when its file or its person is gone. No request for a file in `files`."""
    file = files.get(number) or office.tickets.file(number)
    conversation = file.conversation(party_id) if file else None
    if file is None or conversation is None:
        return None
    living = living_file(office, file)
    if living is None or living.ticket.number == number:
        return Place(file, conversation)
    there = living.conversation(party_id)
    return Place(living, there or moved_to(conversation, living.ticket.number, office.secrets.reply_token()),
                 fresh=there is None)


def distinct(places: Iterable[Place]) -> list[Place]:
    """Two addresses may lead to one conversation once their files are united."""
    return list({(p.file.ticket.number, p.conversation.party_id): p for p in reversed(list(places))}.values())[::-1]
