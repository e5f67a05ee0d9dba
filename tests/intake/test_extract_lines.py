"""Ways of writing the same sums: leaders, one line for all, a mark apart, English words, a deposit."""

from typing import Any

import pytest

from chalicelib.intake.extract.deadlines import days_of
from chalicelib.intake.extract.lines import Cell, Line
from chalicelib.intake.extract.money import money_of
from chalicelib.intake.extract.numbers import number_of
from chalicelib.intake.reading import DocumentKind

THREE = {"net_cents": 100000, "vat_cents": 20000, "gross_cents": 120000}


def page(*rows: str) -> list[Line]:
    """Lines of ten-point text; a bar ends a cell, and each cell starts 150 points after the one before."""
    return [
        Line(
            1,
            15.0 * order,
            tuple(
                Cell(text.strip(), 150.0 * at, 150.0 * at + 6 * len(text.strip()), 10.0)
                for at, text in enumerate(row.split("|"))
                if text.strip()
            ),
        )
        for order, row in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("kind", "rows", "expected"),
    [
        (
            "invoice",
            ["Total HT ........... 1 000,00 €", "TVA 20 % .........200,00 €", "Total TTC ....... 1 200,00 €"],
            THREE,
        ),
        ("invoice", ["Montant HT : 1 000,00 € - TVA (20%) : 200,00 € - Montant TTC : 1 200,00 €"], THREE),
        (
            "invoice",
            ["TOTAL HT|1000.00", "TVA 20.00%|200.00", "TOTAL TTC À RÉGLER|1200.00"],
            THREE | {"payable_cents": 120000},
        ),
        ("invoice", ["Total HT|1 000,00|€", "TVA|20 %|200,00|€", "Total TTC|1 200,00|€"], THREE),
        (
            "invoice",
            [
                "Subtotal|1,000.00",
                "VAT @ 20%|200.00",
                "Total|EUR 1,200.00",
                "Deposit paid|-300.00",
                "Balance due|EUR 900.00",
            ],
            THREE | {"payable_cents": 90000},
        ),
        (
            "invoice",
            [
                "Montant du devis TTC|4 000,00 €",
                "Acompte HT|1 000,00 €",
                "TVA 20 %|200,00 €",
                "Acompte TTC|1 200,00 €",
            ],
            THREE | {"payable_cents": 120000},
        ),
        (
            "quote",
            ["Total HT|1 000,00 €", "TVA 20 %|200,00 €", "Total TTC|1 200,00 €", "Prime CEE|-150,00 €"],
            THREE,
        ),
        ("quote", ["pour 1 200,00 € TTC, soit 1 000,00 € HT et 200,00 € de TVA à 20 %"], THREE),
        (
            "credit_note",
            ["Total HT|- 1 000,00 €", "TVA 20 %|- 200,00 €", "Total TTC|- 1 200,00 €"],
            {name: -cents for name, cents in THREE.items()},
        ),
        (
            "invoice",
            ["Total : 335 €", "TVA non applicable, article 293 B du CGI"],
            {"net_cents": 33500, "vat_cents": 0, "gross_cents": 33500},
        ),
    ],
)
def test_the_sums_are_found(kind: DocumentKind, rows: list[str], expected: dict[str, int]) -> None:
    figures, _ = money_of(page(*rows), kind)
    assert {name: figures[name].value for name in expected if name in figures} == expected


@pytest.mark.parametrize(
    "row",
    [
        "SARL au capital de 10 000,00 €",
        "Acompte 30 % à la commande : 385,35 € TTC",
        "Indemnité forfaitaire pour frais de recouvrement : 40,00 €",
        "Tél. 04 72 11 22 33",
        "À reporter|2 400,00 €",
        "Solde à la réception des travaux : 899,15 € TTC",
    ],
)
def test_what_is_no_total_is_not_taken_for_one(row: str) -> None:
    figures, _ = money_of(page(row), "quote")
    assert not any(figure.taken for figure in figures.values())


@pytest.mark.parametrize(
    ("kind", "rows", "number"),
    [
        ("invoice", ["SITUATION N°3", "Facture FS-3 du 05/05/2026"], "FS-3"),
        ("invoice", ["Facture n° 2026-5 / Client 0042", "Devis n° D-7"], "2026-5"),
        ("quote", ["Proposition de prix réf. PP-2026-08"], "PP-2026-08"),
        ("credit_note", ["AVOIR n° AV9", "En référence à la facture F-12"], "AV9"),
        ("invoice", ["FACTURE", "Facture N°", "FA-2026-55"], "FA-2026-55"),
        ("invoice", ["N° SIRET 404833048 00014", "N°|Date", "39593|14/01/2026"], "39593"),
    ],
)
def test_the_number_is_the_documents_own(kind: DocumentKind, rows: list[str], number: str) -> None:
    found = number_of(page(*rows), kind)
    assert found is not None
    assert found.value == number


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (["Lyon, le 3 mars 2026", "Suite à notre visite du 24 février 2026"], {"issued_on": "2026-03-03"}),
        (["Facture n°F-80 - 05/05/2026", "Selon devis du 01/04/2026"], {"issued_on": "2026-05-05"}),
        (
            ["Date : 05/05/2026", "Échéance : 30 jours fin de mois"],
            {"issued_on": "2026-05-05", "due_on": "2026-06-30"},
        ),
        (
            ["Date du devis 05/05/2026", "Validité : 60 jours"],
            {"issued_on": "2026-05-05", "valid_until": "2026-07-04"},
        ),
    ],
)
def test_the_days_are_told_apart(rows: list[str], expected: dict[str, Any]) -> None:
    kind: DocumentKind = "invoice" if "F" in rows[0] or "chéance" in rows[-1] else "quote"
    found = {name: str(figure.value) for name, figure in days_of(page(*rows), kind).items()}
    assert found == expected
