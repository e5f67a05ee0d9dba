"""The packages of a works file, each with what it holds and costs, and the people who take part (D-1, S-01, S-09)."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from chalicelib.domain.financial import FinancialRow
from chalicelib.domain.party import Party
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.domain.work_package import Participant, WorkPackage
from chalicelib.queries.financial_table import table_of
from chalicelib.usecases.ports import Office


@dataclass(frozen=True, slots=True)
class PackageLine:
    """One package: how many documents stand in it, what it costs, who has access to it, whether it may go."""

    package: WorkPackage
    documents: int
    money: FinancialRow
    people: tuple[Participant, ...]
    removable: bool


def package_lines(file: TicketFile) -> tuple[PackageLine, ...]:
    table = table_of(file)
    counts = Counter(name for d in file.documents if not d.superseded_by for name in d.packages)
    used = {name for d in file.documents for name in d.packages}
    return tuple(PackageLine(p, counts[p.id], table.row(p.id), _people(file, p), p.id not in used)
                 for p in file.packages)


def _people(file: TicketFile, package: WorkPackage) -> tuple[Participant, ...]:
    return tuple(p for p in file.participants if p.everywhere or package.id in p.packages)


def known_people(office: Office, file: TicketFile) -> tuple[Party, ...]:
    """People of the file who can be invited: owners, firms, the tenant; not those who take part already."""
    ticket = file.ticket
    contacts = tuple(c.party_id for c in (ticket.owner, ticket.tenant, ticket.site) if c)
    firms = (*ticket.contractor_ids, *(p.contractor_id for p in file.packages))
    here = {p.party_id for p in file.participants}
    wanted = [i for i in dict.fromkeys((*ticket.owner_ids, *contacts, *firms)) if i and i not in here]
    found = office.directory.parties(*wanted) if wanted else []
    return tuple(p for p in found if p and p.email)
