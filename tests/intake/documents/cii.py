"""A Factur-X invoice as XML, with the figures one asks for: what an invoicing program would embed."""

from __future__ import annotations

_GUIDELINES = {
    "minimum": "urn:factur-x.eu:1p0:minimum",
    "basicwl": "urn:factur-x.eu:1p0:basicwl",
    "basic": "urn:cen.eu:en16931:2017#compliant#urn:factur-x.eu:1p0:basic",
    "en16931": "urn:cen.eu:en16931:2017",
    "extended": "urn:cen.eu:en16931:2017#conformant#urn:factur-x.eu:1p0:extended",
}
_ROOT = (
    '<rsm:CrossIndustryInvoice xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100"'
    ' xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100"'
    ' xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100">'
)


def cii(
    profile: str = "en16931",
    code: str = "380",
    number: str = "D-2026-0147",
    net: str = "1158.00",
    vat: str = "115.80",
    gross: str = "1273.80",
    due: str = "1273.80",
    iban: str = "",
) -> bytes:
    """One invoice; a MINIMUM one has neither account nor line."""
    account = _tag("PayeePartyCreditorFinancialAccount", f"<ram:IBANID>{iban}</ram:IBANID>")
    sums = (
        _tag("TaxBasisTotalAmount", net)
        + f'<ram:TaxTotalAmount currencyID="EUR">{vat}</ram:TaxTotalAmount>'
        + _tag("GrandTotalAmount", gross)
        + _tag("DuePayableAmount", due)
    )
    settlement = (
        _tag("InvoiceCurrencyCode", "EUR")
        + (_tag("SpecifiedTradeSettlementPaymentMeans", account) if iban else "")
        + _tag("SpecifiedTradeSettlementHeaderMonetarySummation", sums)
    )
    trade = _lines(profile) + _tag("ApplicableHeaderTradeSettlement", settlement)
    body = _head(profile, code, number) + _group("SupplyChainTradeTransaction", trade)
    return f"{_ROOT}{body}</rsm:CrossIndustryInvoice>".encode()


def _head(profile: str, code: str, number: str) -> str:
    guideline = _tag("GuidelineSpecifiedDocumentContextParameter", _tag("ID", _GUIDELINES[profile]))
    day = '<udt:DateTimeString format="102">20260303</udt:DateTimeString>'
    document = _tag("ID", number) + _tag("TypeCode", code) + _tag("IssueDateTime", day)
    return _group("ExchangedDocumentContext", guideline) + _group("ExchangedDocument", document)


def _lines(profile: str) -> str:
    if profile in ("minimum", "basicwl"):
        return ""
    total = _tag("SpecifiedTradeSettlementLineMonetarySummation", _tag("LineTotalAmount", "690.00"))
    return _tag("IncludedSupplyChainTradeLineItem", _tag("SpecifiedLineTradeSettlement", total))


def _group(name: str, inner: str) -> str:
    return f"<rsm:{name}>{inner}</rsm:{name}>"


def _tag(name: str, inner: str) -> str:
    return f"<ram:{name}>{inner}</ram:{name}>"
