"""Every page of the product, each as somebody may find it: how to get there, by name."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any
from urllib.request import urlopen

from chalicelib.gateways.secrets import SystemSecrets
from tests.browser import story
from tests.instance import RunningInstance

DESK = "travaux@courrier.rivoli.example"
UNKNOWN = "atelier@inconnu.example"
ARCHITECT = "lea.archambault@architectes.example"
GARNIER = "helene.garnier@courriel.example"


@dataclass(frozen=True)
class Scene:
    """A ticket whose quote came back, and mails that wait to be filed."""

    house: RunningInstance
    path: str
    message: str
    document: str
    decision: str
    space: str

    def address(self, pattern: str) -> str:
        """A path with the ticket, its message and its document filled in."""
        return pattern.format(t=self.path, m=self.message, d=self.document, s=self.space)

    @property
    def piece(self) -> str:
        """The public page of a file too heavy for a mail, as the mail's signed address opens it."""
        name = f"rivoli.{self.path.rpartition('/')[2]}.{self.document}"
        key = self.house.instance.signing_key()
        return f"/pieces/{name}.{SystemSecrets((key,)).sign('piece', name)}"


def stage(house: RunningInstance, page: Any) -> Scene:
    """Play enough of the story for every page to have something to show."""
    path = story.open_ticket(page, "Dégât des eaux, salle de bains")
    page.goto(f"{path}/ecrire/missionner")
    story.pick_firm(page, "marchal")
    page.locator("button[value=send]").click()
    page.wait_for_url(re.compile(r"envoye="))
    page.goto(f"{path}/ecrire/informer-proprietaire")
    page.locator("button[value=send]").click()
    page.wait_for_url(re.compile(r"envoye="))
    story.reply(house, story.wait_for_mail(house, story.MARCHAL, "salle de bains"))
    for number in (1, 2, 3):
        house.deliver(_stranger(number), DESK, sender=UNKNOWN)
    page.goto(path)
    story.reload_until(page, ".thumb img")
    message = page.locator(".bubble.in").first.get_attribute("id").removeprefix("m-")
    document = page.locator(".name a").first.get_attribute("href").rpartition("/")[2]
    page.goto("/a-classer")
    story.reload_until(page, ".item >> nth=2")
    return Scene(house, path, message, document, _put_to_owner(house, page), _guest(house, page, path))


def _guest(house: RunningInstance, page: Any, path: str) -> str:
    """An architect takes part; the address of her space."""
    page.goto(f"{path}/participants/inviter")
    page.fill("#name", "Mme Léa Archambault-Desrosiers")
    page.fill("#email", ARCHITECT)
    page.locator("input[name=role][value=manager]").check()
    page.locator("form button.primary").click()
    page.locator(".rows").wait_for()
    mail = story.wait_for_mail(house, ARCHITECT, "Votre accès au dossier")
    with urlopen(f"{house.base_url}/dev/mail/{mail['id']}.eml", timeout=10) as raw:
        text = message_from_bytes(raw.read(), policy=SMTP).get_body(("plain",)).get_content()
    return str(re.search(r"/espace/\S+", text)[0])


def _put_to_owner(house: RunningInstance, page: Any) -> str:
    """A quote on a file of its own goes to the owner; the address of her page."""
    path = story.open_ticket(page, "Robinet d’arrêt grippé")
    page.goto(f"{path}/ecrire/missionner")
    story.pick_firm(page, "marchal")
    page.locator("button[value=send]").click()
    page.wait_for_url(re.compile(r"envoye="))
    story.reply(house, story.wait_for_mail(house, story.MARCHAL, "Robinet"))
    page.goto(path)
    story.reload_until(page, ".thumb img")
    page.goto(f"{path}/ecrire/devis-proprietaire")
    page.fill("#tenant_impact", "La salle de bains est inutilisable")
    page.fill("#risk", "L’eau peut traverser le plafond du voisin")
    page.locator("button[value=send]").click()
    page.wait_for_url(re.compile(r"envoye="))
    mail = story.wait_for_mail(house, GARNIER, "Devis à valider : Robinet")
    with urlopen(f"{house.base_url}/dev/mail/{mail['id']}.eml", timeout=10) as raw:
        text = message_from_bytes(raw.read(), policy=SMTP).get_body(("plain",)).get_content()
    return str(re.search(r"/accord/\S+", text)[0])


