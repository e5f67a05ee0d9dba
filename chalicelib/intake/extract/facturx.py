"""The invoice inside the PDF: Factur-X and ZUGFeRD, every profile, read at header level only.

The amounts are the XML's own, with its sign: a 381 credit note carries positive amounts, an invoice 380
with a negative total is a credit note whose amounts stay negative. The parser refuses document types,
entities and external references, so the file can neither grow nor fetch anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Final
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from chalicelib.domain.bank_details import compact_iban, is_iban
from chalicelib.domain.company_ids import compact_vat_id, digits_of, is_french_vat_id, is_siret
from chalicelib.intake.reading import DocumentKind, Figure, FigureValue

CREDIT_TYPES: Final = ("381", "396", "261", "262", "308", "420", "458", "532", "83")
QUOTE_TYPES: Final = ("325", "310", "311")
_ROOTS: Final = ("CrossIndustryInvoice", "CrossIndustryDocument")
_SURE: Final = 0.99


@dataclass(slots=True)
class XmlInvoice:
    """What one embedded XML says."""

    kind: DocumentKind = "invoice"
    figures: dict[str, Figure] = field(default_factory=dict)
    warnings: list[str] = field(default_factory=list)


def read_xml(content: bytes) -> XmlInvoice | str:
    """The invoice, or the code of the warning that says why there is none."""
    try:
        root = fromstring(content, forbid_dtd=True, forbid_entities=True, forbid_external=True)
    except DefusedXmlException:
        return "xml_refused"
    except (ParseError, ValueError, LookupError, RecursionError):
        return "xml_unreadable"
    name = _local(root)
    if name in ("Invoice", "CreditNote"):
        return "ubl_not_read"
    return _invoice(root) if name in _ROOTS else "xml_not_an_invoice"


def _invoice(root: Element) -> XmlInvoice:
    found = XmlInvoice()
    header = _child(root, "ExchangedDocument", "HeaderExchangedDocument")
    trade = _child(root, "SupplyChainTradeTransaction", "SpecifiedSupplyChainTradeTransaction")
    agreement = _child(trade, "ApplicableHeaderTradeAgreement", "ApplicableSupplyChainTradeAgreement")
    settlement = _child(trade, "ApplicableHeaderTradeSettlement", "ApplicableSupplyChainTradeSettlement")
    _put(found, "number", _text(header, "ID"), "BT-1")
    _put(found, "issued_on", _day(header, "IssueDateTime"), "BT-2")
    _take_amounts(found, settlement)
    _take_seller(found, _child(agreement, "SellerTradeParty"))
    _take_payment(found, settlement)
    found.kind = _kind(_text(header, "TypeCode"), found)
    _check(found)
    return found


def _take_amounts(found: XmlInvoice, settlement: Element | None) -> None:
    currency = _text(settlement, "InvoiceCurrencyCode") or "EUR"
    _put(found, "currency", currency.upper(), "BT-5")
    sums = _child(
        settlement,
        "SpecifiedTradeSettlementHeaderMonetarySummation",
        "SpecifiedTradeSettlementMonetarySummation",
    )
    terms = (
        ("net_cents", "TaxBasisTotalAmount", "BT-109"),
        ("vat_cents", "TaxTotalAmount", "BT-110"),
        ("gross_cents", "GrandTotalAmount", "BT-112"),
        ("payable_cents", "DuePayableAmount", "BT-115"),
    )
    for name, tag, term in terms:
        _put(found, name, _cents(sums, tag, currency), term)
    if "payable_cents" not in found.figures and "gross_cents" in found.figures:
        _put(found, "payable_cents", found.figures["gross_cents"].value, "BT-112")


def _take_seller(found: XmlInvoice, seller: Element | None) -> None:
    _put(found, "seller_name", _text(seller, "Name"), "BT-27")
    legal = _child(seller, "SpecifiedLegalOrganization")
    ids = [*_all(legal, "ID"), *_all(seller, "GlobalID"), *_all(seller, "ID")]
    sirets = [digits_of(each.text or "") for each in ids if each.get("schemeID") in ("0002", "0009", None)]
    _put(found, "siret", next((each for each in sirets if len(each) == 14), ""), "BT-30")
    for registration in _all(seller, "SpecifiedTaxRegistration"):
        tax_id = _child(registration, "ID")
        if tax_id is not None and tax_id.get("schemeID") == "VA":
            _put(found, "vat_id", compact_vat_id(tax_id.text or ""), "BT-31")


def _take_payment(found: XmlInvoice, settlement: Element | None) -> None:
    terms = _all(settlement, "SpecifiedTradePaymentTerms")
    due = [day for day in (_day(term, "DueDateDateTime") for term in terms) if day is not None]
    _put(found, "due_on", max(due, default=None), "BT-9")
    means = _all(settlement, "SpecifiedTradeSettlementPaymentMeans")
    accounts = [_child(each, "PayeePartyCreditorFinancialAccount") for each in means]
    ibans = list(dict.fromkeys(filter(None, (compact_iban(_text(each, "IBANID")) for each in accounts))))
    _put(found, "iban", ibans[0] if ibans else "", "BT-84")
    if len(ibans) > 1:
        _doubt(found, "iban", "several_ibans")
    payee = _child(settlement, "PayeeTradeParty")
    if payee is not None:
        found.warnings.append("payee_differs_from_seller")


def _kind(code: str, found: XmlInvoice) -> DocumentKind:
    gross = found.figures.get("gross_cents")
    if code in QUOTE_TYPES:
        return "quote"
    if code in CREDIT_TYPES or (gross and isinstance(gross.value, int) and gross.value < 0):
        return "credit_note"
    return "invoice"


def _check(found: XmlInvoice) -> None:
    """Closure and keys: what does not hold is kept as written, and proposed."""
    values = {name: figure.value for name, figure in found.figures.items()}
    net, vat, gross = (values.get(name) for name in ("net_cents", "vat_cents", "gross_cents"))
    if isinstance(net, int) and isinstance(gross, int) and isinstance(vat, int) and net + vat != gross:
        for name in ("net_cents", "vat_cents", "gross_cents", "payable_cents"):
            _doubt(found, name, "totals_do_not_close")
    checks = (("siret", is_siret, "siret_key_wrong"), ("iban", is_iban, "iban_key_wrong"))
    for name, check, code in checks:
        if name in values and not check(str(values[name])):
            _doubt(found, name, code)
    vat_id = str(values.get("vat_id", ""))
    if vat_id.startswith("FR") and not is_french_vat_id(vat_id):
        _doubt(found, "vat_id", "vat_key_wrong")
    if values.get("currency") != "EUR":
        found.warnings.append("currency_not_eur")


def _doubt(found: XmlInvoice, name: str, code: str) -> None:
    if name in found.figures:
        found.figures[name] = Figure(found.figures[name].value, 0.6, found.figures[name].where)
    if code not in found.warnings:
        found.warnings.append(code)


def _put(found: XmlInvoice, name: str, value: FigureValue | None, term: str) -> None:
    if value is not None and value != "":
        found.figures[name] = Figure(value, _SURE, f"factur-x: {term}")


def _cents(sums: Element | None, tag: str, currency: str) -> int | None:
    """The amount in the currency of the invoice; a second TaxTotalAmount is in the seller's own."""
    amounts = _all(sums, tag)
    fitting = [each for each in amounts if each.get("currencyID", currency) == currency]
    try:
        value = Decimal((fitting or amounts)[0].text or "") * 100
        return int(value) if value == int(value) and abs(value) < 10**13 else None
    except (IndexError, InvalidOperation, ValueError, OverflowError):
        return None


def _day(parent: Element | None, tag: str) -> date | None:
    stamp = _child(_child(parent, tag), "DateTimeString", "DateTime")
    match = re.match(r"(\d{4})-?(\d\d)-?(\d\d)", (stamp.text or "").strip()) if stamp is not None else None
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _text(parent: Element | None, tag: str) -> str:
    child = _child(parent, tag)
    return (child.text or "").strip()[:200] if child is not None else ""


def _child(parent: Element | None, *names: str) -> Element | None:
    return next(iter(_all(parent, *names)), None)


def _all(parent: Element | None, *names: str) -> list[Element]:
    return [child for child in _children(parent) if _local(child) in names]


def _children(parent: Element | None) -> Iterator[Element]:
    return iter(()) if parent is None else iter(parent)


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
