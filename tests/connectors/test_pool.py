"""The pool: at most so many at once, fresh ones again, broken ones never."""

from __future__ import annotations

import threading

import pytest

from datamind.cancellation import Cancellation
from datamind.connectors import pool as pool_module
from datamind.connectors.pool import Pool
from datamind.errors import ConnectFailed, QueryCancelled, QueryFailed, QueryTimedOut


class Line:
    def __init__(self) -> None:
        self.broken, self.gone, self.closed = False, False, False
        self.opened_at = self.idle_since = 0.0

    def close(self) -> None:
        self.closed = True


class Opener:
    def __init__(self) -> None:
        self.lines: list[Line] = []

    def __call__(self) -> Line:
        self.lines.append(Line())
        return self.lines[-1]


def prepare(line: Line) -> None:
    if line.gone:
        raise ConnectFailed("gone", step="network")


@pytest.fixture
def opener() -> Opener:
    return Opener()


def test_a_session_is_used_again(opener: Opener) -> None:
    pool = Pool(opener, 2)
    for _use in range(3):
        with pool.borrow(prepare, 1):
            pass
    assert len(opener.lines) == 1


def test_one_that_went_away_is_replaced_unseen(opener: Opener) -> None:
    pool = Pool(opener, 2)
    with pool.borrow(prepare, 1) as line:
        line.gone = True
    with pool.borrow(prepare, 1) as line:
        assert line is opener.lines[1]
    assert opener.lines[0].closed


def test_a_failed_query_keeps_its_session_a_broken_one_goes(opener: Opener) -> None:
    pool = Pool(opener, 2)
    with pytest.raises(QueryFailed), pool.borrow(prepare, 1):
        raise QueryFailed("no")
    assert not opener.lines[0].closed
    opener.lines[0].broken = True
    with pytest.raises(QueryFailed), pool.borrow(prepare, 1):
        raise QueryFailed("no")
    assert opener.lines[0].closed
    with pytest.raises(KeyboardInterrupt), pool.borrow(prepare, 1):
        raise KeyboardInterrupt
    assert opener.lines[1].closed


def test_the_next_waits_its_turn(opener: Opener) -> None:
    pool = Pool(opener, 1)
    with pool.borrow(prepare, 1):
        with pytest.raises(QueryTimedOut, match="busy"), pool.borrow(prepare, 0):
            pass
        cancellation = Cancellation()
        cancellation.cancel()
        with pytest.raises(QueryCancelled), pool.borrow(prepare, 5, cancellation):
            pass
    with pool.borrow(prepare, 0):
        pass


def test_never_more_than_its_size_at_once(opener: Opener) -> None:
    pool, running, most = Pool(opener, 3), [0], [0]
    lock = threading.Lock()

    def use() -> None:
        for _use in range(30):
            with pool.borrow(prepare, 30):
                with lock:
                    running[0] += 1
                    most[0] = max(most[0], running[0])
                with lock:
                    running[0] -= 1

    threads = [threading.Thread(target=use) for _number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] <= 3
    assert len(opener.lines) <= 3


def test_old_ones_are_not_used_again(opener: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    pool = Pool(opener, 1)
    with pool.borrow(prepare, 1):
        pass
    monkeypatch.setattr(pool_module, "_IDLE_S", 0.0)
    with pool.borrow(prepare, 1):
        pass
    assert opener.lines[0].closed
    assert len(opener.lines) == 2


def test_after_close_nothing_is_lent(opener: Opener) -> None:
    pool = Pool(opener, 1)
    with pool.borrow(prepare, 1):
        pool.close()
    assert opener.lines[0].closed
    with pytest.raises(ConnectFailed), pool.borrow(prepare, 1):
        pass
