"""Imports: checked line by line, taken in by steps, and the same file twice changes nothing (K-F11)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from chalicelib.domain.company_ids import is_siret
from chalicelib.domain.errors import Conflict, NotAllowed, NotFound
from chalicelib.domain.party import Party, PartyAddress
from chalicelib.domain.property import Building, Lease, Mandate, Unit
from chalicelib.domain.ticket import Ticket
from chalicelib.usecases.advance_job import advance_job
from chalicelib.usecases.start_import import apply_import, start_import
from infra.seed.cast import CLAIRE, KARIM
from tests.builders.imports import LIMIT, advance, csv_file, found, hand_in, taken_in
from tests.fakes.faults import Outage
from tests.fakes.office import World

FIRM = ["Nom", "E-mail", "Téléphone", "Métiers", "SIRET", "Assurance jusqu'au", "Ville"]
FIRMS = [
    ["Zinguerie Moreau", "contact@moreau.example", "01 44 00 00 01", "couverture, zinguerie", "", "31/12/2027", "Lyon"],
    ["Chauffage Roy", "", "01 44 00 00 02", "chauffage", "", "", "Paris"],
]


def all_of(world: World, kind: type) -> list:
    return [e for e in world.table.items.values() if isinstance(e, kind)]


def named(world: World, kind: type, name: str) -> list:
    return [e for e in all_of(world, kind) if e.name == name]


def test_good_lines_are_taken_in_and_the_same_file_again_changes_nothing() -> None:
    world = World()
    first = taken_in(world, "contractors", csv_file(FIRM, FIRMS))
    assert (first.state, first.checked.new, first.applied.new, first.faults) == ("done", 2, 2, ())
    (moreau,) = named(world, Party, "Zinguerie Moreau")
    assert (moreau.trades, moreau.insurance_until.isoformat()) == (("couverture", "zinguerie"), "2027-12-31")
    address = world.office.directory.address("contact@moreau.example")
    assert address is not None
    assert [h.party_id for h in address.holders] == [moreau.id]
    before = dict(world.table.items)
    again = taken_in(world, "contractors", csv_file(FIRM, FIRMS))
    assert (again.checked.same, again.checked.new, again.applied.same) == (2, 0, 2)
    kept = {k: v for k, v in world.table.items.items() if "#JOB#" not in k[0]}
    assert kept == {k: v for k, v in before.items() if "#JOB#" not in k[0]}


def test_nothing_is_written_before_the_second_act() -> None:
    world = World()
    before = dict(world.table.items)
    job = advance(world, hand_in(world, "contractors", csv_file(FIRM, FIRMS)))
    assert job.state == "ready"
    assert {k: v for k, v in world.table.items.items() if "#JOB#" not in k[0]} == before


def test_bad_lines_are_named_and_the_others_pass() -> None:
    world = World()
    rows = [*FIRMS, ["", "a@b.example"], ["X", "pas une adresse"], ["Y", "y@y.example", "", "", "12345678901234"],
            ["Z", "z@z.example", "", "", "", "31/02/2027"]]
    job = taken_in(world, "contractors", csv_file(FIRM, rows))
    assert [(f.line, f.column, f.value, f.code) for f in job.faults] == [
        (4, "Nom", "", "required"), (5, "E-mails", "pas une adresse", "not_an_address"),
        (6, "SIRET", "12345678901234", "not_a_siret"), (7, "Assurance jusqu’au", "31/02/2027", "not_a_date")]
    assert (job.checked.bad, job.applied.new) == (4, 2)
    assert not named(world, Party, "X")


def test_an_empty_cell_keeps_what_is_known_and_an_address_is_added() -> None:
    world = World()
    job = taken_in(world, "contractors", csv_file(
        ["Nom", "E-mail", "SIRET"], [["Eau & Gaz Services", "devis@eaugaz.example", "732 829 320 00074"],
                                     ["Électricité Bonnet", "compta@elec-bonnet.example", ""]]))
    assert (job.checked.changed, job.checked.new) == (2, 0)
    gaz, bonnet = world.office.directory.parties("eaugaz", "bonnet")
    assert gaz is not None
    assert bonnet is not None
    assert (gaz.siret, gaz.trades, gaz.place) == ("73282932000074", ("plomberie", "chauffage"), "Boulogne")
    assert is_siret(gaz.siret)
    assert bonnet.emails == ("bonnet@elec-bonnet.example", "compta@elec-bonnet.example")
    assert world.office.directory.address("compta@elec-bonnet.example") is not None


def test_units_tenants_and_mandates_find_one_another() -> None:
    world = World()
    units = taken_in(world, "units", csv_file(
        ["Référence", "Adresse", "Lot", "Immeuble"],
        [["B1", "4 rue Neuve, 69001 Lyon", "lot 1", "Le Neuf"], ["B2", "4 rue Neuve, 69001 Lyon", "lot 2", "Le Neuf"],
         ["", "12 rue des Lilas, 75020 Paris", "lot 4", ""]]))
    assert (units.applied.new, units.applied.same) == (2, 1)
    assert len(named(world, Building, "Le Neuf")) == 1
    tenants = taken_in(world, "tenants", csv_file(
        ["Nom", "E-mail", "Référence du bien", "Adresse du bien", "Lot", "Début du bail", "Loyer"],
        [["Mme Aubry", "aubry@x.example", "B1", "", "", "01/02/2025", "850,00"],
         ["M. Aubry", "aubry@x.example", "", "4 RUE NEUVE, 69001 LYON", "lot 1", "01/02/2025", ""],
         ["M. Perdu", "", "B9", "", "", "01/02/2025", ""]]))
    assert (tenants.applied.new, tenants.applied.bad) == (2, 1)
    assert [(f.line, f.column, f.code) for f in tenants.faults] == [(4, "Référence du bien", "unknown_unit")]
    (aubry,) = named(world, Party, "Mme Aubry")
    leases = [le for le in all_of(world, Lease) if le.unit_id == aubry.unit_id]
    assert sorted(le.rent_cents or 0 for le in leases) == [0, 85000]
    assert aubry.place == "4 rue Neuve, 69001 Lyon, lot 1"
    address = world.table.items[next(k for k in world.table.items if "aubry@" in k[0])]
    assert isinstance(address, PartyAddress)
    assert len(address.holders) == 2
    mandates = taken_in(world, "mandates", csv_file(
        ["Référence du bien", "Propriétaires et parts", "Début du mandat", "Plafond", "Règle de vote"],
        [["B1", "paul.durand@courriel.example 1/3 ; Mme Hélène Garnier 2/3", "01/01/2023", "300,00", ""],
         ["B2", "M. Paul Durand 50 % ; Mme Hélène Garnier 1/3", "01/01/2023", "", ""],
         ["B2", "Personne", "01/01/2023", "", ""]]))
    assert [(f.line, f.code) for f in mandates.faults] == [(3, "shares_must_sum"), (4, "unknown_person")]
    (mandate,) = [m for m in all_of(world, Mandate) if m.unit_id == aubry.unit_id]
    assert (mandate.owner_ids, mandate.shares, mandate.share_base) == (("durand", "garnier"), (1, 2), 3)
    assert mandate.share("garnier") == Fraction(2, 3)
    assert mandate.ceiling_cents == 30000
    unit = world.office.directory.unit(aubry.unit_id)
    assert unit is not None
    assert isinstance(unit[0], Unit)


TICKET = ["Référence", "Titre", "Description", "Adresse du bien", "Lot", "État", "Priorité", "Entreprise"]


def test_works_files_come_with_their_people_and_only_once() -> None:
    world = World()
    rows = [["D-1", "Fuite", "Ça coule", "12 rue des Lilas, 75020 Paris", "lot 4", "Devis demandé", "Urgente",
             "Plomberie Marchal"],
            ["D-2", "Porte", "", "", "", "", "", ""], ["D-3", "Clos", "", "", "", "clos", "", ""],
            ["D-4", "Ailleurs", "", "1 rue Inconnue", "", "", "", "Nobody"]]
    job = taken_in(world, "tickets", csv_file(TICKET, rows))
    assert [(f.line, f.code) for f in job.faults] == [(4, "not_open"), (5, "unknown_unit"), (5, "unknown_person")]
    fuite, porte = sorted(all_of(world, Ticket), key=lambda t: t.title)
    assert (fuite.state, fuite.priority, fuite.unit_id) == ("quoting", "urgent", "lilas4")
    assert fuite.tenant is not None
    assert fuite.owner is not None
    assert (fuite.tenant.party_id, fuite.owner.party_id) == ("petit", "garnier")
    file = world.office.tickets.file(fuite.number)
    assert file is not None
    assert [a.party_id for a in file.assignments] == ["marchal"]
    assert porte.state == "qualified"
    assert world.office.tickets.counts() == {"contractor": 1, "us": 1, "all": 2, "urgent": 1}
    again = taken_in(world, "tickets", csv_file(TICKET, rows))
    assert (again.checked.same, again.checked.new, len(all_of(world, Ticket))) == (2, 0, 2)


@pytest.mark.parametrize("content", [
    "Nom;E-mail\nÉté & Fils;a@b.example\n".encode(), "Nom,E-mail\nÉté & Fils,a@b.example\n".encode("utf-8-sig"),
    "Nom\tE-mail\r\nÉté & Fils\ta@b.example\r\n".encode("cp1252"),
    "Nom;E-mail\nÉté & Fils;a@b.example".encode("utf-16")])
def test_the_codings_and_marks_of_offices_are_understood(content: bytes) -> None:
    world = World()
    taken_in(world, "contractors", content)
    (party,) = named(world, Party, "Été & Fils")
    assert party.emails == ("a@b.example",)


@pytest.mark.parametrize(("content", "reason"), [
    (b"", "empty"), (b"Nom;E-mail\n", "empty"), (b"Prix;Quantite\n1;2\n", "missing_columns"),
    (b"PK\x03\x04 rubbish", "not_a_table"), (b"\xd0\xcf\x11\xe0 old", "old_workbook"), (b"a\x00b", "not_a_table")])
def test_what_is_no_table_ends_with_its_reason(content: bytes, reason: str) -> None:
    world = World()
    key = "import/rivoli/files/1/x.csv"
    world.files.objects[key] = (content or b"\n", "text/csv")
    job = advance(world, start_import(world.office, CLAIRE, "contractors", key, "x.csv", LIMIT, world.now))
    assert (job.state, job.reason, job.due_at) == ("failed", reason, None)


def test_a_step_that_comes_twice_or_stops_in_the_middle_does_nothing_twice() -> None:
    world = World()
    rows = [[f"Firme {n}", f"f{n}@x.example", "", "peinture"] for n in range(90)]
    job_id = hand_in(world, "contractors", csv_file(FIRM, rows))
    advance(world, job_id)
    apply_import(world.office, CLAIRE, job_id, world.now)
    apply_import(world.office, CLAIRE, job_id, world.now)
    world.faults.at, world.faults.mode = world.faults.count + 7, "fail_after"
    with pytest.raises(Outage):
        advance_job(world.office, job_id, world.now)
    world.later(minutes=3)
    assert [d.job_id for d in world.office.mailbox.due(world.now) if d.kind == "job"] == [job_id]
    job = advance(world, job_id)
    assert (job.state, job.applied.done) == ("done", 90)
    assert len([p for p in all_of(world, Party) if p.name.startswith("Firme ")]) == 90
    assert advance_job(world.office, job_id, world.now) == "gone"
    assert not [d for d in world.office.mailbox.due(world.later(hours=1)) if d.kind == "job"]


def test_only_managers_import_and_only_their_own_files() -> None:
    world = World()
    key = "import/rivoli/files/1/x.csv"
    world.files.objects[key] = (csv_file(FIRM, FIRMS), "text/csv")
    with pytest.raises(NotAllowed):
        start_import(world.office, KARIM, "contractors", key, "x.csv", LIMIT, world.now)
    with pytest.raises(NotFound):
        start_import(world.office, CLAIRE, "contractors", "import/voltaire/files/1/x.csv", "x.csv", LIMIT, world.now)
    job_id = start_import(world.office, CLAIRE, "contractors", key, "x.csv", LIMIT, world.now)
    with pytest.raises(Conflict):
        apply_import(world.office, CLAIRE, job_id, world.now)
    assert found(world, job_id).state == "received"


def test_four_hundred_people_and_two_hundred_files() -> None:
    """The shape of a first day, in small: progress moves, and a second run makes no double."""
    world = World()
    firms = [[f"Entreprise {n}", f"e{n}@x.example", f"01 45 00 {n // 100:02} {n % 100:02}", "plomberie"]
             for n in range(401)]
    files = [[f"D-{n}", f"Fuite {n}", "Texte", "12 rue des Lilas, 75020 Paris", "lot 4", "", "", f"e{n}@x.example"]
             for n in range(200)]
    job_id = hand_in(world, "contractors", csv_file(FIRM, firms))
    seen = []
    while advance_job(world.office, job_id, world.now) == "more":
        seen.append(found(world, job_id).done)
    assert seen == [0, 400]
    apply_import(world.office, CLAIRE, job_id, world.now)
    assert advance(world, job_id).applied.new == 401
    assert taken_in(world, "tickets", csv_file(TICKET, files)).applied.new == 200
    assert taken_in(world, "contractors", csv_file(FIRM, firms)).applied.same == 401
    assert taken_in(world, "tickets", csv_file(TICKET, files)).applied.same == 200
    assert len(all_of(world, Ticket)) == 200
    assert len(set(world.office.directory.words("contractor"))) == 401 + 4