def _stranger(number: int) -> bytes:
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = f"Atelier Inconnu <{UNKNOWN}>", DESK
    mail["Subject"] = f"Dégât des eaux, salle de bains, {number}"
    mail["Message-ID"] = f"<inconnu-{number}@inconnu.example>"
    mail.set_content("Bonjour,\n\nNous pouvons passer au 12 rue des Lilas.\n\nL’atelier")
    mail.add_attachment(story.PHOTO, maintype="image", subtype="png", filename="plafond.png")
    return mail.as_bytes()


Way = Callable[[Any, Scene], Any]


def _to(path: str) -> Way:
    return lambda page, scene: page.goto(scene.address(path))


def _menu(page: Any, scene: Scene) -> None:
    page.goto("/?vue=all")
    page.locator(".t a.dots").first.click()
    page.locator("#menu a").first.wait_for()


def _sheet(page: Any, scene: Scene) -> None:
    _menu(page, scene)
    page.locator("#menu").get_by_role("link", name="Missionner entreprise").last.click()
    page.locator("#sheet-title").wait_for()


def _help(page: Any, scene: Scene) -> None:
    page.goto("/")
    page.keyboard.press("?")
    page.locator("#help[open]").wait_for()


def _first_use(page: Any, scene: Scene) -> None:
    """The screen of an agency without any ticket; the demonstration has some, so the part is shown by hand."""
    from chalicelib.rendering.environment import environment

    empty = {"filters": {"narrowed": False, "view": "us", "words": ""}, "counts": {}}
    facts = {"board": empty, "agency": {"intake_address": DESK}}
    page.goto("/")
    shown = environment("fr").get_template("pages/dashboard_empty.html").render(facts)
    page.evaluate("html => { document.querySelector('#board').innerHTML = html }", shown)


def _refused(path: str, button: str, *changes: str) -> Way:
    """Submit a form with what the browser itself would have refused: `field=text`, or nothing in the field."""
    def go(page: Any, scene: Scene) -> None:
        page.goto(scene.address(path))
        form = page.locator(f"form:has({button})").first
        form.evaluate("form => { form.noValidate = true }")
        for change in changes:
            field, _, text = change.partition("=")
            page.locator(field).first.fill(text)
        form.locator(button).first.click()
        page.locator(".fault").first.wait_for()
    return go


def _stale(page: Any, scene: Scene) -> None:
    """The ticket changed while the letter was being written."""
    page.goto(f"{scene.path}/ecrire/informer-locataire")
    page.locator("input[name=version]").evaluate("field => { field.value = '1' }")
    page.locator("button[value=send]").click()
    page.get_by_role("alert").wait_for()


def _forged(page: Any, scene: Scene) -> None:
    page.goto(f"{scene.path}/ecrire/informer-locataire")
    page.locator("input[name=csrf]").last.evaluate("field => { field.value = 'x' }")
    page.locator("button[value=send]").click()
    page.get_by_role("heading", name="Page trop ancienne").wait_for()


def _set_aside(page: Any, scene: Scene) -> None:
    page.goto("/a-classer")
    page.get_by_role("button", name="Écarter").first.click()
    page.locator(".notice form").wait_for()


def _imported(page: Any, scene: Scene) -> None:
    """A table handed in and checked: good lines counted, the bad one named."""
    page.goto("/contacts/importer?quoi=entreprises")
    table = b"Nom;E-mail\nZinguerie Moreau;contact@moreau.example\nSans adresse;pas bon\n"
    page.set_input_files("#file", {"name": "entreprises.csv", "mimeType": "text/csv", "buffer": table})
    page.locator("form button.primary").click()
    page.locator(".sums").wait_for()


def _evidence(page: Any, scene: Scene) -> None:
    """Asked for, made, and ready to be downloaded."""
    page.goto(f"{scene.path}/preuves")
    if not page.locator(".rows li").count():
        with page.expect_navigation():
            page.locator("form .btn.primary").click()
    story.reload_until(page, ".rows li")


def _junk(page: Any, scene: Scene) -> None:
    page.goto("/a-classer")
    page.get_by_role("button", name="Signaler indésirable").first.click()
    page.locator(".notice form").wait_for()


