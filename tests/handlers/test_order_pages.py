"""What the manager sees of orders, agreements and evidence (D-24, N-9, N-17, E-M22, E-C7)."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from chalicelib.domain.change import Change
from chalicelib.domain.document import FiledFigure
from infra.seed.cast import CLAIRE, KARIM
from tests.handlers import cast
from tests.handlers.filled import Ids, work
from tests.handlers.house import House


def test_the_evidence_is_followed_then_downloaded(house: House, ours: Ids) -> None:
    karim, path = house.signed_in(KARIM), f"/tickets/{ours.number}/preuves"
    answer = karim.post(path, karim.get(path).form(path))
    where = answer.headers["location"]
    assert where.startswith(f"{path}?suivi=")
    waiting = karim.get(where)
    assert "se constitue" in waiting.words
    assert f'hx-get="{where}"' in waiting.text
    work(house.desk(cast.RIVOLI))
    done = karim.get(where)
    assert "est prêt" in done.words
    assert done.words.count(f"preuves-T-{ours.number}") == 2
    assert "hx-get" not in done.text.partition('id="evidence"')[2].partition(">")[0]


def test_the_work_on_another_file_is_not_shown(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    path, other = f"/tickets/{ours.number}/preuves", f"/tickets/{ours.twin}/preuves"
    job = claire.post(path, claire.get(path).form(path)).headers["location"].partition("=")[2]
    assert "se constitue" not in claire.get(f"{other}?suivi={job}").words
    assert "se constitue" not in claire.get(f"{path}?suivi={ours.job}").words


def test_the_window_says_why_an_order_may_not_leave(house: House, ours: Ids) -> None:
    claire, path = house.signed_in(CLAIRE), f"/tickets/{ours.number}/ecrire/validation-devis"
    shown = claire.get(path)
    assert "Accord écrit du propriétaire nécessaire" in shown.words
    fields = shown.form(path) | {"recipient": cast.FIRMS[cast.RIVOLI][0], "act": "send", "subject": "Ordre",
                                 "body": "Bonjour."}
    refused = claire.post(path, fields)
    assert refused.status == 409
    assert "Cette version n’est pas acceptée" in refused.words
    assert refused.text.count("Accord écrit du propriétaire nécessaire") == 1, "one box says it"
    for page in (shown, refused):
        assert "Envoyer quand même" not in page.words, "no button promises what cannot be"
        main = re.search(r'<a class="btn primary" href="([^"]+)"[^>]*>Soumettre le devis au propriétaire', page.text)
        assert main is not None
        assert main[1] == f"/tickets/{ours.number}/ecrire/devis-proprietaire"
        assert 'class="btn" name="act" value="send"' in page.text
    assert "Ordre" in refused.text


def test_a_request_that_is_not_possible_here_keeps_what_was_typed(house: House, ours: Ids) -> None:
    claire, path = house.signed_in(CLAIRE), f"/tickets/{ours.works}/ecrire/missionner"
    firm = cast.FIRMS[cast.RIVOLI][0]
    shown = claire.get(f"{path}?mode=direct&recipient={firm}")
    assert "Accord écrit du propriétaire nécessaire" in shown.words
    fields = shown.form(path) | {"recipient": firm, "mode": "direct", "ceiling": "900", "act": "send",
                                 "subject": "Demande", "body": "Bonjour, venez vite."}
    too_much = claire.post(path, fields)
    assert (too_much.status, "dépasse ce que le mandat permet" in too_much.words) == (422, True)
    assert 'value="request"' in too_much.text, "the way out stands beside the refusal"
    refused = claire.post(path, fields | {"act": "request"})
    assert refused.status == 409
    assert "n’est plus possible à cette étape" in refused.words
    assert "venez vite" in refused.text


def test_a_quote_past_its_last_day_asks_for_a_reason(house: House, ours: Ids) -> None:
    desk, claire = house.desk(cast.RIVOLI), house.signed_in(CLAIRE)
    file = desk.office.tickets.file(ours.works)
    assert file is not None
    accepted = next(d for d in file.documents if d.status == "approved")
    figures = accepted.figures | {"valid_until": FiledFigure(date(2026, 1, 31), 1.0, "page 1", True)}
    desk.office.books.commit(Change(changed=(
        replace(accepted, figures=figures), replace(file.ticket, state="approved"))))
    path = f"/tickets/{ours.works}/ecrire/validation-devis"
    assert "Il était valable jusqu’au 31 janv. 2026" in claire.get(path).words
    fields = claire.get(path).form(path) | {"recipient": cast.FIRMS[cast.RIVOLI][0], "act": "send",
                                            "subject": "Ordre", "body": "Bonjour."}
    refused = claire.post(path, fields)
    assert refused.status == 422
    assert "dites qui l’a reconfirmé" in refused.words
    assert claire.post(path, fields | {"nonce": "b", "reason": "M. Marchal, ce matin"}).status == 303


def test_all_that_an_agreement_lacks_is_said_and_what_was_typed_is_kept(house: House, ours: Ids) -> None:
    claire = house.signed_in(CLAIRE)
    path = f"/tickets/{ours.number}/pieces/{ours.document}/accord"
    form = claire.get(path).form(path) | {"party": "", "source": "", "words": "", "on": "2026-11-02", "at": "08:15"}
    refused = claire.post(path, form)
    assert refused.status == 422
    assert refused.words.count("Ce champ est nécessaire") >= 3
    assert 'value="2026-11-02"' in refused.text
    assert 'value="08:15"' in refused.text


def test_the_page_of_the_mandate_is_readable_by_everybody_of_the_office(house: House, ours: Ids) -> None:
    for user in (CLAIRE, KARIM, cast.ROSE):
        shown = house.signed_in(user).get(f"/tickets/{ours.number}/mandat")
        assert "Ce que permet le mandat" in shown.words


def test_cancelling_says_before_who_is_written_to(house: House, ours: Ids) -> None:
    """E-M25: each firm that was asked hears it; nothing leaves by looking."""
    claire, path = house.signed_in(CLAIRE), f"/tickets/{ours.works}/annuler"
    file = house.desk(cast.RIVOLI).office.tickets.file(ours.works)
    assert file is not None
    shown = claire.get(path).words
    assert [a.state for a in file.assignments] == ["retained"]
    assert "Un e-mail part aussitôt à : Plomberie Marchal." in shown.replace("\xa0", " ")
    assert "Il dit que l’ordre de service est retiré." in shown
    assert claire.post(path, claire.get(path).form(path) | {"reason": "Immeuble vendu"}).status == 303
    assert "Un e-mail part aussitôt" not in claire.get(path).words
