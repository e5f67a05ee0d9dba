"""Every route of the application with what it needs to be asked properly.

Paths come from the application itself. A new variable in a path, or a new act, has no entry here: the
tests that walk through all routes then fail and name it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import app
from chalicelib.domain.office_settings import default_values
from chalicelib.handlers.pages import static
from chalicelib.handlers.web.routes import ROUTES as TABLE
from tests.fakes.office import START, SeededSecrets
from tests.handlers import cast
from tests.handlers.filled import Ids

ROUTES = {(route.method, route.path): route for route in TABLE}
GETS = sorted(path for path, methods in app.app.routes.items() if "GET" in methods)
POSTS = sorted(path for path, methods in app.app.routes.items() if "POST" in methods)
LINKS = sorted({path for (_, path), route in ROUTES.items() if route.link})  # for whoever holds the address
PUBLIC = ("/connexion", "/connexion/{token}", "/langue/{code}", "/pieces/{name}", "/static/{name}", *LINKS)

UNKNOWN = Ids(
    99_999, 99_998, "f" * 24, "e" * 24, "d" * 24, "waiting-nobody", "failed-nobody", "aside-nobody", "infected-nobody",
    f"nobody.nobody.{'a' * 64}", f"nobody.99999.{'f' * 24}.aaaaaaaaaaaaaaaaaaaaaaaaaaa", "upload/nobody/99999/0/x.pdf",
    "nobody", "nowhere", "nolease", "nomandate", "c" * 24, "import/nobody/files/0/x.csv")

QUERIES: dict[str, Callable[[Ids], str]] = {
    "/contacts": lambda ids: "?onglet=biens&q=lot",
    "/contacts/export": lambda ids: "?onglet=locataires",
    "/contacts/nouveau": lambda ids: "?onglet=entreprises",
    "/contacts/importer/recu": lambda ids: f"?quoi=tickets&key={quote(ids.table, safe='')}",
    "/tickets/{number}/ajoute": lambda ids: f"?key={quote(ids.upload, safe='')}",
    "/espace/{token}/depose": lambda ids: f"?key={quote(ids.deposit, safe='')}",
}

_LETTER = {"nonce": "again", "subject": "Objet", "body": "Bonjour.", "mode": "quote", "act": "send", "anyway": "1"}
Fields = dict[str, Any]
FORMS: dict[str, Callable[[Ids], Fields]] = {
    "/connexion": lambda ids: {"email": "claire@rivoli.example", "back": "/"},
    "/connexion/{token}": lambda ids: {},
    "/accord/{token}": lambda ids: {
        "act": "question", "document": ids.paper, "question": "Quand ?", "nonce": nonce_of(ids.decision)},
    "/espace/{token}": lambda ids: {"sure": "1"},
    "/espace/{token}/depose": lambda ids: {"key": ids.deposit, "kind": "photo", "information": "Vu ce matin"},
    "/espace/{token}/pieces/{document}": lambda ids: {
        "act": "comment", "text": "À revoir ensemble.", "nonce": nonce_of(ids.space)},
    "/deconnexion": lambda ids: {},
    "/tickets/nouveau": lambda ids: {
        "nonce": "n", "title": "Titre", "description": "Texte", "unit_id": cast.PLACES[cast.RIVOLI],
        "priority": "normal"},
    "/tickets/{number}/traite": lambda ids: {},
    "/tickets/{number}/messages/{message}/annuler": lambda ids: {},
    "/adresses/{email}/reessayer": lambda ids: {},
    "/tickets/{number}/ecrire/{slug}": lambda ids: _LETTER | {
        "recipient": cast.FIRMS[cast.RIVOLI][0], "document": ids.document},
    "/aide": lambda ids: {"found": "documents:yes"},
    "/vues": lambda ids: {"name": "Urgents à moi", "query": "vue=urgent&gestionnaire=moi"},
    "/relancer": lambda ids: {"nonce": "bulk", "n": str(ids.number)},
    "/tickets/{number}/modifier": lambda ids: {"nonce": "edit", "title": "Autre titre", "priority": "high"},
    "/tickets/{number}/fermer": lambda ids: {"nonce": "close", "reason": "Réglé"},
    "/tickets/{number}/noter": lambda ids: {"nonce": "note", "kind": "call", "text": "Elle rappelle demain."},
    "/tickets/{number}/fusionner": lambda ids: {"nonce": "merge", "other": f"T-{ids.twin}"},
    "/tickets/{number}/messages/{message}/scinder": lambda ids: {
        "nonce": "split", "title": "Autre chose", "description": "Un second problème."},
    "/tickets/{number}/annuler": lambda ids: {"nonce": "cancel", "reason": "Doublon"},
    "/tickets/{number}/conversations/{party}": lambda ids: {"nonce": "talk", "reason": "Mauvais destinataire"},
    "/tickets/{number}/rouvrir": lambda ids: {"nonce": "reopen", "reason": "Revenu"},
    "/tickets/{number}/relances": lambda ids: {"act": "stop", "kind": "all"},
    "/tickets/{number}/pause": lambda ids: {"until": "2026-12-15", "reason": "Travaux reportés"},
    "/tickets/{number}/messages/{message}/propositions/{kind}": lambda ids: {"act": "confirm"},
    "/tickets/{number}/retenir/{document}": lambda ids: {},
    "/tickets/{number}/pieces/{document}/accord": lambda ids: {
        "nonce": "word", "outcome": "accept", "party": "garnier", "source": "phone", "on": "2026-11-20",
        "words": "C’est d’accord."},
    "/tickets/{number}/pieces/{document}/avenant": lambda ids: {},
    "/tickets/{number}/pieces/{document}/bon-a-payer": lambda ids: {},
    "/tickets/{number}/decompte": lambda ids: {"lot": ids.package},
    "/tickets/{number}/preuves": lambda ids: {"nonce": "evidence"},
    "/tickets/{number}/ajoute": lambda ids: {"key": ids.upload},
    "/tickets/{number}/lots": lambda ids: {"nonce": "lots", "names": "Peinture"},
    "/tickets/{number}/lots/{package}": lambda ids: {
        "nonce": "lot", "name": "Couverture", "contractor": "M. Zinc", "contract": "1 200,00", "version": "0"},
    "/tickets/{number}/lots/{package}/deplacer": lambda ids: {"nonce": "move", "act": "down"},
    "/tickets/{number}/lots/{package}/supprimer": lambda ids: {"nonce": "drop"},
    "/tickets/{number}/participants/inviter": lambda ids: {
        "nonce": "in", "name": "M. Nouveau", "email": "nouveau@x.example", "role": "reader", "scope": "all"},
    "/tickets/{number}/participants/{party}": lambda ids: {
        "nonce": "part", "role": "reader", "scope": "some", "package": ids.package, "version": "0"},
    "/tickets/{number}/participants/{party}/retirer": lambda ids: {"nonce": "out"},
    "/tickets/{number}/participants/{party}/lien": lambda ids: {"nonce": "link"},
    "/contacts/nouveau": lambda ids: {
        "nonce": "n", "onglet": "entreprises", "name": "Nouvelle", "emails": "neuve@x.example", "language": "fr"},
    "/contacts/{party}/modifier": lambda ids: {
        "name": "Autre nom", "emails": "autre@x.example", "language": "fr", "version": "0"},
    "/contacts/{party}/confirmer": lambda ids: {"email": cast.DOUBTFUL[cast.RIVOLI]},
    "/contacts/importer/recu": lambda ids: {"key": ids.table, "quoi": "proprietaires"},
    "/contacts/importer/suivi/{job}": lambda ids: {},
    "/biens/nouveau": lambda ids: {"address": "1 rue Neuve, Lyon", "label": "lot 9"},
    "/biens/{unit}/modifier": lambda ids: {"address": "1 rue Neuve, Lyon", "label": "lot 9", "version": "0"},
    "/biens/{unit}/baux/{lease}": lambda ids: {
        "tenant": "M. Luc Petit", "starts_on": "2024-10-01", "version": "0"},
    "/biens/{unit}/mandats/{mandate}": lambda ids: {
        "owner_0": "Mme Hélène Garnier", "starts_on": "2024-10-01", "vote_rule": "unanimity", "version": "0"},
    "/moi": lambda ids: {"language": "en"},
    "/moi/deconnecter": lambda ids: {},
    "/reglages/agence": lambda ids: {
        "name": "Agence Rivoli", "phone": "01 99 00 00 00", "signature": "Le pôle travaux", "language": "fr",
        "version": "0"},
    "/reglages/delais": lambda ids: default_values() | {"quote_first": "3", "version": "0"},
    "/reglages/utilisateurs/inviter": lambda ids: {
        "nonce": "n", "name": "Nadia Sow", "email": "nadia@rivoli.example", "role": "reader", "language": "fr"},
    "/reglages/utilisateurs/{user}": lambda ids: {
        "name": "Rose Durand", "role": "accountant", "language": "en", "version": "0"},
    "/reglages/utilisateurs/{user}/acces": lambda ids: {"act": "close"},
    "/reglages/utilisateurs/{user}/dossiers": lambda ids: {"nonce": "n", "to": "marc"},
    "/reglages/modeles/{key}/{language}": lambda ids: {
        "subject": "{{ reference }}", "body": "Bonjour {{ locataire }},", "act": "save", "version": ""},
    "/a-classer/{delivery}/classer": lambda ids: {"number": str(ids.number)},
    "/a-classer/{delivery}/nouveau": lambda ids: {},
    "/a-classer/{delivery}/ecarter": lambda ids: {},
    "/a-classer/{delivery}/remettre": lambda ids: {},
    "/a-classer/{delivery}/relancer": lambda ids: {"version": "1"},
    "/tickets/{number}/pieces/{document}/corriger": lambda ids: {
        "kind": "invoice", "number": "F-1", "issued_on": "2026-11-20", "gross_cents": "120,00", "vat_cents": "20",
        "net_cents": "100", "version": "1"},
    "/tickets/{number}/pieces/{document}/modifier": lambda ids: {
        "kind": "invoice", "information": "Solde", "gross_cents": "120,00", "vat_cents": "20", "version": "1"},
    "/tickets/{number}/pieces/{document}/commenter": lambda ids: {"nonce": "comment", "text": "À revoir ensemble."},
    "/tickets/{number}/pieces/{document}/statut": lambda ids: {
        "nonce": "status", "status": "refused", "source": "phone", "note": "Refusé par téléphone.", "version": "1"},
    "/tickets/{number}/pieces/{document}/remplacer": lambda ids: {"old": ids.older},
    "/tickets/{number}/pieces/{document}/liberer": lambda ids: {},
}


def nonce_of(token: str) -> str:
    """The nonce of a decision page that was opened a minute before the tests' story ends."""
    text = f"{int(START.timestamp() * 1000)}.again"
    return f"{text}.{SeededSecrets().sign('page', f'{token}:{text}')}"


