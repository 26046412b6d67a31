from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import msgspec
import pytest

from isthmus.access.readers import narrowed, openly_marked
from isthmus.errors import NotFound, TrainingImpossible
from isthmus.flow.fusion import fuse_pending
from isthmus.flow.training import Run, train_weights
from isthmus.flow.weighing import rescore_pending
from isthmus.flow.weights import propose_weights, weights_document
from isthmus.formats.raw import Tree
from isthmus.ingest.declaration import FeedDeclaration
from isthmus.model.principal import Reader
from isthmus.model.weights import LEAST_COUNT, Frequencies, document_bytes, read_weights
from isthmus.ports import UnitOfWork
from isthmus.ports.training import Estimates, TrainingColumn, TrainingPlan
from isthmus.resolve.compare import Model, read_model
from tests.fakes.training import CountingTrainer, StillTrainer
from tests.flow.journey import PURPOSE, Journey, declared, label, model, part
from tests.flow.stage import administrator, officer
from tests.flow.weighed import WORDS, in_force, other_weights
from tests.make.people import Told, told

HEADER = ("id", "name", "birth", "code")
VALUES: list[Tree] = [
    {"to": "name", "from": "name"},
    {"to": "birthDate", "from": "birth", "on_fault": "keep"},
    {"to": "postalCode", "from": "code"},
]
WHO: Tree = {"schema": "Person", "values": VALUES}
RUN = Run(PURPOSE, seed=7)
OPEN, CLOSED, PUBLIC = "open-register", "closed-register", "public-register"
FIRM: Tree = {"schema": "LegalEntity", "values": [{"to": "name", "from": "name"}]}


def feed(name: str, purposes: Tree = "all") -> FeedDeclaration:
    parts = {"people": part(HEADER, ["id"], {"who": WHO})}
    return declared(name, "stream", parts, label=label(purposes))


def lines(people: list[Told]) -> list[str]:
    return [f"{n},{p.name},{p.birth},{p.postcode}" for n, p in enumerate(people)]


@pytest.fixture
def journey() -> Journey:
    found = Journey(feed(OPEN), feed(CLOSED, ["border-security"]))
    found.deliver(lines(told(120)), feed=OPEN)
    return found


def test_a_node_trains_on_its_records_and_keeps_what_they_do_not_teach(journey: Journey):
    weights = read_weights(train_weights(journey.center, CountingTrainer(), RUN))
    person, shipped = weights.schemas["Person"], model().weights.schemas["Person"]
    assert person.prior == pytest.approx(0.008, rel=0.9)
    assert person.needed == pytest.approx(7, abs=3)
    assert person.properties["birthDate"].levels["equal"].m
    assert person.properties["passportNumber"] == shipped.properties["passportNumber"]
    assert weights.schemas["Vessel"] == model().weights.schemas["Vessel"]
    assert weights.trained["Person"] == {
        "records": 200,
        "seed": 7,
        "blocks": ["name", "birthDate", "postalCode"],
        "specification": model().version,
        "trainer": "counting",
    }


def test_the_document_is_read_back_as_a_model_and_equal_records_give_equal_bytes(
    journey: Journey,
):
    first = train_weights(journey.center, CountingTrainer(), RUN)
    again = train_weights(journey.center, CountingTrainer(), RUN)
    assert document_bytes(first) == document_bytes(again)
    assert read_model(first).version == first["version"] != model().version


def openly(name: str, **more: Tree) -> FeedDeclaration:
    """Declare persons of an open source."""
    who: Tree = {"schema": "Person", "values": [*VALUES, {"to": "address", "from": "address"}]}
    parts: dict[str, Tree] = {
        "people": part((*HEADER, "address"), ["id"], {"who": who}),
        "firms": part(("id", "name"), ["id"], {"firm": FIRM}),
    }
    marked: Tree = label(level="PUBLIC", category="open-source")
    return declared(name, "stream", parts, **{"label": marked, **more})


def counts(document: dict[str, object], name: str) -> dict[str, int]:
    return dict(read_weights(document).table("Person", name).counts)


def test_a_term_stands_in_the_document_if_many_things_hold_it_in_what_is_openly_marked():
    journey = Journey(openly(PUBLIC))
    people = told(120)
    journey.deliver([f"{line},{n} Larch Road" for n, line in enumerate(lines(people))])
    document = train_weights(journey.center, CountingTrainer(), RUN)
    names, words = counts(document, "name"), counts(document, "address")
    given = Counter(person.name.split()[0] for person in people)
    assert names == {n: many for n, many in given.items() if many >= LEAST_COUNT}
    # An address is counted by its words, and its number is hardly anybody's.
    assert words == {"larch": len(people), "rd": len(people)}
    written = document_bytes(document).decode()
    assert not [p.name for p in people if p.name.split()[-1] in written]


