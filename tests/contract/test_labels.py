"""LabelStore: one number per label."""

from isthmus.model.ids import RecordSeq, StatementSeq
from isthmus.model.label import ALL, NOBODY, Allowed, Label
from isthmus.model.principal import Reader
from isthmus.model.statement import State
from isthmus.ports import Store, UnitOfWork
from tests import make
from tests.contract.arrange import Ground, acting, recorded, said
from tests.make import Claim

SKIFF = make.entity("skiff")

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


def seen_of(
    unit: UnitOfWork, reader: Reader, name: StatementSeq, records: list[RecordSeq]
) -> set[bool]:
    """Tell of the name and of each thing that rests on it whether a reader sees it."""
    return {
        bool(unit.statements.by_seq([name], reader)),
        *(bool(unit.records.get([record], reader)) for record in records),
        bool(unit.keys.holders(["n:night heron"], reader, 5)),
        bool(unit.judgements.attributions(reader, events=[SKIFF])),
        bool(unit.findings.about([SKIFF], reader)),
        unit.alerts.get(make.alert_id("meeting"), reader) is not None,
    }


def test_what_rests_on_a_statement_is_tightened_with_it(store: Store, ground: Ground):
    claims = Claim("skiff", "name", "Night Heron"), Claim("skiff", "flag", "xx")
    with acting(store) as unit:
        first, second = recorded(unit, ground, "row 2", "row 3")
        name, flag = said(unit, ground, *claims, records=[first])
        unit.statements.add(make.batch(claims[0], label=ground.low), [second], State.ASSERTED)
        [other] = said(unit, ground, Claim("lark", "name", "Lark"))
        unit.keys.add([("n:night heron", SKIFF, name, ground.low)])
        compared = make.comparison(name, other, labels=(ground.low, ground.low))
        flagged = make.comparison(flag, other, labels=(ground.low, ground.low))
        unit.judgements.add([make.judgement("lark", "skiff", compared, flagged, label=ground.low)])
        unit.judgements.attribute(
            [make.attribution("skiff", "lark", name, label=ground.low)], make.NOW
        )
        unit.findings.add([make.finding("meeting", name, entities=["skiff"], label=ground.low)])
        unit.alerts.add(make.alert("meeting", label=ground.low))
        unit.alerts.fold(make.alert_id("meeting"), [make.finding_id("meeting")], make.NOW)
    with acting(store) as unit:
        assert unit.labels.resting_on([name]) == {ground.low}
        unit.labels.tighten([name], {ground.low: ground.high}, [ground.low])
        unit.keys.relabel([("n:night heron", SKIFF, name, ground.high)])
        assert unit.labels.resting_on([name]) == {ground.high}
    with store.reading() as unit:
        assert seen_of(unit, ground.lower, name, [first, second]) == {False}
        assert seen_of(unit, ground.higher, name, [first, second]) == {True}
        # The flag's comparison is still the lower reader's; the name's needs both labels now.
        [around] = unit.judgements.around([SKIFF], ground.lower)
        assert len(around.comparisons) == 1
        assert not unit.judgements.around([SKIFF], ground.higher)
        # What it does not rest on stays where it was.
        assert unit.statements.by_seq([flag], ground.lower)
        assert unit.statements.by_seq([other], ground.lower)
        [judged] = unit.judgements.around([SKIFF], ground.both)
        assert ground.high in {
            label for c in judged.comparisons for label in (c.left_label, c.right_label)
        }


def test_what_a_person_judged_is_tightened_with_what_he_was_shown(store: Store, ground: Ground):
    with acting(store) as unit:
        [name] = said(unit, ground, Claim("skiff", "name", "Night Heron"))
        unit.judgements.add([make.persons_judgement("lark", "skiff", label=ground.low)])
        unit.judgements.add([make.persons_judgement("dhow", "lark", label=ground.low)])
        unit.labels.tighten([name], {ground.low: ground.high}, [ground.low])
    with store.reading() as unit:
        assert not unit.judgements.around([SKIFF], ground.lower)
        assert unit.judgements.around([SKIFF], ground.higher)
        assert unit.judgements.around([make.entity("dhow")], ground.lower)


def test_what_a_person_judged_who_was_not_shown_it_stays(store: Store, ground: Ground):
    with acting(store) as unit:
        [name] = said(unit, ground, Claim("skiff", "name", "Night Heron"), label=ground.high)
        unit.judgements.add([make.persons_judgement("lark", "skiff", label=ground.low)])
        later = unit.labels.intern(make.label("SECRET", data_categories=("later",)))
        unit.labels.tighten([name], {ground.low: later, ground.high: later}, [ground.high])
    with store.reading() as unit:
        assert unit.judgements.around([SKIFF], ground.lower)


def test_a_label_that_no_step_names_stays(store: Store, ground: Ground):
    with acting(store) as unit:
        [name] = said(unit, ground, Claim("skiff", "name", "Night Heron"), label=ground.high)
        unit.labels.tighten([name], {ground.low: ground.high}, [ground.low])
        assert unit.labels.resting_on([name]) == {ground.high}
        assert unit.labels.resting_on([]) == frozenset()
