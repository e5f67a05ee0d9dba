"""Received and typed text is never markup, in no page and in no mail (W-12, F-1, TRAP-13)."""

from __future__ import annotations

import html
import re
from email import message_from_bytes, policy
from html.parser import HTMLParser
from pathlib import Path

import pytest

from chalicelib.usecases.open_ticket import NewTicket, open_ticket
from infra.seed.cast import CLAIRE
from tests.builders.story import address_of, arrive, mail
from tests.fakes.office import DOMAIN
from tests.handlers import cast
from tests.handlers.filled import GRAY, PDF, work
from tests.handlers.house import Answer, Browser, House

CANARY = "<x-canary onfocus=a>\"'>{{7*7}}{% raw %}"
OVERRIDE = "\u202e"
TEMPLATES = Path(__file__).parents[2] / "chalicelib" / "templates"
ALLOWED_SAFE: frozenset[str] = frozenset()


@pytest.fixture
def poisoned(house: House) -> tuple[House, int, Browser]:
    """The canary in every field somebody can fill, from inside and from outside."""
    desk = house.desk(cast.RIVOLI)
    number = open_ticket(desk.office, CLAIRE, NewTicket(
        "canary", f"Titre {CANARY}", f"Texte {CANARY}{OVERRIDE}", "lilas4", "urgent", f"Nom {CANARY}", f"06 {CANARY}"),
        house.now)
    claire = house.signed_in(CLAIRE)
    letter = {"nonce": "c", "subject": f"Objet {CANARY}", "body": f"Corps {CANARY}", "email": "x@y.example",
              "name": f"Qui {CANARY}", "recipient": "other", "mode": "quote", "act": "send"}
    # Double braces in a letter are a forgotten placeholder: the composer refuses them, so they come without.
    letter |= {name: value.replace("{{7*7}}", "").replace("{% raw %}", "") for name, value in letter.items()}
    assert claire.post(f"/tickets/{number}/ecrire/missionner", letter).status == 303
    file = desk.office.tickets.file(number)
    assert file is not None
    talk = file.conversations[0]
    piece = (f"devis {CANARY}{OVERRIDE}.pdf", "application/pdf", PDF + b"c")
    for n, verdicts in enumerate((None, GRAY)):
        raw = mail("x@y.example", address_of(talk), f"Re: {CANARY}", f"Réponse {CANARY}\n\n> cité {CANARY}\n",
                   name="Qui <x-canary>", html=f"<p>Bonjour {html.escape(CANARY)}</p><script>x-canary</script>",
                   pieces=((piece[0], piece[1], piece[2] + bytes([n])),), message_id=f"<c{n}@y.example>")
        arrive(desk, raw, address_of(talk), delivery=f"canary{n}", **({"verdicts": verdicts} if verdicts else {}))
    stranger = mail("qui@ailleurs.example", f"travaux@{DOMAIN}", f"[T-{number}] {CANARY}", f"Bonjour {CANARY}\n",
                    name="Inconnu <x-canary>", pieces=(piece,))
    arrive(desk, stranger, f"travaux@{DOMAIN}", delivery="canary-review")
    house.later(minutes=5)
    work(desk)
    return house, number, claire