def _parts(route: str, ids: Ids) -> dict[str, str]:
    act = route.rpartition("/")[2]
    delivery = {"remettre": ids.aside, "relancer": ids.failed}.get(act, ids.waiting)
    return {
        "number": str({"rouvrir": ids.shut, "avenant": ids.works}.get(act, ids.number)),
        "document": ids.paper if route.startswith("/accord") else {
            "bon-a-payer": ids.invoice, "avenant": ids.grown, "liberer": ids.held}.get(act, ids.document),
        "delivery": delivery,
        "party": ids.member if "/participants/" in route else ids.party, "package": ids.package,
        "unit": ids.unit, "lease": ids.lease, "mandate": ids.mandate, "job": ids.job,
        "message": ids.kept if route.endswith("{message}/annuler") else ids.message, "email": ids.address,
        "user": ids.user, "key": "inform_tenant", "language": "fr",
        "token": {"accord": ids.decision, "espace": ids.space}.get(route.split("/")[1], ids.token),
        "slug": "missionner", "kind": "visit",
        "code": "en",
        "name": ids.piece if route.startswith("/pieces") else static("app.css").removeprefix("/static/"),
    }


def path_of(route: str, ids: Ids) -> str:
    """The address a person of the agency would have for this route."""
    path = route
    for name, value in _parts(route, ids).items():
        path = path.replace("{" + name + "}", quote(value, safe=""))
    assert "{" not in path, f"{route} has a variable that tests/handlers/routes.py does not know"
    return path + QUERIES.get(route, lambda ids: "")(ids)


def form_of(route: str, ids: Ids) -> Fields:
    """Fields with which the act would succeed."""
    assert route in FORMS, f"{route} is a new act: give it a form in tests/handlers/routes.py"
    return FORMS[route](ids)
