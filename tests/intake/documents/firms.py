"""The cast of the sample documents: invented firms whose identifiers have right keys, and their client."""

from __future__ import annotations

from dataclasses import dataclass

from chalicelib.domain.bank_details import format_iban, iban_key
from chalicelib.domain.company_ids import is_siret, vat_id_of

from .sheet import BOLD, Sheet


@dataclass(frozen=True)
class Firm:
    """A contractor as its letterhead shows it."""

    name: str
    street: str
    town: str
    phone: str
    siren: str
    capital: str = ""

    @property
    def siret(self) -> str:
        return next(f"{self.siren}{nic:05d}" for nic in range(12, 99) if is_siret(f"{self.siren}{nic:05d}"))

    @property
    def vat_id(self) -> str:
        return vat_id_of(self.siren)

    @property
    def iban(self) -> str:
        account = f"30002005500000{self.siren}"
        return f"FR{iban_key('FR', account)}{account}"

    def legal_line(self) -> str:
        capital = f" au capital de {self.capital} €" if self.capital else ""
        ids = f"SIRET {spaced(self.siret)} - TVA intracommunautaire {self.vat_id}"
        return f"{self.name}{capital} - {ids} - APE 4322A"


def spaced(siret: str) -> str:
    return f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}"


MOREAU = Firm(
    "SARL MOREAU PLOMBERIE", "12 rue des Lilas", "69003 Lyon", "04 72 11 22 33", "552081317", "10 000,00"
)
BATIRENOV = Firm(
    "BATI RENOV SAS", "4 zone des Platanes", "38000 Grenoble", "04 76 55 44 33", "443061841", "25 000"
)
LEROY = Firm("Entreprise Leroy", "3 place du Marché", "35000 Rennes", "02 99 30 31 32", "732829320")
PETIT = Firm("Camille Petit EI", "8 impasse du Moulin", "44000 Nantes", "06 12 34 56 78", "404833048")
ASHTON = Firm("Ashton Repairs Ltd", "21 High Street", "06000 Nice", "+33 4 93 10 20 30", "542065479")

CLIENT = ("Cabinet Horizon Gestion", "pour le compte de M. Durand", "25 avenue Foch", "69006 Lyon")


def letterhead(sheet: Sheet, firm: Firm, client_x: float = 340) -> None:
    """Firm on the left, client on the right, legal line at the foot."""
    sheet.at(40, 50, firm.name, 12, BOLD)
    sheet.block(40, 66, [firm.street, firm.town, f"Tél. {firm.phone}", "contact@exemple.fr"])
    sheet.block(client_x, 110, CLIENT, 10, 13)
    sheet.at(sheet.width / 2, sheet.height - 30, firm.legal_line(), 7, to="middle")


def bank_line(firm: Firm) -> str:
    return f"IBAN : {format_iban(firm.iban)} - BIC : CRLYFRPPXXX"
