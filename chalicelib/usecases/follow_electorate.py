"""Whoever decides, or the rule of their vote, has changed: every open round follows at once, in the same commit as its
cause (D-9, D-11, E-L9).

A vote of somebody who no longer decides stops counting; the others' votes stand and are read again, which may settle
the round. A new decider who has no link to it yet gets one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.approval import Approval, Elector, with_electors, with_rule
from chalicelib.domain.capacity import TASK as NO_CAPACITY
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.decision import Ruled, after, unmoved
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.document import Document
from chalicelib.domain.pace import pace_of
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.party import Party
from chalicelib.domain.ticket import alerted
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.deciders import Deciders, deciders
from chalicelib.usecases.decision_links import asked, links_of
from chalicelib.usecases.decision_news import Act, OtherAct, told
from chalicelib.usecases.file_act import touching
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office, Ref
from chalicelib.usecases.shared_mailbox import votes_read

Voters = tuple[Elector, ...]
LEFT = "left"  # why a link was revoked


def followed(office: Office, file: TicketFile, changed: TicketFile, who: str, cause: str, now: datetime,
             newcomers: tuple[Party, ...] = (), what: OtherAct = "electors_changed", of: str = "") -> Change:
    """What follows from the people and the packages becoming those of `changed`. `file` is the file as it was read,
    `cause` the id of the act; `newcomers` are people whom the directory will know with it; `what` is the line
    of history, about whom `of` names."""
    seen = replace(file, packages=changed.packages, participants=changed.participants)
    ruled, links, first = renewed(office, seen, unmoved(file), who, now, newcomers, what, of)
    if not first:
        return Change()
    more: dict[str, str | int] = {"user": who}
    more |= {"to": of} if of else {}
    act = Act(what, first, derived(cause, "electors"), now, more=more)
    return touching(file, told(office, file, ruled, act).plus(links))  # whose silence is watched from now on


def renewed(office: Office, file: TicketFile, ruled: Ruled, who: str, now: datetime, newcomers: tuple[Party, ...] = (),
            what: OtherAct = "electors_changed", of: str = "") -> tuple[Ruled, Change, str]:
    """`ruled` with every round that it leaves open read by its deciders of today; the links that die and those that
    leave with it; and the first document this concerned, empty when everything stands."""
    waiting = list[tuple[Approval, Deciders, Voters]]()
    for name in [a.document_id for a in after(file, ruled).approvals if a.state == "open"]:
        here = after(file, ruled)
        document, current = here.document(name), here.approval(name)
        if document is None or current is None or current.state != "open":
            continue  # what was decided a moment ago has settled this one too
        known = deciders(office, here, document, now)
        people = replace(known, people=(*known.people, *newcomers))
        if follows(current, people):
            continue
        ruled = ruled.then(reread(office, here, current, document, people, who, now, what, of))
        fresh = tuple(e for e in people.electors if e.party_id not in dict(current.asked) and not e.unable)
        waiting.append((current, people, fresh))
    if not waiting:
        return ruled, Change(), ""
    dead = Change(changed=_dead(office, [a for a, _, _ in waiting], after(file, ruled)))
    ruled, links = _linked(office, file, ruled, waiting, now)
    return ruled, links.plus(dead), waiting[0][0].document_id


def _dead(office: Office, before: Sequence[Approval], now: TicketFile) -> tuple[DecisionLink, ...]:
    """The links of those who decide on nothing of what they were sent any more, and of whom they passed it on to."""
    mails = [mail for a in before for party_id, mail in a.asked if not _asks(now, a.document_id, party_id)]
    gone = [link for link in links_of(office, mails)
            if not any(_asks(now, b.document_id, link.party_id) for b in link.bound)]
    unable = {e.party_id for a in now.approvals for e in a.electors if e.unable}
    names = [("decision", link.delegate_link) for link in gone if link.delegate_link]
    passed: dict[Ref, DecisionLink] = office.directory.held(names) if names else {}
    return tuple(replace(link, revoked=NO_CAPACITY if link.party_id in unable else LEFT)
                 for link in (*gone, *passed.values()) if not link.revoked)


def _asks(file: TicketFile, document_id: str, party_id: str) -> bool:
    """He is still one of those who decide, or have decided, on this document, and can do so."""
    approval = file.approval(document_id)
    elector = approval.elector(party_id) if approval else None
    return elector is not None and not elector.unable


def follows(approval: Approval, people: Deciders) -> bool:
    """The round already has the deciders and the rule of today. Where nobody decides any more its rule stands."""
    return set(people.electors) == set(approval.electors) and (people.rule == approval.rule or not people.electors)


def reread(office: Office, file: TicketFile, approval: Approval, document: Document, people: Deciders, who: str,
           now: datetime, what: OtherAct = "electors_changed", of: str = "") -> Ruled:
    """The open round with the deciders and the rule of today, its votes read again, and the line that says so."""
    life = timedelta(days=pace_of(office.agency.pace)["link_days"])
    today = with_electors(approval, people.electors)
    able = {e.party_id for e in today.electors if not e.unable}
    today = replace(today, asked=tuple((p, mail) for p, mail in today.asked if p in able))
    if people.electors:
        today = with_rule(today, people.rule, now + life)
    if today.deadline_at and any(e.unable and e.party_id in able for e in approval.electors):
        today = replace(today, deadline_at=now + life, deadline_passed=False)  # who can answer again has his time
    facts = _facts(approval.electors, people.electors)
    facts |= {"rule": today.rule} if today.rule != approval.rule else {}
    noted_on, line = noted(document, now, what, who, facts={"to": of} if of else facts)
    ruled = votes_read(office, file, today, noted_on, now)
    if not people.electors:
        ruled = replace(ruled, ticket=alerted(ruled.ticket, now, "no_decider"))
    return replace(ruled, lines=(line, *ruled.lines))


def _facts(before: Sequence[Elector], now: Sequence[Elector]) -> dict[str, str | int]:
    """Who came, who left, and who decides now."""
    old, new = {e.party_id for e in before}, {e.party_id for e in now}
    named = {"joined": [e.name for e in now if e.party_id not in old],
             "left": [e.name for e in before if e.party_id not in new], "deciders": [e.name for e in now]}
    return {name: ", ".join(names) for name, names in named.items() if names}


def _linked(office: Office, file: TicketFile, ruled: Ruled, waiting: Sequence[tuple[Approval, Deciders, Voters]],
            now: datetime) -> tuple[Ruled, Change]:
    """One mail to each new decider for all the rounds that are still open to him."""
    change, rounds = Change(), {a.document_id: a for a in ruled.approvals}
    groups: dict[Voters, list[str]] = {}
    for approval, _, fresh in waiting:
        if fresh and rounds[approval.document_id].state == "open":
            groups.setdefault(fresh, []).append(approval.document_id)
    for fresh, names in groups.items():
        people = next(p for a, p, _ in waiting if a.document_id == names[0])
        mine = tuple(replace(rounds[name], electors=fresh) for name in names)
        sent, told_to = asked(office, file, mine, people, now)
        change = change.plus(sent)
        begun = tuple(e for e in sent.added if isinstance(e, Conversation))
        file = replace(file, conversations=(*file.conversations, *begun))
        for each in told_to:
            rounds[each.document_id] = replace(rounds[each.document_id], asked=each.asked)
    return replace(ruled, approvals=tuple(rounds[a.document_id] for a in ruled.approvals)), change
