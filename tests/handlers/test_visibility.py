"""Participants x lots x documents x acts, from the model: nobody sees, votes on, comments or downloads what is
not his, by any address or guessed id (S-01, S-04, S-15, D-2)."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import product
from typing import Any

import pytest

from chalicelib.domain.access import Act, may, may_see
from chalicelib.domain.access_record import access_of
from chalicelib.domain.change import Change
from chalicelib.domain.document import Document, FiledFigure, document_id
from chalicelib.domain.paper_trail import noted
from chalicelib.domain.ticket import Ticket
from chalicelib.domain.work_package import ROLES, Participant, ParticipantRole, WorkPackage
from chalicelib.handlers.web.space_deposit import deposit_prefix
from chalicelib.handlers.web.space_labels import SECTIONS
from chalicelib.usecases.identity import derived
from chalicelib.usecases.request_approval import request_approval
from chalicelib.usecases.save_participant import add_participant, remove_participant, replace_link
from chalicelib.usecases.space_links import token_of
from infra.seed.cast import CLAIRE
from tests.handlers import cast
from tests.handlers.house import Answer, Browser, Desk, House

NUMBER, OTHER = 5_001, 5_002
LOTS = ("a", "b", "c")
NAMES = {"a": "Ardoise-lot", "b": "Brique-lot", "c": "Cuivre-lot"}
SCOPES: dict[str, tuple[str, ...]] = {"everywhere": (), "a": ("a",), "ab": ("a", "b"), "abc": LOTS}
PLACES: dict[str, tuple[str, ...]] = {"whole": (), "a": ("a",), "b": ("b",), "bc": ("b", "c"), "c": ("c",)}


@dataclass
class Works:
    """One file in three lots with a document of every place, and people of every role and scope."""

    house: House
    documents: dict[str, Document] = field(default_factory=dict)
    people: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def desk(self) -> Desk:
        return self.house.desk(cast.RIVOLI)

    def document(self, name: str) -> Document:
        file = self.desk.office.tickets.file(self.documents[name].ticket_number)
        found = file.document(self.documents[name].id) if file else None
        assert found is not None
        return found

    def member(self, who: tuple[str, str]) -> Participant:
        file = self.desk.office.tickets.file(NUMBER)
        assert file is not None
        email = f"{who[0]}-{who[1]}@x.example"
        return next(p for p in file.participants if p.email == email)

    @property
    def packages(self) -> tuple[WorkPackage, ...]:
        file = self.desk.office.tickets.file(NUMBER)
        assert file is not None
        return file.packages

    def home(self, who: tuple[str, str]) -> str:
        return f"/espace/{self.people[who]}"

    def browser(self, who: tuple[str, str]) -> Browser:
        return Browser(self.house, home=self.home(who))

    def page(self, who: tuple[str, str], name: str) -> Answer:
        return self.browser(who).get(f"{self.home(who)}/pieces/{self.documents[name].id}")

    def post(self, who: tuple[str, str], name: str, **fields: str) -> Answer:
        """A form as it would be sent by somebody who guesses: his own page's proof, any document's address."""
        browser = self.browser(who)
        nonce = re.search(r'name="nonce" value="([^"]+)"', self._any_document(who))
        self.house.later(seconds=5)
        return browser.post(f"{self.home(who)}/pieces/{self.documents[name].id}",
                             {"nonce": nonce[1] if nonce else "", **fields})

    def _any_document(self, who: tuple[str, str]) -> str:
        mine = next((n for n in PLACES if may_see(self.member(who), self.document(n), self.packages)), "")
        text = self.page(who, mine).text if mine else ""
        if 'name="nonce"' in text:
            return text
        from chalicelib.gateways.secrets import SystemSecrets
        said = f"{int(self.house.now.timestamp() * 1000)}.{derived(*who, str(self.house.now))}"
        token = self.people[who]
        return f'name="nonce" value="{said}.{SystemSecrets(("key-of-the-tests",)).sign("page", f"{token}:{said}")}"'


def paper(house: House, name: str, *lots: str, number: int = NUMBER, **values: Any) -> Document:
    figures = {"gross_cents": FiledFigure(10_000 + len(name), 1.0, "page 1", True),
               "vat_cents": FiledFigure(900, 1.0, "page 1", True)}
    return Document(number, document_id(number, name), "invoice", f"piece-{name}.pdf", "application/pdf", 9, name,
                    house.now, who="Marchal", reading=values.pop("reading", "done"), figures=figures, packages=lots,
                    preview_key=f"preview/{name}.webp", **values)


@pytest.fixture
def works(house: House) -> Works:
    made, books = Works(house), house.desk(cast.RIVOLI).office.books
    tickets = [Ticket(n, f"Chantier {n}", "", house.now, house.now, state="in_progress") for n in (NUMBER, OTHER)]
    packages = [WorkPackage(NUMBER, name, NAMES[name], n) for n, name in enumerate(LOTS)]
    for name, lots in PLACES.items():
        made.documents[name] = paper(house, name, *lots)
    made.documents |= {
        "held": paper(house, "held", "a", reading="held"), "elsewhere": paper(house, "elsewhere", "a", number=OTHER),
        "old": paper(house, "old", "a", superseded_by=made.documents["a"].id)}
    books.commit(Change(added=(*tickets, *packages, *made.documents.values())))
    for n, (role, (scope, lots)) in enumerate(product(ROLES, SCOPES.items())):
        texts = {"name": f"{role} {scope}", "email": f"{role}-{scope}@x.example", "role": role,
                 "scope": "all" if scope == "everywhere" else "some"}
        add_participant(house.desk(cast.RIVOLI).office, CLAIRE, NUMBER, texts, lots, f"n{n}", house.now)
        made.people[role, scope] = f"{cast.RIVOLI}.{token_of(made.desk.office, derived('space', f'n{n}'))}"
    return made


EVERYBODY = list(product(ROLES, SCOPES))


def test_s15_everybody_sees_exactly_the_documents_of_his_lots(works: Works) -> None:
    for who in EVERYBODY:
        page, member = works.browser(who).get(works.home(who)), works.member(who)
        mine = {n for n in works.documents
                if may_see(member, works.document(n), works.packages) and n not in ("old", "elsewhere")}
        shown = {n for n, d in works.documents.items() if d.filename in page.text}
        assert shown == mine, who
        assert re.search(rf"\b{len(mine)} documents?\b", page.words), f"{who}: the count is of his own"
        names = {NAMES[lot] for lot in LOTS if member.everywhere or lot in member.packages}
        assert {name for name in NAMES.values() if name in page.text} == names, f"{who}: lots of others are not named"


def test_each_document_opens_for_those_who_may_see_it_and_is_unknown_to_the_others(works: Works) -> None:
    unknown: dict[tuple[str, str], str] = {}
    for who, name in product(EVERYBODY, works.documents):
        allowed = may_see(works.member(who), works.document(name), works.packages)
        page = works.page(who, name)
        download = works.browser(who).get(f"{works.home(who)}/pieces/{works.documents[name].id}/fichier")
        assert (page.status, download.status) == ((200, 302) if allowed else (404, 404)), (who, name)
        if not allowed:
            assert page.without_proof() == unknown.setdefault(who, page.without_proof()), "all look the same"
            assert works.documents[name].filename not in page.text
        elif name == "bc" and who[1] == "ab":
            assert NAMES["c"] not in page.text, "a document he shares with another lot does not name that lot"


@pytest.mark.parametrize("role", list(ROLES))
def test_acts_are_possible_where_the_model_allows_them_and_change_nothing_elsewhere(
        works: Works, role: ParticipantRole) -> None:
    """The page offers an act exactly when it would be taken; a guessed post is answered like an unknown document."""
    forms: dict[Act, dict[str, str]] = {
        "comment": {"act": "comment", "text": "Bien reçu."}, "set_status": {"act": "status", "status": "refused"}}
    for scope, name in product(SCOPES, works.documents):
        who, document = (role, scope), works.document(name)
        member = works.member(who)
        page = works.page(who, name)
        for act, fields in forms.items():
            allowed = may(member, act, document, works.packages) and not document.superseded_by
            offered = f'name="act" value="{fields["act"]}"' in page.text
            assert offered == allowed, (who, name, act)
            if not allowed:
                before = works.house.snapshot()
                assert works.post(who, name, **fields).status == 404, (who, name, act)
                assert works.house.snapshot() == before, (who, name, act)
    assert role == "reader" or works.post((role, "a"), "a", **forms["comment"]).status == 303, "the control"


def test_only_deciders_of_its_lots_vote_on_a_document(works: Works) -> None:
    for name in PLACES:
        request_approval(works.desk.office, CLAIRE, NUMBER, works.documents[name].id, f"ask-{name}", works.house.now)
    for who, name in product(EVERYBODY, PLACES):
        allowed = may(works.member(who), "vote", works.document(name), works.packages)
        offered = 'aria-pressed="false"' in works.page(who, name).text
        assert offered == allowed, (who, name)
        if not allowed:
            before = works.house.snapshot()
            for act in ("accept", "refuse", "withdraw"):
                assert works.post(who, name, act=act, sure="1").status == 404, (who, name, act)
            assert works.house.snapshot() == before
    answer = works.post(("decider", "ab"), "b", act="accept", sure="1")
    assert answer.status == 303, "the control"
    file = works.desk.office.tickets.file(NUMBER)
    approval = file.approval(works.documents["b"].id) if file else None
    assert approval is not None
    assert [v.party_id for v in approval.votes] == [works.member(("decider", "ab")).party_id]


def test_a_vote_is_taken_once_shown_as_pressed_and_taken_back_by_clicking_it_again(works: Works) -> None:
    """S-26: the other choice is free again only then."""
    request_approval(works.desk.office, CLAIRE, NUMBER, works.documents["a"].id, "ask", works.house.now)
    who = ("decider", "a")

    def buttons() -> list[tuple[str, str, bool]]:
        text = works.page(who, "a").text
        return [(v, p, "disabled" in rest) for v, p, rest in re.findall(
            r'<button class="btn[^"]*" name="act" value="(\w+)" aria-pressed="(\w+)"([^>]*)>', text)]
    assert buttons() == [("accept", "false", False), ("refuse", "false", False)]
    assert works.post(who, "a", act="accept").status == 422, "nothing without the tick"
    assert works.post(who, "a", act="accept", sure="1", comment="Oui.").status == 303
    assert buttons() == [("withdraw", "true", False), ("refuse", "false", True)]
    assert "1 sur 4 a accepté" in works.page(who, "a").words
    assert works.post(who, "a", act="refuse", sure="1").status == 409
    assert works.post(who, "a", act="withdraw", sure="1").status == 303
    assert works.post(who, "a", act="refuse", sure="1", comment="Trop cher").status == 303
    assert buttons() == [("accept", "false", True), ("withdraw", "true", False)]
    assert "Trop cher" in works.page(("reader", "everywhere"), "a").words, "S-05: those concerned follow it"


def test_a_removed_a_replaced_and_a_made_up_link_open_nothing(works: Works) -> None:
    who = ("decider", "a")
    token, party_id = works.people[who], works.member(who).party_id
    paths = ["", "/deposer", f"/pieces/{works.documents['a'].id}", f"/pieces/{works.documents['a'].id}/fichier"]
    flipped = [token[:-1] + ("A" if token[-1] != "A" else "B"), token.replace(".", ".A"), f"nobody.{'a' * 27}",
               token.replace(cast.RIVOLI, cast.VOLTAIRE), token.partition(".")[2]]
    unknown = works.house.visitor().get(f"/espace/{flipped[0]}")
    assert unknown.status == 404
    for wrong, path in product(flipped, paths):
        found = works.house.visitor().get(f"/espace/{wrong}{path}")
        assert (found.status, found.without_proof()) == (404, unknown.without_proof()), (wrong, path)
    proof = works.browser(who).proof()
    remove_participant(works.desk.office, CLAIRE, NUMBER, party_id, "out", works.house.now)
    before = works.house.snapshot()
    for path in paths:
        found = works.house.visitor().get(f"/espace/{token}{path}")
        assert (found.status, found.without_proof()) == (404, unknown.without_proof()), path
    for path in ("", "/depose", paths[2]):
        assert Browser(works.house).post(f"/espace/{token}{path}", {"sure": "1"}, proof=proof).status == 404
    assert works.house.snapshot() == before


def test_a_replaced_link_shows_nothing_but_how_to_get_the_new_one(works: Works) -> None:
    who = ("contributor", "a")
    browser, home, party_id = works.browser(who), works.home(who), works.member(who).party_id
    replace_link(works.desk.office, CLAIRE, NUMBER, party_id, "again", works.house.now)
    page = browser.get(home)
    assert page.status == 410
    assert "Chantier" not in page.text
    assert "piece-" not in page.text
    assert browser.get(f"{home}/pieces/{works.documents['a'].id}").status == 404
    sent = len(works.house.queues.waiting)
    assert browser.post(home).status == 410, "nothing without the tick"
    for _ in range(3):
        assert browser.post(home, {"sure": "1"}).status == 303
    assert len(works.house.queues.waiting) == sent + 1


def test_the_tokens_of_decisions_and_of_spaces_are_unknown_to_one_another(works: Works) -> None:
    request_approval(works.desk.office, CLAIRE, NUMBER, works.documents["a"].id, "ask", works.house.now)
    visitor = works.house.visitor()
    wrong = visitor.get(f"/accord/nobody.{'a' * 27}")
    assert (visitor.get(f"/accord/{works.people['decider', 'a']}").without_proof(), wrong.status) == (
        wrong.without_proof(), 404)


def test_another_language_is_chosen_on_the_page_where_one_stands(works: Works) -> None:
    """U-137: the link never leads out of the space."""
    who = ("contributor", "ab")
    home, browser = works.home(who), works.browser(who)
    for path in ("", f"/pieces/{works.documents['a'].id}", "/deposer", "?lot=a"):
        page = browser.get(home + path)
        link = html.unescape(re.findall(r'href="([^"]+)" lang="en"', page.text)[0])
        assert link.startswith(home + path.partition("?")[0])
        assert "lot=a" in link or "lot" not in path
        answer = browser.get(link)
        assert (answer.status, 'lang="en"' in answer.text.split("<head")[0]) == (200, True), link


def test_nobody_takes_in_what_somebody_else_uploaded(works: Works) -> None:
    mine, other = ("contributor", "a"), ("contributor", "ab")
    key = deposit_prefix(cast.RIVOLI, NUMBER, works.people[other]) + "1/plan.pdf"
    works.house.files.objects[key] = (b"%PDF-1.7 plan", "application/pdf")
    browser, reader = works.browser(mine), works.browser(("reader", "a"))
    assert browser.get(f"{works.home(mine)}/depose?key={key}").status == 404
    assert browser.post(f"{works.home(mine)}/depose", {"key": key, "lot": "a"}).status == 404
    assert reader.get(f"{works.home(('reader', 'a'))}/deposer").status == 404
    taken = works.browser(other).post(f"{works.home(other)}/depose", {"key": key, "kind": "report", "lot": ["b", "c"]})
    assert taken.status == 303
    file = works.desk.office.tickets.file(NUMBER)
    assert file is not None
    found = next(d for d in file.documents if d.filename == "plan.pdf")
    assert (found.packages, found.who, found.kind) == (("b",), "contributor ab", "report"), "never in a lot of others"
    assert (file.ticket.unread, file.ticket.answer_due) == (True, True), "it waits for us like a mail"
    assert works.browser(other).post(f"{works.home(other)}/depose", {"key": key, "kind": "report"}).status == 422


def test_histories_and_sums_tell_nothing_of_other_lots(works: Works) -> None:
    document = works.document("bc")
    document, line = noted(document, works.house.now, "described", "Claire", "", {
        "packages": f"{NAMES['b']}, {NAMES['c']}", "packages_before": NAMES["c"], "information": "Visible"})
    works.desk.office.books.commit(Change(added=(line,), changed=(document,)))
    text = works.page(("reader", "ab"), "bc").text
    assert NAMES["c"] not in text
    assert "Visible" in text
    assert NAMES["c"] in works.page(("reader", "abc"), "bc").text
    page = works.browser(("reader", "a")).get(works.home(("reader", "a"))).words.replace("\u202f", " ")
    assert "100,01" in page.replace("\u00a0", " "), "his own invoice"
    assert works.browser(("reader", "a")).get(works.home(("reader", "a")) + "?lot=b").status == 404


def test_rights_end_between_the_page_and_the_post(works: Works) -> None:
    """The form was shown to a decider; when it is posted he is a reader, or gone."""
    request_approval(works.desk.office, CLAIRE, NUMBER, works.documents["a"].id, "ask", works.house.now)
    who = ("decider", "a")
    browser, path = works.browser(who), f"{works.home(who)}/pieces/{works.documents['a'].id}"
    nonce = re.search(r'name="nonce" value="([^"]+)"', browser.get(path).text)
    assert nonce is not None
    works.house.now += timedelta(seconds=9)
    works.desk.office.books.commit(Change(changed=(replace(works.member(who), role="reader"),)))
    before = works.house.snapshot()
    for fields in ({"act": "accept", "sure": "1"}, {"act": "comment", "text": "x"}):
        assert browser.post(path, {"nonce": nonce[1], **fields}).status == 404
    assert works.house.snapshot() == before


def test_what_he_opened_and_fetched_is_noted_beside_the_table(works: Works) -> None:
    who = ("reader", "a")
    table = dict(works.house.table.items)
    works.page(who, "a")
    works.browser(who).get(f"{works.home(who)}/pieces/{works.documents['a'].id}/fichier")
    works.page(who, "c")
    kept = [access_of(key) for key in works.house.files.objects if key.startswith("access/")]
    found = {(record.document_id, record.party_id, record.what) for record in kept if record}
    me, mine = works.member(who).party_id, works.documents["a"].id
    assert found == {(mine, me, "opened"), (mine, me, "downloaded")}, "nothing is noted of what stayed shut"
    assert works.house.table.items == table


def test_a_large_amount_is_agreed_to_on_the_page_that_asks_for_a_code(works: Works) -> None:
    """W-5: the space is no way around it; there one is led to the page of one's own decision link."""
    document = works.document("a")
    large = FiledFigure(10_000_000, 1.0, "page 1", True)
    dear = replace(document, figures=document.figures | {"gross_cents": large})
    works.desk.office.books.commit(Change(changed=(dear,)))
    request_approval(works.desk.office, CLAIRE, NUMBER, document.id, "ask", works.house.now)
    who = ("decider", "a")
    page = works.page(who, "a")
    link = re.search(r'href="(/accord/[^"]+)"', page.text)
    assert link is not None
    assert "aria-pressed" not in page.text
    assert works.post(who, "a", act="accept", sure="1").status == 404
    assert works.house.visitor().get(link[1]).status == 200


