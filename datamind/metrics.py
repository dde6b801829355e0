"""What this process has done, in numbers for Prometheus: use cases by name and outcome, and how long they took.

In: a use case's end. Out: the text of /metrics. Names of actions and outcomes alone: never an org, a person or a value.
To add a figure: a metric here on REGISTRY, and the line where it happens.
"""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest

REGISTRY = CollectorRegistry()
_ENDS = Counter("datamind_use_cases", "Use cases that came to an end", ("action", "outcome"), registry=REGISTRY)
_SECONDS = Histogram(
    "datamind_use_case_seconds",
    "How long use cases took",
    ("action",),
    buckets=(0.01, 0.05, 0.25, 1, 5, 30),
    registry=REGISTRY,
)


def count_end(action: str, outcome: str, elapsed_s: float) -> None:
    """A use case came to its end."""
    _ENDS.labels(action, outcome).inc()
    _SECONDS.labels(action).observe(elapsed_s)


def show_metrics() -> str:
    """All figures of this process, as Prometheus reads them."""
    return generate_latest(REGISTRY).decode()
