"""The financial table against a second computation by plain loops (S-06, S-07, S-16, S-17, D-16, D-17)."""

from __future__ import annotations

import random
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any

import pytest

from chalicelib.domain.apportion import apportioned
from chalicelib.domain.document import Document, FiledFigure
from chalicelib.domain.errors import Fault
from chalicelib.domain.financial import FinancialTable, financial_table
from chalicelib.domain.financial_line import counts_as_invoice, line_of, read_lines, written
from chalicelib.domain.progress import NotAPercentage, parse_percent, shown_progress, typed_percent, with_progress
from chalicelib.domain.work_package import WorkPackage

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
KINDS = ("invoice", "invoice", "invoice", "credit_note", "quote", "change_order", "progress_statement", "photo")
STATUSES = ("", "in_approval", "approved", "refused", "paid")
AMOUNTS = ("contract_cents", "variations_cents", "billable_cents", "received_cents", "received_net_cents",
           "to_come_cents")


def paper(name: str, kind: str, gross: int | None = None, net: int | None = None, **values: Any) -> Document:
    figures = dict(values.pop("figures", {}))
    for key, cents in (("gross_cents", gross), ("net_cents", net)):
        if cents is not None:
            figures[key] = FiledFigure(cents, 1.0, "page 1", True)
    return Document(1, name, kind, f"{name}.pdf", "application/pdf", 1, name,  # type: ignore[arg-type]
                    values.pop("received_at", NOW), reading=values.pop("reading", "done"), figures=figures, **values)


def percent(points: int, package: str = "") -> dict[str, FiledFigure]:
    return {f"progress_bp:{package}" if package else "progress_bp": FiledFigure(points, 1.0, "confirmed by C", True)}


def table_of(packages: tuple[WorkPackage, ...], *documents: Document) -> FinancialTable:
    return financial_table(packages, [line for d in documents if (line := line_of(d))])


def lots(*cents: int | None) -> tuple[WorkPackage, ...]:
    return tuple(WorkPackage(1, f"l{i}", f"Lot {i}", i, contract_cents=c) for i, c in enumerate(cents))


def some_file(seed: int) -> tuple[tuple[WorkPackage, ...], list[Document]]:
    """A file of 1 to 30 packages (or none), its documents of every kind, status, split and state."""
    dice = random.Random(seed)
    count = dice.choice((0, *range(1, 31)))
    packages = lots(*(dice.choice((None, dice.randrange(0, 9_000_000))) for _ in range(count)))
    packages = () if count == 1 else packages  # which is the file itself: another test
    return packages, [some_paper(dice, n, [p.id for p in packages]) for n in range(dice.randrange(0, 60))]


def some_paper(dice: random.Random, number: int, names: list[str]) -> Document:
    kind, gross = dice.choice(KINDS), dice.choice((None, dice.randrange(-50_000, 900_000), dice.randrange(0, 90_000)))
    mine = tuple(dice.sample(names, dice.randrange(0, min(4, len(names)) + 1)))
    parts: tuple[int, ...] = ()
    if gross is not None and len(mine) > 1 and dice.random() < 0.5:
        cuts = sorted(dice.randrange(0, abs(gross) + 1) for _ in mine[1:])
        parts = tuple((b - a) * (1 if gross >= 0 else -1) for a, b in zip((0, *cuts), (*cuts, abs(gross)), strict=True))
    figures: dict[str, FiledFigure] = {}
    if kind == "progress_statement":
        figures = percent(dice.randrange(0, 10_001)) if dice.random() < 0.7 else {}
        for name in mine or names[:2]:
            figures |= percent(dice.randrange(0, 10_001), name) if dice.random() < 0.4 else {}
    vat = {"vat_cents": FiledFigure(dice.randrange(0, 9_000), 1.0, "page 1", True)} if dice.random() < 0.5 else {}
    return paper(
        f"d{number}", kind, gross, None if gross is None or dice.random() < 0.4 else gross - gross // 6,
        packages=mine, parts=parts, status=dice.choice(STATUSES), figures=figures | vat,
        superseded_by="newer" if dice.random() < 0.1 else "", reading=dice.choice(("done", "done", "none", "held")),
        received_at=NOW + timedelta(minutes=dice.randrange(0, 1000)))


