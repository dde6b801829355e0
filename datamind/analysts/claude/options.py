"""What the Claude analyst needs to know beforehand: key, models, effort, deadline, prices.

In: the settings (any object with the attributes that `from_settings` names). Out: frozen options.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from datamind.types import Usage

OFFICIAL_ADDRESS = "https://api.anthropic.com"
CACHE_WRITE_FACTOR = 2.0
"""Writing a prefix into the one-hour cache costs twice the plain input price."""

Price = tuple[float, float, float]
"""US dollars a million tokens: fresh input, cached input, output."""


@dataclass(frozen=True)
class ClaudeOptions:
    """`deadline_s` is for everything one draft takes, its retries included; `stall_s` for one silence of the server.

    `longest_wait_s` is the most that a `retry-after` may make somebody wait.
    """

    api_key: str | None = field(default=None, repr=False)
    base_url: str = OFFICIAL_ADDRESS
    model: str = "claude-sonnet-5-5"
    small_model: str = "claude-haiku-5-5"
    effort: str = "low"
    repair_effort: str = "medium"
    deadline_s: float = 60.0
    words_deadline_s: float = 15.0
    stall_s: float = 25.0
    connect_timeout_s: float = 5.0
    longest_wait_s: float = 30.0
    tries: int = 3
    prices: Mapping[str, Price] = field(default_factory=lambda: MappingProxyType({}))

    @classmethod
    def from_settings(cls, settings: Any) -> ClaudeOptions:
        """Reads anthropic_api_key, anthropic_base_url, claude_model, claude_small_model, claude_effort,
        claude_deadline_s and claude_prices (model -> (fresh, cached, output) dollars a million tokens).
        """
        effort = settings.claude_effort
        return cls(
            api_key=settings.anthropic_api_key or None,
            base_url=settings.anthropic_base_url or OFFICIAL_ADDRESS,
            model=settings.claude_model,
            small_model=settings.claude_small_model,
            effort=effort,
            repair_effort="medium" if effort == "low" else effort,
            deadline_s=float(settings.claude_deadline_s),
            words_deadline_s=min(cls.words_deadline_s, float(settings.claude_deadline_s)),
            prices=MappingProxyType({model: _price(price) for model, price in dict(settings.claude_prices).items()}),
        )

    def price_usage(self, model: str, fresh: int, written: int, cached: int, output: int) -> Usage:
        """The usage of one call, in tokens by kind, with its cost; 0.0 for a model without a price."""
        fresh_usd, cached_usd, output_usd = self.prices.get(model, (0.0, 0.0, 0.0))
        cost_usd = (
            fresh * fresh_usd + written * fresh_usd * CACHE_WRITE_FACTOR + cached * cached_usd + output * output_usd
        ) / 1_000_000
        return Usage(1, fresh + written, cached, output, cost_usd)


def _price(price: Any) -> Price:
    fresh, cached, output = price
    return float(fresh), float(cached), float(output)