def _asked_link(page: Any, scene: Scene) -> None:
    page.goto("/connexion")
    page.get_by_label("Adresse e-mail").fill("personne@exemple.example")
    page.get_by_role("button", name="Recevoir le lien").click()
    page.get_by_role("heading", name="Regardez votre messagerie").wait_for()


def _dead_link(page: Any, scene: Scene) -> None:
    page.goto("/connexion/rivoli.claire.perime")
    page.get_by_role("button", name="Continuer").click()
    page.get_by_role("heading", name="Ce lien ne fonctionne plus").wait_for()


def _piece(page: Any, scene: Scene) -> None:
    page.goto(scene.piece)


def _dev_mail(page: Any, scene: Scene) -> None:
    page.goto(f"/dev/mail/{scene.house.mails()[-1]['id']}")


DEAD = "/adresses/bounce%40plombier.example"


def _lost(page: Any, scene: Scene) -> None:
    """A ticket of the demonstration whose letter did not arrive."""
    answer = page.goto(DEAD)
    if answer.status == 404:
        page.goto("/tickets/1004/ecrire/informer-autre")
        page.fill("#email", "bounce@plombier.example")
        page.locator("button[value=send]").click()
        page.wait_for_url("**/tickets/1004?envoye=*")
    for _ in range(50):
        page.goto("/tickets/1004")
        if page.locator(".trace.bounced").count():
            return
        page.wait_for_timeout(100)
    raise AssertionError("the letter never came back")


def _dead(page: Any, scene: Scene) -> None:
    _lost(page, scene)
    page.goto(DEAD)


def _clash(page: Any, scene: Scene) -> None:
    """Two people change the same field; the second sees both values."""
    other = page.context.new_page()
    page.goto(scene.address("{t}/modifier"))
    other.goto(scene.address("{t}/modifier"))
    old = page.locator("#title").input_value()
    other.fill("#title", f"{old} bis"[:110])
    other.locator("button[value=save]").click()
    other.wait_for_url(re.compile(r"/tickets/\d+$"))
    other.close()
    page.fill("#title", "Un autre titre")
    page.locator("button[value=save]").click()
    page.locator("table.plain").wait_for()


def _many(page: Any, scene: Scene) -> None:
    page.goto(f"/relancer?n={scene.path.rpartition('/')[2]}&n=1003")
    page.locator("textarea").first.wait_for()


def _nobody_ticked(page: Any, scene: Scene) -> None:
    """A letter to the owners of a flat with every box unticked."""
    page.goto("/tickets/1001/ecrire/informer-proprietaire")
    for box in page.locator("#to input[type=checkbox]").all():
        box.uncheck()
    page.locator("button[value=send]").click()
    page.locator("#to-fault").wait_for()


def _refused_firm(page: Any, scene: Scene) -> None:
    """An electrician whose insurance ran out is chosen without a reason."""
    page.goto(scene.address("{t}/ecrire/missionner"))
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator("#recipient").select_option("bonnet")
    page.locator("#reason").wait_for()
    page.locator("button[value=send]").click()
    page.locator("#reason-fault").wait_for()


def _changed_settings(page: Any, scene: Scene) -> None:
    """A colleague saved another phone number meanwhile."""
    page.goto("/reglages/agence")
    page.locator("input[name=version]").evaluate("field => { field.value = '9999' }")
    page.fill("#phone", "01 99 00 00 00")
    page.locator("form.card button.primary").click()
    page.get_by_role("alert").wait_for()


def _divided(path: str, follow: str = "") -> Way:
    """A file in two packages."""
    def go(page: Any, scene: Scene) -> None:
        page.goto(scene.address("{t}/lots"))
        if not page.locator("table.money").count():
            page.fill("#names", "Sols et murs\nCarrelage et faïence de la salle de bains")
            page.locator("form button.primary").click()
            page.locator("table.money").wait_for()
        page.goto(scene.address(path))
        if follow:
            page.locator(follow).first.click()
            page.locator("#contract").wait_for()
    return go


def _asked_first(list_of: str) -> Way:
    """The question before something goes for good."""
    def go(page: Any, scene: Scene) -> None:
        _divided(list_of)(page, scene)
        link = page.locator("a[href$='/supprimer'], a[href$='/retirer']").last
        page.goto(link.get_attribute("href"))
        page.locator("#sheet-title").wait_for()
    return go


