"""SIREN, SIRET and VAT number hold each other: their keys are computed, not remembered."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.company_ids import is_french_vat_id, is_siren, is_siret, siren_of, vat_id_of


def test_known_good_numbers_pass_with_their_spaces() -> None:
    assert is_siren("732 829 320")
    assert is_siret("732 829 320 00074")
    assert is_french_vat_id("FR 44 732 829 320")


def test_la_poste_counts_its_establishments_its_own_way() -> None:
    assert is_siret("35600000000048")
    assert is_siret("35600000049837")
    assert not is_siret("35600000049838")


@pytest.mark.parametrize("text", ["", "73282932000075", "7328293200007", "00000000000000", "732829321"])
def test_wrong_keys_and_lengths_are_refused(text: str) -> None:
    assert not is_siret(text)
    assert not is_siren(text)


@pytest.mark.parametrize("text", ["FR45732829320", "FRIO732829320", "DE44732829320", "FR44732829321"])
def test_a_vat_number_needs_its_own_key(text: str) -> None:
    assert not is_french_vat_id(text)


@given(st.integers(10_000_000, 99_999_999))
def test_the_vat_number_of_a_siren_is_right_and_leads_back_to_it(stem: int) -> None:
    siren = next(f"{stem}{key}" for key in range(10) if is_siren(f"{stem}{key}"))
    assert is_french_vat_id(vat_id_of(siren))
    assert siren_of(vat_id_of(siren)) == siren
    assert siren_of(siren + "00012") == siren
