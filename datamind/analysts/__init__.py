"""Who writes SQL and words. To add an analyst: a file or folder in this room, and a line in ANALYSTS."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from datamind.analysts.base import Analyst
from datamind.errors import InvalidInput

if TYPE_CHECKING:
    from datamind.settings import Settings


def _offline(settings: Settings) -> Analyst:
    from datamind.analysts.offline import OfflineAnalyst

    return OfflineAnalyst()


def _claude(settings: Settings) -> Analyst:
    from datamind.analysts.claude import ClaudeAnalyst, ClaudeOptions

    return ClaudeAnalyst(ClaudeOptions.from_settings(settings))


ANALYSTS: dict[str, Callable[[Settings], Analyst]] = {"offline": _offline, "claude": _claude}


def make_analyst(name: str, settings: Settings) -> Analyst:
    """The analyst of that name. Raises: InvalidInput when there is none."""
    if name not in ANALYSTS:
        raise InvalidInput(f"There is no analyst “{name}”; there are {', '.join(ANALYSTS)}.", "analyst")
    return ANALYSTS[name](settings)
