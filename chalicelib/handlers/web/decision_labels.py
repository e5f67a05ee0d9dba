"""Words of the decision page: its states, what was just done, what cannot be done, and why a field is refused."""

from __future__ import annotations

from chalicelib.domain.approval import Funding
from chalicelib.domain.marked import N_
from chalicelib.handlers.web import labels

FUNDINGS: dict[Funding, str] = {
    "rent_retention": N_("Retenue sur le versement du loyer"), "fund_call": N_("Appel de fonds"),
    "prefunded": N_("Déjà financé par une provision"),
}
TITLES: dict[str, str] = {
    "open": N_("Devis à valider"), "voted": N_("Votre réponse est enregistrée"),
    "cooling": N_("Accord enregistré"), "decided": N_("Décision prise"), "settled": N_("Décision prise"),
    "split": N_("Avis partagés"), "replaced": N_("Ce devis a été remplacé"), "withdrawn": N_("Demande retirée"),
    "expired": N_("Lien expiré"), "locked": N_("Lien bloqué"), "delegated": N_("Vous avez passé la main"),
    "document": N_("Document à valider"), "cancelled": N_("Dossier annulé"), "refusal": N_("Refus enregistré"),
}
DONE: dict[str, str] = {
    "accept": N_("Votre accord est enregistré. Un reçu part à votre adresse."),
    "refuse": N_("Votre refus est enregistré. Un reçu part à votre adresse."),
    "withdraw": N_("Votre réponse est retirée. Vous pouvez répondre à nouveau."),
    "cancel": N_("Votre réponse est annulée. Vous pouvez répondre à nouveau."),
    "object": N_("Votre message est transmis à l’agence, qui vous rappellera."),
    "question": N_("Votre question est transmise à l’agence."),
    "directions": N_("Vos directives sont transmises à l’agence."),
    "delegate": N_("La personne indiquée reçoit un lien pour répondre en votre nom."),
    "undelegate": N_("Vous répondez de nouveau vous-même."),
    "renew": N_("Si une décision est encore attendue de vous, un nouveau lien part à l’adresse que nous connaissons."),
}
NOTICES: dict[str, str] = {
    "old_page": N_("Cette page est trop ancienne : relisez, puis répondez à nouveau."),
    "too_quick": N_("Votre réponse est arrivée très vite : relisez, puis confirmez-la."),
    "code_sent": N_("Ce montant demande une vérification : écrivez le code que nous venons d’envoyer à votre adresse."),
    "code_wrong": N_("Ce code n’est pas le bon. Vérifiez le dernier e-mail reçu."),
    "code_too_soon": N_("Un code vient de partir : attendez deux minutes avant d’en demander un autre."),
    "no_code": N_("Ce montant ne demande pas de code : acceptez directement."),
    "link_locked": N_("Trop de codes faux : ce lien est bloqué. L’agence est prévenue."),
    "no_capacity": N_(
        "L’agence a noté que ce propriétaire ne peut plus décider lui-même : aucune réponse n’est prise par ce lien. "
        "Son représentant légal peut appeler l’agence."),
    "link_over": N_("Ce lien n’est plus valable."),
    "already_voted": N_("Votre réponse était déjà enregistrée : la voici. Retirez-la d’abord pour en changer."),
    "votes_closed": N_("La décision est prise : les réponses ne peuvent plus changer."),
    "superseded": N_("Ce devis vient d’être remplacé : votre réponse n’a pas été prise en compte."),
    "amount_changed": N_("Le montant a changé depuis l’envoi de ce lien : votre réponse n’a pas été prise en compte."),
    "file_altered": N_("Le document ne correspond plus à celui envoyé : appelez l’agence."),
    "too_late": N_("Il est trop tard pour annuler d’ici : écrivez à l’agence, elle vous rappellera."),
    "agency_first": N_("L’agence a décidé avant vous : votre annulation n’a pas été prise en compte."),
    "order_left": N_("L’ordre de service est déjà parti : écrivez à l’agence, elle vous rappellera."),
    "not_a_decider": N_("L’agence n’attend plus de décision de vous sur ce document."),
    "no_longer_asked": N_("L’agence n’attend plus de décision de vous sur ce document."),
    "no_vote": N_("Aucune réponse de vous n’est enregistrée."),
    "delegated": N_("Vous avez passé la main : reprenez-la pour répondre vous-même."),
    "not_delegated": N_("Personne ne répond à votre place."),
    "nothing_to_decide": N_(
        "Si une décision est encore attendue de vous, un nouveau lien part à l’adresse que nous connaissons."),
    "form_used": N_("Cette page a déjà servi : voici ce qui est enregistré."),
    "ticket_changed": N_("Le dossier vient de changer : relisez, puis répondez à nouveau."),
}
FAULTS: dict[str, str] = labels.FAULTS | {
    "tick_the_amount": N_("Cochez la case qui rappelle le montant."),
    "tick_the_document": N_("Cochez la case pour confirmer."),
    "tick_to_confirm": N_("Cochez la case pour confirmer."),
    "choose_a_directive": N_("Choisissez une directive."),
    "choose_an_answer": N_("Choisissez une réponse."),
    "choose_a_quote": N_("Choisissez un devis."),
    "reason_needed": N_("Choisissez une raison."),
}
FIELDS: dict[str, str] = {
    "amount": N_("Accord"), "document": N_("Devis"), "reason": N_("Raison"), "comment": N_("Précisions"),
    "question": N_("Votre question"),
    "kind": N_("Directive"), "directive": N_("Précisions"), "ceiling": N_("Montant"), "day": N_("Date"),
    "delegate_name": N_("Nom"), "delegate_email": N_("Adresse e-mail"), "objection": N_("Message"),
    "sure": N_("Confirmation"), "choice": N_("Réponse"), "code": N_("Code"),
}
