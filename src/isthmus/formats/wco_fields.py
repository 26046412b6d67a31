"""Where the fields of a WCO declaration and of its answer stand: data model 3.6, DMS profile."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Table = Mapping[str, tuple[str, ...]]

PARTY: Table = MappingProxyType(
    {
        "id": ("ID",),
        "name": ("Name",),
        "country": ("Address/CountryCode",),
        "city": ("Address/CityName",),
        "line": ("Address/Line",),
        "postcode": ("Address/PostcodeID",),
        "function": ("FunctionCode",),
    }
)

# A party may stand at the declaration, its shipment or its consignment; the nearest to the top
# of the list counts.
PARTIES: Table = MappingProxyType(
    {
        "declarant": ("Declarant",),
        "submitter": ("Submitter",),
        "agent": ("Agent",),
        "importer": ("GoodsShipment/Importer", "Importer"),
        "exporter": ("Exporter", "GoodsShipment/Exporter"),
        "consignor": (
            "GoodsShipment/Consignor",
            "Consignment/Consignor",
            "GoodsShipment/Consignment/Consignor",
        ),
        "consignee": (
            "GoodsShipment/Consignee",
            "Consignment/Consignee",
            "GoodsShipment/Consignment/Consignee",
        ),
        "seller": ("GoodsShipment/Seller",),
        "buyer": ("GoodsShipment/Buyer",),
        "carrier": ("Consignment/Carrier", "GoodsShipment/Consignment/Carrier"),
    }
)

TRANSPORT: Table = MappingProxyType(
    {
        "id": ("ID",),
        "id_type": ("IdentificationTypeCode",),
        "mode": ("ModeCode",),
        "nationality": ("RegistrationNationalityCode",),
        "name": ("Name",),
    }
)
TRANSPORTS: Table = MappingProxyType(
    {
        "border_transport": ("BorderTransportMeans",),
        "arrival_transport": ("GoodsShipment/Consignment/ArrivalTransportMeans",),
        "departure_transport": ("GoodsShipment/Consignment/DepartureTransportMeans",),
    }
)

DECLARATION: Table = MappingProxyType(
    {
        "lrn": ("FunctionalReferenceID",),
        "mrn": ("ID",),
        "version": ("VersionID",),
        "type_code": ("TypeCode",),
        "goods_item_count": ("GoodsItemQuantity",),
        "package_count": ("TotalPackageQuantity",),
        "gross_kg": ("TotalGrossMassMeasure",),
        "invoice_amount": ("InvoiceAmount",),
        "invoice_currency": ("InvoiceAmount/@currencyID",),
        "containerised": ("GoodsShipment/Consignment/ContainerCode",),
        "export_country": ("GoodsShipment/ExportCountry/ID",),
        "destination_country": ("GoodsShipment/Destination/CountryCode",),
        "ucr": ("GoodsShipment/UCR/TraderAssignedReferenceID",),
        "warehouse": ("GoodsShipment/Warehouse/ID",),
        "change_reason": ("Amendment/ChangeReasonCode",),
    }
)

LOCATION: Table = MappingProxyType(
    {
        "name": ("GoodsShipment/Consignment/GoodsLocation/Name",),
        "type": ("GoodsShipment/Consignment/GoodsLocation/TypeCode",),
        "qualifier": ("GoodsShipment/Consignment/GoodsLocation/Address/TypeCode",),
        "country": ("GoodsShipment/Consignment/GoodsLocation/Address/CountryCode",),
    }
)

OFFICES: Table = MappingProxyType(
    {
        "declaration": ("DeclarationOfficeID",),
        "exit": ("ExitOffice/ID",),
        "supervising": ("SupervisingOffice/ID",),
        "presentation": ("PresentationOffice/ID",),
    }
)

DOCUMENT: Table = MappingProxyType(
    {
        "category": ("CategoryCode",),
        "type": ("TypeCode",),
        "id": ("ID",),
        "name": ("Name",),
        "status": ("LPCOExemptionCode",),
        "line": ("LineNumeric",),
    }
)
CLASSIFICATION: Table = MappingProxyType({"id": ("ID",), "type": ("IdentificationTypeCode",)})
ORIGIN: Table = MappingProxyType({"country": ("CountryCode",), "type": ("TypeCode",)})
PACKAGE: Table = MappingProxyType(
    {"quantity": ("QuantityQuantity",), "type": ("TypeCode",), "marks": ("MarksNumbersID",)}
)
PROCEDURE: Table = MappingProxyType({"current": ("CurrentCode",), "previous": ("PreviousCode",)})
INFORMATION: Table = MappingProxyType(
    {
        "code": ("StatementCode",),
        "description": ("StatementDescription",),
        "type": ("StatementTypeCode",),
    }
)

GOODS: Table = MappingProxyType(
    {
        "number": ("SequenceNumeric",),
        "description": ("Commodity/Description",),
        "origin_country": ("Origin/CountryCode",),
        "export_country": ("ExportCountry/ID",),
        "destination_country": ("Destination/CountryCode",),
        "gross_kg": ("Commodity/GoodsMeasure/GrossMassMeasure",),
        "net_kg": ("Commodity/GoodsMeasure/NetNetWeightMeasure",),
        "tariff_quantity": ("Commodity/GoodsMeasure/TariffQuantity",),
        "value": ("Commodity/InvoiceLine/ItemChargeAmount", "CustomsValuation/ItemChargeAmount"),
        "currency": ("Commodity/InvoiceLine/ItemChargeAmount/@currencyID",),
        "statistical_value": ("StatisticalValueAmount",),
        "statistical_currency": ("StatisticalValueAmount/@currencyID",),
    }
)
"""Relative to `GovernmentAgencyGoodsItem`."""

ERROR: Table = MappingProxyType({"code": ("ValidationCode",), "description": ("Description",)})
