"""WCO: declarations and the answers of customs in one flat shape."""

import io
from pathlib import Path

import pytest

from isthmus.errors import MappingInvalid
from isthmus.formats import wco
from tests.unit.formats.reading import Read, in_order, read_all

DECLARATION = """<Declaration><AcceptanceDateTime><DateTimeString formatCode="304">
20310501100000Z</DateTimeString></AcceptanceDateTime><FunctionCode>9</FunctionCode>
<FunctionalReferenceID>LRN-1</FunctionalReferenceID><TypeCode>IMA</TypeCode>
<GoodsItemQuantity>1</GoodsItemQuantity><InvoiceAmount currencyID="EUR">12.5</InvoiceAmount>
<BorderTransportMeans><ID>9999993</ID><IdentificationTypeCode>10</IdentificationTypeCode>
<RegistrationNationalityCode>PA</RegistrationNationalityCode><ModeCode>1</ModeCode>
</BorderTransportMeans><Consignment><Itinerary><RoutingCountryCode>FR</RoutingCountryCode>
</Itinerary><Itinerary><RoutingCountryCode>BE</RoutingCountryCode></Itinerary></Consignment>
<Declarant><ID>EX000000000001</ID></Declarant>
<Exporter><Name>Example Exports</Name><Address><CityName>Exampleton</CityName>
<CountryCode>US</CountryCode></Address></Exporter><ExitOffice><ID>EX000001</ID></ExitOffice>
<GoodsShipment><Consignment><ContainerCode>1</ContainerCode>
<GoodsLocation><Name>QUAY</Name><TypeCode>A</TypeCode></GoodsLocation>
<TransportEquipment><ID>EXMU0000000</ID><Seal><ID>S1</ID></Seal><Seal><ID>S2</ID></Seal>
</TransportEquipment></Consignment><ExportCountry><ID>US</ID></ExportCountry>
<GovernmentAgencyGoodsItem><SequenceNumeric>1</SequenceNumeric>
<AdditionalDocument><CategoryCode>N</CategoryCode><ID>INV-1</ID><TypeCode>935</TypeCode>
</AdditionalDocument><Commodity><Description>Widgets</Description>
<Classification><ID>00</ID><IdentificationTypeCode>TRC</IdentificationTypeCode></Classification>
<Classification><ID>12345678</ID><IdentificationTypeCode>TSP</IdentificationTypeCode>
</Classification><GoodsMeasure><GrossMassMeasure>150</GrossMassMeasure></GoodsMeasure>
<InvoiceLine><ItemChargeAmount currencyID="EUR">12.5</ItemChargeAmount></InvoiceLine></Commodity>
<Origin><CountryCode>VN</CountryCode></Origin></GovernmentAgencyGoodsItem>
<Importer><ID>EX000000000002</ID></Importer>
<PreviousDocument><CategoryCode>Z</CategoryCode><ID>P-1</ID><TypeCode>355</TypeCode>
</PreviousDocument></GoodsShipment></Declaration>"""
RESPONSE = """<p:Response><p:FunctionCode>13</p:FunctionCode>
<p:FunctionalReferenceID>R-1</p:FunctionalReferenceID>
<p:IssueDateTime><p:DateTimeString formatCode="102">20310502</p:DateTimeString></p:IssueDateTime>
<p:Error><p:Description>no</p:Description><p:ValidationCode>CDS1</p:ValidationCode></p:Error>
<p:Status><p:NameCode>4</p:NameCode></p:Status>
<p:Declaration><p:FunctionalReferenceID>LRN-1</p:FunctionalReferenceID><p:ID>MRN-1</p:ID>
</p:Declaration></p:Response>"""


def declarations(*inside: str) -> Read:
    source = f'<p:MetaData xmlns:p="urn:p">{"".join(inside)}</p:MetaData>'.encode()
    read = read_all(wco.read, source)
    assert in_order(source, read.raws)
    return read


