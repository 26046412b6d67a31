from decimal import Decimal
from typing import Any

from isthmus.exercise.cast import Company
from tests.unit.exercise.invented import records, whole


def test_every_entry_of_a_statement_reads_back():
    for statement in whole().dealings.statements:
        trees: list[Any] = [r.tree for r in records(f"finance/statement_{statement.number}.xml")]
        assert len(trees) == len(statement.entries)
        for entry, tree in zip(statement.entries, trees, strict=True):
            other = tree["debtor"] if entry.incoming else tree["creditor"]
            own = tree["creditor"] if entry.incoming else tree["debtor"]
            assert Decimal(tree["amount"]) == entry.amount
            assert tree["end_to_end_id"] == entry.reference
            assert other["name"] == entry.other.name.whole
            assert own["name"] == statement.owner.name.whole


def test_a_party_has_an_account_a_country_and_a_number_or_a_birth():
    for statement in whole().dealings.statements:
        trees: list[Any] = [r.tree for r in records(f"finance/statement_{statement.number}.xml")]
        for entry, tree in zip(statement.entries, trees, strict=True):
            other = tree["debtor"] if entry.incoming else tree["creditor"]
            assert entry.other.iban in {other["iban"], other["other_id"]}
            if isinstance(entry.other, Company):
                assert other["org_id"] == entry.other.registration
            else:
                assert other["birth_date"] == entry.other.born.isoformat()