def _file_there(page: Any, scene: Scene) -> None:
    """A file is in the store: its type, information and amount are asked."""
    page.goto(scene.address("{t}/ajouter"))
    page.set_input_files("#file", {"name": "facture.png", "mimeType": "image/png", "buffer": story.PHOTO})
    page.locator("form:has(#file) button.primary").click()
    page.locator("#information").wait_for()


def _drawer(page: Any, scene: Scene) -> None:
    """A click on the row opens the history beside the list."""
    page.goto(scene.address("{t}/documents"))
    page.locator(".papers tbody tr .la").first.click()
    page.locator("dialog[open] #sheet-title").wait_for()


def _paper_menu(page: Any, scene: Scene) -> None:
    page.goto(scene.address("{t}/documents"))
    page.locator(".papers tbody tr .la").first.click(button="right")
    page.locator("#menu a").first.wait_for()


def _guest_changed(page: Any, scene: Scene) -> None:
    page.goto(scene.address("{t}/participants"))
    page.locator(".rows a.btn").first.click()
    page.locator("#language").wait_for()


SIGNED_IN: dict[str, Way] = {
    "ticket with a lost mail": _lost,
    "address that refuses": _dead,
    "dashboard": _to("/?vue=all"),
    "dashboard, nothing found": _to("/?vue=all&q=introuvable"),
    "dashboard, empty view": _to("/?vue=done"),
    "dashboard, first use": _first_use,
    "menu": _menu,
    "sheet": _sheet,
    "keyboard help": _help,
    "new ticket": _to("/tickets/nouveau"),
    "new ticket refused": _refused("/tickets/nouveau", "button.primary"),
    "ticket": _to("{t}"),
    "ticket just written from": _to("{t}?envoye=1"),
    "ticket, one conversation": _to("{t}?avec=marchal"),
    "actions as a page": _to("{t}/actions"),
    "composer": _to("{t}/ecrire/missionner"),
    "composer to the tenant": _to("{t}/ecrire/informer-locataire"),
    "composer to somebody else": _to("{t}/ecrire/informer-autre"),
    "composer refused": _refused("{t}/ecrire/missionner", "button[value=send]", "#subject", "#body"),
    "composer in conflict": _stale,
    "composer to co-owners": _to("/tickets/1001/ecrire/informer-proprietaire"),
    "composer to co-owners refused": _nobody_ticked,
    "composer, a firm's certificate expired": _refused_firm,
    "merge": _to("{t}/fusionner"),
    "merge refused": _refused("{t}/fusionner", "button.primary", "#other=T-999999"),
    "split": _to("{t}/messages/{m}/scinder"),
    "split refused": _refused("{t}/messages/{m}/scinder", "button.primary", "#title"),
    "quote to the owner": _to("{t}/ecrire/devis-proprietaire"),
    "direct works": _to("{t}/ecrire/missionner?mode=direct"),
    "edited": _to("{t}/modifier"),
    "edit refused": _refused("{t}/modifier", "button[value=save]", "#title", "#amount=douze"),
    "edit in conflict": _clash,
    "closing": _to("{t}/fermer"),
    "closing refused": _refused("{t}/fermer", "button.primary", "#reason"),
    "call": _to("{t}/noter"),
    "note refused": _refused("{t}/noter?quoi=note", "button.primary", "#text"),
    "cancelling": _to("{t}/annuler"),
    "reopening": _to("{t}/rouvrir"),
    "agreement to record": _to("{t}/pieces/{d}/accord"),
    "agreement refused": _refused("{t}/pieces/{d}/accord", "button.primary", "#words"),
    "what the mandate allows": _to("{t}/mandat"),
    "evidence, none yet": _to("/tickets/1001/preuves"),
    "evidence made": _evidence,
    "financial table": _to("{t}/tableau-financier"),
    "packages": _divided("{t}/lots"),
    "packages refused": _refused("{t}/lots", "button.primary", "#names"),
    "package": _divided("{t}/lots", "table.money a.btn"),
    "package, deletion asked": _asked_first("{t}/lots"),
    "financial table of packages": _divided("{t}/tableau-financier"),
    "participants": _to("{t}/participants"),
    "participant": _guest_changed,
    "participant, removal asked": _asked_first("{t}/participants"),
    "participant refused": _refused("{t}/participants/inviter", "button.primary", "#email=non"),
    "quotes side by side": _to("{t}/comparer"),
    "many chased": _many,
    "many chased, nothing to ask": _to("/relancer?n=1003"),
    "many chased, done": _to("/relancer?fait=3"),
    "put to rest": _to("{t}/pause"),
    "put to rest refused": _refused("{t}/pause", "button.primary"),
    "dashboard, at rest": _to("/?vue=paused"),
    "upload": _to("{t}/ajouter"),
    "upload, file there": _file_there,
    "new version": _to("{t}/pieces/{d}/version"),
    "documents": _to("{t}/documents"),
    "documents of lots": _divided("{t}/documents?tri=lot"),
    "documents, nothing found": _to("{t}/documents?q=introuvable"),
    "document menu": _paper_menu,
    "document drawer": _drawer,
    "document history": _to("{t}/pieces/{d}/historique"),
    "comment refused": _refused("{t}/pieces/{d}/historique", "button.primary", "#text"),
    "describe": _to("{t}/pieces/{d}/modifier"),
    "describe refused": _refused("{t}/pieces/{d}/modifier", "button.primary", "#gross_cents=douze"),
    "correct the reading": _to("{t}/pieces/{d}/corriger"),
    "correction refused": _refused("{t}/pieces/{d}/corriger", "button.primary", "#gross_cents=douze"),
    "whole message": _to("{t}/messages/{m}"),
    "review queue": _to("/a-classer"),
    "review refused": _refused("/a-classer", ".short + .btn"),
    "review, one set aside": _set_aside,
    "review, one is junk": _junk,
    "contacts": _to("/contacts"),
    "contacts, nothing found": _to("/contacts?q=introuvable"),
    "contacts, empty tab": _to("/contacts?onglet=autres"),
    "units": _to("/contacts?onglet=biens"),
    "firm": _to("/contacts/marchal"),
    "owner": _to("/contacts/durand"),
    "firm changed": _to("/contacts/marchal/modifier"),
    "new firm refused": _refused("/contacts/nouveau?onglet=entreprises", "button.primary", "#emails=non", "#siret=1"),
    "unit": _to("/biens/voltaire12"),
    "unit changed": _to("/biens/lilas4/modifier"),
    "lease": _to("/biens/lilas4/baux/bail-petit"),
    "mandate": _to("/biens/voltaire12/mandats/mandat-voltaire12"),
    "mandate refused": _refused("/biens/voltaire12/mandats/nouveau", "button.primary", "#owner_0=Personne"),
    "import": _to("/contacts/importer?quoi=tickets"),
    "import checked": _imported,
    "settings": _to("/reglages"),
    "settings of the agency": _to("/reglages/agence"),
    "settings of the agency refused": _refused("/reglages/agence", "button.primary", "#name"),
    "settings in conflict": _changed_settings,
    "delays and hours": _to("/reglages/delais"),
    "delays and hours refused": _refused("/reglages/delais", "button.primary", "#quote_first=99", "#opens_at=25"),
    "users": _to("/reglages/utilisateurs"),
    "invite refused": _refused("/reglages/utilisateurs/inviter", "button.primary", "#email=karim@rivoli.example"),
    "user": _to("/reglages/utilisateurs/karim"),
    "last manager": _to("/reglages/utilisateurs/claire"),
    "letters": _to("/reglages/modeles"),
    "letter": _to("/reglages/modeles/quote_to_owner/fr"),
    "letter refused": _refused("/reglages/modeles/inform_tenant/en", "button.primary", "#body={{ devis }} {{ x }}"),
    "own account": _to("/moi"),
    "help": _to("/aide"),
    "help, nothing found": _to("/aide?q=introuvable"),
    "not found": _to("/tickets/999999"),
    "page too old": _forged,
    "development mailbox": _to("/dev/mail"),
    "development mail": _dev_mail,
}
def _decision(page: Any, scene: Scene) -> None:
    page.goto(scene.decision)


PUBLIC: dict[str, Way] = {
    "sign in": _to("/connexion"),
    "sign in refused": _refused("/connexion", "button.primary"),
    "link on its way": _asked_link,
    "link opened": _to("/connexion/rivoli.claire.x"),
    "link dead": _dead_link,
    "heavy file": _piece,
    "decision": _decision,
    "space": _to("{s}"),
    "space, a document": _to("{s}/pieces/{d}"),
    "space, deposit": _to("{s}/deposer"),
}
