"""LabelStore: one number per label."""

from isthmus.model.label import ALL, NOBODY, Allowed, Label
from isthmus.ports import Store
from tests import make
from tests.contract.arrange import acting

VARIED = [
    Label(),
    make.label("OFFICIAL"),
    make.label("SECRET"),
    make.label(handling=["H1"]),
    make.label(handling=["H1", "H2"]),
    make.label(releasable_to=NOBODY),
    make.label(releasable_to=ALL, purposes=NOBODY),
    make.label(releasable_to=Allowed.of("birch")),
    make.label(releasable_to=Allowed.of("birch", "alder")),
    make.label(purposes=Allowed.of("birch", "alder")),
    make.label(originators=["h, o", "x"]),
    make.label(originators=["h", "o, x"]),
    Label(classification=frozenset({("eu", "SECRET UE"), ("national", "SECRET")})),
    Label(discoverable_to=ALL, subject_categories=frozenset({"minor"})),
    Label(legal_bases=frozenset({"قانون الموانئ ٤"})),
]


def test_a_label_keeps_its_number(store: Store):
    with acting(store) as unit:
        first = unit.labels.intern(make.label("SECRET"))
        assert unit.labels.intern(make.label("SECRET")) == first
    with acting(store) as unit:
        assert unit.labels.intern(make.label("SECRET")) == first


def test_a_known_label_is_no_change(store: Store):
    with acting(store) as unit:
        first = unit.labels.intern(make.label())
    with store.writing() as unit:
        assert unit.labels.intern(make.label()) == first
        unit.commit()


def test_labels_that_differ_in_one_field_have_numbers_of_their_own(store: Store):
    with acting(store) as unit:
        numbers = [unit.labels.intern(label) for label in VARIED]
    assert len(set(numbers)) == len(VARIED)


def test_every_field_comes_back(store: Store):
    with acting(store) as unit:
        numbers = [unit.labels.intern(label) for label in VARIED]
    with store.reading() as unit:
        assert unit.labels.all() == dict(zip(numbers, VARIED, strict=True))


def test_a_label_that_was_rolled_back_is_not_held(store: Store):
    with store.writing() as unit:
        unit.labels.intern(make.label())
    with store.reading() as unit:
        assert unit.labels.all() == {}
