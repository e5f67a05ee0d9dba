"""An IBAN is believed on its country's length and its key."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain.bank_details import format_iban, iban_key, is_bic, is_iban, mask_iban

GOOD = ("FR7630006000011234567890189", "DE89370400440532013000", "GB29NWBK60161331926819", "BE68539007547034")


@pytest.mark.parametrize("iban", GOOD)
def test_known_good_ibans_pass_however_they_are_typed(iban: str) -> None:
    assert is_iban(iban)
    assert is_iban(format_iban(iban).lower())


@pytest.mark.parametrize(
    "text", ["", "FR", "FR7630006000011234567890180", "FR76300060000112345678901", "XX00123", "é" * 27]
)
def test_what_is_no_iban_is_refused(text: str) -> None:
    assert not is_iban(text)


@given(st.text("0123456789", min_size=23, max_size=23), st.integers(0, 22), st.integers(1, 9))
def test_one_wrong_digit_never_passes(account: str, at: int, shift: int) -> None:
    iban = f"FR{iban_key('FR', account)}{account}"
    wrong = iban[: 4 + at] + str((int(iban[4 + at]) + shift) % 10) + iban[5 + at :]
    assert is_iban(iban)
    assert not is_iban(wrong)


def test_an_account_is_shown_without_being_usable() -> None:
    assert mask_iban(GOOD[0]) == "FR76 •••• 189"
    assert mask_iban("") == "••••"


def test_a_bic_has_eight_or_eleven_characters() -> None:
    assert is_bic("BNPAFRPP")
    assert is_bic("bnpa fr pp xxx")
    assert not is_bic("BNPAFRP")
