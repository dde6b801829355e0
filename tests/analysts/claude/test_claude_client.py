"""The API's bad days, through the real package against a loopback server (faults F28 to F30)."""

from __future__ import annotations

import random
import re
import threading
from types import SimpleNamespace

import pytest
from anthropic_server import AnthropicServer, fault, fault_in_stream, message_start, page, raw, reply, silence
from claude_shop import KEY, PRICES, Serve, germany, said

from datamind.analysts.claude import Call, ClaudeAnalyst, ClaudeOptions
from datamind.analysts.claude.faults import read_retry_after
from datamind.cancellation import Cancellation
from datamind.errors import AnalystError, AnalystUnavailable, QueryCancelled
from datamind.types import SqlDraft

OK = reply(said())


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Waits between tries are noted, not sat out."""
    waits: list[float] = []
    monkeypatch.setattr("datamind.analysts.claude.client._pause", lambda wait_s, cancellation: waits.append(wait_s))
    return waits


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (fault(401, "authentication_error"), "key is not accepted"),
        (fault(403, "permission_error"), "key is not accepted"),
        (fault(404, "not_found_error"), "knows no model"),
        (fault(429, "rate_limit_error", code="enforced_spend_limit_reached"), "spending limit"),
        (fault(429, "rate_limit_error", code="enforced_spend_limit_reached", retry_after="1"), "spending limit"),
        (fault(400, "invalid_request_error", "You have reached your specified API usage limits."), "spending limit"),
        (fault(400, "invalid_request_error", "Your credit balance is too low"), "spending limit"),
        (fault(402, "billing_error"), "spending limit"),
        (fault(400, "invalid_request_error", "max_tokens: no"), "did not accept the request"),
        (fault(413, "request_too_large"), "did not accept the request"),
        (fault(429, "rate_limit_error", retry_after="3600"), "asked too much"),
    ],
)
def test_what_waiting_cannot_mend_is_not_tried_again(serve: Serve, step, words: str) -> None:
    analyst, server = serve(step, OK)
    with pytest.raises(AnalystUnavailable, match=words):
        analyst.draft(germany())
    assert len(server.bodies) == 1


@pytest.mark.parametrize(
    "step",
    [
        fault(429, "rate_limit_error", retry_after="2"),
        fault(429, "rate_limit_error"),
        fault(529, "overloaded_error"),
        fault(500, "api_error"),
        fault(503, "api_error", retry_after="1"),
        fault_in_stream("overloaded_error"),
        fault_in_stream("api_error"),
        page(),
        page(status=502),
        reply("{}", then="cut"),
        reply(said(), stop=None),
        raw(b"event: message_start\ndata: {bad\n\n"),
        raw(b"\x00\xff\xfe garbage \n\n"),
        raw(b'{"content": null}', "application/json"),
        raw(b""),
        raw(message_start()),
    ],
)
def test_what_passes_by_itself_is_tried_again(serve: Serve, step) -> None:
    analyst, server = serve(step, OK)
    draft = analyst.draft(germany())
    assert isinstance(draft, SqlDraft)
    assert len(server.bodies) == 2


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (fault(529, "overloaded_error"), "overloaded"),
        (fault(500, "api_error"), "fault on its side"),
        (fault_in_stream(), "overloaded"),
        (page(), "not its API"),
        (reply("half", then="cut"), "broke off"),
        (raw(b"\x00\xff\n\n"), "not its API"),
    ],
)
def test_three_tries_then_a_sentence(serve: Serve, step, words: str) -> None:
    analyst, server = serve(step)
    with pytest.raises(AnalystUnavailable, match=words) as caught:
        analyst.draft(germany())
    assert len(server.bodies) == 3
    assert KEY not in str(caught.value)


def mutations(n: int) -> list[bytes]:
    """A good stream with single values replaced, lines lost or swapped: always the same ones."""
    dice = random.Random(5)
    good = b"".join(OK.chunks)
    values = [b"null", b"5", b"[]", b"{}", b'"x"', b"true", b"1e999", b""]
    found = []
    for _ in range(n):
        spots = list(re.finditer(rb'(?<=: )("[^"\\\n]*"|\d+|null|\{\})', good))
        spot = dice.choice(spots)
        broken = good[: spot.start()] + dice.choice(values) + good[spot.end() :]
        if dice.random() < 0.3:
            lines = broken.split(b"\n\n")
            dice.shuffle(lines)
            broken = b"\n\n".join(lines)
        found.append(broken)
    return found


def test_any_garbled_stream_ends_in_a_draft_or_one_sentence(serve: Serve) -> None:
    for broken in mutations(60):
        analyst, _ = serve(raw(broken), tries=1)
        try:
            analyst.draft(germany())
            ended = "."
        except AnalystError as error:
            ended = str(error)
        assert ended.endswith(".")


def test_retry_after_is_honoured_to_the_second(serve: Serve, waits: list[float]) -> None:
    analyst, _ = serve(fault(429, "rate_limit_error", retry_after="7"), OK)
    analyst.draft(germany())
    assert waits == [7.0]


def test_a_wait_beyond_the_deadline_is_declined_not_clipped(serve: Serve, waits: list[float]) -> None:
    analyst, server = serve(fault(429, "rate_limit_error", retry_after="7"), OK, deadline_s=5)
    with pytest.raises(AnalystUnavailable, match="asked too much"):
        analyst.draft(germany())
    assert len(server.bodies) == 1
    assert waits == []


@pytest.mark.parametrize("step", [silence(), reply("half an answer", then="stall")])
def test_one_deadline_ends_silence_and_stall(serve: Serve, step) -> None:
    analyst, server = serve(step, deadline_s=0.3)
    with pytest.raises(AnalystUnavailable, match="too long"):
        analyst.draft(germany())
    assert len(server.bodies) == 1


def test_a_stall_is_tried_again_while_there_is_time(serve: Serve) -> None:
    analyst, server = serve(reply("half an ans", then="stall"), OK, stall_s=0.2)
    assert isinstance(analyst.draft(germany()), SqlDraft)
    assert len(server.bodies) == 2


@pytest.mark.parametrize("step", [silence(), reply("half an answer", then="stall")])
def test_cancel_ends_the_call_and_nothing_is_tried_again(serve: Serve, step) -> None:
    analyst, server = serve(step)
    cancellation = Cancellation()
    caught: list[BaseException] = []

    def work() -> None:
        try:
            analyst.draft(germany(), cancellation=cancellation)
        except QueryCancelled as error:
            caught.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    assert server.arrived.acquire(timeout=10)
    cancellation.cancel()
    worker.join(10)
    assert not worker.is_alive()
    assert len(caught) == 1
    assert len(server.bodies) == 1


def test_cancel_hangs_up_on_a_stream(serve: Serve) -> None:
    analyst, server = serve(reply("half an answer", then="stall"), deadline_s=0.5)
    with pytest.raises(AnalystUnavailable):
        analyst.draft(germany())
    assert server.hung_up.wait(10)


def test_cancelled_before_it_began_nothing_is_sent(serve: Serve) -> None:
    analyst, server = serve(OK)
    cancellation = Cancellation()
    cancellation.cancel()
    with pytest.raises(QueryCancelled):
        analyst.draft(germany(), cancellation=cancellation)
    assert server.bodies == []


def test_no_key_says_what_to_do_and_sends_nothing(serve: Serve) -> None:
    analyst, server = serve(OK, api_key=None)
    with pytest.raises(AnalystUnavailable, match="No AI key"):
        analyst.draft(germany())
    assert server.bodies == []


def test_a_key_removed_while_running_is_told_and_a_new_one_works(serve: Serve) -> None:
    analyst, _ = serve(OK, fault(401, "authentication_error"), OK)
    assert isinstance(analyst.draft(germany()), SqlDraft)
    with pytest.raises(AnalystUnavailable, match="key is not accepted"):
        analyst.draft(germany())
    assert isinstance(analyst.draft(germany()), SqlDraft)


def test_nobody_there() -> None:
    with AnthropicServer([OK]) as server:
        address = server.url
    analyst = ClaudeAnalyst(ClaudeOptions(api_key=KEY, base_url=address, tries=1))
    with pytest.raises(AnalystUnavailable, match="cannot be reached"):
        analyst.draft(germany())


def test_a_model_without_structured_output_is_asked_plainly(serve: Serve) -> None:
    refused = fault(400, "invalid_request_error", "output_config.format: compiled grammar is too large")
    analyst, server = serve(refused, OK)
    assert isinstance(analyst.draft(germany()), SqlDraft)
    assert "output_config" in server.bodies[0]
    assert "output_config" not in server.bodies[1]


def test_thinking_before_the_answer_is_not_the_answer(serve: Serve) -> None:
    analyst, _ = serve(reply(said(), thinking='{"action": "refuse", "missing": "no"}'))
    assert isinstance(analyst.draft(germany()), SqlDraft)


def test_tokens_are_counted_and_priced(serve: Serve) -> None:
    usage = {
        "input_tokens": 300,
        "cache_creation_input_tokens": 100,
        "cache_read_input_tokens": 2000,
        "output_tokens": 120,
    }
    analyst, _ = serve(reply(said(), usage=usage))
    spent = analyst.draft(germany()).usage
    assert (spent.calls, spent.input_tokens, spent.cached_tokens, spent.output_tokens) == (1, 400, 2000, 120)
    assert spent.cost_usd == pytest.approx((300 * 2 + 100 * 4 + 2000 * 0.2 + 120 * 10) / 1e6)


def test_each_request_is_recorded_as_sent_without_the_key(serve: Serve, calls: list[Call]) -> None:
    analyst, server = serve(fault(529, "overloaded_error"), OK)
    analyst.draft(germany())
    assert [call.stop for call in calls] == [None, "end_turn"]
    assert calls[0].fault is not None
    assert {name: value for name, value in server.bodies[1].items() if name != "stream"} == dict(calls[1].body)
    assert KEY not in str(calls)
    assert server.headers[1]["authorization"] == f"Bearer {KEY}"
    assert KEY not in str(server.bodies)


def test_options_come_from_settings_and_hide_the_key() -> None:
    settings = SimpleNamespace(
        anthropic_api_key=KEY,
        anthropic_base_url=None,
        claude_model="m",
        claude_small_model="s",
        claude_effort="low",
        claude_deadline_s=9,
        claude_prices=PRICES,
    )
    options = ClaudeOptions.from_settings(settings)
    assert (options.model, options.small_model, options.effort, options.repair_effort) == ("m", "s", "low", "medium")
    assert (options.deadline_s, options.words_deadline_s) == (9.0, 9.0)
    assert options.base_url == "https://api.anthropic.com"
    assert KEY not in repr(options)


DATE = "Wed, 21 Oct 2015 07:28:00 GMT"
WAITS = [(None, None), ("", None), ("2", 2.0), ("0.5", 0.5), ("-3", 0.0), ("nan", None), ("inf", None), ("soon", None)]


@pytest.mark.parametrize(("text", "seconds"), [*WAITS, (DATE, 0.0)])
def test_retry_after_reads_numbers_dates_and_nonsense(text: str | None, seconds: float | None) -> None:
    assert read_retry_after(text) == seconds