def shares(document: Document, cents: int, names: list[str]) -> list[tuple[str, int]]:
    """Whole cents by largest remainder, with fractions instead of integers."""
    places = [name if name in names else "" for name in document.packages] or [""]
    weights = [abs(Decimal(part)) for part in document.parts]
    if not any(weights) or len(weights) != len(places):
        weights = [Decimal(1)] * len(places)
    exact = [abs(Decimal(cents)) * w / sum(weights) for w in weights]
    parts = [int(e.to_integral_value(ROUND_FLOOR)) for e in exact]
    ranked = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in ranked[:abs(cents) - sum(parts)]:
        parts[i] += 1
    return [(place, part if cents >= 0 else -part) for place, part in zip(places, parts, strict=True)]


def second_opinion(packages: tuple[WorkPackage, ...], documents: list[Document]) -> dict[str, dict[str, int]]:
    """The rows again, by another road: one pass per place over whole documents."""
    names = [p.id for p in packages]
    valid = [d for d in documents if d.reading != "held" and not d.superseded_by]
    rows: dict[str, dict[str, int]] = {}
    for place in (*names, ""):
        row = rows[place] = defaultdict(int)
        for d in valid:
            gross = d.figures["gross_cents"].value if "gross_cents" in d.figures else None
            if gross is None:
                continue
            sign = -1 if d.kind == "credit_note" else 1
            mine = sum(c for p, c in shares(d, sign * (abs(gross) if sign < 0 else gross), names) if p == place)  # type: ignore[arg-type, operator]
            if d.kind in ("invoice", "credit_note") and d.status != "refused":
                row["received_cents"] += mine
            if d.kind == "quote" and d.status in ("approved", "paid"):
                row["contract_cents"] += mine
            if d.kind == "change_order" and d.status in ("approved", "paid"):
                row["variations_cents"] += mine
        typed = next((p.contract_cents for p in packages if p.id == place), None)
        row["contract_cents"] = row["contract_cents"] if typed is None else typed
        points = _last_word(place, names, valid)
        base = Decimal(row["contract_cents"] + row["variations_cents"])
        row["billable_cents"] = int((base * (points or 0) / 10_000).quantize(Decimal(1), ROUND_HALF_UP))
        row["to_come_cents"] = row["billable_cents"] - row["received_cents"]
    return rows


def _last_word(place: str, names: list[str], valid: list[Document]) -> int | None:
    own, general = [], []
    for d in valid:
        if d.kind != "progress_statement" or d.status == "refused":
            continue
        moment, said = (d.received_at, d.id), {k: f.value for k, f in d.figures.items() if k.startswith("progress")}
        if place and f"progress_bp:{place}" in said:
            own.append((moment, said[f"progress_bp:{place}"]))
        elif "progress_bp" in said and place in [p if p in names else "" for p in d.packages]:
            own.append((moment, said["progress_bp"]))
        elif "progress_bp" in said and not d.packages:
            general.append((moment, said["progress_bp"]))
    found = max(own or general, default=None)
    return found[1] if found else None  # type: ignore[return-value]


@pytest.mark.parametrize("block", range(10))
def test_500_files_to_the_cent_and_the_total_row_is_the_sum_of_its_column(block: int) -> None:
    for seed in range(block * 50, block * 50 + 50):
        packages, documents = some_file(seed)
        found, expected = table_of(packages, *documents), second_opinion(packages, documents)
        for place, row in expected.items():
            if place or not packages or found.rows[-1].package is None:
                shown = found.row(place)
                assert {n: getattr(shown, n) for n in AMOUNTS if n != "received_net_cents"} == {
                    n: row[n] for n in AMOUNTS if n != "received_net_cents"}, (seed, place)
            else:
                assert not any(row.values()), (seed, "the row of the whole file was left out")
        for name in AMOUNTS:
            assert getattr(found.total, name) == sum(getattr(r, name) for r in found.rows), (seed, name)


