"""Import declarations as WCO documents, as a declaration management system takes them."""

from __future__ import annotations

from isthmus.exercise.cast import Company
from isthmus.exercise.dealings import Declaration
from isthmus.exercise.files.markup import element, text
from isthmus.exercise.places import COUNTRIES

_META = "urn:wco:datamodel:WCO:DocumentMetaData-DMS:2"
_DECLARATION = "urn:wco:datamodel:WCO:DEC-DMS:2"


def wco(one: Declaration) -> bytes:
    """Write one declaration."""
    accepted = f"{one.accepted_at:%Y%m%d%H%M%S}Z"
    declaration = element(
        "Declaration",
        text("FunctionCode", 9),
        text("FunctionalReferenceID", f"LANTERN-{one.number:05d}"),
        text("ID", f"{one.accepted_at:%y}DK{one.number:014d}"),
        text("TypeCode", "IMA"),
        element("AcceptanceDateTime", text("DateTimeString", accepted, formatCode="304")),
        text("GoodsItemQuantity", 1),
        text("TotalPackageQuantity", 10),
        element(
            "BorderTransportMeans",
            text("RegistrationNationalityCode", one.exporter.country),
            text("ModeCode", 1),
        ),
        element("Declarant", text("ID", _eori(one.importer))),
        _party("Exporter", one.exporter),
        _shipment(one),
        xmlns=_DECLARATION,
    )
    root = element(
        "md:MetaData",
        text("md:WCODataModelVersionCode", "3.6"),
        text("md:WCOTypeName", "DEC"),
        text("md:ResponsibleCountryCode", "DK"),
        text("md:AgencyAssignedCustomizationVersionCode", "v2.1"),
        declaration,
        xmlns_md=_META,
    )
    return ('<?xml version="1.0" encoding="UTF-8"?>\n' + root).encode()


def _shipment(one: Declaration) -> str:
    arrival = element(
        "ArrivalTransportMeans", text("ID", one.vessel), text("IdentificationTypeCode", 10)
    )
    equipment = element("TransportEquipment", text("SequenceNumeric", 1), text("ID", one.container))
    return element(
        "GoodsShipment",
        text("TransactionNatureCode", 1),
        element("Consignment", text("ContainerCode", 1), arrival, equipment),
        element("Destination", text("CountryCode", "DK")),
        element("ExportCountry", text("ID", one.exporter.country)),
        _item(one),
        _party("Importer", one.importer, _eori(one.importer)),
        element("TradeTerms", text("ConditionCode", "CIF"), text("LocationID", "DKCPH")),
    )


def _item(one: Declaration) -> str:
    code, description = one.goods
    measure = element(
        "GoodsMeasure",
        text("GrossMassMeasure", one.gross_kg),
        text("NetNetWeightMeasure", one.gross_kg * 9 // 10),
    )
    commodity = element(
        "Commodity",
        text("Description", description),
        _class(code[:8], "TSP"),
        _class(code[8:], "TRC"),
        measure,
        element("InvoiceLine", text("ItemChargeAmount", f"{one.value:.2f}", currencyID="EUR")),
        element("TransportEquipment", text("SequenceNumeric", 1), text("ID", one.container)),
    )
    procedure = element("GovernmentProcedure", text("CurrentCode", 40), text("PreviousCode", "00"))
    return element(
        "GovernmentAgencyGoodsItem",
        text("SequenceNumeric", 1),
        commodity,
        procedure,
        element("Origin", text("CountryCode", one.exporter.country), text("TypeCode", 1)),
        element("Packaging", text("QuantityQuantity", 10), text("TypeCode", "BX")),
    )


def _class(code: str, kind: str) -> str:
    return element("Classification", text("ID", code), text("IdentificationTypeCode", kind))


def _party(role: str, company: Company, number: str = "") -> str:
    country = COUNTRIES[company.country]
    address = element(
        "Address",
        text("CityName", country.city),
        text("CountryCode", country.code),
        text("Line", company.street),
    )
    return element(role, text("ID", number), text("Name", company.name.family), address)


def _eori(company: Company) -> str:
    return f"{company.country}{company.registration}"
