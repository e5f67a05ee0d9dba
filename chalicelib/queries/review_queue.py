"""« À classer »: what no rule could file, each with its reason and the tickets it may belong to (U-69)."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.mail import REDRIVEN, InboundMail
from chalicelib.domain.marked import N_
from chalicelib.usecases.ports import Office

PAGE = 50

REASONS: dict[str, str] = {
    "unknown_sender": N_("Expéditeur inconnu de l’agence"),
    "unverified_sender": N_("Expéditeur non vérifié, sans adresse de réponse"),
    "not_a_party": N_("Répond à un dossier dont l’expéditeur ne fait pas partie"),
    "other_subject": N_("Répond à un dossier, mais sous un autre objet"),
    "reference_only": N_("Un numéro de dossier dans l’objet ne suffit pas"),
    "forwarded_mail": N_("E-mail transféré"),
    "no_reference": N_("Aucun dossier indiqué"),
    "unknown_ticket": N_("Le dossier n’existe plus"),
    "automatic_mail": N_("Réponse automatique sans dossier"),
    "dmarc_refused": N_("Authentification refusée par le domaine de l’expéditeur"),
    "dmarc_failed": N_("Authentification de l’e-mail en échec"),
    "dmarc_unknown": N_("Expéditeur non vérifié, sans adresse de réponse"),
    "verdict_unprocessed": N_("Contrôle de sécurité interrompu"),
    "verdict_missing": N_("Contrôle de sécurité absent"),
    "spam": N_("Signalé comme indésirable"),
    "virus": N_("Virus détecté"),
    "staff_unverified": N_("Répond à une notification, mais l’expéditeur n’est pas vérifié"),
    "staff_unknown": N_("Répond à une notification d’un utilisateur qui n’agit plus"),
    "conversation_closed": N_("Conversation fermée : écrit à l’adresse d’un mauvais destinataire"),
    "put_back": N_("Remis à classer"),
}
FAILED = N_("Lecture impossible pour le moment : l’e-mail est conservé")
REDRIVE = N_("Nouvelle lecture demandée : elle a lieu dans un instant")
OTHER = N_("À vérifier")

WHY: dict[str, str] = {
    "named_by_id": N_("répond à un message de ce dossier"),
    "reference": N_("numéro du dossier cité"),
    "sender_on_file": N_("expéditeur du dossier"),
    "same_place": N_("même adresse"),
    "similar_words": N_("mots semblables"),
}


@dataclass(frozen=True, slots=True)
class ReviewQueue:
    """Mails that wait, spam apart."""

    waiting: tuple[InboundMail, ...]
    spam: tuple[InboundMail, ...]
    cursor: str


def review_queue(office: Office, cursor: str = "") -> ReviewQueue:
    """Two requests. Raises ValueError for a cursor that is not ours."""
    found, after = office.mailbox.review(limit=PAGE, cursor=cursor)
    return ReviewQueue(tuple(m for m in found if not m.spam), tuple(m for m in found if m.spam), after)


def reason_of(mail: InboundMail) -> str:
    """The sentence that says why a mail waits."""
    if mail.state == "failed":
        return REDRIVE if mail.reason.startswith(REDRIVEN) else FAILED
    return REASONS.get(mail.reason, OTHER)