def test_the_line_kept_beside_a_document_says_what_the_document_says() -> None:
    _, documents = some_file(7)
    lines = {d.id: line for d in documents if (line := line_of(d))}
    again = read_lines({name: written(line) for name, line in lines.items()})
    assert [replace(line, dated="") for line in again] == [replace(line, dated="") for line in lines.values()]
    assert {x.document_id: x.dated for x in again if x.kind == "progress_statement"} == {
        x.document_id: x.dated for x in lines.values() if x.kind == "progress_statement"}
    assert read_lines({}) == []


@pytest.mark.parametrize(("status", "counts"), [("", True), ("in_approval", True), ("approved", True), ("paid", True),
                                                ("refused", False)])
def test_s17_every_invoice_counts_except_a_refused_one(status: str, counts: bool) -> None:
    invoice = paper("f", "invoice", 120_000, 100_000, status=status)
    assert counts_as_invoice(invoice) is counts
    assert table_of((), invoice).total.received_cents == (120_000 if counts else 0)


def test_a_credit_note_takes_away_whatever_its_sign_on_paper() -> None:
    for cents in (30_000, -30_000):
        found = table_of((), paper("f", "invoice", 120_000), paper("a", "credit_note", cents)).total
        assert (found.received_cents, found.invoices) == (90_000, 2)


def test_superseded_and_withheld_ones_are_out_and_a_missing_amount_is_said() -> None:
    found = table_of((), paper("old", "invoice", 5_000, superseded_by="new"), paper("held", "invoice", reading="held"),
                     paper("new", "invoice", reading="pending")).total
    assert (found.received_cents, found.invoices, found.missing, found.missing_net) == (0, 1, 1, 1)


def test_too_much_invoiced_is_never_clamped_and_only_said_where_progress_is_known() -> None:
    quote, invoice = paper("q", "quote", 100_000, status="approved"), paper("f", "invoice", 60_000)
    silent = table_of((), quote, invoice)
    assert (silent.total.to_come_cents, silent.total.over_invoiced, silent.unmeasured) == (-60_000, False, True)
    half = table_of((), quote, invoice, paper("s", "progress_statement", figures=percent(5_000)))
    assert (half.total.billable_cents, half.total.to_come_cents, half.total.over_invoiced) == (50_000, -10_000, True)


def test_variations_count_once_validated_and_move_what_may_be_billed() -> None:
    papers = [paper("q", "quote", 100_000, status="approved"), paper("s", "progress_statement", figures=percent(5_000)),
              paper("v", "change_order", 20_001, status="approved"), paper("w", "change_order", 7_000)]
    found = table_of((), *papers).total
    assert (found.variations_cents, found.billable_cents, found.variations) == (20_001, 60_001, 1)


def test_the_typed_contract_goes_before_the_quotes_and_half_a_cent_goes_up() -> None:
    packages = lots(101, None)
    quotes = [paper(f"q{p.id}", "quote", 5_000, status="approved", packages=(p.id,)) for p in packages]
    found = table_of(packages, *quotes, paper("s", "progress_statement", figures=percent(5_000)))
    shown = [(r.contract_cents, r.typed, r.billable_cents) for r in found.rows]
    assert shown == [(101, True, 51), (5_000, False, 2_500)]


