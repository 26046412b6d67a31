from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from isthmus.flow.labelling import LabelTable
from isthmus.model.ids import LabelId
from isthmus.model.label import ALL, Allowed, joined
from tests import make

LABELS = {
    LabelId(7): make.label("OFFICIAL"),
    LabelId(3): make.label("SECRET", data_categories=("finance",), purposes=Allowed.of("a", "b")),
    LabelId(9): make.label("RESTRICTED", releasable_to=Allowed.of("birch"), handling=("H1",)),
}


def test_references_count_from_one_in_order_of_first_use():
    table = LabelTable(LABELS)
    assert [table.ref(LabelId(n)) for n in (9, 3, 9, 7)] == ["L1", "L2", "L1", "L3"]
    assert list(table.document()) == ["L1", "L2", "L3"]


def test_a_label_is_written_out_with_its_mark():
    table = LabelTable(LABELS)
    table.ref(LabelId(9))
    label = table.document()["L1"]
    assert label.text == "RESTRICTED · REL birch · H1 · identity"
    assert (label.releasable_to, label.purposes) == (["birch"], None)


@given(st.lists(st.sampled_from(list(LABELS)), min_size=1, max_size=4))
def test_the_reference_of_several_is_that_of_their_join(numbers: list[LabelId]):
    table = LabelTable(LABELS)
    whole = joined(LABELS[n] for n in numbers)
    assert table.ref_of_all(numbers) == table.ref_of(whole) == "L1"
    assert table.all_so_far() == whole


def test_a_table_without_labels_has_no_join():
    assert LabelTable(LABELS).all_so_far() is None
    assert LABELS[LabelId(7)].purposes == ALL
