from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from time import perf_counter

from isthmus.adapters.precedence import ThreadPrecedence
from isthmus.ports import Precedence
from isthmus.web.asking import on_thread

PATIENCE_S = 10.0


def beside(work: Callable[[], None]) -> threading.Thread:
    thread = threading.Thread(target=work, daemon=True)
    thread.start()
    return thread


def test_nobody_waits_while_nobody_goes_first():
    way: Precedence = ThreadPrecedence(wait_s=PATIENCE_S)
    began = perf_counter()
    for _ in range(1_000):
        way.give_way()
    assert perf_counter() - began < PATIENCE_S / 2


def test_bulk_work_waits_until_the_last_of_those_who_go_first_has_ended():
    way = ThreadPrecedence(wait_s=PATIENCE_S)
    went_on = threading.Event()

    def bulk() -> None:
        way.give_way()
        went_on.set()

    with way.first():
        with way.first():
            thread = beside(bulk)
            assert not went_on.wait(0.05)
        assert not went_on.wait(0.05)
    assert went_on.wait(PATIENCE_S)
    thread.join(PATIENCE_S)


def test_it_gives_way_for_no_longer_than_its_wait():
    way = ThreadPrecedence(wait_s=0.02)
    with way.first():
        thread = beside(way.give_way)
        thread.join(PATIENCE_S)
        assert not thread.is_alive()


def test_after_giving_way_it_runs_for_a_while_however_many_go_first():
    way = ThreadPrecedence(wait_s=0.02, run_s=PATIENCE_S)
    took: list[float] = []

    def bulk() -> None:
        began = perf_counter()
        way.give_way()
        waited = perf_counter()
        for _ in range(1_000):
            way.give_way()
        took.extend((waited - began, perf_counter() - waited))

    with way.first():
        beside(bulk).join(PATIENCE_S)
    waited, ran = took
    assert waited > 0.01
    assert ran < 0.02 * 1_000 / 2


def test_whoever_goes_first_gives_way_neither_to_itself_nor_to_others():
    way = ThreadPrecedence(wait_s=PATIENCE_S)
    there, enough = threading.Event(), threading.Event()

    def other() -> None:
        with way.first():
            there.set()
            enough.wait(PATIENCE_S)

    thread = beside(other)
    assert there.wait(PATIENCE_S)
    began = perf_counter()
    with way.first():
        way.give_way()
        with way.first():
            way.give_way()
        way.give_way()
    assert perf_counter() - began < PATIENCE_S / 2
    enough.set()
    thread.join(PATIENCE_S)


def test_a_thread_that_works_for_whoever_goes_first_goes_first_and_gives_way_again_afterwards():
    way = ThreadPrecedence(wait_s=PATIENCE_S, run_s=0.0)
    went_on = threading.Event()

    async def read(pool: ThreadPoolExecutor) -> None:
        with way.first():
            await on_thread(pool, way.give_way)

    def bulk() -> None:
        way.give_way()
        went_on.set()

    with ThreadPoolExecutor(1) as pool, ThreadPoolExecutor(1) as server:
        began = perf_counter()
        # In a thread of its own: a test before may have left its loop running in this one.
        server.submit(lambda: asyncio.run(read(pool))).result()
        assert perf_counter() - began < PATIENCE_S / 2
        with way.first():
            # The same thread, for nobody who goes first.
            pool.submit(bulk)
            assert not went_on.wait(0.05)
        assert went_on.wait(PATIENCE_S)


def test_each_thread_of_bulk_work_gives_way_by_itself():
    way = ThreadPrecedence(wait_s=PATIENCE_S, run_s=PATIENCE_S)
    others = threading.Event()

    def other() -> None:
        way.give_way()
        others.set()

    way.give_way()
    with way.first():
        thread = beside(other)
        assert not others.wait(0.05)
    assert others.wait(PATIENCE_S)
    thread.join(PATIENCE_S)


def test_those_who_fail_give_the_way_back():
    way = ThreadPrecedence(wait_s=PATIENCE_S)
    with suppress(ZeroDivisionError), way.first():
        _ = 1 / 0
    thread = beside(way.give_way)
    thread.join(PATIENCE_S / 2)
    assert not thread.is_alive()


def test_bulk_work_is_alone_until_somebody_goes_first_and_a_while_after():
    way = ThreadPrecedence(quiet_s=0.05)
    assert way.alone()
    with way.first():
        assert not way.alone()
    assert not way.alone()
    began = perf_counter()
    while not way.alone():
        assert perf_counter() - began < PATIENCE_S
    assert perf_counter() - began > 0.02