def test_progress_is_cumulative_the_last_statement_counts_and_a_refused_one_never_does() -> None:
    early, late = NOW, NOW + timedelta(days=9)
    issued = {"issued_on": FiledFigure(date(2026, 12, 1), 1.0, "page 1", True)}
    papers = [paper("b", "progress_statement", figures=percent(6_000) | issued, received_at=early),
              paper("a", "progress_statement", figures=percent(4_000), received_at=NOW + timedelta(days=1)),
              paper("c", "progress_statement", figures=percent(9_000), received_at=late, status="refused")]
    assert table_of((), *papers).total.progress_bp == 6_000


def test_what_is_said_of_a_package_goes_before_what_is_said_of_the_file() -> None:
    packages = lots(1_000, 1_000, 1_000)
    papers = [paper("a", "progress_statement", figures=percent(8_000), packages=("l0",)),
              paper("b", "progress_statement", figures=percent(2_000) | percent(7_000, "l1"),
                    received_at=NOW + timedelta(days=1))]
    assert [r.progress_bp for r in table_of(packages, *papers).rows][:3] == [8_000, 7_000, 2_000]


def test_a_document_of_a_package_that_is_gone_counts_with_the_whole_file() -> None:
    found = table_of(lots(0, 0), paper("f", "invoice", 100, packages=("gone", "l0")))
    assert [r.received_cents for r in found.rows] == [50, 0, 50]
    assert found.total.invoices == 1


def test_one_package_is_the_file_itself() -> None:
    """D-1: its contract amount counts, and what is filed in it and what is not are one."""
    found = table_of(lots(10_000), paper("f", "invoice", 1_000, packages=("l0",)), paper("g", "invoice", 500))
    assert [(r.package, r.contract_cents, r.received_cents) for r in found.rows] == [(None, 10_000, 1_500)]


def test_parts_that_no_longer_add_up_keep_their_proportion() -> None:
    found = table_of(lots(0, 0), paper("f", "invoice", 1_000, packages=("l0", "l1"), parts=(1, 2)))
    assert [r.received_cents for r in found.rows] == [333, 667]


def test_cents_are_never_lost_between_parts() -> None:
    assert apportioned(100, (1, 1, 1)) == (34, 33, 33)
    assert apportioned(-100, (0, 0)) == (-50, -50)
    assert apportioned(5, ()) == ()
    assert apportioned(0, (3, 1)) == (0, 0)


@pytest.mark.parametrize(("text", "points"), [("45", 4_500), ("45,5 %", 4_550), ("45.25%", 4_525), ("100", 10_000),
                                              ("0", 0), (" 7 ", 700)])
def test_percentages_as_people_type_them(text: str, points: int) -> None:
    assert parse_percent(text) == points
    assert parse_percent(typed_percent(points)) == points


@pytest.mark.parametrize("text", ["101", "100,01", "-5", "quatre", "4,555", "", "%", "1e1"])
def test_what_is_no_percentage_is_refused(text: str) -> None:
    with pytest.raises(NotAPercentage):
        parse_percent(text)


def test_a_statement_takes_one_percentage_per_package_it_concerns() -> None:
    packages, faults = lots(0, 0, 0), list[Fault]()
    bare = paper("s", "progress_statement", packages=("l0", "l2"))
    assert shown_progress(bare, packages) == {"progress_bp:l0": "", "progress_bp:l2": ""}
    done = with_progress(bare, packages, {"progress_bp:l0": "45,5", "progress_bp:l2": "", "progress_bp:l1": "9"},
                         "Claire", faults)
    assert shown_progress(done, packages) == {"progress_bp:l0": "45,5", "progress_bp:l2": ""}
    assert not faults
    assert with_progress(done, packages, {"progress_bp:l0": "45,5"}, "Karim", faults) == done, "the first witness stays"
    assert with_progress(done, packages, {"progress_bp:l0": "200"}, "Karim", faults) == done
    assert faults == [Fault("progress_bp:l0", "not_a_percentage")]
    assert shown_progress(paper("s", "progress_statement"), ()) == {"progress_bp": ""}
    assert with_progress(paper("i", "invoice"), (), {"progress_bp": "5"}, "Claire", []) == paper("i", "invoice")
