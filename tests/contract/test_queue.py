"""QueueStore: durable work, once per entity and stage."""

from isthmus.ports import Store
from tests import make
from tests.contract.arrange import acting

BOATS = [make.entity(f"boat {n}") for n in range(6)]
DHOW, LARK = make.entity("dhow"), make.entity("lark")


def test_the_oldest_are_worked_first(store: Store):
    for boat in BOATS:
        with acting(store) as unit:
            unit.queue.put("resolve", [boat])
    with store.reading() as unit:
        tickets = unit.queue.peek("resolve", 4)
        assert [entity for _, entity in tickets] == BOATS[:4]
        numbers = [ticket for ticket, _ in tickets]
        assert numbers == sorted(set(numbers))
        assert unit.queue.depth("resolve") == 6


def test_peeking_takes_nothing_out(store: Store):
    with acting(store) as unit:
        unit.queue.put("resolve", iter(BOATS))
        assert unit.queue.peek("resolve", 9) == unit.queue.peek("resolve", 9)
        assert unit.queue.depth("resolve") == 6


def test_what_is_done_is_out(store: Store):
    with acting(store) as unit:
        unit.queue.put("resolve", BOATS)
        tickets = [ticket for ticket, _ in unit.queue.peek("resolve", 4)]
        unit.queue.done("resolve", tickets)
    with store.reading() as unit:
        assert {entity for _, entity in unit.queue.peek("resolve", 9)} == set(BOATS[4:])


def test_an_entity_waits_once(store: Store):
    with acting(store) as unit:
        unit.queue.put("resolve", [DHOW, LARK, DHOW])
        unit.queue.put("resolve", [DHOW])
        assert unit.queue.depth("resolve") == 2
        assert {entity for _, entity in unit.queue.peek("resolve", 9)} == {DHOW, LARK}


def test_put_again_while_it_is_worked_it_stays(store: Store):
    with acting(store) as unit:
        unit.queue.put("resolve", [DHOW])
        [(worked, _)] = unit.queue.peek("resolve", 1)
    with acting(store) as unit:
        unit.queue.put("resolve", [DHOW])
    with acting(store) as unit:
        unit.queue.done("resolve", [worked])
    with store.reading() as unit:
        [(ticket, entity)] = unit.queue.peek("resolve", 9)
    assert entity == DHOW
    assert ticket != worked


def test_a_ticket_is_never_given_twice(store: Store):
    given: list[int] = []
    for boat in [*BOATS, DHOW, DHOW]:
        with acting(store) as unit:
            unit.queue.put("resolve", [boat])
            [(ticket, _)] = unit.queue.peek("resolve", 9)
            unit.queue.done("resolve", [ticket])
            given.append(ticket)
    assert given == sorted(set(given))


def test_done_twice_does_no_harm(store: Store):
    with acting(store) as unit:
        unit.queue.put("resolve", [DHOW])
        [(ticket, _)] = unit.queue.peek("resolve", 1)
        unit.queue.done("resolve", [ticket])
        unit.queue.put("resolve", [LARK])
        unit.queue.done("resolve", [ticket])
        assert unit.queue.depth("resolve") == 1


def test_stages_do_not_touch_each_other(store: Store):
    with acting(store) as unit:
        unit.queue.put("resolve", [DHOW])
        unit.queue.put("detect", [DHOW])
        [(ticket, _)] = unit.queue.peek("resolve", 9)
        unit.queue.done("resolve", [ticket])
        assert unit.queue.depth("resolve") == 0
        assert [entity for _, entity in unit.queue.peek("detect", 9)] == [DHOW]
        assert unit.queue.depth("never used") == 0


def test_a_ticket_of_another_stage_takes_nothing_out(store: Store):
    with acting(store) as unit:
        unit.queue.put("resolve", [DHOW])
        [(ticket, _)] = unit.queue.peek("resolve", 9)
        unit.queue.done("detect", [ticket])
        assert unit.queue.depth("resolve") == 1
