"""A reply of our own people to a notification: its address, and the command on its first line (N-25, M-89)."""

from __future__ import annotations

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import Literal

from chalicelib.domain.folding import fold
from chalicelib.domain.marked import N_
from chalicelib.domain.ticket import STATES

Verb = Literal["note", "chase", "state", "close", "money", "unknown"]
_LOCAL = re.compile(r"n-(\d{1,9})\+([a-z0-9][a-z0-9_-]{0,40})\.([0-9a-f]{20})", re.IGNORECASE)
_LINE = re.compile(r"^#(\w[\w-]*)[ \t:]*(.*)", re.DOTALL)
_VERBS: dict[str, Verb] = {
    "note": "note", "relance": "chase", "relancer": "chase", "remind": "chase", "chase": "chase", "statut": "state",
    "status": "state", "clore": "close", "fermer": "close", "close": "close",
}
_MONEY = ("pay", "virement", "vire", "iban", "rib", "facture", "montant", "accord", "valid", "approve", "devis",
          "order")
_BY_WORD = {
    **{fold(label): state for state, label in STATES.items()}, **{state.replace("_", " "): state for state in STATES},
    "en cours": "in_progress", "termine": "works_done", "terminee": "works_done", "travaux termines": "works_done",
    "done": "works_done", "qualifie": "qualified", "chiffrage": "quoting", "clos": "closed", "annule": "cancelled",
}

ANSWERS: dict[str, str] = {
    "noted": N_("Votre réponse est gardée comme note interne du dossier. Elle n’a été envoyée à personne."),
    "chased": N_("L’entreprise est relancée."),
    "moved": N_("Le statut du dossier est changé."),
    "closed": N_("Le dossier est fermé."),
    "money": N_("Rien n’a été fait : l’argent et les accords se décident à l’écran, jamais par e-mail."),
    "incomplete": N_("Le dossier n’est pas fermé : il n’est pas complet. Ouvrez-le pour voir ce qui manque."),
    "unknown": N_("Cette commande n’existe pas. Les commandes sont #note, #relance, #statut et #clore."),
    "unknown_state": N_("Ce statut n’existe pas. Exemple : #statut travaux terminés."),
    "not_possible": N_("Rien n’a été fait : cette action n’est pas possible à cette étape du dossier."),
}


@dataclass(frozen=True, slots=True)
class StaffReply:
    """What an address claims: the ticket, the user, and a mark only we can make."""

    ticket_number: int
    user_id: str
    mark: str


@dataclass(frozen=True, slots=True)
class Command:
    """`argument` is the rest of the line, and for a note everything after it."""

    verb: Verb
    argument: str


def staff_address(number: int, user_id: str, signature: str, domain: str) -> str:
    """The address a notification is answered to. It survives programs that change the case."""
    return f"n-{number}+{user_id.lower()}.{_mark(signature)}@{domain}"


def read_staff_address(address: str, domain: str) -> StaffReply | None:
    local, _, host = address.strip().strip("<>").rpartition("@")
    found = _LOCAL.fullmatch(local)
    if not found or host.lower() != domain.lower():
        return None
    return StaffReply(int(found.group(1)), found.group(2).lower(), found.group(3).lower())


def holds(claim: StaffReply, signature: str) -> bool:
    return hmac.compare_digest(_mark(signature), claim.mark)


def command(own_words: str) -> Command:
    """The first line that says anything. Without a command, the whole answer is a note."""
    text = own_words.strip()
    found = _LINE.match(text)
    if not found:
        return Command("note", text)
    word, rest = fold(found.group(1)), found.group(2).strip()
    if word in _VERBS:
        verb = _VERBS[word]
        return Command(verb, rest if verb == "note" else (rest.splitlines() or [""])[0].strip())
    return Command("money" if word.startswith(_MONEY) else "unknown", rest)


def state_named(words: str) -> str:
    """The state a person names, or an empty string."""
    return _BY_WORD.get(fold(words), "")


def _mark(signature: str) -> str:
    return hashlib.sha256(signature.encode()).hexdigest()[:20]
