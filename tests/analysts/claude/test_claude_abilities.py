"""What `doctor` says about the key and the models."""

from __future__ import annotations

import pytest
from anthropic_server import AnthropicServer, Step, fault, model, page
from claude_shop import KEY, PRICES

from datamind.analysts.claude import ClaudeOptions, check_models

BIG, SMALL = "claude-sonnet-5-5", "claude-haiku-5-5"


def check(*script: Step) -> tuple[str, ...]:
    with AnthropicServer(script) as server:
        return check_models(ClaudeOptions(api_key=KEY, base_url=server.url, prices=PRICES))


def test_all_is_well() -> None:
    assert check(model(BIG), model(SMALL)) == ()


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ((model(BIG, structured=False), model(SMALL)), f"{BIG} has no structured output"),
        ((model(BIG), model(SMALL, effort=False)), f"{SMALL} takes no effort"),
        ((model(BIG, lifecycle="retired"), model(SMALL)), f"{BIG} is no longer offered"),
        ((fault(401, "authentication_error"),), "key is not accepted"),
        ((fault(404, "not_found_error"), model(SMALL)), f"no model {BIG}"),
        ((page(),), "not its API"),
    ],
)
def test_each_fault_is_one_sentence(script: tuple[Step, ...], words: str) -> None:
    (sentence,) = check(*script)
    assert words in sentence
    assert KEY not in sentence


def test_no_key() -> None:
    (sentence,) = check_models(ClaudeOptions())
    assert "No AI key" in sentence


def test_a_model_without_a_price_is_told() -> None:
    with AnthropicServer([model("new"), model(SMALL)]) as server:
        options = ClaudeOptions(api_key=KEY, base_url=server.url, model="new", prices=PRICES)
        assert "no price for the model new" in check_models(options)[0]