def test_programs_that_open_links_and_send_forms_as_they_stand_change_nothing(works: Works) -> None:
    """W-2, TRAP-8: every page of the space ten times, then each of its forms with nothing filled in."""
    request_approval(works.desk.office, CLAIRE, NUMBER, works.documents["a"].id, "ask", works.house.now)
    for who in (("decider", "a"), ("manager", "everywhere")):
        browser, home = works.browser(who), works.home(who)
        before = works.house.snapshot()
        for path in (home, f"{home}/deposer", f"{home}/pieces/{works.documents['a'].id}"):
            page = browser.get(path)
            for _ in range(10):
                assert browser.get(path, Purpose="prefetch").status == 200
                browser.head(path)
            works.house.later(seconds=60)
            ours = rf'<form method="post" action="({re.escape(home)}[^"]*)"[^>]*>(.*?)</form>'
            for form in re.findall(ours, page.text, re.S):
                fields = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[1]))
                buttons = re.findall(r'<button[^>]*name="act" value="(\w+)"', form[1]) or [fields.get("act", "")]
                for act in buttons:
                    sent = {k: v for k, v in fields.items() if k != "csrf"} | {"act": act}
                    assert browser.post(form[0], sent).status in (404, 422), (path, act)
        assert works.house.snapshot() == before


def test_a_space_heads_its_documents_in_the_plural_and_has_tabs_only_for_several_lots(works: Works) -> None:
    alone, several = (works.browser(("contributor", scope)).get(works.home(("contributor", scope)))
                      for scope in ("a", "ab"))
    heads = re.findall(r"<h2>(.*?)</h2>", alone.text)
    assert set(heads) & set(SECTIONS.values())
    assert '<h2><span class="kind' not in alone.text
    assert "Tous vos lots" not in alone.words
    assert "Tous vos lots" in several.words
