"""The queue before the API: nobody can use up all of it, and whoever waits is told or can leave."""

from __future__ import annotations

import threading

import pytest

from datamind.analysts.claude.client import Deadline
from datamind.analysts.claude.queue import Queue
from datamind.cancellation import Cancellation
from datamind.errors import AnalystUnavailable, QueryCancelled


class Caller(threading.Thread):
    """Takes a turn, says so, and holds it until told."""

    def __init__(self, queue: Queue, person: str, cancellation: Cancellation | None = None):
        super().__init__(daemon=True)
        self.queue, self.person, self.cancellation = queue, person, cancellation or Cancellation()
        self.in_turn, self.leave, self.error = threading.Event(), threading.Event(), None
        self.start()

    def run(self) -> None:
        try:
            with self.queue.turn(self.person, Deadline(30), self.cancellation):
                self.in_turn.set()
                self.leave.wait(30)
        except QueryCancelled as error:
            self.error = error


def finish(*callers: Caller) -> None:
    for caller in callers:
        caller.leave.set()
        caller.join(10)
        assert not caller.is_alive()


def test_one_persons_third_call_waits_while_anothers_first_goes() -> None:
    queue = Queue(at_once=4, a_person=2)
    first, second = Caller(queue, "ada"), Caller(queue, "ada")
    assert first.in_turn.wait(10)
    assert second.in_turn.wait(10)
    third = Caller(queue, "ada")
    other = Caller(queue, "bob")
    assert other.in_turn.wait(10)
    assert not third.in_turn.is_set()
    finish(first)
    assert third.in_turn.wait(10)
    finish(second, third, other)


def test_a_full_house_is_served_in_the_order_of_arrival() -> None:
    queue = Queue(at_once=1, a_person=1)
    first = Caller(queue, "ada")
    assert first.in_turn.wait(10)
    second = Caller(queue, "bob")
    while len(queue._waiting) < 1:
        pass
    third = Caller(queue, "cy")
    while len(queue._waiting) < 2:
        pass
    finish(first)
    assert second.in_turn.wait(10)
    assert not third.in_turn.is_set()
    finish(second, third)


def test_whoever_waits_too_long_is_told_and_whoever_cancels_leaves() -> None:
    queue = Queue(at_once=1, a_person=1)
    first = Caller(queue, "ada")
    assert first.in_turn.wait(10)
    with pytest.raises(AnalystUnavailable, match="busy"), queue.turn("bob", Deadline(0), Cancellation()):
        pass
    cancellation = Cancellation()
    second = Caller(queue, "bob", cancellation)
    cancellation.cancel()
    second.join(10)
    assert isinstance(second.error, QueryCancelled)
    finish(first)
    assert queue._waiting == []
    with queue.turn("cy", Deadline(1), Cancellation()):
        pass
