"""What goes wrong between us and the API, as a sentence and a decision: worth another try, and after which wait.

In: an exception of the anthropic package, of its HTTP client or of our own reading. Out: a `Fault`; None for an exception
that is none of these (a mistake of ours, which must not be dressed up). To add one: a branch here, a case in the tests.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

RETRIED_TYPES = ("overloaded_error", "api_error", "rate_limit_error", "timeout_error")
RETRIED_STATUSES = (408, 409, 429, 500, 502, 503, 504, 529)
SPENT_PHRASES = ("specified api usage limits", "specified workspace api usage limits", "credit balance is too low")
FORMAT_WORDS = ("output_config", "output_format", "json_schema", "grammar", "structured output", "effort")


class CutShort(Exception):
    """The stream ended before the model had finished."""


class NotTheApi(Exception):
    """Something answered, but it does not speak the API's language."""


@dataclass(frozen=True)
class Fault:
    """`sentence` is for an analyst; `wait_s` is what the server asked for; `format_refused` when a plainer body may do."""

    sentence: str
    retry: bool
    wait_s: float | None = None
    format_refused: bool = False


def explain_fault(error: BaseException, model: str) -> Fault | None:
    """What happened and whether another try makes sense. Never names the key or anything that was sent."""
    import anthropic
    import httpx2

    if isinstance(error, anthropic.APIStatusError):
        return _explain_status(error, model)
    if isinstance(error, CutShort):
        return Fault("Claude's answer broke off on the way. Ask again; if it goes on, check the network.", retry=True)
    if isinstance(error, httpx2.ReadTimeout):
        return Fault("Claude fell silent in the middle of its answer. Ask again in a moment.", retry=True)
    if isinstance(error, anthropic.APIConnectionError | httpx2.HTTPError):
        return Fault(
            "Claude cannot be reached. Check the network, the proxy and DATAMIND_ANTHROPIC_BASE_URL.", retry=True
        )
    if isinstance(error, NotTheApi | ValueError | anthropic.AnthropicError):
        return Fault(
            "What answered in Claude's place was not its API, perhaps a proxy's page. Check DATAMIND_ANTHROPIC_BASE_URL.",
            retry=True,
        )
    return None


def _explain_status(error: Any, model: str) -> Fault:
    status, kind = error.status_code, str(error.type or "")
    message = str(error.api_message or "")
    if _is_spent(status, kind, str(error.error_code or ""), message):
        return Fault(
            "The spending limit of the Anthropic account is reached. It is raised in the Anthropic Console; until then "
            "the offline analyst answers.",
            retry=False,
        )
    if status == 401:
        return Fault("The AI key is not accepted. Set a valid DATAMIND_ANTHROPIC_API_KEY and start again.", retry=False)
    if status == 403:
        return Fault(
            f"The AI key is not accepted for the model {model}. Give the key that right, or choose another model.",
            retry=False,
        )
    if status == 404:
        return Fault(f"Anthropic knows no model {model}. Set DATAMIND_CLAUDE_MODEL to one that it offers.", retry=False)
    if status == 429 or kind == "rate_limit_error":
        wait_s = read_retry_after(error.response.headers.get("retry-after"))
        return Fault("Claude is asked too much at the moment (rate limit). Try again in a minute.", True, wait_s)
    if status in RETRIED_STATUSES or status >= 500 or kind in RETRIED_TYPES:
        wait_s = read_retry_after(error.response.headers.get("retry-after"))
        busy = status == 529 or kind == "overloaded_error"
        what = "is overloaded" if busy else "has a fault on its side"
        return Fault(f"Claude {what} at the moment. Try again in a minute.", True, wait_s)
    refused = any(word in message.lower() for word in FORMAT_WORDS)
    return Fault(
        f"Claude did not accept the request ({status}). Tell whoever runs DataMind; the offline analyst can answer.",
        retry=False,
        format_refused=status == 400 and refused,
    )


def _is_spent(status: int, kind: str, code: str, message: str) -> bool:
    return (
        status == 402
        or kind == "billing_error"
        or "spend_limit" in code
        or any(phrase in message.lower() for phrase in SPENT_PHRASES)
    )


def read_retry_after(text: str | None) -> float | None:
    """Seconds to wait, from a number or an HTTP date; None for nothing or nonsense."""
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        try:
            then = parsedate_to_datetime(text)
        except ValueError:
            return None
        seconds = (then.replace(tzinfo=then.tzinfo or UTC) - datetime.now(UTC)).total_seconds()
    return max(0.0, seconds) if math.isfinite(seconds) else None