def test_many_records_of_one_thing_are_one():
    journey = Journey(openly(PUBLIC))
    journey.deliver([f"{line}," for line in lines(told(120))])
    journey.deliver([f"z{n},Zebulon Quixwick,1980-01-02,,7 Larch Road" for n in range(24)])
    before = train_weights(journey.center, CountingTrainer(), RUN)
    assert {"zebulon", "quixwick"} <= counts(before, "name").keys()
    journey.work()
    after = train_weights(journey.center, CountingTrainer(), RUN)
    assert counts(after, "name")
    assert not {"zebulon", "quixwick"} & counts(after, "name").keys()
    # Too few things have an address at all.
    assert "address" not in read_weights(after).frequencies["Person"]


def test_of_what_is_marked_in_any_way_no_term_is_counted_and_comparing_goes_without(
    journey: Journey,
):
    document = train_weights(journey.center, CountingTrainer(), RUN)
    assert read_weights(document).frequencies["Person"] == {}
    name = read_model(document).schemas["Person"]["name"]
    assert name.frequencies == Frequencies()
    equal, other = name.weigh("Mara Lind", "LIND Mara"), name.weigh("Mara Lind", "Orla Berg")
    assert equal is not None
    assert other is not None
    assert equal > 0 > other


def world(*, withheld: bool) -> Journey:
    """Give a center that holds an open source, and one that holds much beside it.

    What is withheld came first. It names one person and one place very often, makes a word common
    that is not, says more of whom the open source tells, and says of firms that they are persons.
    """
    secret: Tree = label(level="SECRET")
    journey = Journey(openly(PUBLIC), openly("secret", label=secret, source=PUBLIC))
    if withheld:
        kestrel = "Safehouse Kestrel 7 Larkspur Alley"
        hidden = [f"z{n},Zebulon Quixwick,1980-01-02,,{kestrel}" for n in range(24)]
        hidden += [f"h{n},Jorun Holras{n},1971-0{1 + n % 9}-03,,{n} Larch Road" for n in range(60)]
        hidden += [f"{n},Ottokar Denvel,1972-01-03,," for n in range(30)]
        hidden += [f"f{n},Oriel Fenwick,1973-01-03,," for n in range(30)]
        journey.deliver(hidden, feed="secret")
    journey.deliver(
        [f"{line},{n} Larch Road" for n, line in enumerate(lines(told(220)))], feed=PUBLIC
    )
    journey.deliver([f"f{n},Fenwick" for n in range(30)], feed=PUBLIC, part="firms")
    journey.work()
    return journey


def anybody(journey: Journey, unit: UnitOfWork) -> Reader:
    """Give whoever sees what is openly marked alone."""
    labels = openly_marked(unit.labels.all(), journey.center.id)
    return narrowed(journey.reader(unit), labels)


def test_no_term_table_depends_on_what_is_withheld():
    alone, around = (
        train_weights(world(withheld=w).center, CountingTrainer(), RUN) for w in (False, True)
    )
    assert alone["schemas"] != around["schemas"]  # shares are of all that the purpose may use
    assert around["frequencies"] == alone["frequencies"]
    assert counts(alone, "name")
    assert counts(alone, "address")


def test_who_reads_the_document_finds_no_withheld_word():
    journey = world(withheld=True)
    raw = document_bytes(train_weights(journey.center, CountingTrainer(), RUN))
    version = propose_weights(journey.center, officer(), raw, WORDS).version
    words = "zebulon quixwick safehouse kestrel larkspur holras ottokar denvel oriel fenwick"
    for who in (officer(), administrator()):
        document = weights_document(journey.center, who, version).decode()
        assert "larch" in document
        assert not [word for word in words.split() if word in document]


def test_an_approved_file_gives_a_reader_the_bits_that_it_gives_where_nothing_is_withheld():
    found = []
    for withheld in (False, True):
        journey = world(withheld=withheld)
        document = train_weights(journey.center, StillTrainer(), RUN)
        in_force(journey.center, document_bytes(document))
        while rescore_pending(journey.center):
            fuse_pending(journey.center)
        with journey.center.store.reading() as unit:
            page = unit.judgements.page(0, 10_000, anybody(journey, unit))
        judged = [j for _, j in page if j.author == document["version"]]
        found.append(
            {(j.left, j.right): {c.property: c.bits for c in j.comparisons} for j in judged}
        )
    alone, around = found
    assert len(alone) > 100
    assert around == alone