class Tags(HTMLParser):
    """What a browser would make of a page: its tags and the names of their attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}


def harmless(answer: Answer) -> None:
    names = Tags(answer.text).names
    assert not {n for n in names if "canary" in n or n.startswith("on")}
    assert "x-canary onfocus=a>\"'>49" not in html.unescape(answer.text)


def test_the_parser_sees_a_canary_that_escaped() -> None:
    assert {"x-canary", "onfocus"} <= Tags(f"<p>{CANARY}</p>").names
    assert "onfocus" in Tags('<input value="" onfocus=a>').names


def pages(house: House, number: int, claire: Browser) -> dict[str, Answer]:
    file = house.desk(cast.RIVOLI).office.tickets.file(number)
    assert file is not None
    log = house.desk(cast.RIVOLI).office.tickets.log(number)
    paths = ["/", "/?vue=all&q=%3Cx-canary", "/a-classer", f"/tickets/{number}", f"/tickets/{number}/actions",
             f"/tickets/{number}/ajouter",
             "/?vue=%3Cx-canary&q=%22%3E%3Cx-canary%3E&bien=%3Cx-canary&priorite=%3Cx-canary",
             f"/tickets/{number}?avec=%3Cx-canary%3E&envoye=%3Cx-canary%3E", "/connexion?retour=/%3Cx-canary%3E",
             "/a-classer?fait=ecarte&de=%22%3E%3Cx-canary%3E&dossier=%3Cx-canary%3E", "/connexion/%3Cx-canary%3E",
             f"/tickets/{number}/ajoute?key=upload/rivoli/{number}/1/%22%3E%3Cx-canary%3E&pour=%3Cx-canary%3E"]
    paths += [f"/tickets/{number}/ecrire/{slug}" for slug in (
        "missionner", "relancer", "informer-locataire", "informer-proprietaire", "informer-autre")]
    paths += [f"/tickets/{number}/pieces/{d.id}/corriger" for d in file.documents if d.reading != "held"]
    paths += [f"/tickets/{number}/messages/{m.id}" for m in log if hasattr(m, "direction")]
    return {path: claire.get(path) for path in paths}


def test_every_page_shows_the_canary_as_text(poisoned: tuple[House, int, Browser]) -> None:
    house, number, claire = poisoned
    seen = pages(house, number, claire)
    for path, answer in seen.items():
        assert answer.status == 200, path
        harmless(answer)
    for path in ("/", "/a-classer", f"/tickets/{number}", f"/tickets/{number}/ecrire/informer-autre"):
        assert "&lt;x-canary" in seen[path].text, path
        assert "{{7*7}}" in seen[path].text, path


def test_forms_in_error_repeat_what_was_typed_as_text(poisoned: tuple[House, int, Browser]) -> None:
    house, number, claire = poisoned
    file = house.desk(cast.RIVOLI).office.tickets.file(number)
    assert file is not None
    document = next(d for d in file.documents if d.reading != "held")
    asked = {
        "/tickets/nouveau": ("title", "description", "contact_name", "contact_phone", "priority", "unit_id"),
        f"/tickets/{number}/ecrire/informer-autre": ("subject", "body", "email", "name", "recipient", "mode"),
        f"/tickets/{number}/pieces/{document.id}/corriger": ("kind", "number", "issued_on", "gross_cents", "net_cents"),
        "/connexion": ("email", "back"), "/a-classer/canary-review/classer": ("number",),
    }
    for path, names in asked.items():
        answer = claire.post(path, dict.fromkeys((*names, "nonce", "version"), CANARY) | {"act": "send"})
        assert answer.status == 422, path
        harmless(answer)


def test_errors_do_not_repeat_an_address_as_markup(poisoned: tuple[House, int, Browser]) -> None:
    _, number, claire = poisoned
    for path in ("/tickets/%3Cx-canary%3E", f"/tickets/{number}/ecrire/%3Cx-canary%3E", "/langue/%3Cx-canary%3E",
                 "/a-classer/%3Cx-canary%3E/original", "/pieces/%3Cx-canary%3E", "/static/%3Cx-canary%3E"):
        answer = claire.get(path)
        assert answer.status == 404
        harmless(answer)


def test_the_mail_in_its_own_layout_has_lost_its_teeth(poisoned: tuple[House, int, Browser]) -> None:
    house, number, claire = poisoned
    log = house.desk(cast.RIVOLI).office.tickets.log(number)
    for message in (m for m in log if getattr(m, "html_key", "")):
        text = claire.get(f"/tickets/{number}/messages/{message.id}/html").text
        assert "<x-canary" not in text
        assert "<script" not in text


def test_mails_say_it_plainly_and_their_html_escapes_it(poisoned: tuple[House, int, Browser]) -> None:
    house, _, _ = poisoned
    assert len(house.mailer.sent) >= 3, "the letter, an acknowledgement, a note to the manager"
    for _, raw in house.mailer.sent:
        message = message_from_bytes(raw, policy=policy.default)
        plain, rich = message.get_body(("plain",)), message.get_body(("html",))
        assert plain is not None
        assert "&lt;" not in plain.get_content()
        assert "&#" not in plain.get_content()
        if rich:
            assert "<x-canary" not in rich.get_content()
        for name, value in message.items():
            assert OVERRIDE not in str(value), name
            assert "\n" not in str(value), name


def test_the_letter_leaves_as_it_was_typed(poisoned: tuple[House, int, Browser]) -> None:
    house, _, _ = poisoned
    raw = next(raw for to, raw in house.mailer.sent if to == "x@y.example")
    body = message_from_bytes(raw, policy=policy.default).get_body(("plain",))
    assert body is not None
    assert "Corps <x-canary onfocus=a>\"'>" in body.get_content()


def test_file_names_hide_nothing(poisoned: tuple[House, int, Browser]) -> None:
    """F-2: what turns a name around, and what leaves a folder, is gone before it is stored."""
    house, number, _ = poisoned
    file = house.desk(cast.RIVOLI).office.tickets.file(number)
    assert file is not None
    assert len(file.documents) >= 2
    for document in file.documents:
        assert OVERRIDE not in document.filename
        assert not re.search(r'[\\/<>"\x00-\x1f]', document.filename), document.filename


def test_no_template_trusts_a_value() -> None:
    """Nothing is exempt: the allow list is empty, and a template that needs an entry says so here."""
    trusting = {str(p.relative_to(TEMPLATES)) for p in TEMPLATES.rglob("*.*")
                if re.search(r"\|\s*safe\b|autoescape\s+false|Markup\(", p.read_text("utf-8"))}
    assert trusting == ALLOWED_SAFE
    code = [p for p in TEMPLATES.parent.rglob("*.py") if re.search(r"\bMarkup\b", p.read_text("utf-8"))]
    assert code == []
