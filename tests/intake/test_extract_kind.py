"""What a document is, from its name alone or from its page."""

import pytest

from chalicelib.intake.document_kind import kind_from_name, kind_from_page


@pytest.mark.parametrize(
    ("filename", "content_type", "kind"),
    [
        ("Devis_2026-031.pdf", "application/pdf", "quote"),
        ("FACTURE-F12.PDF", "application/pdf", "invoice"),
        ("avoir 12.pdf", "application/pdf", "credit_note"),
        ("Facture d'avoir.pdf", "application/pdf", "credit_note"),
        ("RIB Entreprise Leroy.pdf", "application/pdf", "bank_details"),
        ("attestation décennale.pdf", "application/pdf", "certificate"),
        ("IMG_2041.HEIC", "application/octet-stream", "photo"),
        ("situation n°2.pdf", "application/pdf", "invoice"),
        ("scan0001.pdf", "application/pdf", "other"),
        ("", "", "other"),
    ],
)
def test_a_name_proposes_a_kind(filename: str, content_type: str, kind: str) -> None:
    found, confidence = kind_from_name(filename, content_type)
    assert found == kind
    assert confidence < 0.8 or kind == "photo"


def test_the_mail_speaks_when_the_name_says_nothing() -> None:
    assert kind_from_name("scan.pdf", "application/pdf", "Bonjour, ci-joint notre devis")[0] == "quote"


@pytest.mark.parametrize(
    ("cells", "kind"),
    [
        (
            [("Entreprise Leroy", 12.0), ("FACTURE N° 12", 16.0), ("Devis n° 7 du 3 mars 2026", 9.0)],
            "invoice",
        ),
        ([("AVOIR N° 3", 16.0), ("Facture n° 12 annulée", 9.0)], "credit_note"),
        ([("D E V I S", 16.0), ("Bon pour accord", 9.0)], "quote"),
        ([("FACTURE PRO FORMA", 16.0), ("Total", 9.0)], "quote"),
        ([("Nous tenons à vous remercier d'avoir choisi notre maison", 9.0)], "other"),
        ([], "other"),
    ],
)
def test_the_title_says_what_a_page_is(cells: list[tuple[str, float]], kind: str) -> None:
    assert kind_from_page(cells).kind == kind
