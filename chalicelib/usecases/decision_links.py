"""Links to decide: one per decider and mail, made again from the mail when it leaves, kept as a hash only (W-4)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from chalicelib.domain.access_link import digest
from chalicelib.domain.agency import Language
from chalicelib.domain.approval import Approval
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.decision_link import Bound, DecisionLink
from chalicelib.domain.mail import OutgoingMail
from chalicelib.domain.pace import pace_of
from chalicelib.domain.party import PartyRole
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.deciders import Deciders
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office

PURPOSE = "decision"


def token_of(office: Office, mail_id: str) -> str:
    """160 bits that nobody can make without the signing key, the same for the same mail."""
    return office.secrets.sign(PURPOSE, mail_id)


def address_of(office: Office, mail_id: str) -> str:
    """The page of the decider this mail is for."""
    return f"{office.post.base_url}/accord/{office.agency.id}.{token_of(office, mail_id)}"


def code_of(office: Office, mail_id: str) -> str:
    """Six digits that follow from the mail that carries them: the table never holds them."""
    mark = hashlib.sha256(office.secrets.sign("decision_code", mail_id).encode()).digest()
    return f"{int.from_bytes(mark[:8], 'big') % 1_000_000:06}"


def links_of(office: Office, mail_ids: Iterable[str]) -> list[DecisionLink]:
    """The links that left in these mails, in one request."""
    names = [("decision", digest(token_of(office, mail_id))) for mail_id in dict.fromkeys(mail_ids)]
    found = office.directory.held(names) if names else {}
    return list(found.values())


def find_link(office: Office, token: str) -> DecisionLink | None:
    name = ("decision", digest(token))
    found: DecisionLink | None = office.directory.held([name]).get(name)
    return found


def new_link(office: Office, party_id: str, name: str, email: str, language: Language, bound: Iterable[Bound],
             mail_id: str, number: int, now: datetime) -> DecisionLink:
    return DecisionLink(digest(token_of(office, mail_id)), number, party_id, name, email, language, tuple(bound),
                        mail_id, now, ends_at(office, now))


def ends_at(office: Office, since: datetime) -> datetime:
    return since + timedelta(days=pace_of(office.agency.pace)["link_days"])


def bound_to(approvals: Sequence[Approval]) -> tuple[Bound, ...]:
    return tuple(Bound(a.document_id, a.round, a.edition, a.sha256, a.amount_cents) for a in approvals)


def asked(office: Office, file: TicketFile, approvals: tuple[Approval, ...], people: Deciders, now: datetime,
          ) -> tuple[Change, tuple[Approval, ...]]:
    """A mail with a link to every decider who has an address, in a conversation of his own (D-4), and the rounds that
    remember in which mail it is. Nobody is asked who cannot decide (E-L12), nor who has answered on all of them while
    the others think (E-L8)."""
    cause = ",".join(f"{a.document_id}:{a.round}:{len(a.asked)}.{a.version}" for a in approvals)
    mails, links, sent, begun = [], [], [], list[Conversation]()
    for elector in approvals[0].electors:
        person = people.party(elector.party_id)
        if person is None or not person.email or not person.can_decide or all(
                a.outcome == "open" and a.choice_of(elector.party_id) for a in approvals):
            continue
        mail_id = derived("decision", str(file.ticket.number), cause, person.id)
        mails.append(decision_mail(file, "decision_request", person.id, person.name, person.email, person.language,
                                   mail_id, now, {"documents": " ".join(a.document_id for a in approvals)}))
        links.append(new_link(office, person.id, person.name, person.email, person.language, bound_to(approvals),
                              mail_id, file.ticket.number, now))
        begun += talk_with(office, file, person.id, person.role, person.name, person.email, person.language)
        sent.append((person.id, mail_id))
    return Change(added=(*links, *begun), mails=tuple(mails)), with_asked(approvals, sent)


def talk_with(office: Office, file: TicketFile, party_id: str, role: PartyRole, name: str, email: str,
              language: Language) -> list[Conversation]:
    """The conversation to begin with somebody who is asked to decide; nothing when there is one."""
    if file.conversation(party_id):
        return []
    return [Conversation(file.ticket.number, party_id, role, name, email, office.secrets.reply_token(), language)]


def with_asked(approvals: Iterable[Approval], sent: Sequence[tuple[str, str]]) -> tuple[Approval, ...]:
    """Each decider's newest mail: reminders lead to the same page."""
    fresh = dict(sent)
    return tuple(replace(a, asked=(*((p, m) for p, m in a.asked if p not in fresh),
                                   *((p, m) for p, m in sent if a.elector(p)))) for a in approvals)


def decision_mail(file: TicketFile, template: str, party_id: str, name: str, email: str, language: Language,
                  mail_id: str, now: datetime, facts: dict[str, str | int]) -> OutgoingMail:
    """A mail about a decision, rendered when it leaves."""
    return OutgoingMail(
        id=mail_id, purpose="decision", template=template, language=language, to_email=email, to_name=name,
        created_at=now, not_before=now, ticket_number=file.ticket.number, party_id=party_id, facts=facts)
