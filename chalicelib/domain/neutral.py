"""Words for a firm about what it sent us: they name nobody else of the file, and nobody else's price (E-C22, E-C23)."""

from __future__ import annotations

import re

from chalicelib.domain.folding import fold
from chalicelib.domain.ticket_file import TicketFile

_AMOUNT = re.compile(r"\d[\d\s.,\u00a0\u202f]*")
_TITLES = {"madame", "monsieur", "mme", "mr", "sarl", "agence"}
NAME_LENGTH = 4  # letters: shorter words of a name are ordinary words


def names_others(text: str, file: TicketFile, party_id: str) -> bool:
    """Whether the text names another person of the file, or repeats an amount of a paper that is not this firm's."""
    said = {fold(word) for word in re.findall(r"\w+", text) if word[0].isupper()}  # « petit » is no M. Petit
    people = [c.name for c in file.conversations if c.party_id != party_id]
    people += [a.name for a in file.assignments if a.party_id != party_id]
    people += [c.name for c in (file.ticket.tenant, file.ticket.owner, file.ticket.site) if c]
    people += [p.name for p in file.participants if p.party_id != party_id]
    own = {word for a in file.assignments if a.party_id == party_id for word in _words(a.name)}
    if any(said & (_words(name) - own) for name in people):
        return True
    others = {str(d.gross_cents // 100) for d in file.documents if d.told_id != party_id and d.gross_cents}
    others -= {str(d.gross_cents // 100) for d in file.documents if d.told_id == party_id and d.gross_cents}
    return bool(others & {_euros(found) for found in _AMOUNT.findall(text)})


def _words(name: str) -> set[str]:
    return {w for w in re.findall(r"\w+", fold(name)) if len(w) >= NAME_LENGTH and w not in _TITLES}


def _euros(written: str) -> str:
    whole = re.sub(r"[.,]\d{1,2}$", "", re.sub(r"[\s\u00a0\u202f]", "", written).rstrip(".,"))
    return re.sub(r"\D", "", whole)
