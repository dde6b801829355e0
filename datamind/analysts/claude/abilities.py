"""Whether the key is accepted and the chosen models can do what we ask of them: what `doctor` says about Claude.

In: options. Out: a sentence for each thing that is wrong, none when all is well. Sends no prompt and costs nothing.
"""

from __future__ import annotations

from typing import Any

from datamind.analysts.claude.client import NO_KEY
from datamind.analysts.claude.faults import NotTheApi, explain_fault
from datamind.analysts.claude.options import ClaudeOptions


def check_models(options: ClaudeOptions) -> tuple[str, ...]:
    """What is wrong with the key or the models, one sentence each."""
    if not options.api_key:
        return (NO_KEY,)
    import anthropic
    import httpx2

    timeout = anthropic.Timeout(10.0, connect=options.connect_timeout_s)
    wrong: list[str] = []
    with anthropic.Anthropic(
        api_key=options.api_key, base_url=options.base_url, max_retries=0, timeout=timeout
    ) as client:
        for model in dict.fromkeys((options.model, options.small_model)):
            try:
                wrong += _judge(client.models.retrieve(model), model, options)
            except (anthropic.AnthropicError, httpx2.HTTPError, NotTheApi, ValueError) as error:
                fault = explain_fault(error, model)
                wrong.append(fault.sentence if fault else f"The model {model} could not be looked up.")
    return tuple(dict.fromkeys(wrong))


def _judge(found: Any, model: str, options: ClaudeOptions) -> list[str]:
    """Raises: NotTheApi when it is no model that was found."""
    if getattr(found, "type", None) != "model":
        raise NotTheApi("no model came back")
    wrong = []
    if getattr(found, "lifecycle", "active") == "retired":
        wrong.append(f"The model {model} is no longer offered. Choose another in DATAMIND_CLAUDE_MODEL.")
    abilities = getattr(found, "capabilities", None)
    if abilities is not None:
        if not _supports(abilities, "structured_outputs"):
            wrong.append(f"The model {model} has no structured output; its replies are read tolerantly instead.")
        if not _supports(abilities, "effort"):
            wrong.append(f"The model {model} takes no effort level; DATAMIND_CLAUDE_EFFORT has no effect on it.")
    if model not in options.prices:
        wrong.append(
            f"There is no price for the model {model}, so its cost shows as 0. Add it to DATAMIND_CLAUDE_PRICES."
        )
    return wrong


def _supports(abilities: Any, name: str) -> bool:
    return bool(getattr(getattr(abilities, name, None), "supported", True))
