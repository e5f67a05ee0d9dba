"""Names of the trade for codes that reach a reader: kinds of documents, figures, warnings on a sender."""

from __future__ import annotations

from chalicelib.domain.marked import N_

KINDS: dict[str, str] = {
    "quote": N_("devis"),
    "signed_quote": N_("devis signé"),
    "invoice": N_("facture"),
    "credit_note": N_("avoir"),
    "payment_voucher": N_("bon à payer"),
    "progress_statement": N_("décompte"),
    "change_order": N_("avenant"),
    "work_order": N_("ordre de service"),
    "approval_request": N_("demande d’accord"),
    "report": N_("rapport"),
    "photo": N_("photo"),
    "bank_details": N_("RIB"),
    "certificate": N_("attestation"),
    "other": N_("autre pièce"),
}

FIGURES: dict[str, str] = {
    "number": N_("Numéro"),
    "issued_on": N_("Date"),
    "gross_cents": N_("Montant TTC"),
    "vat_cents": N_("TVA"),
    "net_cents": N_("Montant HT"),
    "payable_cents": N_("Net à payer"),
    "valid_until": N_("Valable jusqu’au"),
    "due_on": N_("Échéance"),
    "seller_name": N_("Entreprise"),
    "siret": N_("SIRET"),
    "vat_id": N_("TVA intracommunautaire"),
    "iban": N_("IBAN"),
}

MARKS: dict[str, str] = {
    "unverified_sender": N_("Expéditeur non vérifié"),
    "suspect_sender": N_("Expéditeur suspect : l’authentification de l’e-mail a échoué"),
    "other_mailbox": N_("Envoyé d’une adresse inconnue pour cette personne"),
    "spam": N_("Signalé comme indésirable"),
    "infected": N_("Virus détecté : les pièces jointes sont isolées"),
    "attachments_held": N_("Pièces jointes retenues jusqu’à votre contrôle"),
    "truncated": N_("E-mail incomplet : la fin n’est pas arrivée"),
    "automatic": N_("Réponse automatique"),
    "filed_by_hand": N_("Classé à la main"),
    "reported": N_("Appel consigné par l’agence"),
    "split_off": N_("Passé dans un dossier à part"),
}

IN_MAILS = ("number", "issued_on", "gross_cents", "vat_cents", "net_cents", "valid_until", "due_on")

STATUSES: dict[str, str] = {
    "in_approval": N_("Approbation"), "approved": N_("Validé"), "refused": N_("Refusé"), "paid": N_("Payé"),
}