def test_a_declaration_is_flat_and_its_bytes_are_the_element() -> None:
    read = declarations(DECLARATION)
    tree = read.trees[0]
    assert read.raws == [DECLARATION.encode()]
    assert (tree["kind"], tree["function_code"], tree["lrn"]) == ("declaration", "9", "LRN-1")
    assert (tree["mrn"], tree["accepted_at"]) == (None, "2031-05-01T10:00:00Z")
    assert tree["declarant"]["id"] == "EX000000000001"
    assert (tree["exporter"]["name"], tree["exporter"]["country"]) == ("Example Exports", "US")
    assert tree["importer"]["id"] == "EX000000000002"
    assert tree["consignor"] is None
    transport = tree["border_transport"]
    assert (transport["id"], transport["mode"], transport["nationality"]) == ("9999993", "1", "PA")
    assert tree["routing_countries"] == ["FR", "BE"]
    assert tree["containers"] == [{"id": "EXMU0000000", "seals": ["S1", "S2"]}]
    assert tree["offices"]["exit"] == "EX000001"
    assert tree["location"]["name"] == "QUAY"
    assert (tree["invoice_amount"], tree["invoice_currency"]) == ("12.5", "EUR")
    assert [one["id"] for one in tree["previous_documents"]] == ["P-1"]


def test_goods_items_stand_in_a_list() -> None:
    (goods,) = declarations(DECLARATION).trees[0]["goods"]
    assert (goods["number"], goods["description"]) == ("1", "Widgets")
    assert goods["commodity_code"] == "1234567800"
    assert (goods["origin_country"], goods["gross_kg"], goods["net_kg"]) == ("VN", "150", None)
    assert (goods["value"], goods["currency"]) == ("12.5", "EUR")
    assert goods["documents"][0]["id"] == "INV-1"


def test_an_answer_says_which_declaration_it_answers() -> None:
    tree = declarations(RESPONSE).trees[0]
    assert (tree["kind"], tree["function_code"]) == ("response", "13")
    assert (tree["response_reference"], tree["issued_at"]) == ("R-1", "2031-05-02")
    assert (tree["lrn"], tree["mrn"]) == ("LRN-1", "MRN-1")
    assert tree["errors"] == [{"code": "CDS1", "description": "no"}]
    assert tree["statuses"] == ["4"]


def test_both_kinds_have_the_same_fields() -> None:
    declaration, response = declarations(DECLARATION, RESPONSE).trees
    assert set(response) - set(declaration) == {"response_reference", "statuses", "errors"}
    assert set(declaration) <= set(response)


@pytest.mark.parametrize(
    ("sent", "given"),
    [
        ("20310501", "2031-05-01"),
        ("20310501103000+01", "2031-05-01T10:30:00+01:00"),
        ("20310501103000", "2031-05-01T10:30:00"),
        ("1 May 2031", "1 May 2031"),
    ],
)
def test_times_of_known_formats_are_iso_and_others_stay(sent: str, given: str) -> None:
    declaration = DECLARATION.replace("20310501100000Z", sent)
    assert declarations(declaration).trees[0]["accepted_at"] == given


def test_a_declaration_without_reference_is_broken() -> None:
    read = declarations("<Declaration><FunctionCode>9</FunctionCode></Declaration>")
    assert read.broken[0].fault.field == "lrn"


def test_another_document_is_incomplete() -> None:
    read = read_all(wco.read, b"<inventoryLinkingMovementRequest/>")
    assert read.fault.came == "inventoryLinkingMovementRequest"


def test_there_are_no_options() -> None:
    with pytest.raises(MappingInvalid):
        wco.read(io.BytesIO(b""), {"record": "x"})


def test_real_declarations_and_answers_are_read(real_data: Path) -> None:
    folder = real_data / "travel_customs" / "hmrc_wco_declarations"
    reads = [read_all(wco.read, path.read_bytes()) for path in folder.rglob("*.xml")]
    assert len(reads) == 193
    trees = [tree for read in reads for tree in read.trees]
    kinds = [tree["kind"] for tree in trees]
    assert (kinds.count("declaration"), kinds.count("response")) == (63, 113)
    # One example is wrong on purpose, one has two hyphens in a comment, and fifteen are messages
    # of other systems.
    assert sum(len(read.broken) for read in reads) == 2
    assert sum(not read.ending.complete for read in reads) == 16
    assert sum(bool(tree["goods"]) for tree in trees) > 40
    assert any(tree["border_transport"] for tree in trees)
