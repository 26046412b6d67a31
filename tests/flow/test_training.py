from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import msgspec
import pytest

from isthmus.errors import NotFound, TrainingImpossible
from isthmus.flow.training import Run, train_weights
from isthmus.formats.raw import Tree
from isthmus.ingest.declaration import FeedDeclaration
from isthmus.model.weights import LEAST_COUNT, document_bytes, read_weights
from isthmus.ports.training import Estimates, TrainingColumn, TrainingPlan
from isthmus.resolve.compare import Model, read_model
from tests.fakes.training import CountingTrainer
from tests.flow.journey import PURPOSE, Journey, declared, label, model, part
from tests.flow.weighed import in_force, other_weights
from tests.make.people import Told, told

HEADER = ("id", "name", "birth", "code")
WHO: Tree = {
    "schema": "Person",
    "values": [
        {"to": "name", "from": "name"},
        {"to": "birthDate", "from": "birth", "on_fault": "keep"},
        {"to": "postalCode", "from": "code"},
    ],
}
RUN = Run(PURPOSE, seed=7)
OPEN, CLOSED = "open-register", "closed-register"


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
        "records": len(told(120)),
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


def test_no_term_that_few_hold_stands_in_the_document(journey: Journey):
    document = train_weights(journey.center, CountingTrainer(), RUN)
    counts = read_weights(document).table("Person", "name").counts
    assert counts
    assert min(counts.values()) >= LEAST_COUNT
    written = document_bytes(document).decode()
    families = {p.name.split()[-1] for p in told(120)}
    assert not [name for name in families if name in written]


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
