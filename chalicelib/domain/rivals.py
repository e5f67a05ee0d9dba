"""Which quotes stand for the same works: choosing one of them is not to want the others (D-25, E-L22, D-1).

Quotes of different packages are not rivals, each package is decided and ordered by itself. A paper that belongs to no
package covers the whole file.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from chalicelib.domain.assignment import Assignment, runs
from chalicelib.domain.document import Document
from chalicelib.domain.ticket_file import TicketFile

BASES = ("quote", "approval_request")  # what works are ordered on


def rivals(one: Document, other: Document) -> bool:
    """They cover the same works, at least in part."""
    if one.id == other.id:
        return False
    return not one.packages or not other.packages or bool(set(one.packages) & set(other.packages))


def questions(documents: Iterable[Document]) -> tuple[tuple[Document, ...], ...]:
    """What is asked about, by the works it is for: within one question a choice is made, each question is answered by
    itself. In the order given."""
    found: list[list[Document]] = []
    for one in documents:
        near = [group for group in found if any(rivals(one, other) for other in group)]
        joined = [d for group in near for d in group]
        if near:
            at = found.index(near[0])
            found = [group for group in found if group not in near]
            found.insert(at, [*joined, one])
        else:
            found.append([one])
    return tuple(tuple(group) for group in found)


def unordered(documents: Iterable[Document], ordered: Collection[str]) -> tuple[Document, ...]:
    """The standing quotes and requests whose works nobody has ordered yet; `ordered` are ids of documents."""
    bases = [d for d in documents if d.kind in BASES and d.stands and d.reading != "held"]
    under_way = [d for d in documents if d.id in ordered]
    return tuple(d for d in bases if d.id not in ordered and d.status != "refused"
                 and not any(rivals(d, works) for works in under_way))


def left_out(file: TicketFile, chosen: Document | None, firm_id: str) -> tuple[Assignment, ...]:
    """The missions that an order to this firm on this quote ends: those of firms that stand for nothing else. A firm
    that has not quoted yet may be meant for a package that is still open."""
    here = tuple(a for a in file.assignments if a.party_id != firm_id and runs(a))
    if chosen is None:
        return here
    others = {p.id for p in file.packages} - set(chosen.packages) if chosen.packages else set()
    ordered = {*file.ticket.ordered_documents, chosen.id}
    covered = {name for d in file.documents if d.id in ordered for name in d.packages}
    still = unordered(file.documents, ordered)
    wanted = {d.issuer_id for d in still}
    quoted = {d.issuer_id for d in file.documents if d.kind in BASES}
    return tuple(a for a in here if a.party_id not in wanted and (a.party_id in quoted or not others - covered))
