"""The papers of a works file that the application writes itself: work order, agreement, request, bon à payer, décompte.

Each is a pure function of its facts: the same facts give the same bytes.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from chalicelib.rendering import formats
from chalicelib.rendering.catalog import translate
from chalicelib.rendering.paper import Heading, Paper


@dataclass(frozen=True, slots=True)
class Sender:
    """The office as it stands at the head of its papers."""

    name: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class Sums:
    """What a paper says of money: TTC, TVA and HT in cents, each where it is known."""

    gross_cents: int | None = None
    vat_cents: int | None = None
    net_cents: int | None = None


@dataclass(frozen=True, slots=True)
class WorkOrder:
    """Everything a firm needs to come: for whom, where, on which quote, up to what."""

    sender: Sender
    at: datetime
    language: str
    reference: str
    title: str
    place: str
    owners: tuple[str, ...]
    firm: tuple[str, ...]
    on_site: str = ""
    quote_number: str = ""
    quote_on: date | None = None
    sums: Sums = field(default_factory=Sums)
    ceiling_cents: int | None = None


def work_order(about: WorkOrder) -> bytes:
    _ = _teller(about.language)
    paper = _begun(about.sender, _("Ordre de service"), about.reference, about.title, about.at, about.language)
    paper.pairs([(_("Référence"), about.reference), (_("Date"), formats.day(about.at, about.language)),
                 (_("Entreprise"), about.firm[0])])
    paper.pairs([("", line) for line in about.firm[1:]])
    paper.section(_("Pour le compte de"))
    paper.text(", ".join(about.owners) or _("Propriétaire"))
    paper.text(_("représenté par %(agency)s, mandataire") % {"agency": about.sender.name}, soft=True)
    paper.section(_("Travaux commandés"))
    paper.pairs([(_("Travaux"), about.title), (_("Adresse"), about.place), (_("Contact sur place"), about.on_site),
                 (_("Devis"), _quote(about, _))])
    paper.pairs(_sums(about.sums, about.language))
    if about.ceiling_cents:
        paper.pairs([(_("Montant à ne pas dépasser"), formats.euros(about.ceiling_cents, about.language) + " TTC")])
    paper.section(_("Conditions"))
    for line in (
            _("Aucun travail au-delà de cet ordre n’est dû sans avenant accepté par écrit."),
            _("Le rendez-vous est à convenir directement avec le contact sur place, puis à nous indiquer."),
            _("La facture est établie au nom du propriétaire ci-dessus, aux soins de l’agence, et porte la "
              "référence %(reference)s.") % {"reference": about.reference},
            _("À la fin des travaux, envoyez la facture et les photos en réponse à l’e-mail qui accompagne cet "
              "ordre.")):
        paper.text("– " + line)
        paper.gap(2)
    return paper.done()


@dataclass(frozen=True, slots=True)
class Agreement:
    """A decision as it was recorded, on exactly which bytes: what stands for the signature."""

    sender: Sender
    at: datetime
    language: str
    reference: str
    title: str
    place: str
    kind: str
    filename: str
    edition: int
    sha256: str
    firm: str
    sums: Sums
    how: str
    rule: str = ""
    voices: tuple[str, ...] = ()


def agreement(about: Agreement) -> bytes:
    _ = _teller(about.language)
    paper = _begun(about.sender, _("Attestation d’accord"), about.reference, about.title, about.at, about.language)
    paper.pairs([(_("Référence"), about.reference), (_("Lieu"), about.place), (_("Entreprise"), about.firm),
                 (_("Document"), f"{_(about.kind)} · {about.filename}"),
                 (_("Version"), str(about.edition)), ("SHA-256", about.sha256)])
    paper.pairs(_sums(about.sums, about.language))
    paper.section(_("Décision"))
    paper.pairs([(_("Accord donné le"), formats.moment(about.at, about.language)), (_("Par quel moyen"), about.how),
                 (_("Règle"), about.rule)])
    for voice in about.voices:
        paper.text("– " + voice)
    paper.gap()
    paper.text(_("Cette attestation reprend la décision enregistrée par l’application. L’empreinte SHA-256 désigne le "
                 "fichier exact sur lequel elle porte : un fichier différent a une autre empreinte."),
               soft=True, size=8.5)
    return paper.done()


@dataclass(frozen=True, slots=True)
class Request:
    """A direct intervention put to the owners, up to an amount."""

    sender: Sender
    at: datetime
    language: str
    reference: str
    title: str
    place: str
    description: str
    firm: str
    ceiling_cents: int
    reason: str = ""


def request(about: Request) -> bytes:
    _ = _teller(about.language)
    paper = _begun(about.sender, _("Demande d’accord"), about.reference, about.title, about.at, about.language)
    paper.pairs([(_("Référence"), about.reference), (_("Lieu"), about.place), (_("Entreprise"), about.firm),
                 (_("Montant maximal"), formats.euros(about.ceiling_cents, about.language) + " TTC"),
                 (_("Raison"), about.reason)])
    paper.section(_("Ce qui se passe"))
    paper.text(about.description)
    paper.section(_("Ce qui vous est demandé"))
    paper.text(_("Votre accord pour que cette entreprise intervienne directement, sans devis préalable, dans la limite "
                 "du montant maximal. Au-delà, rien n’est engagé sans un nouvel accord."))
    return paper.done()


@dataclass(frozen=True, slots=True)
class Statement:
    """A table of figures with its own title: a bon à payer, a décompte."""

    sender: Sender
    at: datetime
    language: str
    title: str
    reference: str
    subject: str
    pairs: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...] = ()
    said: tuple[str, ...] = ()


def statement(about: Statement) -> bytes:
    """Words and figures come already in the reader's language."""
    paper = _begun(about.sender, about.title, about.reference, about.subject, about.at, about.language)
    paper.pairs(about.pairs)
    if about.rows:
        paper.gap()
        paper.table([1 / len(about.rows[0])] * len(about.rows[0]), about.rows)
    for line in about.said:
        paper.gap(4)
        paper.text(line)
    return paper.done()


def _begun(sender: Sender, title: str, reference: str, subject: str, at: datetime, language: str) -> Paper:
    _ = _teller(language)
    contact = " · ".join(part for part in (sender.name, sender.phone, sender.email) if part)
    paper = Paper(Heading(sender.name, title, f"{reference} · {subject}", contact, _("page %(n)s")))
    paper.title(title)
    paper.text(_("établi le %(moment)s") % {"moment": formats.moment(at, language)}, soft=True, size=8.5)
    paper.gap(10)
    return paper


def _teller(language: str) -> Callable[[str], str]:
    return lambda text: translate(text, language)


def _quote(about: WorkOrder, _: Callable[[str], str]) -> str:
    number = _("n° %(number)s") % {"number": about.quote_number} if about.quote_number else ""
    on = _("du %(day)s") % {"day": formats.day(about.quote_on, about.language)} if about.quote_on else ""
    return " ".join(part for part in (number, on) if part)


def _sums(sums: Sums, language: str) -> Sequence[tuple[str, str]]:
    _ = _teller(language)
    named = ((_("Montant TTC"), sums.gross_cents), (_("dont TVA"), sums.vat_cents), (_("Montant HT"), sums.net_cents))
    return [(name, formats.euros(cents, language)) for name, cents in named if cents is not None]
