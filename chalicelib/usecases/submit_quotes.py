"""Quotes that go to the owners with a letter: a round on each, and in each owner's mail the link that is his (K-32)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.agency import User
from chalicelib.domain.change import Change
from chalicelib.domain.decision import after, unmoved
from chalicelib.domain.document import Document
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.deciders import deciders
from chalicelib.usecases.decision_links import bound_to, new_link, with_asked
from chalicelib.usecases.ports import Office
from chalicelib.usecases.request_approval import opened
from chalicelib.usecases.ruling import change_of


@dataclass(frozen=True, slots=True)
class Submitted:
    """The ticket as it becomes, the rounds with everything that goes with them, and the letters with their links."""

    ticket: Ticket
    rounds: Change
    letters: Change


def submitted(office: Office, user: User, file: TicketFile, quotes: Sequence[Document], letters: Change,
              now: datetime) -> Submitted:
    """`file` is the file with the ticket as the act leaves it; `letters` the mails to the owners."""
    people = deciders(office, file, quotes[0], now)
    ruled = unmoved(file)
    for quote in quotes:
        ruled = ruled.then(opened(office, after(file, ruled), quote, people, user.name, now))
    voters = {e.party_id: e for e in people.electors}
    names = " ".join(q.id for q in quotes)
    mails, links, sent = [], [], []
    for mail in letters.mails:
        if mail.party_id not in voters:
            mails.append(mail)
            continue
        mails.append(replace(mail, facts={**mail.facts, "decision": names}))
        links.append(new_link(office, mail.party_id, mail.to_name, mail.to_email, mail.language,
                              bound_to(ruled.approvals), mail.id, file.ticket.number, now))
        sent.append((mail.party_id, mail.id))
    kept = replace(ruled, approvals=with_asked(ruled.approvals, sent))
    change = change_of(replace(file, ticket=kept.ticket), kept)
    return Submitted(kept.ticket, change.plus(Change(added=tuple(links))), replace(letters, mails=tuple(mails)))