def test_what_the_purpose_may_not_use_changes_nothing(journey: Journey):
    before = train_weights(journey.center, CountingTrainer(), RUN)
    journey.deliver(lines(told(90, seed=11)), feed=CLOSED)
    assert train_weights(journey.center, CountingTrainer(), RUN) == before
    other = train_weights(
        journey.center, CountingTrainer(), replace(RUN, purpose="border-security")
    )
    assert other != before


def test_a_run_is_audited_under_its_service_and_purpose(journey: Journey):
    document = train_weights(journey.center, CountingTrainer(), RUN)
    [entry] = journey.entries("weights.trained")
    assert (entry.purpose, entry.role) == (PURPOSE, "service")
    assert entry.principal == journey.center.service("trainer", PURPOSE).id
    assert dict(entry.counts) == {"Person": len(told(120))}
    assert document["version"]


def in_order(kinds: list[str]) -> Model:
    """Give the shipped weights, their kinds in another order of the file."""
    shipped = model().weights
    return replace(
        model(), weights=replace(shipped, schemas={k: shipped.schemas[k] for k in kinds})
    )


def test_what_is_in_force_is_trained_on_and_not_what_was_shipped(journey: Journey):
    changed = msgspec.json.decode(other_weights())
    changed["schemas"]["Vessel"]["needed"] = 13
    in_force(journey.center, msgspec.json.encode(changed))
    document = train_weights(journey.center, CountingTrainer(), RUN)
    assert read_weights(document).schemas["Vessel"].needed == 13
    assert b'"specification":"second-1"' in document_bytes(document)


def taught(journey: Journey) -> dict[str, int]:
    """Give how many records of each kind the last run learnt from."""
    return dict(journey.entries("weights.trained")[-1].counts)


@pytest.mark.parametrize("backwards", [False, True])
def test_a_record_teaches_the_deepest_kind_that_it_is_in_whichever_order_a_file_names_them(
    journey: Journey,
    backwards: bool,  # noqa: FBT001 - a drawn value
):
    kinds = sorted(model().weights.schemas, reverse=backwards)
    assert (kinds.index("LegalEntity") < kinds.index("Person")) is not backwards
    journey.center = replace(journey.center, model=in_order(kinds))
    train_weights(journey.center, CountingTrainer(), RUN)
    assert taught(journey) == {"Person": len(told(120))}


@pytest.mark.parametrize("backwards", [False, True])
def test_an_entity_of_two_kinds_of_one_line_teaches_the_deeper_and_is_counted_once(
    backwards: bool,  # noqa: FBT001 - a drawn value
):
    less: Tree = {"schema": "LegalEntity", "values": [{"to": "address", "from": "code"}]}
    parts = {"people": part(HEADER, ["id"], {"who": WHO, "less": less})}
    both = declared("both", "stream", parts, label=label())
    journey = Journey(both)
    journey.deliver(lines(told(120)), feed="both")
    assert {s.schema for s in journey.statements(["0"], "both")} == {"Person", "LegalEntity"}
    kinds = sorted(model().weights.schemas, reverse=backwards)
    journey.center = replace(journey.center, model=in_order(kinds))
    train_weights(journey.center, CountingTrainer(), RUN)
    assert taught(journey) == {"Person": len(told(120))}


def test_too_little_to_learn_from_is_refused_and_not_audited():
    journey = Journey(feed(OPEN))
    journey.deliver(lines(told(20)), feed=OPEN)
    with pytest.raises(TrainingImpossible, match="at least 200"):
        train_weights(journey.center, CountingTrainer(), RUN)
    assert journey.entries("weights.trained") == []


def test_a_kind_that_nothing_compares_is_named(journey: Journey):
    with pytest.raises(NotFound, match="Perzon"):
        train_weights(journey.center, CountingTrainer(), replace(RUN, schemas=("Perzon",)))
    with pytest.raises(TrainingImpossible):
        train_weights(journey.center, CountingTrainer(), replace(RUN, schemas=("Vessel",)))


def test_records_enough_that_share_too_little_are_not_said_to_be_too_few(journey: Journey):
    class Unable(CountingTrainer):
        def train(self, columns: Sequence[TrainingColumn], plan: TrainingPlan) -> Estimates:
            return super().train(columns, replace(plan, rules=()))

    count = len(told(120))
    with pytest.raises(TrainingImpossible, match=f"got {count} that share too few"):
        train_weights(journey.center, Unable(), replace(RUN, schemas=()))
