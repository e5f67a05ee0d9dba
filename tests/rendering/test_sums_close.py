"""Figures that contradict the amount to pay stay in the office (E-M10, D-47)."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from chalicelib.domain.document import SUM_DIFFERS, Document, FiledFigure
from chalicelib.domain.financial_line import line_of
from chalicelib.rendering.letters import render
from chalicelib.usecases.made_papers import sums_of
from tests.browser.test_mail_look import FACTS

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)


def quote(warnings: tuple[str, ...] = (), **cents: int) -> Document:
    figures = {f"{name}_cents": FiledFigure(value, 1.0, "page 1", True) for name, value in cents.items()}
    return Document(1, "q", "quote", "q.pdf", "application/pdf", 1, "q", NOW, figures=figures, warnings=warnings)


@pytest.mark.parametrize(("document", "closes"), [
    (quote(gross=1100, vat=100, net=1000), True), (quote(gross=1100, vat=100), True), (quote(gross=1100), True),
    (quote(gross=98_050, vat=34_200, net=342_000), False), (quote(gross=1100, vat=1200), False),
    (quote((SUM_DIFFERS,), gross=1100, vat=100), False)])
def test_amounts_close_when_nothing_known_contradicts_the_total(document: Document, closes: bool) -> None:
    assert document.sums_close is closes
    assert (document.vat_cents is not None) is (closes and "vat_cents" in document.figures)


def test_only_the_total_goes_outside_when_the_sums_do_not_close() -> None:
    document = quote(gross=98_050, vat=34_200, net=342_000)
    for name in ("decision_request", "quote_to_owner"):
        letter = render(name, "fr", FACTS | {"documents": [document], "quotes": [document]})
        assert "980,50" in letter.text
        assert not {"342,00", "420,00"} & set(f"{letter.text} {letter.html}".replace("\u202f", " ").split())
    assert (sums_of(document).vat_cents, sums_of(document).net_cents) == (None, None)
    line = line_of(document)
    assert line is not None
    assert (line.gross_cents, line.net_cents) == (98_050, None)
