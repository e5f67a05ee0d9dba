"""Quotes put to the two owners of a flat, and their pages, for the tests of the decision link."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from chalicelib.domain.access_link import digest
from chalicelib.domain.approval import Approval
from chalicelib.domain.change import Change
from chalicelib.domain.decision_link import DecisionLink
from chalicelib.domain.document import Document, FiledFigure, document_id, file_key
from chalicelib.domain.party import Party
from chalicelib.domain.property import Mandate
from chalicelib.domain.ticket import Ticket
from chalicelib.usecases.decision_links import bound_to, token_of
from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from chalicelib.usecases.request_approval import request_approval
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.house import Answer, Browser, Desk, House

GROSS = 128_450
AMOUNT = {"amount": str(GROSS)}
ANNE, PAUL = "anne", "paul"


@dataclass
class Decision:
    """A works file of Rivoli with quotes in Approbation, Anne with two thirds of the flat and Paul with one."""

    house: House
    number: int
    papers: tuple[Document, ...]
    query: str = ""

    @property
    def desk(self) -> Desk:
        return self.house.desk(cast.RIVOLI)

    @property
    def paper(self) -> Document:
        return self.document(self.papers[0].id)

    def document(self, name: str) -> Document:
        file = self.desk.office.tickets.file(self.number)
        found = file.document(name) if file else None
        assert found is not None
        return found

    @property
    def ticket(self) -> Ticket:
        file = self.desk.office.tickets.file(self.number)
        assert file is not None
        return file.ticket

    def approval(self, at: int = 0) -> Approval:
        file = self.desk.office.tickets.file(self.number)
        found = file.approval(self.papers[at].id) if file else None
        assert found is not None
        return found

    def token(self, who: str) -> str:
        return f"{cast.RIVOLI}.{token_of(self.desk.office, dict(self.approval().asked)[who])}"

    def link(self, who: str) -> DecisionLink:
        name = ("decision", digest(self.token(who).partition(".")[2]))
        found: DecisionLink = self.desk.office.directory.held([name])[name]
        return found

    def page(self, who: str) -> Reader:
        return Reader(self.house, f"/accord/{self.token(who)}{self.query}")


@dataclass
class Reader:
    """Somebody with the page open in a browser: reads it, waits as a person does, answers."""

    house: House
    path: str

    def __post_init__(self) -> None:
        self.browser = Browser(self.house, home=self.path)
        self.shown = self.browser.get(self.path)

    def answer(self, act: str, wait: float = 5, **typed: str) -> Answer:
        """Fill in the form of this act as it stands on the page, and send it."""
        fields = self.fields() | {"act": act} | typed
        self.house.later(seconds=wait)
        sent = self.browser.post(self.path, fields, proof=fields.pop("csrf"))
        self.shown = self.browser.get(sent.headers["location"]) if sent.status == 303 else sent
        return sent

    def fields(self) -> dict[str, str]:
        return self.shown.form(self.path)


def put_to_owners(house: House, quotes: int = 1, gross: int = GROSS, **mandate: object) -> Decision:
    """`mandate` changes the rule, the shares, the clause of the contract with the two owners."""
    office = house.desk(cast.RIVOLI).office
    place = cast.PLACES[cast.RIVOLI]
    owners = (Party(ANNE, "owner", "Mme Anne Lebrun", ("anne@lebrun.example",)),
              Party(PAUL, "owner", "M. Paul Lebrun", ("paul@lebrun.example",)))
    found = office.directory.unit(place)
    assert found is not None
    terms = {"owner_ids": (ANNE, PAUL), "shares": (2, 1), "share_base": 3} | mandate
    two = replace(found[2][0], **terms)  # type: ignore[arg-type]
    office.books.commit(Change(added=owners, changed=(two,)))
    number = open_ticket(office, CLAIRE, NewTicket("decide", "Chauffe-eau", "Plus d’eau chaude.", place), house.now)
    papers = tuple(quote(house, number, f"devis-{n}", gross + n * 10_000) for n in range(quotes))
    for n, paper in enumerate(papers):
        request_approval(office, CLAIRE, number, paper.id, f"ask-{n}", house.now)
    return Decision(house, number, papers)


def quote(house: House, number: int, name: str, gross: int) -> Document:
    office = house.desk(cast.RIVOLI).office
    content = f"%PDF-1.7 {name} {gross}".encode()
    sha = hashlib.sha256(content).hexdigest()
    figures = {k: FiledFigure(v, 1.0, "page 1", True) for k, v in (("gross_cents", gross), ("vat_cents", 11_677))}
    paper = Document(number, document_id(number, sha), "quote", f"{name}.pdf", "application/pdf", len(content), sha,
                     house.now, who="Plomberie Marchal", reading="done", figures=figures, pages=2,
                     preview_key="preview/1.webp")
    house.files.objects[file_key(cast.RIVOLI, sha)] = (content, "application/pdf")
    office.books.commit(Change(added=(paper,)))
    return paper


def under_one_link(decision: Decision) -> Decision:
    """As when the quotes left in one letter: each owner's link is for all of them (E-L22)."""
    rounds = [decision.approval(at) for at in range(len(decision.papers))]
    links = tuple(replace(decision.link(who), bound=bound_to(rounds)) for who in dict(rounds[0].asked))
    decision.desk.office.books.commit(Change(changed=links))
    return decision


__all__ = ["AMOUNT", "ANNE", "GROSS", "PAUL", "Decision", "Mandate", "Reader", "put_to_owners", "quote",
           "under_one_link"]
