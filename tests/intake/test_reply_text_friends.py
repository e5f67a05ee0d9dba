"""M-69, M-70, M-73: words that look like a quote or a signature and are the sender's own."""

from __future__ import annotations

import pytest

from chalicelib.intake.reply_text import split

FRIENDS = {
    "told_price": "Comme je vous l'ai écrit : 1 200 € pour la chaudière.",
    "paragraph_with_le": "Le plombier a écrit le 3 mars :\n\nil passera jeudi",
    "somebody_told_me": "Le 3 mars 2026, M. Durand m'a écrit :\n\n« je suis d'accord »",
    "told_us": "Le gardien nous a écrit le 03/03/2026 :\n\nil y a une fuite",
    "hours": "Disponibilités :\nDe : 8 h à 12 h\nÀ : 14 h à 18 h\nMerci",
    "subject_of_a_letter": "Objet : fuite\n\nBonjour, il y a une fuite.",
    "form": "Objet : fuite cuisine\nDate : 3 mars 2026\nAdresse : 12 rue Basse\n\nBonjour",
    "appointment": "Rendez-vous mardi 3 mars 2026 à 10:12 :\n\nmerci de confirmer",
    "appointment_then_quote": "Bonjour,\nOn se voit le 12/03 à 10:30 :\n> d'accord ?\nOui",
    "visit": "Le 3 mars 2026 à 10:12 je suis passé :\n\nla fuite continue.",
    "prices": "Devis :\n----\nA 100 €\n____\nB 200 €\n***\nTotal 300",
    "slots": "Voici les horaires du 03/03/2026 à 10:12 :\n- 8 h\n- 9 h",
    "table": "| Poste | Prix |\n|---|---|\n| Pose | 100 |",
    "agreed_price": "Le prix convenu le 12/03/2026 est écrit :\n1 200 €",
    "card": "Tél : 06 12 34 56 78\nMail : a@b.fr\nDate : 3 mars 2026\nLieu : cave\n\nVoilà",
    "code": "Voir :\n```\nDe : a@b.fr\nObjet : x\nDate : 3 mars 2026\n```\nMerci",
    "sent_by_mail": "Bonjour\n\nEnvoyé par mail à la mairie hier.",
    "sent_for_months": "Bonjour\n\nDossier envoyé depuis 2 mois",
    "closing": "Bonjour\n\nCordialement,\nPaul Morel\nPlomberie Morel\n06 12 34 56 78",
    "mobile_number": "Bonjour\n\nMon mobile : 06 12 34 56 78",
    "lots": "Travaux :\n--\nLot 1\n--\n" + "\n".join(f"poste {number}" for number in range(20)),
    "leading_quote_chosen": "> Quel jour ?\n\nJeudi.",
}


@pytest.mark.parametrize("name", FRIENDS)
def test_own_words_survive(name: str) -> None:
    assert split(FRIENDS[name]).own == FRIENDS[name]


SIGNATURES = (
    "Envoyé de mon iPhone", "Envoyé de mon iPad", "Envoyé depuis mon téléphone", "Envoyé à partir d'Outlook pour iOS",
    "Envoyé à partir d’Outlook pour Android", "Télécharger Outlook pour iOS", "Envoyé de mon appareil Samsung",
    "Envoyé depuis mon mobile Orange", "Envoyé de mon mobile SFR", "Envoyé de mon mobile Bouygues Telecom",
    "Envoyé de mon mobile Free", "Sent from my Galaxy", "Wysłano z iPhone'a", "iPhone'umdan gönderildi",
    "Trimis de pe iPhone-ul meu", "Enviado do meu iPhone", "Надіслано з iPhone", "Inviato da iPhone",
    "Von meinem iPhone gesendet", "-- \nPaul Morel\nPlomberie", "Envoyé avec Proton Mail",
)


@pytest.mark.parametrize("signature", SIGNATURES)
def test_signature_of_a_program_is_set_aside(signature: str) -> None:
    """M-73."""
    found = split(f"D'accord.\nPaul\n\n{signature}\n")
    assert (found.own, found.signature) == ("D'accord.\nPaul", signature.rstrip())
