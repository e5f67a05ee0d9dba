"""An agency in the middle of its work: one thing of every kind that a route can name."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from chalicelib.domain.address_health import AddressHealth
from chalicelib.domain.agency import User
from chalicelib.domain.assignment import Assignment
from chalicelib.domain.change import Change
from chalicelib.domain.conversation import Conversation
from chalicelib.domain.document import Document, FiledFigure, document_id, file_key
from chalicelib.domain.letter import Letter
from chalicelib.domain.mail import InboundMail, OutgoingMail
from chalicelib.domain.message import Message
from chalicelib.domain.undo import Undo
from chalicelib.handlers.web.space_deposit import deposit_prefix
from chalicelib.intake.screening import Verdicts
from chalicelib.models import keys
from chalicelib.usecases.add_upload import upload_prefix
from chalicelib.usecases.advance_job import advance_job
from chalicelib.usecases.close_ticket import CloseForm, close_ticket
from chalicelib.usecases.decision_links import token_of
from chalicelib.usecases.identity import derived
from chalicelib.usecases.keep_draft import keep_draft
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.piece_links import piece_link
from chalicelib.usecases.read_document import read_document
from chalicelib.usecases.request_approval import request_approval
from chalicelib.usecases.save_package import add_packages
from chalicelib.usecases.save_participant import add_participant
from chalicelib.usecases.send_action import send_action
from chalicelib.usecases.send_mail import send_mail
from chalicelib.usecases.settle_review import set_aside
from chalicelib.usecases.sign_in import link_address, new_link
from chalicelib.usecases.space_links import token_of as space_token
from chalicelib.usecases.start_import import import_prefix, start_import
from chalicelib.usecases.sweep import sweep
from tests.builders.story import PASSED, address_of, arrive, mail
from tests.builders.worker import READER
from tests.fakes.office import DOMAIN
from tests.handlers import cast
from tests.handlers.house import BASE, Desk, House

GRAY = Verdicts("PASS", "PASS", "PASS", "PASS", "GRAY")
INFECTED = Verdicts("PASS", "PASS", "PASS", "PASS", "FAIL")
PDF = b"%PDF-1.7 "
FIRST_NUMBER = {cast.RIVOLI: 0, cast.VOLTAIRE: 700}  # so that the numbers of one agency are unknown in the other


@dataclass(frozen=True)
class Ids:
    """Everything of one agency that somebody else might try."""

    number: int
    shut: int
    document: str
    held: str
    message: str
    waiting: str
    failed: str
    aside: str
    infected: str
    token: str
    piece: str
    upload: str
    party: str
    unit: str
    lease: str
    mandate: str
    job: str
    table: str
    twin: int = 99_997
    user: str = "no-user"
    older: str = "a" * 24
    paper: str = "b" * 24
    decision: str = f"nobody.{'a' * 27}"
    package: str = "no-lot"
    member: str = "no-member"
    space: str = f"nobody.{'c' * 27}"
    deposit: str = "upload/nobody/99999/0/1/x.pdf"
    invoice: str = "9" * 24
    works: int = 99_996
    grown: str = "8" * 24

    @property
    def agency(self) -> str:
        return self.waiting.removeprefix("waiting-")

    @property
    def kept(self) -> str:
        """A mail that has not left."""
        return f"kept-{self.agency}"

    @property
    def address(self) -> str:
        """One that refuses our mails."""
        return f"morte@{self.agency}.example"


def _posted(desk: Desk, manager: User, number: int) -> None:
    """A letter that can still be taken back, and an address that refuses."""
    name = desk.agency_id
    held = OutgoingMail(
        f"kept-{name}", "manual", "inform_other", "fr", f"tiers@{name}.example", desk.now,
        desk.now + timedelta(hours=1), subject="Objet", text=f"Retenu {name}", ticket_number=number,
        undo=Undo("inform_other", manager.id))
    dead = AddressHealth(f"morte@{name}.example", desk.now, "no_mailbox", f"550 {name}")
    desk.office.books.commit(Change(added=(dead,), mails=(held,)))


def fill(house: House, agency_id: str) -> Ids:
    """The whole story of one agency; every text carries its name, to be recognised where it must not be."""
    desk, (manager, *_) = house.desk(agency_id), cast.STAFF[agency_id]
    if FIRST_NUMBER[agency_id]:
        house.table.take_number(keys.numbers(agency_id), FIRST_NUMBER[agency_id])
    number = open_ticket(desk.office, manager, NewTicket(
        f"open-{agency_id}", f"Fuite {agency_id}", f"Ça coule chez {agency_id}.", cast.PLACES[agency_id]), house.now)
    talk = _mission(desk, manager, number)
    house.later(minutes=5)
    _replies(desk, talk)
    _review(desk, manager)
    house.later(minutes=5)
    work(desk)
    _posted(desk, manager, number)
    keep_draft(desk.office, manager, number, "inform_owner", {"body": f"Brouillon {agency_id}"}, (), house.now)
    return _ids(desk, manager, number, _closed(desk, manager))


def _older(desk: Desk, number: int) -> str:
    """A paper on the file that a newer one may replace."""
    sha = hashlib.sha256(b"older " + desk.agency_id.encode()).hexdigest()
    paper = Document(number, document_id(number, sha), "other", f"avant-{desk.agency_id}.pdf", "application/pdf", 100,
                     sha, desk.now, reading="done")
    desk.office.books.commit(Change(added=(paper,)))
    return paper.id


def _asked(desk: Desk, manager: User) -> tuple[str, str]:
    """A quote put to its owner on a file of its own, and the token of the link that owner got."""
    name, office = desk.agency_id, desk.office
    number = open_ticket(office, manager, NewTicket(
        f"asked-{name}", f"À décider {name}", "Un devis attend.", cast.PLACES[name]), desk.now)
    content = PDF + b"asked " + name.encode()
    sha = hashlib.sha256(content).hexdigest()
    paper = Document(number, document_id(number, sha), "quote", f"a-decider-{name}.pdf", "application/pdf",
                     len(content), sha, desk.now, reading="done",
                     figures={k: FiledFigure(v, 1.0, "page 1", True) for k, v in
                              (("gross_cents", 128_450), ("vat_cents", 11_677))})
    desk.files.objects[file_key(name, sha)] = (content, "application/pdf")
    office.books.commit(Change(added=(paper,)))
    request_approval(office, manager, number, paper.id, f"asked-{name}", desk.now)
    file = office.tickets.file(number)
    assert file is not None
    (_, mail_id), *_ = file.approvals[0].asked
    return paper.id, f"{name}.{token_of(office, mail_id)}"


def _divided(desk: Desk, manager: User, number: int) -> tuple[str, str, str]:
    """The file in two packages; somebody takes part in the first: the package, he, and the token of his space."""
    name, office = desk.agency_id, desk.office
    add_packages(office, manager, number, f"Toiture {name}\nCharpente {name}", f"lots-{name}", desk.now)
    file = office.tickets.file(number)
    assert file is not None
    member = {"name": f"Mme Part {name}", "email": f"part@{name}.example", "role": "manager", "scope": "all"}
    add_participant(office, manager, number, member, (), f"member-{name}", desk.now)
    file = office.tickets.file(number)
    assert file is not None
    mail_id = derived("space", f"member-{name}")
    return file.packages[0].id, file.participants[0].party_id, f"{name}.{space_token(office, mail_id)}"


def _closed(desk: Desk, manager: User) -> int:
    """A file that is over: only here may it be opened again."""
    name = desk.agency_id
    number = open_ticket(desk.office, manager, NewTicket(f"shut-{name}", f"Clos {name}", "Fini.", cast.PLACES[name]),
                         desk.now)
    close_ticket(desk.office, manager, number, CloseForm(f"shut-{name}", -1, reason="Réglé par téléphone"), desk.now)
    return number


def _mission(desk: Desk, manager: User, number: int) -> Conversation:
    firm, _ = cast.FIRMS[desk.agency_id]
    letter = Letter("mission", f"mission-{desk.agency_id}", f"Demande {desk.agency_id}", "Bonjour.", party_id=firm)
    send_action(desk.office, manager, number, letter, desk.now)
    file = desk.office.tickets.file(number)
    assert file is not None
    return file.conversations[0]


def _replies(desk: Desk, talk: Conversation) -> None:
    """A long one with HTML and a quote, then one whose piece the scanner did not judge."""
    sender, name = talk.email, desk.agency_id
    long = "Je passe jeudi 26 novembre.\n" + "\n".join(f"Ligne {n} de {name}." for n in range(1200))
    quote = (f"devis-{name}.pdf", "application/pdf", PDF + name.encode())
    whole = mail(sender, address_of(talk), f"Re: {talk.last_subject}", long, message_id=f"<r1@{name}.example>",
                 html=f"<p>Bonjour de {name}</p>", pieces=(quote,))
    arrive(desk, whole, address_of(talk), delivery=f"reply-{name}")
    unjudged = mail(sender, address_of(talk), "Re: suite", "Voici.\n", message_id=f"<r2@{name}.example>",
                    pieces=((f"retenu-{name}.pdf", "application/pdf", PDF + b"held " + name.encode()),))
    arrive(desk, unjudged, address_of(talk), delivery=f"held-{name}", verdicts=GRAY)


def _review(desk: Desk, manager: User) -> None:
    name, intake = desk.agency_id, f"travaux@{DOMAIN}"
    for kind, verdicts in (("waiting", PASSED), ("aside", PASSED), ("infected", INFECTED)):
        raw = mail(f"inconnu-{kind}@ailleurs.example", intake, f"{kind} {name}", f"Bonjour {name}.\n",
                   message_id=f"<{kind}@{name}.example>",
                   pieces=((f"{kind}-{name}.pdf", "application/pdf", PDF + f"{kind} {name}".encode()),))
        arrive(desk, raw, intake, delivery=f"{kind}-{name}", verdicts=verdicts)
    set_aside(desk.office, manager, f"aside-{name}", spam=False)
    lost = desk.office.mailbox.claim(InboundMail(
        f"failed-{name}", f"inbound/failed-{name}", desk.now, (intake,), {"virus": "PASS"}))
    desk.office.mailbox.save(replace(lost, state="failed", reason="error:ValueError", subject=f"failed {name}"))


def work(desk: Desk) -> None:
    """What the queues announced, and what the sweep finds due, is done."""
    sweep(desk.office, desk.now)
    while desk.house.queues.waiting:
        kind, key = desk.house.queues.waiting.pop(0)
        if kind == "mail":
            send_mail(desk.office, key, desk.now)
        elif kind == "job":
            advance_job(desk.office, key, desk.now)
        elif kind == "document":
            read_document(desk.office, key[0], key[1], READER, desk.now)


def _paper(desk: Desk, number: int, kind: str, gross: int, **more: Any) -> Document:
    """A paper with its amount for certain."""
    name = desk.agency_id
    content = PDF + f"{kind} {gross} {name}".encode()
    sha = hashlib.sha256(content).hexdigest()
    desk.files.objects[file_key(name, sha)] = (content, "application/pdf")
    paper = Document(number, document_id(number, sha), kind, f"{kind}-{gross}-{name}.pdf", "application/pdf",  # type: ignore[arg-type]
                     len(content), sha, desk.now, who=f"Firme {name}", reading="done",
                     figures={"gross_cents": FiledFigure(gross, 1.0, "page 1", True),
                              "vat_cents": FiledFigure(gross // 11, 1.0, "page 1", True)}, **more)
    desk.office.books.commit(Change(added=(paper,)))
    return paper


def _ordered(desk: Desk, manager: User) -> dict[str, Any]:
    """Works under way on an accepted quote, and a dearer one from the same firm."""
    name, firm = desk.agency_id, cast.FIRMS[desk.agency_id][0]
    number = open_ticket(desk.office, manager, NewTicket(
        f"works-{name}", f"Chantier {name}", "En cours.", cast.PLACES[name]), desk.now)
    accepted = _paper(desk, number, "quote", 100_000, status="approved", party_id=firm)
    grown = _paper(desk, number, "quote", 130_000, party_id=firm)
    file = desk.office.tickets.file(number)
    assert file is not None
    retained = Assignment(number, firm, f"Firme {name}", desk.now, state="retained", retained_document=accepted.id)
    under_way = replace(file.ticket, state="in_progress", contractor_ids=(firm,), chosen_quote=accepted.id)
    desk.office.books.commit(Change(added=(retained,), changed=(under_way,)))
    return {"works": number, "grown": grown.id}


def _ids(desk: Desk, manager: User, number: int, shut: int) -> Ids:
    name, office = desk.agency_id, desk.office
    file = office.tickets.file(number)
    assert file is not None
    held = next(d for d in file.documents if d.reading == "held")
    read = next(d for d in file.documents if d.preview_key)
    message = next(m for m in office.tickets.log(number) if isinstance(m, Message) and m.html_key)
    token = office.secrets.token()
    office.books.commit(new_link(office, manager, token, "", desk.now))
    upload = upload_prefix(name, number) + f"0123/plan-{name}.pdf"
    desk.files.objects[upload] = (PDF + b"plan " + name.encode(), "application/pdf")
    table = f"{import_prefix(name)}0123/firmes-{name}.csv"
    desk.files.objects[table] = (f"Nom;E-mail\nFirme {name};firme@{name}.example\n;x\n".encode(), "text/csv")
    job = start_import(office, manager, "contractors", table, f"firmes-{name}.csv", 1000, desk.now)
    work(desk)
    twin = open_ticket(office, manager, NewTicket(
        f"twin-{name}", f"Fuite encore {name}", "Le même dégât.", cast.PLACES[name]), desk.now)
    paper, decision = _asked(desk, manager)
    package, member, space = _divided(desk, manager, number)
    deposit = deposit_prefix(name, number, space) + f"0123/photo-{name}.pdf"
    desk.files.objects[deposit] = (PDF + b"deposit " + name.encode(), "application/pdf")
    return Ids(
        number, shut, read.id, held.id, message.id, f"waiting-{name}", f"failed-{name}", f"aside-{name}",
        f"infected-{name}", link_address(office, manager, token).removeprefix(f"{BASE}/connexion/"),
        piece_link(office, read).removeprefix(f"{BASE}/pieces/"), upload,
        cast.FIRMS[name][0], cast.PLACES[name], *cast.CONTRACTS[name], job, table, twin,
        user=cast.STAFF[name][2].id, older=_older(desk, number), paper=paper, decision=decision,
        package=package, member=member, space=space, deposit=deposit,
        invoice=_paper(desk, number, "invoice", 12_000, status="approved").id,
        **_ordered(desk, manager))
