"""What is typed about people and shares, what leads to them, and what follows them (D-9, D-24, E-L23, E-C26)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chalicelib.domain import address_book
from chalicelib.domain.contact_follow import contact_of, followed
from chalicelib.domain.contact_form import described, enriched, shown
from chalicelib.domain.directory_search import hits
from chalicelib.domain.party import AddressHolder, Party, PartyAddress, certificate, lapsed, search_words
from chalicelib.domain.property import Mandate
from chalicelib.domain.shares import NotAShare, common, parse_share
from chalicelib.domain.ticket import Contact, State, Ticket
from chalicelib.domain.typed import Typed

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TODAY = date(2026, 11, 23)


@pytest.mark.parametrize(("text", "part"), [
    ("1/3", Fraction(1, 3)), (" 333 / 1000 ", Fraction(333, 1000)), ("50 %", Fraction(1, 2)),
    ("33,5%", Fraction(67, 200)),
    ("1", Fraction(1)), ("2/2", Fraction(1))])
def test_a_share_is_read_exactly(text: str, part: Fraction) -> None:
    assert parse_share(text) == part


@pytest.mark.parametrize("text", ["", "0/3", "4/3", "1/0", "un tiers", "0,5", "150 %", "-1/3", "1/3/3"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(NotAShare):
        parse_share(text)


@given(st.lists(st.integers(1, 50), min_size=1, max_size=8))
def test_parts_of_a_whole_keep_their_exact_values(weights: list[int]) -> None:
    parts = [Fraction(w, sum(weights)) for w in weights]
    shares, base = common(parts)
    assert [Fraction(s, base) for s in shares] == parts
    assert sum(shares) == base
    owners = tuple(f"o{n}" for n in range(len(parts)))
    mandate = Mandate("m", "u", owners, TODAY, shares=shares, share_base=base)
    assert sum(mandate.share(o) for o in owners) == 1
    assert mandate.share("nobody") == 0


@given(st.lists(st.fractions(Fraction(1, 50), 1, max_denominator=50), min_size=1, max_size=5))
def test_parts_that_are_no_whole_are_refused(parts: list[Fraction]) -> None:
    if sum(parts) != 1:
        with pytest.raises(NotAShare):
            common(parts)


def test_without_parts_owners_are_equal() -> None:
    assert Mandate("m", "u", ("a", "b", "c"), TODAY).share("b") == Fraction(1, 3)


@pytest.mark.parametrize(("days", "state"), [(-1, "expired"), (0, "soon"), (30, "soon"), (31, "valid")])
def test_a_certificate_says_how_long_it_lasts(days: int, state: str) -> None:
    assert certificate(TODAY + timedelta(days=days), TODAY) == state
    firm = Party("f", "contractor", "F", insurance_until=TODAY + timedelta(days=days))
    assert lapsed(firm, TODAY) == (("insurance_expired",) if days < 0 else ())


@given(st.dates(date(1900, 1, 1), date(2200, 12, 31)))
def test_a_date_is_understood_both_ways(day: date) -> None:
    for text in (day.isoformat(), day.strftime("%d/%m/%Y"), f"{day.day}.{day.month}.{day.year}", f"{day} 00:00:00"):
        typed = Typed({"d": text})
        assert (typed.day("d"), typed.faults) == (day, [])


@given(st.text(max_size=60))
def test_nothing_typed_breaks_the_reader(text: str) -> None:
    typed = Typed(dict.fromkeys(("name", "emails", "phone", "trades", "siret", "insurance_until", "urssaf_until",
                                 "language", "place", "reference", "unconfirmed", "cents", "share"), text))
    described(Party("p", "contractor", "x"), typed)
    typed.cents("cents")
    typed.share("share")
    assert len({f.field for f in typed.faults}) == len(typed.faults)


NAMES = st.text("aéÏ œ'-bc", min_size=1, max_size=12).filter(lambda t: t.strip())
EMAILS = st.lists(st.sampled_from(("a@x.example", "b@x.example", "c@y.example")), unique=True, max_size=3).map(tuple)


@given(NAMES, EMAILS, EMAILS)
def test_a_form_shows_what_it_saved_and_an_empty_line_changes_nothing(
        name: str, emails: tuple[str, ...], doubtful: tuple[str, ...]) -> None:
    first = described(Party("p", "contractor", ""), Typed({
        "name": name, "emails": ", ".join(emails), "unconfirmed": "\n".join(doubtful),
        "trades": "Peinture; plomberie"}))
    assert described(first, Typed(shown(first))) == first
    assert enriched(first, Typed({"name": first.name})) == first
    assert not set(first.emails) & set(first.unconfirmed)
    assert hits({"p": search_words(first)}, first.name) == [(search_words(first), "p")]


@given(EMAILS, EMAILS, st.booleans())
def test_addresses_lead_to_whoever_has_them(before: tuple[str, ...], after: tuple[str, ...], shared: bool) -> None:
    couple = AddressHolder("q", "owner", "Mme")
    known = {e: PartyAddress(e, (AddressHolder("p", "owner", "M."), *((couple,) if shared else ()))) for e in before}
    old, new = Party("p", "owner", "M.", before), Party("p", "owner", "M. Neuf", after)
    book = known | {e.email: e for e in address_book.entries(old, new, known)}
    for email in ("a@x.example", "b@x.example", "c@y.example"):
        holders = book[email].holders if email in book else ()
        assert [h.name for h in holders if h.party_id == "p"] == (["M. Neuf"] if email in after else [])
        assert (couple in holders) is (shared and email in before)
    assert address_book.entries(new, new, book) == ()


PHONES = st.sampled_from(("", "06", "07"))


@given(PHONES, PHONES, PHONES, st.sampled_from(("qualified", "closed")))
def test_open_files_follow_and_what_was_typed_for_them_stays(old: str, new: str, here: str, state: State) -> None:
    before, after = Party("t", "tenant", "M.", ("a@x.example",), old), Party("t", "tenant", "M.", ("b@x.example",), new)
    ticket = Ticket(1, "Fuite", "", NOW, NOW, state=state, tenant=Contact("t", "Gardien", here, "a@x.example"),
                    owner=Contact("o", "M.", old, "a@x.example"))
    moved = followed(ticket, contact_of(before), contact_of(after))
    assert moved.owner == ticket.owner
    assert moved.tenant is not None
    if state == "closed":
        assert moved == ticket
    else:
        assert (moved.tenant.name, moved.tenant.email) == ("Gardien", "b@x.example")
        assert moved.tenant.phone == (new if here == old else here)
    assert followed(moved, contact_of(before), contact_of(after)) == moved or new == old or here == new
