"""« Décompter »: a decider takes his vote back, the other choice is free again (S-26). Of several quotes under one link
he takes back his whole ballot: a choice among them is not wanting the others (E-L22).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from chalicelib.domain.approval import withdrawn
from chalicelib.domain.change import Change
from chalicelib.domain.decision import Ruled, after, unmoved
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.rivals import rivals
from chalicelib.domain.ticket_file import TicketFile
from chalicelib.usecases.able import still_able
from chalicelib.usecases.cast_vote import MARKER, TRIES, Check, counted_again, found_round, not_cancelled
from chalicelib.usecases.decision_news import Act, told
from chalicelib.usecases.file_act import Form, act_once
from chalicelib.usecases.identity import derived
from chalicelib.usecases.ports import Office


def withdraw_vote(office: Office, number: int, document_ids: Sequence[str], party_id: str, nonce: str, now: datetime, *,
                  by: str = "", check: Check | None = None) -> None:
    """Of these documents, those he has voted on in a round that is open; `document_ids` begins with the one he saw.
    Twice is once. Raises NotFound, Conflict when there is no vote to take back."""
    def decide(file: TicketFile) -> Change:
        not_cancelled(file)
        still_able(office, party_id)
        if check:
            check(file)
        mine = [d for d in document_ids if _same_works(file, document_ids[0], d) and _stands(file, d, party_id)]
        mine = mine or [document_ids[0]]
        ruled = unmoved(file)
        for document_id in mine:
            here = after(file, ruled)
            if not ruled.approvals or _stands(here, document_id, party_id):  # else the one before has settled it
                ruled = ruled.then(_without(office, here, document_id, party_id, by, now))
        return told(office, file, ruled, Act("vote_withdrawn", mine[0], nonce, now, party_id, "", by))

    content = derived(document_ids[0], party_id, "withdraw")
    act_once(office, number, Form(MARKER, nonce, content), now, decide, tries=TRIES)


def _same_works(file: TicketFile, seen: str, other: str) -> bool:
    """Quotes of another package are another question (D-1)."""
    one, two = file.document(seen), file.document(other)
    return seen == other or (one is not None and two is not None and rivals(one, two))


def _stands(file: TicketFile, document_id: str, party_id: str) -> bool:
    document, approval = file.document(document_id), file.approval(document_id)
    return (document is not None and not document.superseded_by and approval is not None and approval.state == "open"
            and approval.vote_of(party_id) is not None)


def _without(office: Office, file: TicketFile, document_id: str, party_id: str, by: str, now: datetime) -> Ruled:
    document, approval = found_round(file, document_id)
    kept = withdrawn(approval, party_id)
    elector = approval.elector(party_id)
    facts: dict[str, str | int] = {"by": by} if by else {}
    document, line = noted(document, now, "vote_withdrawn", elector.name if elector else "", party_id, facts)
    return counted_again(office, file, kept, document, line, now)
